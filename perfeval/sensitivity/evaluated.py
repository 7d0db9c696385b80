"""What one combination of readings gives, whichever engine evaluated it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from attrs import frozen

from perfeval.diagnostics.diagnostic import Checked
from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.records import Field, field_of, names_of_results
from perfeval.tables.model import Model
from perfeval.tables.places import Place


@frozen(eq=False)
class Evaluated:
    """The results of all units.

    names: the fields of their records. columns: equal ones are one object, in all that one evaluator
    gives. fields: one field of all units, by its name.
    """

    model: Model
    names: tuple[str, ...]
    columns: Mapping[Place, object]
    fields: Callable[[str], Sequence[Field]]


# Evaluates the same facts by one model after the other.
Evaluator = Callable[[Model], Checked[Evaluated]]


def of_outcome(outcome: Outcome) -> Evaluated:
    """The same of the reference."""
    units = range(len(outcome.book.units))
    return Evaluated(
        outcome.model,
        names_of_results(outcome.book, outcome.model),
        outcome.columns,
        lambda name: [field_of(outcome, name, unit) for unit in units],
    )
