"""Tries the combinations on one set of facts and tells what depends on which reading."""

from __future__ import annotations

from collections.abc import Sequence

from perfeval.diagnostics.diagnostic import Checked
from perfeval.evaluate.records import Record, records_of
from perfeval.ledger.facts import Facts
from perfeval.rulebook.book import RuleBook
from perfeval.sensitivity.combinations import adopted, plan
from perfeval.sensitivity.study import Change, Failure, Single, Study
from perfeval.sensitivity.trial import Trial
from perfeval.sensitivity.units import grades_of_units

# Enough for a dozen readings of two options; what more would tell seldom repays the wait.
LIMIT = 5000


def study(book: RuleBook, facts: Facts, limit: int = LIMIT) -> Checked[Study]:
    """What depends on which reading; no value where the adopted options cannot be evaluated.

    limit: up to so many combinations all are tried, beyond it each option alone and all pairs.
    """
    planned = plan(book, limit)
    trial = Trial(book, facts)
    base = trial.outcome(adopted(book))
    if base.value is None:
        return Checked(None, base.diagnostics)
    for combination in planned.tried:
        trial.take(combination)
    units = grades_of_units(trial)
    return Checked(
        Study(
            book,
            len(planned.tried),
            planned.total,
            tuple((kind, tuple(names)) for kind, names in trial.signatures.kinds.items()),
            tuple(_singles(trial, records_of(base.value))),
            units,
            tuple(Failure(trial.others(each), findings) for each, findings in trial.failed.items()),
        )
    )


def _singles(trial: Trial, base: Sequence[Record]) -> list[Single]:
    """Each option that is not adopted, all other readings being as adopted."""
    singles: list[Single] = []
    standing = adopted(trial.book)
    places = {reading.name: place for place, reading in enumerate(trial.book.readings)}
    for name, option in trial.book.other_options:
        place = places[name]
        outcome = trial.outcome((*standing[:place], option, *standing[place + 1 :])).value
        changed = None if outcome is None else _changes(trial.book, base, records_of(outcome))
        singles.append(Single(name, option, changed))
    return singles


def _changes(book: RuleBook, before: Sequence[Record], after: Sequence[Record]) -> tuple[Change, ...]:
    """Fields that differ; a field that only one of two records has is None in the other."""
    return tuple(
        Change(unit.name, name, one.get(name), other.get(name))
        for unit, one, other in zip(book.units, before, after, strict=True)
        for name in dict.fromkeys((*one, *other))
        if one.get(name) != other.get(name)
    )
