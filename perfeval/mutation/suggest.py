"""The examples that are missing: facts that tell survivors from the book, as rule text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from attrs import define, field

from perfeval.evaluate.records import record_of
from perfeval.evaluate.situations import Judged, judge
from perfeval.examples.suite import Suite
from perfeval.examples.write import example_text
from perfeval.mutation.prove import Survivor
from perfeval.resolve.known import known_of
from perfeval.rulebook.book import RuleBook
from perfeval.rulebook.examples import Situation
from perfeval.tables.conditions import GRADE
from perfeval.tables.from_rulebook import compile_book

_MOST_RESULTS = 3
# A refusal may name the line of another row; these facts do not stand in the book yet.
_LINE = re.compile("，[^，\n]*第0行.*")


@define(eq=False)
class Suggestion:
    """One missing example: its facts as judged under the book itself, and what it states."""

    name: str
    judged: Judged
    readings: tuple[tuple[str, str], ...]
    stated: dict[tuple[str, str], None] = field(factory=dict)

    @property
    def text(self) -> str:
        """The example as rule text."""
        text = example_text(self.name, self.judged, 0, tuple(self.stated), self.readings)
        return _LINE.sub("", text)


def suggestions_of(book: RuleBook, suite: Suite, survived: Sequence[Survivor]) -> tuple[Suggestion, ...]:
    """Examples that together notice every survivor that has a witness; one for each set of facts."""
    found: dict[tuple[Situation, tuple[str, str] | None], Suggestion] = {}
    names = [example.name for example in suite.examples]
    for survivor in survived:
        if survivor.witness is None:
            continue
        key = survivor.witness, survivor.reading
        if key not in found:
            made = _suggestion(book, survivor, survivor.witness, names)
            if made is None:
                continue
            found[key] = made
            names.append(made.name)
        _state(found[key], survivor)
    return tuple(found.values())


def _suggestion(
    book: RuleBook, survivor: Survivor, facts: Situation, names: Sequence[str]
) -> Suggestion | None:
    readings = (survivor.reading,) if survivor.reading else ()
    model = compile_book(book, dict(readings)).value
    if model is None:
        return None
    name = _fresh(f"{survivor.mutant.clause}，{survivor.mutant.kind}", names)
    return Suggestion(name, judge(book, model, [facts]), readings)


def _state(suggestion: Suggestion, survivor: Survivor) -> None:
    """State what differs; where only the mutant turns the facts down, anything that came out."""
    judged, unit = suggestion.judged, survivor.unit
    number = judged.unit(0, unit)
    if judged.refusals[0] or number is None:
        return
    sayable = _sayable(judged.book)
    named = [name for name in survivor.results if name in sayable]
    if not named:
        record = record_of(judged.outcome, number)
        named = [name for name in sayable if record.get(name) not in (None, [])][:1] or [GRADE]
    for name in named[:_MOST_RESULTS]:
        suggestion.stated[unit, name] = None


def _sayable(book: RuleBook) -> tuple[str, ...]:
    """The results that an example can state."""
    known = known_of(book)
    listed = (book.measures[0],) if book.measures else ()
    return (GRADE, *known.numbers, *known.truths, *known.cases, *listed)


def _fresh(name: str, used: Sequence[str]) -> str:
    """A name that no example has, without the marks that names stand in."""
    base = name.replace("“", "").replace("”", "")
    fresh, number = base, 2
    while fresh in used:
        fresh = f"{base}{number}"
        number += 1
    return fresh
