"""A situation and what comes out of it -> an example as rule text, ready to be put into the book."""

from __future__ import annotations

from collections.abc import Sequence

from perfeval.evaluate.situations import Judged
from perfeval.examples.actual import show_result, value_of
from perfeval.ledger.schema import ColumnType
from perfeval.rulebook.book import RuleBook
from perfeval.rulebook.examples import GivenRows, GivenValue, Situation
from perfeval.source.width import display_width, pad
from perfeval.tables.conditions import GRADE
from perfeval.tables.model import Model
from perfeval.tables.places import UNIT_GRAIN

# A unit and a result of it that the example is to state.
Stated = tuple[str, str]


def example_text(
    name: str,
    judged: Judged,
    situation: int,
    stated: Sequence[Stated],
    readings: Sequence[tuple[str, str]] = (),
) -> str:
    """The example of one situation of a run; it states those results as they came out."""
    book, model = judged.book, judged.outcome.model
    given = judged.situations[situation]
    lines = [f"例“{name}”", *_values(given, book, model)]
    for rows in given.rows:
        lines.extend(_rows(rows))
    lines.append(_expected(judged, situation, stated, readings))
    return "\n".join(lines)


# ---------------------------------------------------------------- 设


def _values(given: Situation, book: RuleBook, model: Model) -> list[str]:
    """设 sentences: a whole group in its order where it is one, else unit by unit."""
    left = list(given.values)
    lines: list[str] = []
    for series in book.series:
        for name in dict.fromkeys(value.name for value in left):
            turns = {value.unit: value for value in left if value.name == name}
            if len(series.units) > 1 and all(unit in turns for unit in series.units):
                texts = [turns[unit].text for unit in series.units]
                lines.append(f"设{series.name}{name}依次为{_turns(texts, _unit(model, name))}。")
                left = [value for value in left if value.name != name or value.unit not in series.units]
    for unit in dict.fromkeys(value.unit for value in left):
        facts = [_value(value, book, model) for value in left if value.unit == unit]
        lines.append(f"设{unit}{'，'.join(facts)}。")
    return lines


def _turns(texts: Sequence[str], unit: str) -> str:
    """900分、880分，其余为500分: what repeats at the end is said once."""
    last = len(texts)
    while last > 1 and texts[last - 1] == texts[last - 2]:
        last -= 1
    shown = "、".join(f"{text}{unit}" for text in texts[:last])
    if last == len(texts):
        return shown
    return "、".join(f"{text}{unit}" for text in texts[: max(last - 1, 1)]) + f"，其余为{texts[-1]}{unit}"


def _unit(model: Model, name: str) -> str:
    column = model.columns.get((UNIT_GRAIN, name))
    return "" if column is None else column.unit


def _value(value: GivenValue, book: RuleBook, model: Model) -> str:
    types = [
        column.type
        for ledger in book.schema.ledgers
        for column in ledger.columns
        if column.name == value.name
    ]
    number = ColumnType.BOOL not in types and ColumnType.ENUM not in types
    return f"{value.name}为{value.text}{_unit(model, value.name) if number else ''}"


def _rows(given: GivenRows) -> list[str]:
    """The rows of each unit under a sentence of their own, in columns of one width."""
    lines: list[str] = []
    for unit in dict.fromkeys(row[0] for row in given.rows):
        cells = [given.columns[1:], *(row[1:] for row in given.rows if row[0] == unit)]
        widths = [max(display_width(row[place]) for row in cells) for place in range(len(cells[0]))]
        lines.append(f"设{unit}有{given.ledger}：" if unit else f"设下列{given.ledger}：")
        for row in cells:
            shown = "｜".join(pad(cell, width) for cell, width in zip(row, widths, strict=True))
            lines.append(f"  ｜{shown}｜")
    return lines


# ---------------------------------------------------------------- 则


def _expected(
    judged: Judged, situation: int, stated: Sequence[Stated], readings: Sequence[tuple[str, str]]
) -> str:
    under = "按 " + "、".join(f"{name}={option}" for name, option in readings) + "，" if readings else ""
    refused = judged.refusals[situation]
    if refused:
        return f"{under}则拒绝：{refused[0].message}"
    claims: list[str] = []
    last = ""
    for unit, name in stated:
        claims.append(("" if unit == last else unit) + _claim(judged, situation, unit, name))
        last = unit
    return f"{under}则{'，'.join(claims)}。"


def _claim(judged: Judged, situation: int, unit: str, name: str) -> str:
    """One result as a claim: 综合得分为600分, 评为达标, 名次为第2位, 处理为无."""
    outcome = judged.outcome
    number = judged.unit(situation, unit)
    assert number is not None
    value = value_of(outcome, name, number)
    shown = show_result(outcome, name, number)
    if name == GRADE and value is not None:
        return f"评为{shown}"
    if isinstance(value, tuple):
        listing = judged.book.measures[0] if judged.book.measures else ""
        quoted = value if name == listing else tuple(f"“{each}”" for each in value)
        return f"{name}为{'、'.join(quoted) or '无'}"
    return f"{name}为{shown}"
