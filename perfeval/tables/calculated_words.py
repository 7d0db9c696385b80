"""What the steps of computing sentences are and do, in words that readers of the plan understand."""

from __future__ import annotations

from datetime import date

from perfeval.quantity.calendar import show_date
from perfeval.rulebook.expressions import Statistic
from perfeval.tables import calculated as s
from perfeval.tables.expression_words import Columns
from perfeval.tables.model import Column, Kind
from perfeval.tables.phrases_values import ROUNDING_WORDS, number_words
from perfeval.tables.places import UNIT_GRAIN

_KINDS: tuple[tuple[type[s.CalculatedStep], str], ...] = (
    (s.Spread, "照抄"),
    (s.FilledStep, "是否填写"),
    (s.MatchStep, "核对"),
    (s.RowsStep, "汇总"),
    (s.GroupStep, "同组比较"),
    (s.OrderStep, "排名"),
    (s.BandsStep, "分档"),
    (s.ShareStep, "分配"),
    (s.DaysStep, "数日子"),
    (s.DayPartStep, "取日期"),
)


def calculated_kind(step: s.CalculatedStep) -> str:
    """What kind of step this is, in one word."""
    return next(word for kind, word in _KINDS if isinstance(step, kind))


def calculated_sentences(
    step: s.CalculatedStep, columns: Columns, shared: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """What a step does, a sentence each. shared: the ledgers whose rows are about no unit."""
    if isinstance(step, s.RowsStep):
        return _rows(step, shared)
    if isinstance(step, s.GroupStep):
        return _group(step)
    if isinstance(step, s.OrderStep):
        return _order(step, columns)
    if isinstance(step, s.BandsStep):
        return _bands(step)
    if isinstance(step, s.ShareStep):
        return _share(step, columns)
    if isinstance(step, s.DaysStep):
        return _days(step)
    if isinstance(step, s.DayPartStep):
        return (f"{step.source}所在的{step.part}。", "没有填日期的，空着。")
    if isinstance(step, s.Spread):
        return (f"每条“{step.grain}”记录，取它的单位的{step.source}。",)
    if isinstance(step, s.FilledStep):
        return (f"{step.source}填了的为是，空着的为否。",)
    assert isinstance(step, s.MatchStep)
    return (f"“{step.other}”台账里有同一单位、同一{step.key}的记录的，为是，没有的为否。",)


_AGAINST = {"IS": "同", "ABOVE": "超过", "BELOW": "低于", "NOT_ABOVE": "不超过", "NOT_BELOW": "不低于"}


def _rows(step: s.RowsStep, shared: tuple[str, ...]) -> tuple[str, ...]:
    whose = "本单位" if step.grain == UNIT_GRAIN else "同一单位"
    whose = "全部" if step.ledger in shared else f"{whose}的"
    which = f"“{step.ledger}”台账里{whose}记录，被“{step.picks}”选出的"
    which += "".join(f"，{column}{_AGAINST[relation]}本行的{own}的" for column, relation, own in step.against)
    if step.statistic is Statistic.RUN_HERE:
        return (f"{which}，{step.source}到本行为止连续几个（本行不在其内的，为0）。",)
    if step.statistic is Statistic.COUNT and not any(step.trim):
        counted = f"，{step.source}有数的" if step.source else ""
        return (f"{which}{counted}有几条。", "一条也没有的，为0。")
    if step.statistic is Statistic.DISTINCT:
        return (f"{which}，不同的{step.source}有几个，相同的只数一次。", "一条也没有的，为0。")
    if step.statistic is Statistic.LONGEST_RUN:
        return (f"{which}，{step.source}最多连续几个（1、2、3连续，1、3不连续）。", "一条也没有的，为0。")
    found = [f"{which}，{step.source}的{step.statistic.value}。"]
    if step.best_of:
        found.append(f"同一{step.best_of}只计{step.source}最高的一条，相同的计行号最小的。")
    if step.top:
        found.append(f"只计最{'低' if step.lowest_first else '高'}的{step.top}条，不足{step.top}条的全计。")
    if any(step.trim):
        found.append(f"去掉最高的{step.trim[0]}条和最低的{step.trim[1]}条。")
    nothing = "为0" if step.statistic in (Statistic.SUM, Statistic.COUNT) else "空着，不当作0"
    found.append(f"没有{step.source}的记录不计；一条也没有的，{nothing}。")
    return tuple(found)


def _members(step: s.GroupedStep) -> str:
    who = "单位" if step.grain == UNIT_GRAIN else f"“{step.grain}”记录"
    return f"{'、'.join(step.within)}相同的{who}" if step.within else f"全部{who}"


def _lacking(name: str, *, with_data: bool) -> str:
    if with_data:
        return f"没有{name}的不在其内。"
    return f"有一个没有{name}的，就算不出来，要先补上。"


def _group(step: s.GroupStep) -> tuple[str, ...]:
    who = _members(step) + ("，自己除外" if step.others else "，自己在内")
    if step.statistic is Statistic.COUNT and not step.source:
        return (f"{who}，有几个。",)
    if step.statistic is Statistic.DISTINCT:
        return (f"{who}，不同的{step.source}有几个。", _lacking(step.source, with_data=step.with_data))
    word = "个数" if step.statistic is Statistic.COUNT else step.statistic.value
    return (f"{who}，{step.source}的{word}。", _lacking(step.source, with_data=step.with_data))


def _order(step: s.OrderStep, columns: Columns) -> tuple[str, ...]:
    ways = [f"{name}{_way(columns[step.grain, name], highest)}" for name, highest in step.keys]
    by = ways[0] + "".join(f"，相同的再比{way}" for way in ways[1:])
    after = "并列之后不空名次（1、2、2、3）" if step.dense else "并列之后空出名次（1、2、2、4）"
    found = [f"{_members(step)}，按{by}排。"]
    if step.once is not None:
        found.append(f"同一{step.once}的只算一个，占一个名次。")
    found.append(f"都相同的并列，{after}。")
    return (*found, _lacking(step.keys[0][0], with_data=step.with_data))


def _way(column: Column, highest: bool) -> str:
    """In which direction an order goes; of days which come first."""
    if column.kind is Kind.DATE:
        return "从晚到早" if highest else "从早到晚"
    return "从高到低" if highest else "从低到高"


def _bands(step: s.BandsStep) -> tuple[str, ...]:
    shares = [
        f"{word}占{_share_words(share, rate)}" if share is not None else f"其余为{word}"
        for word, share, rate in step.bands
    ]
    name, highest = step.key
    return (
        f"{_members(step)}，按{name}{'从高到低' if highest else '从低到高'}分档：{'、'.join(shares)}。",
        f"各档的个数有小数的，{ROUNDING_WORDS[step.rounding]}。",
        f"{name}相同而跨两档的，都归{'高' if step.high else '低'}的一档。",
        _lacking(name, with_data=step.with_data),
    )


def _share_words(share: tuple[int, int], rate: bool) -> str:
    numerator, denominator = share
    if not rate:
        return f"{numerator // denominator}个"
    whole, rest = divmod(numerator * 100, denominator)
    if not rest:
        return f"{whole}%"
    return f"{whole}.{str(rest).rjust(len(str(denominator)) - 1, '0').rstrip('0')}%"


def _share(step: s.ShareStep, columns: Columns) -> tuple[str, ...]:
    rest = "分不尽的零头不分。"
    if step.remainder:
        ties = "，相同的归名单在前的" if step.roster_order else ""
        keys = [f"{name}最{'高' if highest else '低'}的" for name, highest in step.remainder]
        rest = f"分不尽的零头归{'，相同的归'.join(keys)}{ties}。"
    column = columns[step.grain, step.name]
    least = number_words(step.step, column.places, column.unit)
    return (
        f"{step.amount}在{_members(step)}之间，按{step.by}的比例分。",
        f"分到{least}，不足{least}的零头先不分。",
        rest,
        _lacking(step.by, with_data=step.with_data),
    )


def _days(step: s.DaysStep) -> tuple[str, ...]:
    first, last = (end if isinstance(end, str) else _day(end) for end in (step.start, step.end))
    found = [f"自{first}至{last}的{step.count.value}，起始当日不计；止在起之前的为负。"]
    if step.calendar is not None:
        found.append(f"哪些天是工作日，看“{step.calendar[0]}”台账。")
    found.append("有一个日期空着的，空着。")
    return tuple(found)


def _day(day: date) -> str:
    return show_date(day)
