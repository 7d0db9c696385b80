"""The facts of many draws as arrays: a population for each, everything else as in the files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
from attrs import frozen

from perfeval.ledger.facts import CellValue, Facts, Table
from perfeval.ledger.schema import Ledger
from perfeval.rulebook.book import RuleBook
from perfeval.simulation import declared as d
from perfeval.simulation.columns import Change, Draws, change_of
from perfeval.simulation.rows import Added, Arrival, Standing, arrival_of, standing_of
from perfeval.tables.model import Kind
from perfeval.vectors.frames import Frames, LedgerFrame, frames_of, unit_frame
from perfeval.vectors.vector import Array, Truths, Vector, width_of


@frozen(eq=False)
class LedgerDraws:
    """What varies in one ledger."""

    ledger: Ledger
    changes: tuple[Change, ...]
    standing: tuple[Standing, ...]
    arrivals: tuple[Arrival, ...]


@frozen(eq=False)
class Drawer:
    """Draws the facts of a book. base: the facts as they were read. varying: the ledgers that vary."""

    book: RuleBook
    base: Frames
    varying: Mapping[str, LedgerDraws]

    def frames(self, first: int, count: int) -> Frames:
        """The facts of draws ``first`` (from 0) and so on, one population each."""
        draws = np.arange(first, first + count, dtype=np.int64)
        units = unit_frame(self.book, count)
        ledgers = {
            name: _tiled(frame, count, len(self.base.units))
            if name not in self.varying
            else _drawn(self.varying[name], frame, draws, len(self.base.units))
            for name, frame in self.base.ledgers.items()
        }
        return Frames(units, ledgers)


def drawer_of(book: RuleBook, facts: Facts, uncertainty: d.Uncertainty, seed: int) -> Drawer:
    """What the sentences make vary. The book has the units of these facts."""
    base = frames_of(book, facts)
    varying: dict[str, LedgerDraws] = {}
    for ledger in book.schema.ledgers:
        own = [each for each in uncertainty.sentences if each.ledger == ledger.name]
        if own:
            varying[ledger.name] = _ledger_draws(own, book, ledger, base, seed)
    return Drawer(book, base, varying)


def _ledger_draws(
    sentences: Sequence[d.Declared], book: RuleBook, ledger: Ledger, base: Frames, seed: int
) -> LedgerDraws:
    changes = [change_of(each, ledger, base, seed) for each in sentences if isinstance(each, d.OfColumn)]
    standing = [standing_of(each, ledger, base, seed) for each in sentences if isinstance(each, d.Stands)]
    coming = [each for each in sentences if isinstance(each, d.Arriving)]
    arrivals = [
        arrival_of(each, place, book, ledger, base, seed) for place, each in enumerate(coming, start=1)
    ]
    return LedgerDraws(ledger, tuple(changes), tuple(standing), tuple(arrivals))


def _tiled(frame: LedgerFrame, count: int, units: int) -> LedgerFrame:
    """The rows of a ledger that does not vary, once for each draw."""
    columns = {name: vector.repeated(count) for name, vector in frame.columns.items()}
    return LedgerFrame(_units_of(frame, count, units), np.tile(frame.line, count), columns)


def _units_of(frame: LedgerFrame, count: int, units: int) -> Array:
    first = np.arange(count, dtype=np.int64)[:, None] * units
    return (frame.unit[None, :] + first).ravel()


def _drawn(varies: LedgerDraws, frame: LedgerFrame, draws: Draws, units: int) -> LedgerFrame:
    if varies.standing or varies.arrivals:
        rows = _standing(varies, frame, draws, units)
        if varies.arrivals:
            rows = _together(rows, [arrival.added(draws) for arrival in varies.arrivals], frame, units)
    else:
        rows = _tiled(frame, len(draws), units)
        columns = {name: _changed(name, vector, varies, draws) for name, vector in rows.columns.items()}
        rows = LedgerFrame(rows.unit, rows.line, columns)
    return LedgerFrame(rows.unit, rows.line, _filled_in(varies.ledger, rows.columns))


def _standing(varies: LedgerDraws, frame: LedgerFrame, draws: Draws, units: int) -> LedgerFrame:
    """The rows of the file that count in each draw, with their cells."""
    places = np.flatnonzero(_kept(varies, frame, draws))
    draw, row = np.divmod(places, max(len(frame), 1))
    columns = {}
    for name, vector in frame.columns.items():
        if any(change.column == name for change in varies.changes):
            columns[name] = _changed(name, vector.repeated(len(draws)), varies, draws).taken(places)
        else:
            columns[name] = vector.taken(row)
    return LedgerFrame(frame.unit[row] + draw * units, frame.line[row], columns)


def _changed(name: str, vector: Vector, varies: LedgerDraws, draws: Draws) -> Vector:
    """One column with the cells of these draws; the rows are those of the file, once for each draw."""
    changes = [change for change in varies.changes if change.column == name]
    if not changes:
        return vector
    values = vector.values.reshape(len(draws), -1)
    values = values.astype(np.bool_ if vector.kind is Kind.BOOL else np.int64)
    known = vector.words
    for change in changes:
        values[:, change.rows] = change.made(draws)
        known = tuple(dict.fromkeys((*known, *change.words)))
    return _vector(vector.kind, values.ravel(), vector.present, known)


def _vector(kind: Kind, values: Array, present: Truths | None, known: Sequence[str]) -> Vector:
    """A column in its narrowest type; what stands where nothing is has to be a value of its kind."""
    if present is not None and present.all():
        present = None
    if kind is Kind.NUMBER:
        low, high = (values.min().item(), values.max().item()) if len(values) else (0, 0)
        return Vector(kind, values.astype(width_of(low, high)), present, (), low, high)
    if kind is Kind.TEXT:
        return Vector(kind, values.astype(width_of(-1, len(known))), present, tuple(known))
    return Vector(kind, values.astype(np.bool_ if kind is Kind.BOOL else np.int32), present)


def _kept(varies: LedgerDraws, frame: LedgerFrame, draws: Draws) -> Truths:
    """For each row of the file, once for each draw, whether it counts."""
    kept = np.ones((len(draws), len(frame)), dtype=np.bool_)
    for standing in varies.standing:
        kept[:, standing.rows] &= standing.stand(draws)
    for arrival in varies.arrivals:
        kept &= ~arrival.replaced
    return kept.ravel()


def _together(rows: LedgerFrame, added: Sequence[Added], base: LedgerFrame, units: int) -> LedgerFrame:
    """The rows that count and the further ones, sorted by unit; these come last, as in a longer file."""
    draw = np.concatenate([each.draw for each in added])
    unit = np.concatenate([each.unit for each in added])
    order = np.argsort(draw, kind="stable")
    position = np.empty(len(draw), dtype=np.int64)
    begins = np.searchsorted(draw[order], draw[order])
    position[order] = np.arange(len(draw)) - begins
    last = base.line.max(initial=1).item()
    owner = np.concatenate([rows.unit, unit + draw * units])
    line = np.concatenate([rows.line, last + 1 + position])
    # Those of one unit stand in the order of their lines already.
    sorting = np.argsort(owner, kind="stable")
    columns = {
        name: _joined(vector, [each.columns[name] for each in added]).taken(sorting)
        for name, vector in rows.columns.items()
    }
    return LedgerFrame(owner[sorting], line[sorting], columns)


def _joined(first: Vector, others: Sequence[Vector]) -> Vector:
    """Columns one behind the other, texts by common codes."""
    known = tuple(dict.fromkeys(word for vector in (first, *others) for word in vector.words))
    place = {word: code for code, word in enumerate(known)}
    values: list[Array] = []
    for vector in (first, *others):
        own = vector.values
        if vector.kind is Kind.TEXT:
            # One code more, for -1: where there is no text.
            codes = np.array([*(place[word] for word in vector.words), -1], dtype=np.int64)
            own = codes[own]
        values.append(own.astype(np.int64))
    present = np.concatenate([vector.known() for vector in (first, *others)])
    return _vector(first.kind, np.concatenate(values), present, known)


def _filled_in(ledger: Ledger, columns: Mapping[str, Vector]) -> dict[str, Vector]:
    """The columns after what each row fills in by itself (结果为合格的填0)."""
    made = dict(columns)
    for column in ledger.columns:
        rule = column.fill_in
        if rule is None or rule.value not in columns[rule.column].words:
            continue
        code = columns[rule.column].words.index(rule.value)
        number = rule.number.scaled(column.places)
        own = made[column.name]
        meant = (columns[rule.column].values == code) & own.known()
        values = np.where(meant, number, own.values.astype(np.int64))
        made[column.name] = _vector(own.kind, values, own.present, ())
    return made


# ---------------------------------------------------------------- one draw as the reference has it


def facts_of(book: RuleBook, frames: Frames, population: int) -> Facts:
    """The facts of one population as read from files, rows in the order of their lines."""
    names = [unit.name for unit in book.units]
    first = np.searchsorted(frames.units.population, population).item()
    tables: dict[str, Table] = {}
    for ledger in book.schema.ledgers:
        frame = frames.ledgers[ledger.name]
        inside = np.flatnonzero((frame.unit >= first) & (frame.unit < first + len(names)))
        places = inside[np.argsort(frame.line[inside], kind="stable")]
        units = ["" if ledger.shared else names[unit - first] for unit in frame.unit[places].tolist()]
        columns: dict[str, tuple[CellValue | None, ...]] = {
            name: cast(tuple[CellValue | None, ...], tuple(vector.taken(places).to_values()))
            for name, vector in frame.columns.items()
        }
        tables[ledger.name] = Table(ledger.name, tuple(units), tuple(frame.line[places].tolist()), columns)
    return Facts(tables)
