"""Evaluates populations many at a time, in arrays; what is wrong is worded by the reference."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve, frozen

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.evaluate.outcome import Outcome
from perfeval.ledger.facts import CellValue, Facts, Table
from perfeval.ledger.schema import Ledger
from perfeval.populations.division import parts_of
from perfeval.populations.evaluation import Evaluation, Result
from perfeval.rulebook.book import RuleBook
from perfeval.vectors.frames import Frames, frames_of, unit_frame
from perfeval.vectors.held import VectorOutcome
from perfeval.vectors.outcome import to_outcome
from perfeval.vectors.run import run_vectors

# So many units at a time, but never a part of a population.
PART_UNITS = 100_000

Read = tuple[RuleBook, Facts]


@frozen(eq=False)
class ReadPart:
    """The facts of some populations. found: what is wrong with each, by its number in the source.

    sound: the numbers of those without errors, in the order in which ``frames`` has them.
    """

    found: Mapping[int, Sequence[Diagnostic]]
    sound: Sequence[int]
    frames: Frames


@frozen(eq=False)
class PartOutcome:
    """What some populations came to.

    kept: those with results, each by its number in the source and its number in ``made``. alone: those
    of them in which arrays saw something wrong and the reference did not: its outcome counts.
    """

    made: VectorOutcome | None
    kept: Sequence[tuple[int, int]]
    alone: Mapping[int, Outcome]


class PartSource(ABC):
    """A source that reads many populations at once."""

    @abstractmethod
    def read_part(self, numbers: Sequence[int]) -> ReadPart:
        """The facts of these populations."""


class VectorEvaluation(Evaluation):
    """As ``Evaluation``, with the same results and findings in the same order."""

    in_arrays = True

    def __iter__(self) -> Iterator[Result]:
        for numbers in parts_of(self.source.sizes(), PART_UNITS):
            part = self.part(numbers)
            for number, place in part.kept:
                outcome = part.alone.get(number)
                if outcome is None and part.made is not None:
                    outcome = to_outcome(part.made, place)
                if outcome is not None:
                    yield Result(self.source.keys[number], outcome)

    def part(self, numbers: Sequence[int]) -> PartOutcome:
        """The outcome of some populations; their findings are kept, in the order of the populations."""
        read = self.read_part(numbers)
        made = run_vectors(self.book, self.model, read.frames) if read.sound else None
        places = {number: place for place, number in enumerate(read.sound)}
        suspects = frozenset(made.suspects if made is not None else ())
        kept: list[tuple[int, int]] = []
        alone: dict[int, Outcome] = {}
        for number in numbers:
            self.tell(number, read.found.get(number, ()))
            if number not in places or not self.is_sound():
                continue
            if places[number] in suspects:
                again = self.source.read(number).value
                outcome = None if again is None else self.run(number, *again)
                if outcome is None:
                    continue
                alone[number] = outcome
            kept.append((number, places[number]))
        return PartOutcome(made, kept, alone)

    def read_part(self, numbers: Sequence[int]) -> ReadPart:
        """The facts of some populations."""
        if isinstance(self.source, PartSource) and self.is_sound():
            return self.source.read_part(numbers)
        return self.read_each(numbers)

    def read_each(self, numbers: Sequence[int]) -> ReadPart:
        """The facts of some populations, read one after the other."""
        read = {number: self.read(number) for number in numbers}
        sound = {number: each.value for number, each in read.items() if each.value is not None}
        found = {number: each.diagnostics for number, each in read.items()}
        return ReadPart(found, tuple(sound), frames_of_all(self.book, tuple(sound.values())))


def frames_of_all(book: RuleBook, read: Sequence[Read]) -> Frames:
    """The facts of several populations as arrays, numbered in this order."""
    units = tuple(unit for own, _ in read for unit in own.units)
    populations = [number for number, (own, _) in enumerate(read) for _ in own.units]
    tables = {ledger.name: _joined(ledger, [facts for _, facts in read]) for ledger in book.schema.ledgers}
    frames = frames_of(evolve(book, units=units), Facts(tables), populations)
    return frames if book.roster is not None else evolve(frames, units=unit_frame(book, len(read)))


def _joined(ledger: Ledger, facts: Sequence[Facts]) -> Table:
    tables = [each.tables[ledger.name] for each in facts]
    columns: Mapping[str, tuple[CellValue | None, ...]] = {
        column.name: tuple(value for table in tables for value in table.columns[column.name])
        for column in ledger.columns
    }
    return Table(
        ledger.name,
        tuple(unit for table in tables for unit in table.units),
        tuple(line for table in tables for line in table.lines),
        columns,
        tuple(number for number, table in enumerate(tables) for _ in table.units),
    )
