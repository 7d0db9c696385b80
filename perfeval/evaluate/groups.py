"""What groups come to, and the places, bands and shares of their members."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import cmp_to_key

from perfeval.evaluate import errors
from perfeval.evaluate.columns import Columns
from perfeval.evaluate.figures import statistic_of, whole
from perfeval.evaluate.outcome import Value, Values
from perfeval.tables import calculated as s
from perfeval.tables.conditions import THIS_YEAR


def _groups(run: Columns, step: s.GroupedStep) -> list[list[int]]:
    """The elements of each group, in the order of its first; groups never cross populations."""
    grain = step.grain
    columns = [run.column(grain, name) for name in step.within]
    years = None if step.year is None else run.column(grain, step.year)
    found: dict[Hashable, list[int]] = {}
    for element in range(len(run.units_of(grain))):
        values = tuple(column[element] for column in columns)
        now = years is None or years[element] == THIS_YEAR
        if now and None not in values:  # what is not there is not the same in two
            found.setdefault((run.population(grain, element), *values), []).append(element)
    return list(found.values())


def _with_number(run: Columns, step: s.GroupedStep, name: str, members: list[int]) -> list[int]:
    """The members that have the number; one that lacks it is a finding unless the clause leaves it out."""
    values = run.column(step.grain, name)
    lacking = [element for element in members if values[element] is None]
    if lacking and not step.with_data and not run.partial:
        unit = run.units_of(step.grain)[lacking[0]]
        run.finding(unit, errors.number_missing(name, run.named(step.grain, lacking[0]), step.clause))
    return [element for element in members if values[element] is not None]


def of_group(step: s.GroupStep, run: Columns) -> list[Value]:
    """What a number comes to over the group of each element."""
    source = run.column(step.grain, step.source) if step.source else None
    found: list[Value] = [None] * len(run.units_of(step.grain))
    for members in _groups(run, step):
        there = members if source is None else _with_number(run, step, step.source, members)
        for element in members:
            others = [each for each in there if not step.others or each != element]
            values: list[Value] = [1 if source is None else source[each] for each in others]
            found[element] = statistic_of(step.statistic, values)
    return found


def places(step: s.OrderStep, run: Columns) -> list[Value]:
    """The place of each element in its group."""
    columns = [run.column(step.grain, name) for name, _ in step.keys]
    found: list[Value] = [None] * len(run.units_of(step.grain))
    for members in _groups(run, step):
        ranked = _with_number(run, step, step.keys[0][0], members)
        if step.once is not None:
            ranked = _one_of_each(step, run, step.once, ranked, columns)
        ordered = _sorted(ranked, columns, step.keys)
        place = 0
        for position, element in enumerate(ordered):
            before = ordered[position - 1] if position else None
            if before is None or _compare(before, element, columns, step.keys):
                place = place + 1 if step.dense else position + 1
            found[element] = place
        _places_of_others(step, run, members, found)
    return found


def _one_of_each(
    step: s.OrderStep, run: Columns, once: str, ranked: list[int], columns: Sequence[Values]
) -> list[int]:
    """One member for each value of ``once``; those that share it have to be equal in all that is compared."""
    values = run.column(step.grain, once)
    first: dict[Value, int] = {}
    for element in ranked:
        other = first.setdefault(values[element], element)
        if _compare(other, element, columns, step.keys):
            unit = run.units_of(step.grain)[element]
            run.finding(unit, errors.not_one(once, run.named(step.grain, element), step.clause))
    return list(first.values())


def _places_of_others(step: s.OrderStep, run: Columns, members: list[int], found: list[Value]) -> None:
    """Those that count as one with another have its place."""
    if step.once is None:
        return
    values = run.column(step.grain, step.once)
    placed = {values[element]: found[element] for element in members if found[element] is not None}
    compared = run.column(step.grain, step.keys[0][0])
    for element in members:
        if compared[element] is not None:
            found[element] = placed.get(values[element])


def _sorted(members: list[int], columns: Sequence[Values], keys: tuple[tuple[str, bool], ...]) -> list[int]:
    def compare(one: int, other: int) -> int:
        return _compare(one, other, columns, keys)

    return sorted(members, key=cmp_to_key(compare))


def _compare(one: int, other: int, columns: Sequence[Values], keys: tuple[tuple[str, bool], ...]) -> int:
    """Below 0 where ``one`` comes first; a missing number comes last."""
    for values, (_, highest) in zip(columns, keys, strict=True):
        mine, yours = values[one], values[other]
        if mine == yours:
            continue
        if mine is None or yours is None:
            return 1 if mine is None else -1
        first = mine > yours if highest else mine < yours  # type: ignore[operator]
        return -1 if first else 1
    return 0


def bands(step: s.BandsStep, run: Columns) -> list[Value]:
    """The band of each element of a group."""
    values = run.column(step.grain, step.key[0])
    found: list[Value] = [None] * len(run.units_of(step.grain))
    for members in _groups(run, step):
        ordered = _sorted(_with_number(run, step, step.key[0], members), [values], (step.key,))
        words = band_of_places(step, len(ordered))
        # Of equal ones the first place counts, or the last: whichever is written last here.
        every = list(enumerate(ordered))
        place = {values[element]: position for position, element in (every[::-1] if step.high else every)}
        for element in ordered:
            found[element] = words[place[values[element]]]
    return found


def band_of_places(step: s.BandsStep, size: int) -> list[str]:
    """The band of the first, second … of ``size`` elements."""
    words: list[str] = []
    for word, share, rate in step.bands:
        if share is None:
            count = size - len(words)
        elif rate:
            count = step.rounding.divide(share[0] * size, share[1])
        else:
            count = share[0] // share[1]
        words.extend([word] * min(count, size - len(words)))
    return words


def shares(step: s.ShareStep, run: Columns) -> list[Value]:
    """Each element's part of an amount."""
    amounts, weights = run.column(step.grain, step.amount), run.column(step.grain, step.by)
    found: list[Value] = [None] * len(run.units_of(step.grain))
    for members in _groups(run, step):
        there = _with_number(run, step, step.by, members)
        if there:
            _share_group(step, run, there, amounts, weights, found)
    return found


def _share_group(
    step: s.ShareStep, run: Columns, there: list[int], amounts: Values, weights: Values, found: list[Value]
) -> None:
    who, unit = run.named(step.grain, there[0]), run.units_of(step.grain)[there[0]]
    known = dict.fromkeys(amounts[element] for element in there)
    if run.partial and None in known:
        return
    numbers = [whole(weights[element]) for element in there]
    if len(known) != 1 or None in known:
        run.finding(unit, errors.amounts_differ(step.amount, who, step.clause))
        return
    if any(number < 0 for number in numbers) or not sum(numbers):
        run.finding(unit, errors.no_proportion(step.by, who, step.clause))
        return
    total, everything = whole(next(iter(known))) * step.scale, sum(numbers)
    given = 0
    for element, number in zip(there, numbers, strict=True):
        part = total * number // (everything * step.step) * step.step
        found[element] = part
        given += part
    if not step.remainder or given == total:
        return
    ranked = [run.column(step.grain, name) for name, _ in step.remainder]
    ordered = _sorted(there, ranked, step.remainder)
    first = [each for each in ordered if not _compare(ordered[0], each, ranked, step.remainder)]
    if ranked[0][ordered[0]] is None or (len(first) > 1 and not step.roster_order):
        names = "、".join(name for name, _ in step.remainder)
        run.finding(unit, errors.remainder_tied(names, who, step.clause))
        return
    found[first[0]] = whole(found[first[0]]) + total - given
