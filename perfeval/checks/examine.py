"""A rule book through all checks."""

from __future__ import annotations

from collections.abc import Sequence

from perfeval.checks.answers import Answered, Settled, acknowledged, told_apart, under_readings
from perfeval.checks.check import Check, Subject
from perfeval.checks.every import CHECKS
from perfeval.checks.memory import Memory
from perfeval.diagnostics.diagnostic import Diagnostic, Severity, has_errors
from perfeval.rulebook.book import RuleBook
from perfeval.rulebook.examples import Situation
from perfeval.source.text import Span
from perfeval.syntax.tree import Item
from perfeval.tables.from_rulebook import compile_book
from perfeval.verify.proof import BEYOND
from perfeval.verify.sampled import computes, sampled
from perfeval.verify.solver import is_installed

# What could not be looked into is a hint of its own.
NO_SOLVER = "PE709"
# So many situations drawn by lot are evaluated where a book computes what solvers do not.
_DRAWN = 160


def subject_of(book: RuleBook, items: tuple[Item, ...], known: Sequence[Situation]) -> Subject | None:
    """What checks look at; None where the book does not compile under the adopted readings."""
    model = compile_book(book, {}).value
    if model is None:
        return None
    drawn = sampled(book, model, _DRAWN) if computes(model) else []
    memory, others = Memory([*known, *drawn]), []
    for reading, option in book.other_options:
        other = compile_book(book, {reading: option}).value
        if other is not None:
            others.append(Subject(book, items, other, (reading, option), memory))
    return Subject(book, items, model, None, memory, tuple(others))


def examine(subject: Subject, found: Sequence[Diagnostic], checks: Sequence[Check] = CHECKS) -> Settled:
    """All findings of the checks, and ``found`` of earlier passes, settled with the book's answers."""
    book = subject.book
    open_, answered = list(found), list[Answered]()
    for check in checks:
        if check.every_reading and has_errors(tuple(open_)):
            # Tables with two answers are mended first: what else is asked of them has no answer.
            continue
        own, by_itself = _told(check, subject)
        answered.extend(by_itself)
        if not check.every_reading:
            open_.extend(own)
            continue
        elsewhere = [
            (each.reading, _told(check, each)[0]) for each in subject.others if each.reading is not None
        ]
        more, by_reading = under_readings(book, own, elsewhere, reading_answers=check.reading_answers)
        open_.extend(more)
        answered.extend(by_reading)
    left, by_sentence = acknowledged(book, told_apart(open_), answered)
    left = sorted(_without_solver(left), key=_offset)
    answered = sorted([*answered, *by_sentence], key=lambda each: _offset(each.finding))
    return Settled(tuple(left), tuple(answered))


def _without_solver(found: list[Diagnostic]) -> list[Diagnostic]:
    """One hint for all that could not be looked into because there is no solver."""
    left = [each for each in found if each.severity is not Severity.HINT]
    hints = [each for each in found if each.severity is Severity.HINT]
    if is_installed() or not hints:
        return found
    titles = "、".join(
        dict.fromkeys(check.title for check in CHECKS if check.code in [each.code for each in hints])
    )
    message = f"没有安装求解器（附加包verify），{titles}只查了一部分"
    hint = "装上以后再检查一遍：pip install perfeval[verify]。"
    return [*left, Diagnostic(NO_SOLVER, message, hints[0].where, (), hint, Severity.HINT)]


def _told(check: Check, subject: Subject) -> tuple[list[Diagnostic], list[Answered]]:
    """What a check finds, and what it finds together with the reading that answers it."""
    found = tuple(each for each in check.find(subject) if not _is_beyond(each))
    return (
        [each for each in found if isinstance(each, Diagnostic)],
        [each for each in found if isinstance(each, Answered)],
    )


def _is_beyond(found: Diagnostic | Answered) -> bool:
    """Whether it only says that no formula says a number; there would be dozens of these."""
    return isinstance(found, Diagnostic) and found.severity is Severity.HINT and BEYOND in found.message


def _offset(found: Diagnostic) -> int:
    return found.where.start if isinstance(found.where, Span) else -1
