"""Can there be a unit that fares otherwise under the newer book? By the facts, or by search."""

from __future__ import annotations

from collections.abc import Sequence

from perfeval.diff.impact import Effect
from perfeval.diff.trials import Trials
from perfeval.evaluate.outcome import Outcome
from perfeval.ledger.facts import Table
from perfeval.ledger.schema import UNIT_COLUMN, Column, Ledger
from perfeval.rulebook.examples import GivenRows, GivenValue, Situation
from perfeval.tables.cells import show_value
from perfeval.tables.conditions import GRADE
from perfeval.verify.proof import FieldChange, Proof, Verdict

_NOTHING = "没有修改影响计算的内容"
_BY_FACTS = "台账里就有结果不同的单位"
_NOT_TRIED = "没有求证"


def proof_of_facts(trials: Trials, effects: Sequence[Effect]) -> Proof:
    """What is plain without a search: a unit of the facts, or that nothing was edited that computes."""
    if effects:
        first = next((effect for effect in effects if effect.change.field == GRADE), effects[0]).change
        changed = FieldChange(first.field, first.before, first.after)
        return Proof(Verdict.DIFFERENT, None, first.unit, (changed,), (), _BY_FACTS)
    return Proof(Verdict.OPEN, reason=_NOT_TRIED) if trials.keys else Proof(Verdict.SAME, reason=_NOTHING)


def proof_by_search(trials: Trials, near: Situation | None) -> Proof:
    """What holds for all facts within the declared ranges. near: a unit that a witness should be like."""
    if not trials.keys:
        return Proof(Verdict.SAME, reason=_NOTHING)
    from perfeval.verify.compare import compare

    before, after = (model.value for model in trials.compiled())
    if before is None or after is None:
        return Proof(Verdict.OPEN, reason=_NOT_TRIED)
    return compare(trials.difference.before, before, trials.difference.after, after, near)


def facts_of_a_unit(outcome: Outcome) -> Situation | None:
    """The facts of the first unit that is ranked, as they would stand in the ledgers."""
    unit = next((unit.name for unit in outcome.book.units if unit.series is not None), None)
    if unit is None:
        return None
    values: list[GivenValue] = []
    given: list[GivenRows] = []
    for ledger in outcome.book.schema.ledgers:
        table = outcome.facts.tables[ledger.name]
        own = [row for row, name in enumerate(table.units) if name == unit]
        rows = [tuple(_cell(table, column, row) for column in ledger.columns) for row in own]
        if ledger.per_unit:
            names = [column.name for column in ledger.columns]
            values.extend(
                GivenValue(unit, name, cell) for row in rows for name, cell in zip(names, row, strict=True)
            )
        elif rows:
            given.append(_rows(ledger, unit, rows))
    return Situation(tuple(values), tuple(given))


def _rows(ledger: Ledger, unit: str, rows: Sequence[tuple[str, ...]]) -> GivenRows:
    columns = (UNIT_COLUMN, *(column.name for column in ledger.columns))
    return GivenRows(ledger.name, columns, tuple((unit, *row) for row in rows), (0,) * len(rows))


def _cell(table: Table, column: Column, row: int) -> str:
    value = table.columns[column.name][row]
    if isinstance(value, int) and not isinstance(value, bool):
        return column.cell_text(value)
    return "" if value is None else show_value(value)
