"""Computing sentences: limits that act and that do not, equal places, bands, rows that are left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import cast

from perfeval.evaluate.formulas import Numbers, fractions
from perfeval.evaluate.outcome import Outcome, Values
from perfeval.examples.goals import Goal, GoalKind, OtherGoal
from perfeval.rulebook import expressions as e
from perfeval.tables.calculated import BandsStep, OrderStep, RowsStep
from perfeval.tables.flow import names_in
from perfeval.tables.model import FormulaStep, Kind, Model
from perfeval.tables.places import UNIT_GRAIN


def calculated_goals(models: Iterable[Model]) -> list[Goal]:
    """What the steps of computing sentences have to show, each once."""
    goals: dict[object, Goal] = {}
    for model in models:
        for goal in _goals(model):
            goals.setdefault(goal.sought, goal)
    return list(goals.values())


def _goals(model: Model) -> Iterator[Goal]:
    for node in model.nodes:
        if isinstance(node, FormulaStep) and node.clause:
            for number, limit in enumerate(_limits(node.expression)):
                word = ("最高" if isinstance(limit, e.AtMost) else "最低") + _shown(limit.limit)
                for acts, said in ((True, "起作用"), (False, "不起作用")):
                    words = f"“{node.name}”的限度“{word}”{said}的例"
                    yield Goal(GoalKind.LIMIT, node.clause, words, _limit_goal(node, number, acts=acts))
        elif isinstance(node, OrderStep):
            words = f"“{node.name}”有相同的并列的例"
            yield Goal(GoalKind.GROUP, node.clause, words, _goal(node, "并列"))
        elif isinstance(node, BandsStep):
            for word, _, _ in node.bands:
                yield Goal(GoalKind.GROUP, node.clause, f"“{node.name}”为“{word}”的例", _goal(node, word))
        elif isinstance(node, RowsStep) and _picks_some(node):
            yield Goal(GoalKind.GROUP, node.clause, f"“{node.name}”有不计的记录的例", _goal(node, "不计"))


def _goal(node: OrderStep | BandsStep | RowsStep, what: str) -> OtherGoal:
    return OtherGoal(f"{node.grain}，{node.name}，{what}")


def _limit_goal(node: FormulaStep, number: int, *, acts: bool) -> OtherGoal:
    return OtherGoal(f"{node.grain}，{node.name}，限度{number}", acts)


def _limits(expression: e.Expression) -> Iterator[e.AtMost | e.AtLeast]:
    """The limits in an expression, the outermost first."""
    if isinstance(expression, e.AtMost | e.AtLeast):
        yield expression
    for part in e.operands(expression):
        yield from _limits(part)


def _shown(limit: e.Expression) -> str:
    """A limit in words, where it is a number or a column."""
    if isinstance(limit, e.Literal):
        return f"{limit.number}{limit.unit}"
    return limit.name if isinstance(limit, e.Quantity) else "……"


def _picks_some(node: RowsStep) -> bool:
    """Whether of the rows that are meant only some count; of a mean it is asked once."""
    return node.statistic is not e.Statistic.COUNT and bool(node.top or node.best_of or any(node.trim))


# ---------------------------------------------------------------- what was shown


def shown_in_calculations(outcome: Outcome) -> Iterator[OtherGoal]:
    """The goals that the elements of an outcome reach."""
    for node in outcome.model.nodes:
        if isinstance(node, FormulaStep) and node.clause:
            yield from _acting(outcome, node)
        elif isinstance(node, OrderStep):
            if _has_ties(outcome, node):
                yield _goal(node, "并列")
        elif isinstance(node, BandsStep):
            given = dict.fromkeys(outcome.columns[node.grain, node.name])
            yield from (_goal(node, word) for word, _, _ in node.bands if word in given)
        elif isinstance(node, RowsStep) and _picks_some(node) and _leaves_out(outcome, node):
            yield _goal(node, "不计")


def _acting(outcome: Outcome, node: FormulaStep) -> Iterator[OtherGoal]:
    size = len(outcome.columns[node.grain, node.name])
    column = _reader(outcome, node.grain)
    for number, limit in enumerate(_limits(node.expression)):
        if any((node.grain, name) not in outcome.columns for name in names_in(limit)):
            continue
        sides = [fractions(part, column, size, _ignore) for part in (limit.operand, limit.limit)]
        highest = isinstance(limit, e.AtMost)
        for acts in (True, False):
            if any(_acts(one, other, highest=highest) is acts for one, other in zip(*sides, strict=True)):
                yield _limit_goal(node, number, acts=acts)


def _acts(one: Fraction | None, other: Fraction | None, *, highest: bool) -> bool | None:
    """Whether a limit changes a number; None where there is none."""
    if one is None or other is None:
        return None
    return one > other if highest else one < other


def _reader(outcome: Outcome, grain: str) -> Callable[[str], Numbers]:
    def column(name: str) -> Numbers:
        made = outcome.model.columns[grain, name]
        values = outcome.columns[grain, name]
        if made.kind is Kind.LIST:
            return [len(cast(tuple[str, ...], value)) for value in values], 0
        return cast(Sequence[int | None], values), made.places

    return column


def _ignore(_: int) -> None:
    """What is divided by 0 has been told."""


def _has_ties(outcome: Outcome, node: OrderStep) -> bool:
    """Whether two elements of one population share a place in one group."""
    places = outcome.columns[node.grain, node.name]
    within = [_spread(outcome, node.grain, name) for name in node.within]
    populations = _populations(outcome, node.grain)
    seen: dict[object, None] = {}
    for element, place in enumerate(places):
        if place is not None:
            key = (populations[element], *(column[element] for column in within), place)
            if key in seen:
                return True
            seen[key] = None
    return False


def _spread(outcome: Outcome, grain: str, name: str) -> Values:
    known = outcome.columns.get((grain, name))
    if known is not None:
        return known
    of_units = outcome.columns[UNIT_GRAIN, name]
    return [of_units[number] for number in _units(outcome, grain)]


def _units(outcome: Outcome, grain: str) -> Sequence[int]:
    """For each row the number of the first unit of its name: what is asked for is the same for all."""
    numbers: dict[str, int] = {}
    for number, unit in enumerate(outcome.book.units):
        numbers.setdefault(unit.name, number)
    return [numbers.get(unit, 0) for unit in outcome.facts.tables[grain].units]


def _populations(outcome: Outcome, grain: str) -> Sequence[int]:
    """The populations of rows; units of one name belong to several."""
    if grain != UNIT_GRAIN:
        table = outcome.facts.tables[grain]
        return table.populations or [0] * len(table.units)
    seen: dict[str, int] = {}
    found: list[int] = []
    for unit in outcome.book.units:
        found.append(seen.get(unit.name, 0))
        seen[unit.name] = found[-1] + 1
    return found


def _leaves_out(outcome: Outcome, node: RowsStep) -> bool:
    """Whether a row that is meant does not count: one picked whose number is there, and is left out."""
    counted = outcome.traces[node.name]
    kept = getattr(counted, "counted", ())
    picked = outcome.columns[node.ledger, node.picks]
    source = outcome.columns[node.ledger, node.source] if node.source else picked
    return any(
        pick is True and value is not None and each is None
        for pick, value, each in zip(picked, source, kept, strict=True)
    )
