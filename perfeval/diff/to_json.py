"""A comparison as data."""

from __future__ import annotations

from perfeval.diff.amounts import by_how_much, signed
from perfeval.diff.comparison import Comparison
from perfeval.diff.edits import CLAUSE, Edit, label
from perfeval.diff.impact import Effect
from perfeval.diff.rows import NodeChange
from perfeval.diff.wording import marked
from perfeval.rulebook.examples import Situation
from perfeval.verify.proof import Proof

Data = dict[str, object]


def comparison_to_json(comparison: Comparison) -> Data:
    """``{"version": 1, "edits", "impact", "proof"}``; numbers of results as text."""
    return {
        "version": 1,
        "edits": [_edit(comparison, edit) for edit in comparison.difference.edits],
        "impact": [_effect(effect) for effect in comparison.impact or ()],
        "proof": _proof(comparison.proof),
    }


def _edit(comparison: Comparison, edit: Edit) -> Data:
    return {
        "clause": edit.key[1] if edit.key[0] == CLAUSE else edit.label,
        "kind": edit.kind.value,
        "old": edit.old,
        "new": edit.new,
        "marked": marked(edit.old or "", edit.new or ""),
        "note": edit.note,
        "tables": [_node(node) for node in comparison.tables_of(edit)],
    }


def _node(node: NodeChange) -> Data:
    rows = [{"side": line.side, "cells": dict(line.cells)} for line in node.lines]
    return {"name": node.title, "rows": rows}


def _effect(effect: Effect) -> Data:
    change, cause = effect.change, effect.cause
    by = by_how_much(change.before, change.after)
    return {
        "单位": change.unit,
        "field": change.field,
        "from": change.before,
        "to": change.after,
        "edits": [label(key) for key in cause.keys],
        "enough": [label(key) for key in cause.enough],
        "by": None if by is None else signed(by),
        "way": cause.way.value,
        "smallest": cause.smallest,
        "others": list(effect.others),
    }


def _proof(proof: Proof) -> Data:
    changes = [{"field": each.name, "from": each.old, "to": each.new} for each in proof.changes]
    facts = _facts(proof.witness)
    witness: Data = {"单位": proof.unit, "changes": changes, "facts": facts}
    return {
        "verdict": proof.verdict.value,
        "witness": witness if proof.unit else None,
        "reason": proof.reason,
        "ranges": list(proof.ranges),
    }


def _facts(situation: Situation | None) -> Data | None:
    """What is known in a witness: single facts of units, and rows of ledgers."""
    if situation is None:
        return None
    values = [{"单位": each.unit, "name": each.name, "value": each.text} for each in situation.values]
    ledgers = [
        {"ledger": given.ledger, "columns": list(given.columns), "rows": [list(row) for row in given.rows]}
        for given in situation.rows
    ]
    return {"values": values, "ledgers": ledgers}
