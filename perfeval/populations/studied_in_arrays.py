"""The same for many populations at once; those in which anything is ever wrong are left to the reference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfeval.populations.division import parts_of
from perfeval.populations.evaluation import Evaluation
from perfeval.populations.in_vectors import VectorEvaluation
from perfeval.populations.studied import Studied, studied_alone
from perfeval.sensitivity.from_frames import study_frames
from perfeval.tables.many_readings import ManyReadings

# So many units at a time: columns that differ between combinations are all held until these are done.
_PART_UNITS = 10_000


def studied_in_arrays(evaluation: Evaluation, limit: int, compiler: ManyReadings) -> Iterator[Studied]:
    """As ``studied``."""
    assert isinstance(evaluation, VectorEvaluation)
    for numbers in parts_of(evaluation.source.sizes(), _PART_UNITS):
        yield from _part(evaluation, numbers, limit, compiler)


def _part(
    evaluation: VectorEvaluation, numbers: Sequence[int], limit: int, compiler: ManyReadings
) -> Iterator[Studied]:
    read = evaluation.read_part(numbers)
    found = study_frames(compiler, read.frames, limit) if read.sound else {}
    places = {number: place for place, number in enumerate(read.sound)}
    for number in numbers:
        evaluation.tell(number, read.found.get(number, ()))
        if number not in places or not evaluation.is_sound():
            continue
        study = found.get(places[number])
        if study is not None:
            yield Studied(evaluation.source.keys[number], study)
        elif (again := evaluation.source.read(number).value) is not None:
            yield from studied_alone(evaluation, number, again, limit, compiler)
