"""Facts that show a finding, as a small table: what is given of the unit, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfeval.checks.check import Subject
from perfeval.diagnostics.diagnostic import Witness
from perfeval.evaluate.situations import Judged, judge
from perfeval.examples.actual import show_result
from perfeval.rulebook.examples import Situation
from perfeval.tables.flow import reads, upstream
from perfeval.tables.model import UNIT_GRAIN


def witness_of(subject: Subject, situation: Situation, unit: str, results: Sequence[str]) -> Witness:
    """The facts of a unit that these results rest on, and the results."""
    judged = judge(subject.book, subject.model, [situation])
    rows = [*_facts(subject, situation, unit, results), *_results(judged, 0, unit, results)]
    return Witness(("单位", unit), tuple(rows))


def contrast_of(
    subject: Subject, before: Situation, after: Situation, unit: str, results: Sequence[str]
) -> Witness:
    """A unit without a row and with it, side by side: the facts of both, and what comes of each."""
    judged = judge(subject.book, subject.model, [before, after])
    one, other = ([*_facts(subject, each, unit, results)] for each in (before, after))
    new = [fact for fact in other if other.count(fact) > one.count(fact)]
    rows = [(name, text, text) for name, text in one]
    rows.extend((f"多出的{name}", "", text) for name, text in dict.fromkeys(new))
    comes = [_results(judged, number, unit, results) for number in (0, 1)]
    rows.extend((name, was, is_now) for (name, was), (_, is_now) in zip(*comes, strict=True))
    return Witness((unit, "原来", "多了一条"), tuple(rows))


def _facts(
    subject: Subject, situation: Situation, unit: str, results: Sequence[str]
) -> Iterator[tuple[str, str]]:
    nodes = upstream(subject.model.nodes, [(UNIT_GRAIN, name) for name in results])
    asked = {name for node in nodes for _, name in reads(node)}
    ledgers = {grain for node in nodes for grain, _ in reads(node)}
    for value in situation.values:
        if value.unit == unit and value.name in asked:
            column = subject.model.columns.get((UNIT_GRAIN, value.name))
            yield value.name, value.text + ("" if column is None else column.unit)
    for given in situation.rows:
        for row in given.rows if given.ledger in ledgers else ():
            if row[0] == unit:
                yield given.ledger, "，".join(row[1:])


def _results(judged: Judged, situation: int, unit: str, results: Sequence[str]) -> Iterator[tuple[str, str]]:
    number = judged.unit(situation, unit)
    for name in results:
        if number is not None and not judged.refusals[situation]:
            yield f"→ {name}", show_result(judged.outcome, name, number)
