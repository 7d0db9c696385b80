"""What rows and groups come to, and days: 项目的投资额合计, 本序列的完成率的平均值, 自甲日至乙日的天数."""

from __future__ import annotations

from perfeval.ledger.schema import Ledger
from perfeval.resolve import errors
from perfeval.resolve.amounts import whole_number
from perfeval.resolve.column_tests import written_day
from perfeval.resolve.conditions import picked_rows
from perfeval.resolve.errors import RefusalError
from perfeval.resolve.scope import Scope
from perfeval.rulebook import expressions as e
from perfeval.rulebook.conditions import RowSet
from perfeval.syntax.tree import Phrase, Word

Unit = str | None
Measured = tuple[e.Expression, Unit]
_SCOPES = {
    "全部单位": (),
    "全部": (),
    "本序列": ("序列",),
    "本类别": ("类别",),
    "本单位": ("单位",),
}
_STATISTICS = {
    "total": e.Statistic.SUM,
    "average": e.Statistic.MEAN,
    "highest_value": e.Statistic.MAX,
    "lowest_value": e.Statistic.MIN,
    "number_of": e.Statistic.COUNT,
}
_MOST_DECIMALS = 8


def figure_of(phrase: Phrase, scope: Scope, ledger: Ledger | None) -> Measured:
    """A ``figure`` phrase with its unit. Raises RefusalError."""
    figure = phrase.phrase(0) if phrase.rule == "figure" else phrase
    if figure.rule in ("count", "distinct", "row_statistic", "run"):
        return _of_rows(figure, scope, ledger)
    if figure.rule in ("group_statistic", "group_size", "group_distinct"):
        return _of_group(figure, scope, ledger)
    if figure.rule == "days":
        first, last = (day_of(part, scope, ledger) for part in figure.phrases("day"))
        count = e.DayCount(figure.words()[-1].text)
        if count is e.DayCount.WORKDAYS:
            scope.calendar(figure.words()[-1])
        return e.Between(first, last, count), ""
    column, part = figure.words()
    return e.DayPart(_day_column(column, scope, ledger), part.text), ""


def whole_places(phrase: Phrase) -> int:
    """The number of decimals behind 保留. Raises RefusalError."""
    return whole_number(phrase.words("NUMBER")[0], 0, _MOST_DECIMALS)


# ---------------------------------------------------------------- rows


def _of_rows(figure: Phrase, scope: Scope, about: Ledger | None) -> Measured:
    rows, ledger = picked_rows(figure.phrase(0), scope, about)
    if figure.rule == "count":
        return e.RowFigure(rows, e.Statistic.COUNT), ""
    if figure.rule == "distinct":
        word = figure.phrase(1).word(0)
        return e.RowFigure(rows, e.Statistic.DISTINCT, scope.row_column(ledger, word).name), ""
    if figure.rule == "run":
        column = scope.row_number(ledger, figure.words("NUMBER_COLUMN")[0])
        if figure.words("LONGEST_RUN"):
            return e.RowFigure(rows, e.Statistic.LONGEST_RUN, column.name), ""
        if about is None:
            hint = "对单位算的，用“最长连续期数”。"
            raise RefusalError(errors.not_here("对单位算的句子没有“本行”", figure.words()[-1].span, hint))
        return e.RowFigure(rows, e.Statistic.RUN_HERE, scope.row_number(about, figure.words()[0]).name), ""
    column = scope.row_number(ledger, figure.phrase(1).word(0))
    made = _statistic(figure.phrase(2), rows, ledger, column.name, scope)
    return made, "" if made.statistic is e.Statistic.COUNT else column.unit or None


def _statistic(phrase: Phrase, rows: RowSet, ledger: Ledger, column: str, scope: Scope) -> e.RowFigure:
    if phrase.rule in _STATISTICS:
        return e.RowFigure(rows, _STATISTICS[phrase.rule], column)
    numbers = [whole_number(word, 1) for word in phrase.words("NUMBER")]
    if phrase.rule == "trimmed":
        return e.RowFigure(rows, e.Statistic.MEAN, column, trim=(numbers[0], numbers[1]))
    lowest = bool(phrase.words("THE_LOWEST"))
    best = scope.row_column(ledger, phrase.phrase(0).word(0)).name if phrase.phrases() else ""
    top = numbers[0] if numbers else 0
    return e.RowFigure(rows, e.Statistic.SUM, column, top, lowest, best)


# ---------------------------------------------------------------- groups


def group_of(phrase: Phrase, scope: Scope, ledger: Ledger | None) -> e.Group:
    """A ``scope`` phrase. Raises RefusalError."""
    within: list[str] = []
    for word in phrase.words("SCOPE"):
        within.extend(_SCOPES[word.text])
    for same in phrase.phrases("same_columns"):
        for part in same.phrases():
            word = part.word(0)
            column = scope.column_about(ledger, word)
            within.append(column.name)
    if ledger is None and "单位" in within:
        hint = "改为“本序列”“本类别”或“全部单位”。"
        raise RefusalError(errors.not_here("一个单位自己不成一组", phrase.span, hint))
    return e.Group(tuple(within), bool(phrase.words("OTHERS")), bool(phrase.words("WITH_DATA")))


def _of_group(figure: Phrase, scope: Scope, ledger: Ledger | None) -> Measured:
    group = group_of(figure.phrase(0), scope, ledger)
    if figure.rule == "group_size":
        return e.GroupFigure(group, e.Statistic.COUNT), ""
    if figure.rule == "group_distinct":
        word = figure.phrase(1).word(0)
        column = scope.column_about(ledger, word)
        return e.GroupFigure(group, e.Statistic.DISTINCT, column.name), ""
    statistic = figure.phrase(2)
    if statistic.rule not in _STATISTICS:
        hint = "一组里只能求合计、平均、最高值、最低值。"
        raise RefusalError(errors.not_here("这样的汇总只用于台账的记录", statistic.span, hint))
    name, unit = group_number(figure.phrase(1).word(0), scope, ledger)
    made = e.GroupFigure(group, _STATISTICS[statistic.rule], name)
    return made, "" if made.statistic is e.Statistic.COUNT else unit


def group_number(word: Word, scope: Scope, ledger: Ledger | None) -> tuple[str, Unit]:
    """A number that each member of a group has. Raises RefusalError."""
    if ledger is not None:
        column = scope.row_number(ledger, word)
        return column.name, column.unit or None
    if word.kind == "QUANTITY":
        return word.text, scope.number(word)
    _, column = scope.unit_fact(word)
    return column.name, column.unit


# ---------------------------------------------------------------- days


def _day_column(word: Word, scope: Scope, ledger: Ledger | None) -> str:
    if ledger is not None:
        return scope.row_column(ledger, word).name
    return scope.unit_fact(word)[1].name


def day_of(phrase: Phrase, scope: Scope, ledger: Ledger | None) -> e.Day:
    """A ``day`` phrase: a column of days, a written day, an end of the year. Raises RefusalError."""
    word = phrase.word(0)
    if word.kind == "DATE_COLUMN":
        return e.Day(_day_column(word, scope, ledger), None)
    return e.Day(None, written_day(word, scope))
