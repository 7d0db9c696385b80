"""What depends on which reading, in each of many populations."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve, frozen

from perfeval.ledger.facts import Facts
from perfeval.populations.evaluation import Evaluation
from perfeval.populations.keys import Key
from perfeval.rulebook.book import RuleBook
from perfeval.sensitivity.from_facts import LIMIT, study
from perfeval.sensitivity.study import Study
from perfeval.tables.many_readings import ManyReadings


@frozen(eq=False)
class Studied:
    """One population. key: its values in the columns that tell populations apart."""

    key: Key
    study: Study


def studied(evaluation: Evaluation, limit: int = LIMIT) -> Iterator[Studied]:
    """Each population as if it stood alone; what is found is kept by ``evaluation``.

    A population without results under the adopted readings is left out. limit: see
    ``perfeval.sensitivity.from_facts.study``.
    """
    compiler = ManyReadings(evaluation.book)
    if evaluation.in_arrays:
        from perfeval.populations.studied_in_arrays import studied_in_arrays  # loads NumPy

        yield from studied_in_arrays(evaluation, limit, compiler)
        return
    for number in range(len(evaluation.source.keys)):
        read = evaluation.read(number)
        evaluation.tell(number, read.diagnostics)
        if read.value is not None and evaluation.is_sound():
            yield from studied_alone(evaluation, number, read.value, limit, compiler)


def studied_alone(
    evaluation: Evaluation, number: int, read: tuple[RuleBook, Facts], limit: int, compiler: ManyReadings
) -> Iterator[Studied]:
    """One population by the reference; nothing where it cannot be evaluated by the adopted readings."""
    found = study(*read, limit, compiler)
    place = evaluation.source.placed
    evaluation.tell(number, [place(each) for each in found.diagnostics])
    if found.value is None:
        return
    failures = tuple(
        evolve(failure, findings=tuple(place(each) for each in failure.findings))
        for failure in found.value.failures
    )
    yield Studied(evaluation.source.keys[number], evolve(found.value, failures=failures))
