"""The Python interface: what the commands do, as functions of paths.

Paths are a rule book (a folder with ``book.jx``, or a ``.jx`` file) and a folder of ledgers. What is
wrong with what a user gave comes back as findings in ``Checked``; ``UnreadableError`` is raised only
where a path cannot be read at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from perfeval import pipeline
from perfeval.diagnostics.diagnostic import Checked, Diagnostic, has_errors
from perfeval.diagnostics.suggest import nearest
from perfeval.evaluate.outcome import Outcome
from perfeval.rulebook.book import RuleBook
from perfeval.tables.model import Model

if TYPE_CHECKING:
    from perfeval.analysis.coverage import Coverage
    from perfeval.examples.coverage import Coverage as ExampleCoverage
    from perfeval.examples.suite import Suite
    from perfeval.explain.account import Account

BOOK_FILE = "book.jx"
NO_READINGS: Mapping[str, str] = {}


class UnreadableError(Exception):
    """A path that cannot be read; the message is for users, in Chinese."""


def load(rules: Path | str) -> Checked[RuleBook]:
    """Read a rule book and verify its quotes. Raises UnreadableError."""
    path = _book_path(Path(rules))
    return pipeline.read_book(path.name, _read(path), _plans_beside(path))


def load_tested(rules: Path | str) -> Checked[tuple[RuleBook, Suite]]:
    """Read a rule book with its examples. Raises UnreadableError."""
    path = _book_path(Path(rules))
    text = pipeline.read_text(path.name, _read(path))
    book = pipeline.bind_book(text, _plans_beside(path))
    if text.value is None or book.value is None:
        return Checked(None, book.diagnostics)
    suite = pipeline.read_examples(text.value, book.value)
    findings = (*book.diagnostics, *suite.diagnostics)
    return Checked(None if suite.value is None else (book.value, suite.value), findings)


def _plans_beside(path: Path) -> dict[str, bytes]:
    """The archived documents beside a rule book, by name."""
    return {
        file.name: _read(file)
        for file in sorted(path.parent.iterdir())
        if file.is_file() and file.suffix == ".txt"
    }


def check(rules: Path | str) -> Checked[RuleBook]:
    """Read a rule book and compile it under every option of every reading. Raises UnreadableError."""
    read = load_tested(rules)
    if read.value is None:
        return Checked(None, read.diagnostics)
    book, _ = read.value
    return Checked(book, (*read.diagnostics, *pipeline.check_every_option(book)))


def examples_coverage(book: RuleBook, suite: Suite) -> ExampleCoverage:
    """What the examples of a book show of its rules; what cannot be shown is proved where z3 is there."""
    from perfeval.examples.coverage import coverage_of
    from perfeval.examples.proofs import prover_of

    return coverage_of(book, suite, prover_of(book))


def coverage(rules: Path | str) -> Checked[Coverage]:
    """How much of the plan the rule book accounts for. Raises UnreadableError."""
    book = load(rules)
    if book.value is None:
        return Checked(None, book.diagnostics)
    from perfeval.analysis.coverage import coverage_of

    return Checked(coverage_of(book.value), book.diagnostics)


def tables(rules: Path | str, readings: Mapping[str, str] = NO_READINGS) -> Checked[Model]:
    """The decision tables of a rule book under the given readings. Raises UnreadableError."""
    book = load(rules)
    if book.value is None:
        return Checked(None, book.diagnostics)
    return pipeline.compile_tables(book.value, readings)


def evaluate(
    rules: Path | str, facts: Path | str, readings: Mapping[str, str] = NO_READINGS
) -> Checked[Outcome]:
    """Evaluate the ledgers of a folder. readings: name -> option. Raises UnreadableError."""
    book = load(rules)
    ledgers = _ledger_files(Path(facts))
    if book.value is None:
        return Checked(None, book.diagnostics)
    return pipeline.evaluate(book.value, readings, ledgers)


def explain(
    rules: Path | str, facts: Path | str, unit: str, readings: Mapping[str, str] = NO_READINGS
) -> Checked[Account]:
    """The account of one unit, by its name. Raises UnreadableError."""
    outcome = evaluate(rules, facts, readings)
    if outcome.value is None or has_errors(outcome.diagnostics):
        return Checked(None, outcome.diagnostics)
    return account_of(outcome.value, unit)


def account_of(outcome: Outcome, unit: str) -> Checked[Account]:
    """The account of one unit of an outcome; a finding (PE703) if the roster has no such unit."""
    from perfeval.explain.from_outcome import explain as explain_unit

    names = [each.name for each in outcome.book.units]
    if unit not in names:
        near = nearest(unit, names)
        message = f"没有名为“{unit}”的单位" + (f"，是不是“{near}”？" if near else "")
        hint = "单位的名称以规则书的名单为准。"
        return Checked(None, (Diagnostic("PE703", message, None, (), hint),))
    return Checked(explain_unit(outcome, names.index(unit)))


def _book_path(path: Path) -> Path:
    found = path / BOOK_FILE if path.is_dir() else path
    if not found.is_file():
        renamed = found.with_name(found.name + ".txt")
        hint = f"；有一个“{renamed.name}”，请改名为“{found.name}”" if renamed.is_file() else ""
        raise UnreadableError(f"找不到规则书“{found}”{hint}")
    return found


def _ledger_files(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        raise UnreadableError(f"找不到台账文件夹“{folder}”")
    return {file.name: _read(file) for file in sorted(folder.iterdir()) if file.is_file()}


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"读不了“{path}”：{error.strerror}") from error
