"""The readings that a result rests on: the option, whether it is the adopted one, why and since when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from attrs import frozen

from perfeval.quantity.calendar import show_date
from perfeval.rulebook.book import Reading, RuleBook


@frozen
class Decision:
    """Why an option was chosen for one evaluation, and on which day; None where nobody said."""

    reason: str | None = None
    day: date | None = None


# What was decided outside the rule book, by the name of the reading.
Decisions = Mapping[str, Decision]
NO_DECISIONS: Decisions = {}


@frozen
class ChosenReading:
    """One reading of a result. reason and day are None where nobody said."""

    name: str
    option: str
    adopted: bool
    reason: str | None
    day: date | None


def chosen_readings(
    book: RuleBook, readings: Mapping[str, str], decisions: Decisions = NO_DECISIONS
) -> tuple[ChosenReading, ...]:
    """All readings of the book in order, ``readings`` being those of the model.

    The reason in the book is for the adopted option alone, and gives way to one in ``decisions``.
    """
    return tuple(
        _chosen(reading, readings[reading.name], decisions.get(reading.name, Decision()))
        for reading in book.readings
    )


def _chosen(reading: Reading, option: str, decision: Decision) -> ChosenReading:
    adopted = option == reading.default
    if adopted and decision.reason is None:
        return ChosenReading(reading.name, option, adopted, reading.reason, reading.day)
    return ChosenReading(reading.name, option, adopted, decision.reason, decision.day)


def show_chosen(chosen: ChosenReading, place: str = "") -> str:
    """One reading as users read it: 名额取整＝四舍五入（【名额取整】四（一））：原文没有写如何取整。

    place: the clause and where it stands, if that is to be told.
    """
    notes = [place] if place else []
    if not chosen.adopted:
        notes.append("不是采用的选项")
    if chosen.day is not None:
        notes.append(show_date(chosen.day))
    noted = f"（{'，'.join(notes)}）" if notes else ""
    return f"{chosen.name}＝{chosen.option}{noted}：{chosen.reason or '未写理由'}"
