"""Tries the combinations on one set of facts and tells what depends on which reading."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from attrs import frozen

from perfeval.diagnostics.diagnostic import Checked
from perfeval.evaluate.many_models import ManyModels
from perfeval.ledger.facts import Facts
from perfeval.rulebook.book import RuleBook
from perfeval.sensitivity.combinations import adopted, plan
from perfeval.sensitivity.evaluated import Evaluated, of_outcome
from perfeval.sensitivity.study import Change, Failure, Single, Study
from perfeval.sensitivity.trial import Trial
from perfeval.sensitivity.units import grades_of_units
from perfeval.tables.many_readings import ManyReadings
from perfeval.tables.model import Model
from perfeval.tables.places import UNIT_GRAIN

# Enough for a dozen readings of two options; what more would tell seldom repays the wait.
LIMIT = 5000


def study(
    book: RuleBook, facts: Facts, limit: int = LIMIT, compiler: ManyReadings | None = None
) -> Checked[Study]:
    """What depends on which reading; no value where the adopted options cannot be evaluated.

    limit: up to so many combinations all are tried, beyond it each option alone and all pairs.
    compiler: of the same rules, perhaps with other units; what it has compiled is taken.
    """
    many = ManyModels(book, facts)

    def evaluator(model: Model) -> Checked[Evaluated]:
        outcome = many.run(model)
        return Checked(None if outcome.value is None else of_outcome(outcome.value), outcome.diagnostics)

    units = [unit.name for unit in book.units]
    found = studies(Trial(compiler or ManyReadings(book), units, evaluator), limit, [range(len(units))])
    return Checked(None if found.value is None else found.value[0], found.diagnostics)


def studies(trial: Trial, limit: int, populations: Sequence[range]) -> Checked[tuple[Study, ...]]:
    """The same for populations that are evaluated together. populations: the numbers of the units of each."""
    book = trial.book
    planned = plan(book, limit)
    base = trial.evaluated(adopted(book))
    if base.value is None:
        return Checked(None, base.diagnostics)
    for combination in planned.tried:
        trial.take(combination)
    units, singles = grades_of_units(trial), _singles(trial, base.value)
    fields = tuple((kind, tuple(names)) for kind, names in trial.signatures.kinds.items())
    failures = tuple(Failure(trial.others(each), findings) for each, findings in trial.failed.items())
    return Checked(
        tuple(
            Study(
                book,
                len(planned.tried),
                planned.total,
                fields,
                tuple(single.of(own) for single in singles),
                units[own.start : own.stop],
                failures,
            )
            for own in populations
        )
    )


@frozen(eq=False)
class _SingleOfAll:
    """What one option changes for the units of all populations, each with the number of its unit, rising."""

    reading: str
    option: str
    changed: Sequence[tuple[int, Change]] | None

    def of(self, units: range) -> Single:
        """The same for those of one population."""
        if self.changed is None:
            return Single(self.reading, self.option, None)
        first = bisect_left(self.changed, units.start, key=lambda each: each[0])
        end = bisect_left(self.changed, units.stop, key=lambda each: each[0])
        return Single(self.reading, self.option, tuple(change for _, change in self.changed[first:end]))


def _singles(trial: Trial, base: Evaluated) -> list[_SingleOfAll]:
    """Each option that is not adopted, all other readings being as adopted."""
    singles: list[_SingleOfAll] = []
    standing = adopted(trial.book)
    places = {reading.name: place for place, reading in enumerate(trial.book.readings)}
    for name, option in trial.book.other_options:
        place = places[name]
        other = trial.evaluated((*standing[:place], option, *standing[place + 1 :])).value
        changed = None if other is None else _changes(trial.units, base, other)
        singles.append(_SingleOfAll(name, option, changed))
    return singles


def _changes(units: Sequence[str], before: Evaluated, after: Evaluated) -> list[tuple[int, Change]]:
    """Fields that differ, unit by unit; a field that only one of two records has is None in the other."""
    nothing = [None] * len(units)
    changed: list[tuple[int, Change]] = []
    for name in dict.fromkeys((*before.names, *after.names)):
        if _same_column(name, before, after):
            continue
        one = before.fields(name) if name in before.names else nothing
        other = after.fields(name) if name in after.names else nothing
        pairs = enumerate(zip(one, other, strict=True))
        changed.extend(
            (unit, Change(units[unit], name, old, new)) for unit, (old, new) in pairs if old != new
        )
    # The sort is stable: the fields of one unit stay in the order of the record.
    return sorted(changed, key=lambda each: each[0])


def _same_column(name: str, before: Evaluated, after: Evaluated) -> bool:
    place = UNIT_GRAIN, name
    if (name in before.names) != (name in after.names):
        return False
    same_values = before.columns.get(place) is after.columns.get(place)
    return same_values and before.model.columns.get(place) == after.model.columns.get(place)
