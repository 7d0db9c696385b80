"""What a unit's rows come to, and what is known of each row by itself or by its unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from perfeval.evaluate.columns import Columns
from perfeval.evaluate.outcome import CountedTrace, Value, Values
from perfeval.rulebook.expressions import Statistic
from perfeval.tables import calculated as s
from perfeval.tables.places import UNIT_GRAIN


def spread(step: s.Spread, run: Columns) -> list[Value]:
    """What is known of each row's unit."""
    source = run.column(UNIT_GRAIN, step.source)
    return [source[unit] for unit in run.units_of(step.grain)]


def filled(step: s.FilledStep, run: Columns) -> list[Value]:
    """Whether there is anything in a column."""
    return [value is not None and value != "" for value in run.column(step.grain, step.source)]


def matched(step: s.MatchStep, run: Columns) -> list[Value]:
    """Whether another ledger has a row of the same unit with the same key."""
    others = zip(run.units_of(step.other), run.column(step.other, step.key), strict=True)
    known = {pair: None for pair in others if pair[1] is not None}
    own = zip(run.units_of(step.grain), run.column(step.grain, step.key), strict=True)
    return [pair in known for pair in own]


def of_rows(step: s.RowsStep, run: Columns) -> list[Value]:
    """What each unit's picked rows come to; the trace says which rows counted."""
    picked = run.column(step.ledger, step.picks)
    source = run.column(step.ledger, step.source) if step.source else [1] * len(picked)
    best = run.column(step.ledger, step.best_of) if step.best_of else None
    rows: dict[int, list[int]] = {unit: [] for unit in range(run.size)}
    for row, unit in enumerate(run.units_of(step.ledger)):
        if picked[row] is True and source[row] is not None:
            rows[unit].append(row)
    if run.is_shared(step.ledger):
        # Rows about no unit are there for all of their population.
        every: dict[int, list[int]] = {}
        for unit, own in rows.items():
            every.setdefault(run.population(UNIT_GRAIN, unit), []).extend(own)
        rows = {unit: every[run.population(UNIT_GRAIN, unit)] for unit in rows}
    found: list[Value] = []
    counted: list[int | None] = [None] * len(picked)
    common = [
        (run.column(step.ledger, column), relation, run.column(step.grain, own))
        for column, relation, own in step.against
    ]
    for element, unit in enumerate(run.units_of(step.grain)):
        meant = [
            row
            for row in rows[unit]
            if all(_relates(theirs[row], relation, own[element]) for theirs, relation, own in common)
        ]
        kept = _kept(step, meant, source, best)
        numbers = [source[row] for row in kept]
        if step.statistic is Statistic.RUN_HERE:
            found.append(_run_here(numbers, run.column(step.grain, step.source)[element]))
        else:
            found.append(statistic_of(step.statistic, numbers))
        for row in kept:
            value = source[row]
            counted[row] = value if isinstance(value, int) and not isinstance(value, bool) else 1
    run.traces[step.name] = CountedTrace(counted)
    return found


def _relates(one: Value, relation: str, other: Value) -> bool:
    """Whether what a counted row has relates to what the row itself has; never where one is missing."""
    if one is None or other is None:
        return False
    if relation == "IS":
        return one == other
    if relation in ("ABOVE", "NOT_ABOVE"):
        return (one > other) is (relation == "ABOVE")  # type: ignore[operator]
    return (one < other) is (relation == "BELOW")  # type: ignore[operator]


def _kept(step: s.RowsStep, rows: list[int], source: Values, best: Values | None) -> list[int]:
    """The rows that count: the best of each key, without the trimmed ones, the first so many."""
    way = 1 if step.lowest_first else -1
    ordered = sorted(rows, key=lambda row: (way * whole(source[row]), row)) if _sorts(step) else rows
    if best is not None:
        highest: dict[Value, int] = {}
        for row in sorted(rows, key=lambda row: (-whole(source[row]), row)):
            highest.setdefault(best[row], row)
        ordered = [row for row in ordered if best[row] is None or highest[best[row]] == row]
    if any(step.trim):
        most, least = step.trim
        ordered = ordered[most : len(ordered) - least] if len(ordered) > most + least else []
    return sorted(ordered[: step.top] if step.top else ordered)


def _sorts(step: s.RowsStep) -> bool:
    return bool(step.top or any(step.trim))


def whole(value: Value) -> int:
    """A value that is known to be a number."""
    assert isinstance(value, int)
    return value


def _run_here(numbers: Sequence[Value], here: Value) -> Value:
    """How many of the numbers follow each other up to ``here``."""
    if not isinstance(here, int):
        return None
    known = dict.fromkeys(numbers)
    run = 0
    while here - run in known:
        run += 1
    return run


def statistic_of(statistic: Statistic, values: Sequence[Value]) -> Value:
    """What numbers come to; None where there is nothing to be said of none."""
    if statistic is Statistic.COUNT:
        return len(values)
    if statistic is Statistic.DISTINCT:
        return len(dict.fromkeys(values))
    numbers = [whole(value) for value in values]
    if statistic is Statistic.SUM:
        return sum(numbers)
    if statistic is Statistic.LONGEST_RUN:
        return _longest_run(numbers)
    if not numbers:
        return None
    return max(numbers) if statistic is Statistic.MAX else min(numbers)


def _longest_run(numbers: Iterable[int]) -> int:
    """The most whole numbers that follow each other without a gap."""
    longest = run = 0
    before: int | None = None
    for number in sorted(dict.fromkeys(numbers)):
        run = run + 1 if before is not None and number == before + 1 else 1
        longest, before = max(longest, run), number
    return longest
