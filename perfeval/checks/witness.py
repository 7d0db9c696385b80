"""Facts that show a finding, as a small table: what is given of the unit, and what comes of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from perfeval.checks.check import Subject
from perfeval.diagnostics.diagnostic import Witness
from perfeval.evaluate.situations import Judged, judge
from perfeval.examples.actual import show_result
from perfeval.ledger.schema import ColumnType
from perfeval.quantity.units import RATE
from perfeval.rulebook.examples import GivenValue, Situation
from perfeval.tables.flow import reads, writes
from perfeval.tables.model import Node
from perfeval.tables.places import UNIT_GRAIN

# A fact of a unit, or a row: its name or its ledger, and the cells.
_Fact = tuple[str, tuple[str, ...]]
# From so many rows alike on they are one line.
_MANY = 3
# What the search adds to free texts so that rows alike are about different things.
_COPY = re.compile(r"之[0-9]+\Z")


def witness_of(subject: Subject, situation: Situation, unit: str, results: Sequence[str]) -> Witness:
    """The facts of a unit that these results rest on, and the results."""
    judged = judge(subject.book, subject.model, [situation])
    facts = _lines(subject, _facts(subject, situation, unit, results))
    rows = [*facts, *_results(judged, 0, unit, results)]
    return Witness(("单位", unit), tuple(rows))


def contrast_of(
    subject: Subject, before: Situation, after: Situation, unit: str, results: Sequence[str]
) -> Witness:
    """A unit without a row and with it, side by side: the facts of both, and what comes of each."""
    judged = judge(subject.book, subject.model, [before, after])
    one, other = ([*_facts(subject, each, unit, results)] for each in (before, after))
    had, has = Counter(one), Counter(other)
    new = [fact for fact in dict.fromkeys(other) if has[fact] > had[fact]]
    rows = [(name, text, text) for name, text in _lines(subject, one)]
    rows.extend((f"多出的{name}", "", text) for name, text in _lines(subject, new))
    comes = [_results(judged, number, unit, results) for number in (0, 1)]
    rows.extend((name, was, is_now) for (name, was), (_, is_now) in zip(*comes, strict=True))
    return Witness((unit, "原来", "多了一条"), tuple(rows))


def _facts(subject: Subject, situation: Situation, unit: str, results: Sequence[str]) -> Iterator[_Fact]:
    given = [value for value in situation.values if value.unit == unit]
    nodes = _upstream(subject, results, [value.name for value in given])
    asked = {name for node in nodes for _, name in reads(node)} | set(results)
    ledgers = {grain for node in nodes for grain, _ in reads(node)}
    for value in given:
        if value.name in asked:
            yield value.name, (_with_unit(subject, value),)
    for rows in situation.rows:
        for row in rows.rows if rows.ledger in ledgers else ():
            if row[0] == unit:
                yield rows.ledger, row[1:]


def _upstream(subject: Subject, results: Sequence[str], given: Sequence[str]) -> list[Node]:
    """What the results rest on; what a number that is given outright is made of does not matter."""
    found: list[Node] = []
    wanted = dict.fromkeys((UNIT_GRAIN, name) for name in results)
    for node in reversed(subject.model.nodes):
        made = writes(node)
        outright = any(grain == UNIT_GRAIN and name in given for grain, name in made)
        if not outright and any(place in wanted for place in made):
            found.append(node)
            wanted.update(dict.fromkeys([*reads(node), *((UNIT_GRAIN, name) for _, name in reads(node))]))
    return found


def _with_unit(subject: Subject, value: GivenValue) -> str:
    """A fact as it would stand in a ledger, with its measure; a number set outright with its unit."""
    for ledger in subject.book.schema.ledgers:
        column = ledger.column(value.name) if ledger.per_unit else None
        if column is not None:
            measured = column.unit and column.type is not ColumnType.PERCENT
            return value.text + (column.wording if measured else "")
    made = subject.model.columns.get((UNIT_GRAIN, value.name))
    return value.text + ("" if made is None or made.unit == RATE else made.unit)


def _lines(subject: Subject, facts: Iterable[_Fact]) -> Iterator[tuple[str, str]]:
    """Each fact as one text; rows that differ by made-up texts alone are told once, with their number."""
    alike: dict[_Fact, list[_Fact]] = {}
    for name, cells in facts:
        texts = _texts(subject, name)
        one = tuple(_COPY.sub("", cell) if place in texts else cell for place, cell in enumerate(cells))
        alike.setdefault((name, one), []).append((name, cells))
    for (name, cells), same in alike.items():
        texts = _texts(subject, name)
        if len(same) < _MANY:
            yield from ((name, "，".join(each)) for _, each in same)
        else:
            apart = f"，{'、'.join(texts.values())}各不相同" if texts else ""
            yield name, f"{'，'.join(cells)}……（同样的记录{len(same)}条{apart}）"


def _texts(subject: Subject, ledger: str) -> dict[int, str]:
    """The columns of free text of a ledger, by their place in its rows."""
    known = subject.book.schema.ledger(ledger)
    columns = () if known is None else known.columns
    return {place: each.name for place, each in enumerate(columns) if each.type is ColumnType.TEXT}


def _results(judged: Judged, situation: int, unit: str, results: Sequence[str]) -> Iterator[tuple[str, str]]:
    number = judged.unit(situation, unit)
    for name in results:
        if number is not None and not judged.refusals[situation]:
            yield f"→ {name}", show_result(judged.outcome, name, number)
