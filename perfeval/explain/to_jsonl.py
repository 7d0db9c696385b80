"""Accounts of many units as JSON lines: what is the same for many is told once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from attrs import field, frozen

from perfeval.evaluate.outcome import Outcome, Value
from perfeval.evaluate.readings import NO_DECISIONS, Decisions, chosen_readings
from perfeval.evaluate.records import field_of
from perfeval.evaluate.to_json import chosen_to_json
from perfeval.explain import ways
from perfeval.explain.from_outcome import clause_entry, rows_told, sums_told, taken_told
from perfeval.explain.joined import Joined
from perfeval.explain.points import formula_line
from perfeval.explain.remembered import Memory, Remembered
from perfeval.explain.story import grading_story
from perfeval.explain.to_json import clause_to_json, rows_to_json
from perfeval.explain.view import View, scene_of
from perfeval.explain.ways import Answers
from perfeval.rulebook.book import Clause
from perfeval.source.visible import visible_json

# So many values of a column are kept as text.
_KEPT = 5_000
NO_POPULATION: Mapping[str, str] = {}


@frozen(eq=False)
class _Field:
    """One field of the records; the text of each of its values is kept."""

    name: str
    texts: dict[Value, str] = field(init=False, factory=dict)

    def text(self, view: View) -> str:
        """The field of one unit: ``"综合得分": "842.07"``."""
        value = view.value(self.name)
        text = self.texts.get(value)
        if text is None:
            own = visible_json(field_of(view.outcome, self.name, view.index))
            text = f"{visible_json(self.name)}: {own}"
            if len(self.texts) < _KEPT:
                self.texts[value] = text
        return text


@frozen(eq=False)
class Lines:
    """Writes accounts by one model of one book, whatever the facts, each as JSON on one line."""

    fields: tuple[_Field, ...]
    sums: Joined
    clauses: Joined
    chosen: str
    memory: Memory

    def line(self, view: View, answers: Answers, population: Mapping[str, str] = NO_POPULATION) -> str:
        """What ``account_to_json`` gives, the unit's name and population put before it; no line end.

        population: what tells the unit's population from others: 辖区 -> 甲区.
        """
        head: dict[str, object] = {"version": 1, "unit": view.name}
        if population:
            head["population"] = dict(population)
        parts = [
            visible_json(head)[:-1],
            ', "record": {',
            ", ".join([each.text(view) for each in self.fields]),
            '}, "sums": [',
            self.sums.text(view, answers),
            '], "grading": ',
            visible_json(grading_story(view)),
            ', "clauses": [',
            self.clauses.text(view, answers),
            '], "chosen": ',
            self.chosen,
        ]
        if taken := taken_told(view):
            parts.append(f', "taken": {visible_json(taken)}')
        if rows := rows_told(view):
            parts.append(f', "rows": {visible_json([rows_to_json(each) for each in rows])}')
        return "".join([*parts, "}"])

    def of(self, outcome: Outcome, population: Mapping[str, str] = NO_POPULATION) -> Iterator[str]:
        """The lines of all units of an outcome by this model, in roster order."""
        answers = self.memory.answers(scene_of(outcome))
        for unit in range(len(outcome.book.units)):
            if unit and unit % ways.AT_ONCE == 0:
                answers.clear()
            yield self.line(answers.view(unit), answers, population)

    def one(self, outcome: Outcome, unit: int, population: Mapping[str, str] = NO_POPULATION) -> str:
        """The line of one unit, by its number."""
        return self.line(View(outcome, unit), self.memory.answers(scene_of(outcome)), population)


def lines_for(outcome: Outcome, decisions: Decisions = NO_DECISIONS) -> Lines:
    """The writer for this outcome and all others by the same model of the same book.

    decisions: why readings other than the adopted ones were chosen.
    """
    view = View(outcome, 0)
    memory = Memory()
    chosen = chosen_readings(outcome.book, outcome.model.readings, decisions)
    return Lines(
        tuple(_Field(name) for name in view.result_names),
        Joined(tuple(Remembered(_sum(name), memory) for name in sums_told(view))),
        Joined(tuple(Remembered(_clause(clause), memory) for clause in outcome.book.clauses)),
        visible_json(chosen_to_json(chosen)),
        memory,
    )


def _sum(name: str) -> Callable[[View], object]:
    return lambda view: formula_line(view, name)


def _clause(clause: Clause) -> Callable[[View], object]:
    return lambda view: clause_to_json(clause_entry(view, clause))
