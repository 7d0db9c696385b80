"""Which findings the book itself answers: by a 口径 that they come from, or by a sentence (知悉)."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

from perfeval.diagnostics.diagnostic import Diagnostic, Severity, has_errors
from perfeval.diagnostics.suggest import nearest
from perfeval.rulebook.book import Acknowledgement, Reading, RuleBook
from perfeval.source.fold import fold

STALE = "PE890"


@frozen
class Answered:
    """A finding, by what it is answered (知悉, or 口径“…” and its adopted option), and the reason."""

    finding: Diagnostic
    by: str
    reason: str


@frozen
class Settled:
    """Findings that nobody answered, and those that the book answers; both in the order of the book."""

    open: tuple[Diagnostic, ...]
    answered: tuple[Answered, ...]


# What one option of one reading, not adopted, gives instead.
Elsewhere = tuple[tuple[str, str], Sequence[Diagnostic]]


def under_readings(
    book: RuleBook, found: Sequence[Diagnostic], elsewhere: Sequence[Elsewhere], *, reading_answers: bool
) -> tuple[list[Diagnostic], list[Answered]]:
    """Findings of a check under the adopted readings, and under each other option alone.

    What is not there under another option comes from the choice, whose reason the book states
    (reading_answers: where such a reason will do). What is there only under another option is a
    finding of its own, which names the option.
    """
    open_, answered = [], []
    for each in found:
        by = next((choice for choice, more in elsewhere if _lacks(more, each)), None)
        if by is None or not reading_answers or each.severity is not Severity.WARNING:
            open_.append(each)
            continue
        reading = next(reading for reading in book.readings if reading.name == by[0])
        answered.append(answered_by(reading, each))
    known = [_key(each) for each in found]
    for (reading_name, option), more in elsewhere:
        for each in more:
            if _key(each) not in known:
                known.append(_key(each))
                open_.append(_under(each, reading_name, option))
    return open_, answered


def answered_by(reading: Reading, found: Diagnostic) -> Answered:
    """The finding, as answered by a reading: its adopted option, and why that is adopted."""
    return Answered(found, f"口径“{reading.name}”采用“{reading.default}”", reading.reason)


def _lacks(found: Sequence[Diagnostic], wanted: Diagnostic) -> bool:
    # The same flaw with another figure is still a flaw: nothing was gained by the choice.
    return (wanted.code, wanted.clause) not in [(each.code, each.clause) for each in found]


def _key(found: Diagnostic) -> tuple[str, str, str]:
    return found.code, found.clause, found.name or found.message


def _under(found: Diagnostic, reading: str, option: str) -> Diagnostic:
    name = f"{found.name}，{reading}={option}" if found.name else ""
    return evolve(found, name=name, message=f"口径“{reading}”取“{option}”时：{found.message}")


def told_apart(found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Findings of one name in one clause get names of their own, or one answer would silence them all."""
    times: dict[tuple[str, str], int] = {}
    apart = []
    for each in found:
        number = times[each.name, each.clause] = times.get((each.name, each.clause), 0) + 1
        apart.append(evolve(each, name=f"{each.name}之{number}") if each.name and number > 1 else each)
    return apart


def acknowledged(
    book: RuleBook, found: Sequence[Diagnostic], answered_already: Sequence[Answered] = ()
) -> tuple[list[Diagnostic], list[Answered]]:
    """Take out what the book answers by 知悉; an answer to nothing is a finding itself.

    answered_already: by a reading; a 知悉 may say the same once more.
    """
    open_, answered = [], []
    used = [
        answer
        for answer in book.acknowledged
        if any(_answers(answer, each.finding) for each in answered_already)
    ]
    for each in found:
        said = [answer for answer in book.acknowledged if _answers(answer, each)]
        used.extend(said)
        if said and each.severity is not Severity.ERROR:
            answered.append(Answered(each, "知悉", said[0].reason))
        else:
            open_.append(each)
    # While there are errors not all is looked for: what is answered may well be there.
    if not has_errors(tuple(found)):
        open_.extend(_stale(answer, found) for answer in book.acknowledged if answer not in used)
    return open_, answered


def _answers(answer: Acknowledgement, found: Diagnostic) -> bool:
    return bool(found.name) and (fold(found.name), found.clause) == (fold(answer.name), answer.clause)


def _stale(answer: Acknowledgement, found: Sequence[Diagnostic]) -> Diagnostic:
    """PE890: an answer to a finding that is not there, or that is about another clause."""
    names = [each.name for each in found if each.name and each.clause == answer.clause]
    near = nearest(answer.name, names)
    elsewhere = next((each for each in found if each.name and fold(each.name) == fold(answer.name)), None)
    if elsewhere is None:
        hint = "规则已经改好的，删去这一句。"
        hint += f"名称要写成“{near}”。" if near else "写错了名称的，照问题后面给出的那一句改。"
    elif elsewhere.clause and not answer.clause:
        hint = f"说的是【{elsewhere.clause}】：紧接着写在【{elsewhere.clause}】下面，中间不要有空行。"
    elif elsewhere.clause:
        hint = f"说的是【{elsewhere.clause}】，把这一句移到【{elsewhere.clause}】下面。"
    else:
        hint = "说的不是哪个条款，把这一句移到附件里，写在声明的后面。"
    message = f"这里没有“{answer.name}”这个问题，知悉落空"
    return Diagnostic(STALE, message, answer.span, (), hint, Severity.WARNING, answer.clause)
