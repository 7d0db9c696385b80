"""Evaluates populations many at a time by the plan's own query, in DuckDB."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define

from perfeval.diagnostics.diagnostic import has_errors
from perfeval.populations.division import parts_of
from perfeval.populations.evaluation import Evaluation, Result
from perfeval.sql.on_duckdb import run_populations

# So many units in one query: what it takes to plan it no longer counts, and the rows fit in memory.
PART_UNITS = 20_000


@define(eq=False)
class DuckdbEvaluation(Evaluation):
    """As ``Evaluation``, with the same results and findings in the same order."""

    def __iter__(self) -> Iterator[Result]:
        for numbers in parts_of(self.source.sizes(), PART_UNITS):
            read = {number: self.read(number) for number in numbers}
            sound = {number: each.value for number, each in read.items() if each.value is not None}
            made = run_populations(self.book, self.model, list(sound.values()))
            if made.value is None:
                self.told.add(made.diagnostics)
                return
            outcomes = dict(zip(sound, made.value, strict=True))
            for number in numbers:
                self.tell(number, read[number].diagnostics)
                outcome = outcomes.get(number)
                if outcome is None or not self.is_sound():
                    continue
                self.tell(number, [self.source.placed(each) for each in outcome.diagnostics])
                if outcome.value is not None and not has_errors(outcome.diagnostics):
                    yield Result(self.source.keys[number], outcome.value)
