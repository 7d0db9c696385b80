"""The passes in order, each a pure function from a value to a value with findings."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from perfeval.analysis.undated import undated
from perfeval.diagnostics.diagnostic import Checked, Diagnostic, has_errors
from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.run import run
from perfeval.ledger.decode import decode
from perfeval.ledger.limits import MAX_TEXT_BYTES
from perfeval.ledger.read import read_facts
from perfeval.resolve.echoes import FORGOTTEN
from perfeval.resolve.from_syntax import resolve
from perfeval.resolve.readings import unknown_readings
from perfeval.rulebook.book import RuleBook
from perfeval.source.text import SourceText, Span
from perfeval.syntax.limits import at_most
from perfeval.syntax.surface import surface_tree
from perfeval.syntax.tree import Item
from perfeval.tables.from_rulebook import compile_book
from perfeval.tables.model import Model

if TYPE_CHECKING:
    from perfeval.checks.answers import Answered
    from perfeval.diff.comparison import Comparison
    from perfeval.examples.suite import Suite
    from perfeval.sensitivity.study import Study


@frozen(eq=False)
class BookText:
    """The text of a rule book as it was read: its surface tree, and the digest of its bytes."""

    source: SourceText
    items: tuple[Item, ...]
    sha256: str


def parse_text(name: str, content: bytes) -> Checked[BookText]:
    """The bytes of a rule book -> its surface tree; the value is None where it is no text at all."""
    text, finding = _decode(name, content)
    if finding:
        return Checked(None, finding)
    source = SourceText(name, text)
    surface = surface_tree(source)
    if surface.value is None:
        return Checked(None, surface.diagnostics)
    return Checked(BookText(source, surface.value, sha256(content).hexdigest()), surface.diagnostics)


def read_book(name: str, content: bytes, files: Mapping[str, bytes]) -> Checked[RuleBook]:
    """Text of a rule book -> rule book. files: the archived documents beside it, by name."""
    return bind_book(parse_text(name, content), files)


def bind_book(surface: Checked[BookText], files: Mapping[str, bytes]) -> Checked[RuleBook]:
    """Surface tree -> rule book, with the findings of both."""
    text = surface.value
    if text is None:
        return Checked(None, surface.diagnostics)
    bound = resolve(text.items, files, text.source, text.sha256)
    quotes = [each.where for each in bound.diagnostics if each.code == FORGOTTEN]
    own = [each for each in surface.diagnostics if not any(_same_line(each.where, quote) for quote in quotes)]
    findings = at_most(sorted((*own, *bound.diagnostics), key=_offset))
    return Checked(None if has_errors(findings) else bound.value, findings)


def read_examples(text: BookText, book: RuleBook) -> Checked[Suite]:
    """The examples of a rule book, ready to be run."""
    from perfeval.examples.suite import suite_of, unexpected_refusals
    from perfeval.resolve.examples import resolve_examples
    from perfeval.syntax.examples import parse_examples  # loads lark

    trees = parse_examples(text.source, text.items)
    bound = resolve_examples(trees.value or (), book)
    suite = suite_of(book, bound.value or (), text.source.name)
    found = (*trees.diagnostics, *bound.diagnostics, *unexpected_refusals(suite))
    return Checked(suite, tuple(sorted(found, key=_line)))


def _same_line(one: object, other: object) -> bool:
    return isinstance(one, Span) and isinstance(other, Span) and one.line == other.line


def _line(finding: Diagnostic) -> int:
    return finding.where.line or 0 if finding.where is not None else 0


def _offset(finding: Diagnostic) -> int:
    return finding.where.start if isinstance(finding.where, Span) else -1


def _said(finding: Diagnostic) -> tuple[str, str, int]:
    return finding.code, finding.message, _offset(finding)


def _decode(name: str, content: bytes) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text of a file in UTF-8 or GB18030, line ends as \\n; or why it is no text."""
    text = decode(name, content, MAX_TEXT_BYTES)
    if isinstance(text, Diagnostic) and len(content) > MAX_TEXT_BYTES:
        return "", (text,)
    if isinstance(text, Diagnostic):
        # What to do differs from a ledger: a rule book is edited in a text editor.
        hint = "用记事本打开，另存为，编码选“UTF-8”，类型选“所有文件”。"
        return "", (evolve(text, hint=hint, expected=("UTF-8", "GB18030")),)
    return text.replace("\r\n", "\n").replace("\r", "\n"), ()


