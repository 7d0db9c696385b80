"""What each step does, in sentences, and the places of each series as a grid."""

from __future__ import annotations

from attrs import frozen

from perfeval.quantity.number import plain
from perfeval.rulebook import expressions as e
from perfeval.tables.calculated import CalculatedStep
from perfeval.tables.calculated_words import calculated_sentences
from perfeval.tables.expression_words import expression_words
from perfeval.tables.model import (
    CapStep,
    FormulaStep,
    Gather,
    Gathering,
    HighestRow,
    LookupStep,
    PlaceShare,
    PlacesStep,
    RankStep,
)
from perfeval.tables.phrases import listed
from perfeval.tables.phrases_flow import Chart, origins, users
from perfeval.tables.places import UNIT_GRAIN


@frozen
class Grid:
    """Rows of cells under headers, all text."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def step_sentences(chart: Chart, number: int) -> tuple[str, ...]:
    """What the step with this number does, a sentence each. Raises TypeError for a table."""
    step = chart.node(number)
    if isinstance(step, Gather):
        return _gather(chart, step)
    if isinstance(step, HighestRow):
        return _highest(step)
    if isinstance(step, CapStep):
        return _cap(chart, number, step)
    if isinstance(step, FormulaStep):
        return _formula(chart, number, step)
    if isinstance(step, LookupStep):
        return _lookup(step)
    if isinstance(step, RankStep):
        return _rank(step)
    if isinstance(step, PlacesStep):
        return _places(step)
    if isinstance(step, CalculatedStep):
        shared = tuple(ledger.name for ledger in chart.book.schema.ledgers if ledger.shared)
        return calculated_sentences(step, chart.model.columns, shared)
    raise TypeError(f"not a step: {step.name}")


def step_grid(chart: Chart, number: int) -> Grid | None:
    """The places of each series; None for other steps."""
    step: object = chart.node(number)
    return _series_grid(chart, step) if isinstance(step, PlacesStep) else None


# ---------------------------------------------------------------- points


def _gather(chart: Chart, step: Gather) -> tuple[str, ...]:
    rows = f"“{step.ledger}”台账里本单位的记录"
    if step.how is Gathering.COUNT:
        return (
            f"按单位计次数（C#）：{rows}，被“{step.source}”选出的有几条。",
            "一条也没有的，为0。",
        )
    if step.how is Gathering.SUM:
        does = f"按单位合计（C+）：{rows}，各条的{step.source}相加。"
    elif step.how is Gathering.MAX:
        does = f"按单位取最高（C>）：{rows}，不论几条，只取{step.source}最高的一条。"
    else:
        does = f"按单位取最低（C<）：{rows}，不论几条，只取{step.source}减得最多的一条。"
    found = [does]
    if step.winners is not None:
        found.append(f"只计“{step.winners}”留下的记录。")
    if step.limit is not None:
        limit = plain(step.limit, chart.model.columns[UNIT_GRAIN, step.name].places)
        word = "加" if step.sign > 0 else "减"
        found.append(f"合计最多{word}{limit}分，超出的去掉。")
    found.append("没有记录计分的，为0分。")
    return tuple(found)


def _highest(step: HighestRow) -> tuple[str, ...]:
    wishes = [
        f"先计{column}最早的" if value is None else f"先计{column}为{value}的" for column, value in step.order
    ]
    chain = "，".join(wish if not place else f"再{wish[1:]}" for place, wish in enumerate(wishes))
    ties = f"加分相同的，{chain}；仍相同的，计台账里行号最小的。" if chain else "加分相同的，计行号最小的。"
    compared = listed(step.by) + ("之和" if len(step.by) > 1 else "")
    return (
        f"同一单位、同一{step.key}的记录，只计加分最高的一次（比较{compared}）。",
        ties,
        "不计分的记录不参加比较。",
    )


def _cap(chart: Chart, number: int, step: CapStep) -> tuple[str, ...]:
    limit = plain(step.limit, step.places)
    word = "加" if step.sign > 0 else "减"
    if step.rows is None:
        members = listed(step.members)
        found = [f"{members}合计最多{word}{limit}分，超出的去掉。"]
    else:
        ledger, picks, gathers = step.rows
        found = [
            f"“{ledger}”台账里由“{picks}”选出的记录，计入{listed(gathers)}的分，合计最多{word}{limit}分，超出的去掉。"
        ]
    if step.inner:
        found.append(f"{listed(step.inner)}已经去掉的，不再重复去掉。")
    sign = "负数" if step.sign > 0 else "正数"
    takers = listed([f"“{chart.node(user).name}”" for user in users(chart, number)])
    found.append(f"这一步给出要去掉的分（记为{sign}；没有超出的为0），计入{takers}。")
    return tuple(found)


def _formula(chart: Chart, number: int, step: FormulaStep) -> tuple[str, ...]:
    right = expression_words(step.expression, step.grain, chart.model.columns)
    found = [f"{step.name}＝{right}。"]
    sources = origins(chart, number)
    makers = [chart.node(source.node) for source in sources if source.node is not None]
    caps = [maker for maker in makers if isinstance(maker, CapStep)]
    found.extend(f"其中{cap.name}是封顶去掉的分（{'负数' if cap.sign > 0 else '正数'}）。" for cap in caps)
    if any(source.ledger is not None for source in sources) and not makes_up(step.expression):
        found.append("台账里有一项空着的，结果也空着。")
    return tuple(found)


def makes_up(expression: e.Expression) -> bool:
    """Whether a formula has a value even where some of what it reads is missing."""
    if isinstance(expression, e.IfMissing | e.Extreme | e.Known):
        return True
    return any(makes_up(part) for part in e.operands(expression))


# ---------------------------------------------------------------- look-ups, ranks, places


def _lookup(step: LookupStep) -> tuple[str, ...]:
    return (
        f"“{step.ledger}”台账里，本单位{step.key}为{step.wanted}的那条记录的{step.value}。",
        "没有这条记录的，空着，不当作任何等次。",
    )


def _rank(step: RankStep) -> tuple[str, ...]:
    return (
        f"{listed(step.groups)}，在各自的序列里按{step.by}从高到低排{step.name}。",
        "同分并列，并列之后空出名次（1、2、2、4）。",
        f"其他单位不参加排序（“{step.taking_part}”为否），没有名次，也不评等次。",
    )


def _places(step: PlacesStep) -> tuple[str, ...]:
    found = [f"各序列按{step.by}从高到低，取下列名额。"]
    if step.rounding is not None and any(share.rate is not None for share in step.shares):
        found.append(f"名额有小数的，{step.rounding.value}。")
    if step.all_tied_in:
        found.append("末位并列的，全部入选，可以超出名额。")
    else:
        found.append("末位并列、名额容不下的，全部不入选。")
    if step.cancelled is not None:
        word = "这些单位不占名额，由后面的依次递补" if step.pass_down else "空出的名额不递补"
        found.append(f"“{step.cancelled}”不为0的单位，不能取得名额；{word}。")
    return tuple(found)


@frozen
class SeriesPlaces:
    """The places of one series.

    units: how many of its units are ranked. rate: of how many per cent (None: a fixed number).
    exact: the number before rounding, as decimal text. places: the number of places.
    """

    series: str
    units: int
    rate: str | None
    exact: str
    places: int


def places_by_series(chart: Chart, step: PlacesStep) -> tuple[SeriesPlaces, ...]:
    """The places of each series, as the step gives them out."""
    return tuple(_places_of(chart, step, share, name) for share in step.shares for name in share.series)


def _places_of(chart: Chart, step: PlacesStep, share: PlaceShare, series: str) -> SeriesPlaces:
    units = units_ranked(chart, series)
    if share.rate is None:
        number = share.number or 0
        return SeriesPlaces(series, units, None, str(number), number)
    numerator, denominator = share.rate
    places = decimals(denominator)
    exact = plain(numerator * units, places)
    given = (
        numerator * units if step.rounding is None else step.rounding.divide(numerator * units, denominator)
    )
    return SeriesPlaces(series, units, plain(numerator * 100, places), exact, given)


def decimals(denominator: int) -> int:
    """Decimal places of a rate: it comes from a written number, so its denominator is 1, 10, 100 …"""
    return len(str(denominator)) - 1


def _series_grid(chart: Chart, step: PlacesStep) -> Grid:
    rows = []
    for each in places_by_series(chart, step):
        rule = f"前{each.exact}名" if each.rate is None else f"{each.units}×{each.rate}%＝{each.exact}"
        rows.append((each.series, str(each.units), rule, f"{each.places}个"))
    return Grid(("序列", "单位数", "规定", "名额"), tuple(rows))


def units_ranked(chart: Chart, series: str) -> int:
    """How many units of a series take part in the ranking."""
    ranking = chart.model.ranking
    groups = ranking.groups if ranking is not None else ()
    return sum(
        1
        for unit in chart.book.units
        if unit.series == series and any(group in groups for group in (unit.category, series, unit.name))
    )
