"""Accounts of many units as JSON lines: each line is a row of pieces, each piece a column of many units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice, repeat
from json.encoder import encode_basestring

from attrs import frozen

from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.readings import NO_DECISIONS, Decisions, chosen_readings
from perfeval.evaluate.records import field_value
from perfeval.evaluate.to_json import chosen_to_json
from perfeval.explain import batch
from perfeval.explain.batch import Batch
from perfeval.explain.from_outcome import clause_entry, explain, rows_told, sums_told, taken_told
from perfeval.explain.joined import Joined
from perfeval.explain.points import formula_line
from perfeval.explain.reads import Texts, of_column, of_units
from perfeval.explain.remembered import Memory, Remembered
from perfeval.explain.scene import scene_of
from perfeval.explain.story import grading_story
from perfeval.explain.templates import together
from perfeval.explain.to_json import account_to_json, clause_to_json, rows_to_json
from perfeval.explain.view import View
from perfeval.rulebook.book import Clause
from perfeval.source.visible import escaped, visible_json
from perfeval.tables.model import Model
from perfeval.tables.places import UNIT_GRAIN

# So many lines are put together at once: no more than a processor has at hand.
WRITTEN = 16
NO_POPULATION: Mapping[str, str] = {}
# A piece of all lines: the same in all of them, or one for each unit of a batch.
Piece = bytes | Callable[[Batch], Sequence[bytes]] | Joined


@frozen(eq=False, repr=False)
class Lines:
    """Writes accounts by one model of one book, whatever the facts, each as JSON on one line.

    pieces: what a line is put together from, behind the unit's population.
    """

    pieces: tuple[Piece, ...]
    memory: Memory
    names: Callable[[Batch], Sequence[bytes]]

    def of(self, outcome: Outcome, population: Mapping[str, str] = NO_POPULATION) -> Iterator[bytes]:
        """The lines of all units of an outcome by this model, in roster order: several at once, in UTF-8.

        Each line is what ``account_to_json`` gives, the unit's name and population put before it, and ends
        with a line end. population: what tells the unit's population from others: 辖区 -> 甲区.
        """
        head = b'{"version": 1, "unit": ', self.names, _behind_unit(population)
        scene, size = scene_of(outcome), len(outcome.book.units)
        for first in range(0, size, batch.AT_ONCE):
            now = self.memory.begin(scene, range(first, min(first + batch.AT_ONCE, size)))
            columns = [column for piece in (*head, *self.pieces) for column in _columns(piece, now)]
            lines = zip(*columns)  # noqa: B905 what repeats has no end
            while block := b"".join(chain.from_iterable(islice(lines, WRITTEN))):
                yield block


def _columns(piece: Piece, batch: Batch) -> Iterator[Iterable[bytes]]:
    if isinstance(piece, bytes):
        yield repeat(piece)
    elif isinstance(piece, Joined):
        for number, column in enumerate(piece.columns(batch)):
            if number:
                yield repeat(b", ")
            yield column
    else:
        yield piece(batch)


def line_of(
    outcome: Outcome,
    unit: int,
    population: Mapping[str, str] = NO_POPULATION,
    decisions: Decisions = NO_DECISIONS,
) -> bytes:
    """The line of one unit alone, by its number."""
    account = explain(outcome, unit, decisions)
    head = {"version": 1, "unit": account.unit, **({"population": dict(population)} if population else {})}
    return f"{visible_json({**head, **account_to_json(account)})}\n".encode()


def _behind_unit(population: Mapping[str, str]) -> bytes:
    return f', "population": {visible_json(dict(population))}, '.encode() if population else b", "


def lines_for(outcome: Outcome, decisions: Decisions = NO_DECISIONS) -> Lines:
    """The writer for this outcome and all others by the same model of the same book.

    decisions: why readings other than the adopted ones were chosen.
    """
    view, memory = View(outcome, 0), Memory()
    model, book = outcome.model, outcome.book
    chosen = chosen_to_json(chosen_readings(book, model.readings, decisions))
    sums = [Remembered(_sum(name), memory) for name in sums_told(view)]
    clauses = [Remembered(_clause(clause), memory) for clause in book.clauses]
    pieces: list[Piece] = [
        b'"record": {',
        *_fields(model, view.result_names),
        b'}, "sums": [',
        Joined(sums),
        b'], "grading": ',
        _each(_story),
        b', "clauses": [',
        Joined(clauses),
        f'], "chosen": {visible_json(chosen)}'.encode(),
    ]
    if book.taken:
        pieces.append(_each(lambda view: f', "taken": {visible_json(taken_told(view))}'))
    if book.row_results:
        pieces.append(_each(_rows))
    return Lines(tuple(together([*pieces, b"}\n"])), memory, of_units(lambda unit: _quoted(unit.name)))


def _quoted(value: str) -> bytes:
    return visible_json(value).encode()


def _fields(model: Model, names: Sequence[str]) -> Iterator[Piece]:
    """The fields of the records: ``"综合得分": "842.07"``."""
    for number, name in enumerate(names):
        yield f"{', ' if number else ''}{visible_json(name)}: ".encode()
        yield _field(model, name)


def _field(model: Model, name: str) -> Piece:
    """A field of the records; the text of each of its values is kept."""
    column = model.columns.get((UNIT_GRAIN, name))
    texts = Texts(lambda value: visible_json(field_value(value, column)).encode())
    return of_column(UNIT_GRAIN, name, lambda values: [texts[value] for value in values])


def _sum(name: str) -> Callable[[View], object]:
    return lambda view: formula_line(view, name)


def _clause(clause: Clause) -> Callable[[View], object]:
    return lambda view: clause_to_json(clause_entry(view, clause))


def _each(tell: Callable[[View], str]) -> Piece:
    """What is told of each unit by itself."""
    return lambda batch: [tell(batch.view(place)).encode() for place in range(len(batch.units))]


def _story(view: View) -> str:
    return escaped(f"[{', '.join(map(encode_basestring, grading_story(view)))}]")


def _rows(view: View) -> str:
    rows = rows_told(view)
    return f', "rows": {visible_json([rows_to_json(each) for each in rows])}' if rows else ""