def compile_tables(book: RuleBook, readings: Mapping[str, str]) -> Checked[Model]:
    """Rule book and readings -> decision tables."""
    findings = unknown_readings(book, readings)
    return Checked(None, findings) if findings else compile_book(book, readings)


def check_every_option(book: RuleBook) -> tuple[Diagnostic, ...]:
    """Findings of the tables pass under the adopted readings and under each other option alone."""
    found = list(compile_book(book, {}).diagnostics)
    known = [_said(each) for each in found]
    for name, option in book.other_options:
        more = compile_book(book, {name: option}).diagnostics
        under = f"口径“{name}”取“{option}”时："
        new = [each for each in more if _said(each) not in known]
        found.extend(evolve(each, message=under + each.message) for each in new)
        known.extend(map(_said, new))
    found.extend(undated(book))
    return tuple(found)


@frozen(eq=False)
class Examined:
    """A rule book that was checked, and the findings that it answers itself."""

    book: RuleBook
    answered: tuple[Answered, ...] = ()


def check_book(surface: Checked[BookText], files: Mapping[str, bytes]) -> Checked[Examined]:
    """Surface tree -> the book with every finding of every pass; what the book answers is kept apart."""
    from perfeval.checks.examine import examine, subject_of
    from perfeval.checks.splitting_names import names_in_the_way

    text, book = surface.value, bind_book(surface, files)
    if text is None:
        return Checked(None, book.diagnostics)
    if book.value is None:
        # A name that cuts sentences to pieces may be why they cannot be bound.
        return Checked(None, at_most((*book.diagnostics, *names_in_the_way(text.items))))
    suite = read_examples(text, book.value)
    found = (*book.diagnostics, *suite.diagnostics, *check_every_option(book.value))
    known = [each.situation for each in suite.value.examples] if suite.value is not None else []
    subject = None if has_errors(found) else subject_of(book.value, text.items, known)
    if subject is None:
        return Checked(Examined(book.value), found)
    settled = examine(subject, found)
    return Checked(Examined(book.value, settled.answered), settled.open)


def evaluate(book: RuleBook, readings: Mapping[str, str], ledgers: Mapping[str, bytes]) -> Checked[Outcome]:
    """Rule book, readings and the files of the ledgers -> outcome. ledgers: file name -> content."""
    model = compile_tables(book, readings)
    facts = read_facts(ledgers, book.schema, book.year[0].year)
    findings = (*model.diagnostics, *facts.diagnostics)
    if model.value is None or facts.value is None or has_errors(findings):
        return Checked(None, findings)
    outcome = run(book, model.value, facts.value)
    return Checked(outcome.value, (*findings, *outcome.diagnostics))


def compare(
    old: RuleBook,
    new: RuleBook,
    readings: Mapping[str, str],
    ledgers: Mapping[str, bytes] | None,
    *,
    prove: bool = True,
) -> Checked[Comparison]:
    """Two rule books, readings of either, and ledgers if there are any -> what changes for whom.

    prove: search for a unit that fares otherwise where the ledgers show none.
    """
    from perfeval.diff.comparison import compare_books

    unknown = [
        unknown_readings(book, {name: option}) for name, option in readings.items() for book in (old, new)
    ]
    # A reading has to be one of either book, not of both.
    findings = [one for one, other in zip(unknown[::2], unknown[1::2], strict=True) if one and other]
    if findings:
        return Checked(None, tuple(each for found in findings for each in found))
    return compare_books(old, new, readings, ledgers, prove=prove)


def study_readings(book: RuleBook, ledgers: Mapping[str, bytes], limit: int) -> Checked[Study]:
    """Rule book and the files of the ledgers -> what depends on which reading."""
    from perfeval.sensitivity.from_facts import study

    facts = read_facts(ledgers, book.schema, book.year[0].year)
    if facts.value is None or has_errors(facts.diagnostics):
        return Checked(None, facts.diagnostics)
    found = study(book, facts.value, limit)
    return Checked(found.value, (*facts.diagnostics, *found.diagnostics))
