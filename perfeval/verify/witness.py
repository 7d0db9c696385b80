"""A unit for which something holds, in as few facts as possible other than ordinary ones.

The least number of departures is found by asking for at most 1, 2, 3 … of them; what is found first
is the least. A solver that is told to minimise by itself takes far longer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import define, frozen

from perfeval.ledger.schema import UNIT_COLUMN, Ledger
from perfeval.quantity.number import MAX_PLACES, plain
from perfeval.rulebook.examples import GivenRows, GivenValue, Situation
from perfeval.verify.baseline import Baseline, cell_name, shown
from perfeval.verify.free import MARK
from perfeval.verify.solver import Answer, Solver
from perfeval.verify.terms import Op, Term, in_order
from perfeval.verify.universe import RANK, UNIT, Slot, unit_grain_slots
from perfeval.verify.wishes import departures, distances, oddities, usual_rows

_POINT = 10**MAX_PLACES
# What is wished, the limits that are tried, and how often the one that holds is halved further.
_WISHES = (
    (departures, (0, 1, 2, 3, 4, 6, 9, 14, 30, 60, 120), 5),
    (oddities, (0, 1, 2, 4), 0),
    (distances, tuple(each * _POINT for each in (0, 1, 10, 50, 200)), 3),
)


@frozen(eq=False)
class Seen:
    """What the solver found, read off before its next answer; what it was not asked is as usual.

    names: the unknowns that it was asked about. rows: how many of each row. cells: by row and column.
    None for a cell that is empty. rank: the rank of the unit, or None where it does not matter.
    outright: numbers of the unit that are set as they are, by name.
    """

    names: frozenset[str]
    kind: int
    rows: Mapping[str, int]
    cells: Mapping[tuple[str, str], int | None]
    rank: int | None
    outright: Mapping[str, str]


@define(eq=False)
class _Search:
    """What is asked for so far, and what was found for it."""

    solver: Solver
    given: Sequence[Term]
    base: Baseline
    names: frozenset[str]
    kept: list[Term]
    seen: Seen

    def narrow(self, *more: Term) -> bool:
        """Ask for more besides; keep it where it can be had."""
        asked = [*self.kept, *more]
        if self.solver.ask(asked, self.given) is not Answer.YES:
            return False
        self.kept, self.seen = asked, _read(self.solver, self.base, self.names)
        return True

    def shrink(self, total: Term, limits: Sequence[int], halvings: int) -> None:
        """Keep the first of these limits that can be had, then halve what is left between it and the last."""
        terms, lowest = self.base.universe.terms, 0
        for limit in limits:
            if self.narrow(terms.at_most(total, terms.constant(limit))):
                break
            lowest = limit + 1
        else:
            return
        highest = self.solver.value(total)
        for _ in range(halvings):
            if lowest >= highest:
                return
            middle = (lowest + highest) // 2
            if self.narrow(terms.at_most(total, terms.constant(middle))):
                highest = self.solver.value(total)
            else:
                lowest = middle + 1


def least(
    solver: Solver,
    wanted: Sequence[Term],
    given: Sequence[Term],
    base: Baseline,
    *,
    tidy: bool = True,
    quick: bool = False,
) -> Seen | None:
    """The unit nearest to ``base`` for which all of ``wanted`` holds; None where none was found.

    given: what is required of the unknowns, beside what the solver knows. First no rows but the usual
    ones, which makes what is left to ask easy; then a usual unit, as few departures as possible, tidy
    cells, and values near the ordinary ones (these two only where ``tidy``, for they take half the time).
    A wish that cannot be had is dropped. quick: whatever the solver finds first will do.
    """
    if solver.ask(wanted, given) is not Answer.YES:
        return None
    terms, names = base.universe.terms, solver.unknowns(wanted, given)
    search = _Search(solver, given, base, names, list(wanted), _read(solver, base, names))
    if quick:
        return search.seen
    search.narrow(*usual_rows(base, names))
    if UNIT in names:
        search.narrow(terms.is_value(base.universe.unit, base.usual_kind()))
    for wish, limits, halvings in _WISHES if tidy else _WISHES[:1]:
        search.shrink(wish(base, names), limits, halvings)
    return search.seen


def _read(solver: Solver, base: Baseline, names: frozenset[str]) -> Seen:
    universe = base.universe
    rows: dict[str, int] = {}
    cells: dict[tuple[str, str], int | None] = {}
    for ledger in universe.ledgers:
        for slot in universe.slots.get(ledger.name, ()):
            name = f"{slot.ledger}#{slot.index}"
            if f"{name}?" in names:
                rows[name] = solver.value(slot.times) if solver.value(slot.exists) else 0
            else:
                rows[name] = int(base.is_there(slot))
            for column in ledger.columns if rows[name] else ():
                asked = cell_name(slot, column.name) in names or slot.cells[column.name].op is Op.CONSTANT
                usual = base.usual(slot, column)
                cells[name, column.name] = solver.value(slot.cells[column.name]) if asked else usual
                filled = slot.filled.get(column.name)
                if filled is not None and filled.name in names and not solver.value(filled):
                    cells[name, column.name] = None
    kind = solver.value(universe.unit) if UNIT in names else base.usual_kind()
    rank = solver.value(universe.terms.number(RANK)) if RANK in names else None
    return Seen(names, kind, rows, cells, rank, _outright(solver, base, names))


def _outright(solver: Solver, base: Baseline, names: frozenset[str]) -> dict[str, str]:
    """The numbers of the unit that rest on what no formula says, as they would be written."""
    found: dict[str, str] = {}
    for name, (value, places, when) in base.universe.outright.items():
        guessed = {each.name for each in in_order([value.term, value.known]) if each.name.startswith(MARK)}
        if not guessed.isdisjoint(names) and solver.value(when) and solver.value(value.known):
            found[name] = plain(solver.value(value.term), places)
    return found


def unit_of(base: Baseline, seen: Seen) -> str:
    """The name of a unit of the kind found: the one that the baseline is about, if it is of it."""
    units = base.universe.kinds[seen.kind].units
    return base.unit if base.unit in units else units[0]


def situation_of(base: Baseline, seen: Seen) -> Situation:
    """The facts found, as they would stand in ledgers."""
    universe, unit = base.universe, unit_of(base, seen)
    values = [
        GivenValue(unit, column.name, shown(base, slot, column, seen.cells[name, column.name]))
        for ledger, slot in unit_grain_slots(universe)
        if seen.rows[name := f"{slot.ledger}#{slot.index}"]
        for column in ledger.columns
        if seen.cells[name, column.name] is not None
    ]
    values.extend(GivenValue(unit, name, text) for name, text in seen.outright.items())
    given: list[GivenRows] = []
    for ledger in universe.ledgers:
        rows = [
            row
            for slot in (() if ledger.per_unit else universe.slots.get(ledger.name, ()))
            for row in _rows(base, seen, ledger, slot, unit)
        ]
        if rows:
            names = (UNIT_COLUMN, *(column.name for column in ledger.columns))
            given.append(GivenRows(ledger.name, names, tuple(rows), (0,) * len(rows)))
    return Situation(tuple(values), tuple(given))


def _rows(base: Baseline, seen: Seen, ledger: Ledger, slot: Slot, unit: str) -> Iterator[tuple[str, ...]]:
    name = f"{slot.ledger}#{slot.index}"
    for copy in range(seen.rows[name]):
        cells = (shown(base, slot, column, seen.cells[name, column.name], copy) for column in ledger.columns)
        yield ("" if ledger.shared else unit, *cells)
