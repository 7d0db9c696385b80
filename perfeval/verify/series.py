"""Whole series that tell two ways of ranking or of giving out places apart.

No unit by itself shows such a difference, and proofs over whole series are out of reach beyond a few
dozen units; but what can tell two such steps apart is known: more or fewer places, units tied across
the last place, a cancelled unit near the top. Such series are built, the plainest first, and judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from attrs import evolve, frozen

from perfeval.quantity.number import power_of_ten, read_number
from perfeval.rulebook.examples import GivenRows, GivenValue, Situation
from perfeval.tables.cells import Range
from perfeval.tables.model import Model, PlacesStep, RankStep, Table
from perfeval.tables.places import UNIT_GRAIN
from perfeval.verify.alike import same_step, seats_of, value_differs
from perfeval.verify.baseline import Baseline
from perfeval.verify.bounded import Pair, Witness, facts_of_units
from perfeval.verify.rivals import Standing, whole_points, with_rivals
from perfeval.verify.seats import rivals_of
from perfeval.verify.terms import Term
from perfeval.verify.witness import least, situation_of, unit_of

# As many series are judged at once, and at most altogether.
_AT_ONCE = 20
_MOST = 600
# How far above the highest line that a rule draws, in points, a series stands that is to be above it.
_ABOVE = 50


def steps_agree(pair: Pair, names: Sequence[str]) -> bool:
    """Whether the steps of these names give the same: they are alike, and so is all that they read."""
    read: list[str] = []
    for name in names:
        step, before = pair.new.model.node(name), pair.old.model.node(name)
        if not isinstance(step, RankStep | PlacesStep) or before is None:
            return False
        if not same_step(pair.old, pair.new, before, step):
            return False
        read.append(step.by)
        if isinstance(step, PlacesStep):
            read.extend([step.taking_part, *([] if step.cancelled is None else [step.cancelled])])
    return pair.never(pair.old.terms.any(_differs(pair, each) for each in dict.fromkeys(read)))


def _differs(pair: Pair, name: str) -> Term:
    """Where a column of the unit differs between the models, which both have it and scale it alike."""
    one, other = (each.model.columns.get((UNIT_GRAIN, name)) for each in (pair.old, pair.new))
    if one is None or other is None or (one.kind, one.places) != (other.kind, other.places):
        return pair.old.terms.true
    return value_differs(pair.old, one.kind, pair.old.done.unit(name), pair.new.done.unit(name))


def series_witness(pair: Pair) -> Witness | None:
    """A series in which some unit's record differs, as the engine confirms; None where none is found."""
    candidates = islice(_candidates(pair), _MOST)
    while batch := list(islice(candidates, _AT_ONCE)):
        for situation, changes in zip(batch, pair.replay_all(batch), strict=True):
            if changes and _can_be(pair, situation):
                unit = next(iter(changes))
                return Witness(situation, unit, changes[unit])
    return None


def _can_be(pair: Pair, situation: Situation) -> bool:
    """Whether some facts within their ranges give each number that is set outright, under both books."""
    facts = facts_of_units(pair.universe)
    set_outright = {(each.name, each.text): each for each in situation.values if each.name not in facts}
    for name, text in set_outright:
        wanted = read_number(text)
        places = [each.model.columns.get((UNIT_GRAIN, name)) for each in (pair.old, pair.new)]
        if wanted is None or None in places:
            return False
        there = [
            each.terms.is_value(value.term, wanted.scaled(scale))
            for each in (pair.old, pair.new)
            for value, scale in [each.number(UNIT_GRAIN, 0, name)]
        ]
        if any(pair.never(term) for term in there):
            return False
    return True


def _candidates(pair: Pair) -> Iterator[Situation]:
    yield from _around_one_unit(pair)
    ranking = pair.old_side.model.ranking or pair.new_side.model.ranking
    if ranking is not None:
        for series in _series(pair):
            yield from _line_ups(pair, ranking.by, series)


# ---------------------------------------------------------------- a unit whose score or right differs


def _around_one_unit(pair: Pair) -> Iterator[Situation]:
    """Units whose score, or whose cancelling, differs, among rivals close to them."""
    ranking = pair.new_side.model.ranking
    if ranking is None or pair.old_side.model.ranking is None:
        return
    steps = [node for node in pair.new_side.model.nodes if isinstance(node, PlacesStep)]
    read = dict.fromkeys([ranking.by, *(step.cancelled for step in steps if step.cancelled is not None)])
    for name in read:
        differ = _differs(pair, name)
        if differ is pair.old.terms.true or pair.never(differ):
            continue
        base = Baseline(pair.universe)
        seen = least(pair.solver, [differ], pair.held(), base)
        if seen is not None:
            unit, found = unit_of(base, seen), situation_of(base, seen)
            yield from _among_rivals(pair, found, unit, ranking.by)


