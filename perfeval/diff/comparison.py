"""The comparison of two books as a whole: edits, tables, impact and proof."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, frozen

from perfeval.diagnostics.diagnostic import Checked, Diagnostic, has_errors
from perfeval.diff.compare import Difference, compare
from perfeval.diff.edits import RULE_EDITS, Edit, Key
from perfeval.diff.fitting import Files
from perfeval.diff.impact import Effect, impact_of
from perfeval.diff.proof import facts_of_a_unit, proof_by_search, proof_of_facts
from perfeval.diff.rows import NodeChange, rows_of
from perfeval.diff.trials import Results, Trials, results_of
from perfeval.rulebook.book import RuleBook
from perfeval.rulebook.examples import Situation
from perfeval.tables.model import Model
from perfeval.verify.proof import Proof, Verdict


@frozen(eq=False)
class Comparison:
    """What a new version changes.

    models: of the older and the newer book. tables: by edited part. readings: the options chosen
    instead of the adopted ones. ends: the results under either book; these and impact are None where
    no facts were given. near: the unit of the facts that a witness should be like, if one was looked
    for.
    """

    difference: Difference
    models: tuple[Model, Model]
    tables: Mapping[Key, tuple[NodeChange, ...]]
    readings: Mapping[str, str]
    ends: tuple[Results, Results] | None
    impact: tuple[Effect, ...] | None
    proof: Proof
    near: Situation | None = None

    def tables_of(self, edit: Edit) -> tuple[NodeChange, ...]:
        """The tables to tell with an edit: of several edits of a part with the last that edits rules."""
        own = [each for each in self.difference.edits if each.key == edit.key]
        telling = [each for each in own if each.kind in RULE_EDITS] or own
        return self.tables.get(edit.key, ()) if edit == telling[-1] else ()

    @property
    def changes_anything(self) -> bool:
        """Whether somebody fares otherwise; without facts, whether somebody may."""
        if self.impact is not None:
            return bool(self.impact)
        return self.proof.verdict is not Verdict.SAME


def compare_books(
    old: RuleBook,
    new: RuleBook,
    readings: Mapping[str, str],
    files: Files | None,
    *,
    prove: bool = True,
) -> Checked[Comparison]:
    """Compare two books that compile. files: the ledgers, by file name (None: without facts).

    readings: the options chosen, each for the books that have it. prove: whether to search for a unit
    that fares otherwise where the facts show none. Facts that do not fit one of the books are
    findings that say which.
    """
    difference = compare(old, new)
    trials = Trials(difference, readings, files or {})
    one, other = trials.compiled()
    findings = (*_named("旧", old, one.diagnostics), *_named("新", new, other.diagnostics))
    if one.value is None or other.value is None or has_errors(findings):
        return Checked(None, findings)
    models = one.value, other.value
    if files is None:
        proof = proof_by_search(trials, None) if prove else proof_of_facts(trials, ())
        made = Comparison(difference, models, rows_of(trials), readings, None, None, proof)
        return Checked(made, findings)
    before, after = trials.ends()
    findings = (*_named("旧", old, before.diagnostics), *_named("新", new, after.diagnostics))
    if before.value is None or after.value is None or has_errors(findings):
        return Checked(None, findings)
    effects = impact_of(trials, before.value, after.value)
    near = facts_of_a_unit(before.value) if prove and not effects else None
    proof = proof_by_search(trials, near) if near else proof_of_facts(trials, effects)
    ends = results_of(before.value, trials.fields), results_of(after.value, trials.fields)
    made = Comparison(difference, models, rows_of(trials), readings, ends, effects, proof, near)
    return Checked(made, findings)


def _named(which: str, book: RuleBook, found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Findings that say for which of the two books they hold."""
    under = f"按{which}规则书《{book.title}》："
    return tuple(evolve(finding, message=under + finding.message) for finding in found)
