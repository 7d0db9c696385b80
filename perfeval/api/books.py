"""Rule books: read, checked, shown as tables, covered by their plan, laid out, tested by slips."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from perfeval import folders, pipeline
from perfeval.diagnostics.diagnostic import Checked, Diagnostic, has_errors
from perfeval.rulebook.book import RuleBook
from perfeval.source.text import SourceText
from perfeval.syntax.files import files_named
from perfeval.tables.model import Model

if TYPE_CHECKING:
    from perfeval.analysis.coverage import Coverage
    from perfeval.examples.coverage import Coverage as ExampleCoverage
    from perfeval.examples.suite import Suite
    from perfeval.layout.file import FormattedFile
    from perfeval.mutation.report import Report
    from perfeval.pipeline import Examined

NO_READINGS: Mapping[str, str] = {}


def load(rules: Path | str) -> Checked[RuleBook]:
    """Read a rule book and verify its quotes. Raises UnreadableError."""
    path = folders.book_path(Path(rules))
    content = folders.read_file(path)
    return pipeline.read_book(
        path.name, content, files_named(path, content, folders.read_file, pipeline.files_meant)
    )


def load_tested(rules: Path | str) -> Checked[tuple[RuleBook, Suite]]:
    """Read a rule book with its examples. Raises UnreadableError."""
    path = folders.book_path(Path(rules))
    content = folders.read_file(path)
    files = files_named(path, content, folders.read_file, pipeline.files_meant)
    text = pipeline.parse_text(path.name, content, files)
    book = pipeline.bind_book(text, files)
    if text.value is None or book.value is None:
        return Checked(None, book.diagnostics)
    suite = pipeline.read_examples(text.value, book.value)
    findings = (*book.diagnostics, *suite.diagnostics)
    return Checked(None if suite.value is None else (book.value, suite.value), findings)


def check(rules: Path | str) -> Checked[Examined]:
    """Look for all that can be wrong with a rule book, before anyone is graded. Raises UnreadableError.

    The findings are those that the book does not answer; the value has the answered ones.
    """
    path = folders.book_path(Path(rules))
    content = folders.read_file(path)
    files = files_named(path, content, folders.read_file, pipeline.files_meant)
    return pipeline.check_book(pipeline.parse_text(path.name, content, files), files)


def examples_coverage(book: RuleBook, suite: Suite) -> ExampleCoverage:
    """What the examples of a book show of its rules; what cannot be shown is proved where z3 is there."""
    from perfeval.examples.coverage import coverage_of, models_of
    from perfeval.examples.proofs import GoalProver

    return coverage_of(book, suite, GoalProver(book, models_of(book)))


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


def mutate(
    rules: Path | str,
    *,
    limit: int | None = None,
    suggest: bool = False,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Checked[Report]:
    """What the examples notice of slips in the rules; a finding (PE707) if some fail without any.

    limit: how many survivors are compared with the book at most. suggest: write the examples that
    are missing. progress: told how many of how many slips are done. Raises UnreadableError.
    """
    from perfeval.examples.suite import passes
    from perfeval.mutation.report import LIMIT, report_of, with_suggestions

    read = load_tested(rules)
    if read.value is None or has_errors(read.diagnostics):
        return Checked(None, read.diagnostics)
    book, suite = read.value
    findings = (*read.diagnostics, *pipeline.check_every_option(book))
    if has_errors(findings):
        return Checked(None, findings)
    if not passes(suite, book):
        hint = "先运行 perfeval test，改好例或规则。"
        return Checked(None, (Diagnostic("PE707", "有的例没有通过", None, (), hint),))
    report = report_of(book, suite, progress, LIMIT if limit is None else limit)
    return Checked(with_suggestions(report, book, suite) if suggest else report, findings)


def format_text(text: str) -> str:
    """The text of a rule book in its usual layout; what cannot be read stays as it is."""
    from perfeval.layout.from_text import formatted

    return formatted(SourceText("", text))


def format_book(rules: Path | str, *, write: bool = True) -> Checked[FormattedFile]:
    """The file of a rule book in its usual layout, and the first line that changes.

    write: put it in the place of the file, if anything changes. Raises UnreadableError.
    """
    from perfeval.layout.file import formatted_file

    path = folders.book_path(Path(rules))
    content = folders.read_file(path)
    text = pipeline.parse_text(str(path), content)
    if text.value is None:
        return Checked(None, text.diagnostics)
    file = formatted_file(text.value.source, content)
    if file is None:
        hint = "这是排版程序的错，请把这本规则书交给维护的人；文件没有改动。"
        return Checked(None, (Diagnostic("PE708", f"“{path}”排版以后意思会变", None, (), hint),))
    if write and file.line is not None:
        folders.replace_file(path, file.content)
    return Checked(file)
