"""The comparison of two books as a whole: edits, tables, impact and proof."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, frozen

from perfeval.diagnostics.diagnostic import Checked, Diagnostic, has_errors
from perfeval.diff.compare import Difference, compare
from perfeval.diff.edits import Key
from perfeval.diff.fitting import Files
from perfeval.diff.impact import Effect, impact_of
from perfeval.diff.proof import facts_of_a_unit, proof_by_search, proof_of_facts
from perfeval.diff.rows import NodeChange, rows_of
from perfeval.diff.trials import Trials
from perfeval.rulebook.book import RuleBook
from perfeval.rulebook.examples import Situation
from perfeval.verify.proof import Proof, Verdict


@frozen(eq=False)
class Comparison:
    """What a new version changes.

    tables: by edited part. impact: None where no facts were given. near: the unit of the facts that a
    witness should be like, if one was looked for.
    """

    difference: Difference
    tables: Mapping[Key, tuple[NodeChange, ...]]
    impact: tuple[Effect, ...] | None
    proof: Proof
    near: Situation | None = None

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
    models = trials.compiled()
    findings = (*_named("旧", old, models[0].diagnostics), *_named("新", new, models[1].diagnostics))
    if has_errors(findings):
        return Checked(None, findings)
    if files is None:
        proof = proof_by_search(trials, None) if prove else proof_of_facts(trials, ())
        return Checked(Comparison(difference, rows_of(trials), None, proof), findings)
    before, after = trials.ends()
    findings = (*_named("旧", old, before.diagnostics), *_named("新", new, after.diagnostics))
    if before.value is None or after.value is None or has_errors(findings):
        return Checked(None, findings)
    effects = impact_of(trials, before.value, after.value)
    near = facts_of_a_unit(before.value) if prove and not effects else None
    proof = proof_by_search(trials, near) if near else proof_of_facts(trials, effects)
    return Checked(Comparison(difference, rows_of(trials), effects, proof, near), findings)


def _named(which: str, book: RuleBook, found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Findings that say for which of the two books they hold."""
    under = f"按{which}规则书《{book.title}》："
    return tuple(evolve(finding, message=under + finding.message) for finding in found)