def _among_rivals(pair: Pair, found: Situation, unit: str, by: str) -> Iterator[Situation]:
    facts = facts_of_units(pair.universe)
    sides = (pair.old_side, pair.new_side)
    ends = [ends for side in sides if (ends := whole_points(side, found, unit, facts)) is not None]
    role = next((each for each in pair.new_side.book.units if each.name == unit), None)
    if len(ends) < 2 or role is None:
        return
    low, high = min(low for low, _ in ends), max(high for _, high in ends)
    rivals = rivals_of(pair.new_side.book, role, _groups(pair.new_side.model))
    for above in range(len(rivals) + 1):
        series = with_rivals(pair.new_side, found, unit, Standing(above, high, low))
        yield series
        for close in dict.fromkeys([high, low, (low + high) // 2]):
            if above < len(rivals):
                # The first rival below the unit comes so close that one book puts it level or above.
                near = GivenValue(rivals[above], by, str(close))
                others = tuple(each for each in series.values if (each.unit, each.name) != (near.unit, by))
                yield evolve(series, values=(*others, near))


# ---------------------------------------------------------------- line-ups


@frozen
class _Series:
    """A series as places see it: its units, and how many places the books give it."""

    units: tuple[str, ...]
    seats: tuple[int, ...]


def _groups(model: Model) -> tuple[str, ...]:
    ranking = model.ranking
    return ranking.groups if ranking is not None else ()


def _series(pair: Pair) -> list[_Series]:
    """The series that have places: those with different numbers of them first, then the small ones."""
    by_step = [
        seats_of(encoder, step)
        for encoder in (pair.old, pair.new)
        for step in encoder.model.nodes
        if isinstance(step, PlacesStep)
    ]
    names = dict.fromkeys(name for seats in by_step for name in seats)
    # A series that one of the books passes over has no place there.
    seats = {name: [each.get(name, 0) for each in by_step] for name in names}
    found: list[_Series] = []
    for name, counts in seats.items():
        role = next(unit for unit in pair.old_side.book.units if unit.series == name)
        units = (role.name, *rivals_of(pair.old_side.book, role, _groups(pair.old_side.model)))
        found.append(_Series(units, tuple(dict.fromkeys(counts))))
    return sorted(found, key=lambda series: (len(series.seats) == 1, len(series.units)))


def _line_ups(pair: Pair, by: str, series: _Series) -> Iterator[Situation]:
    size = len(series.units)
    steps = [[-place for place in range(size)], *_ties(size, series.seats)]
    cancelling = _cancelling(pair, series.units[0])
    outs: list[tuple[int, ...]] = [()]
    if cancelling is not None:
        last = [place for seats in series.seats for place in (seats - 1, seats) if 0 < place < size]
        outs.extend([(0,), *((place,) for place in dict.fromkeys(last)), tuple(range(min(2, size)))])
    for out in outs:
        for level in _levels(pair, by, size):
            for step in steps:
                values = [
                    GivenValue(unit, by, str(level + step[place])) for place, unit in enumerate(series.units)
                ]
                values.extend(
                    evolve(fact, unit=series.units[place])
                    for place in out
                    for fact in (cancelling.values if cancelling is not None else ())
                    if fact.name != by
                )
                rows = [
                    evolve(given, rows=tuple((series.units[place], *row[1:]) for row in given.rows))
                    for place in out
                    for given in (cancelling.rows if cancelling is not None else ())
                ]
                yield Situation(tuple(values), tuple(_joined(rows)))


def _joined(rows: Sequence[GivenRows]) -> list[GivenRows]:
    """Rows of one ledger put together."""
    found: dict[str, GivenRows] = {}
    for given in rows:
        known = found.get(given.ledger)
        if known is None:
            found[given.ledger] = given
        else:
            lines = known.lines + given.lines
            found[given.ledger] = evolve(known, rows=known.rows + given.rows, lines=lines)
    return list(found.values())


def _ties(size: int, seats: Sequence[int]) -> Iterator[list[int]]:
    """Scores from the top down with two or three units tied across a last place."""
    spans = [
        (first, length)
        for count in seats
        for first, length in ((count - 1, 2), (count - 2, 3), (count - 1, 3), (count, 2), (count - 2, 2))
    ]
    for first, length in dict.fromkeys(spans):
        if first >= 0 and first + length <= size:
            yield [-min(place, max(first, place - length + 1)) for place in range(size)]


def _levels(pair: Pair, by: str, size: int) -> list[int]:
    """Scores of the first unit: the series above all lines that rules draw, below one, across one."""
    lines: list[int] = []
    for side in (pair.old_side, pair.new_side):
        column = side.model.columns.get((UNIT_GRAIN, by))
        if column is not None:
            one = power_of_ten(column.places)
            lines.extend(end // one for end in _ends(side.model, by))
    top = max(lines, default=0)
    around = [*(line - 1 for line in lines), *(line + 1 for line in lines)]
    return list(dict.fromkeys([top + _ABOVE + size, top + size + 1, *around]))


def _ends(model: Model, by: str) -> Iterator[int]:
    for node in model.nodes:
        if isinstance(node, Table) and node.grain == UNIT_GRAIN and by in node.inputs:
            place = node.inputs.index(by)
            for row in node.rows:
                cell = row.cells[place]
                if isinstance(cell, Range):
                    yield from (end for end in (cell.low, cell.high) if isinstance(end, int))


def _cancelling(pair: Pair, unit: str) -> Situation | None:
    """Facts of a unit that cancel its right to a place, under the old book or the new one."""
    for encoder in (pair.old, pair.new):
        for step in encoder.model.nodes:
            if isinstance(step, PlacesStep) and step.cancelled is not None:
                count, _ = encoder.number(UNIT_GRAIN, 0, step.cancelled)
                some = encoder.terms.negation(encoder.terms.is_value(count.term, 0))
                base = Baseline(pair.universe, unit)
                ours = pair.universe.one_of_kinds([unit in kind.units for kind in pair.universe.kinds])
                seen = least(pair.solver, [some, ours], pair.held(), base)
                if seen is not None:
                    return situation_of(base, seen)
    return None
