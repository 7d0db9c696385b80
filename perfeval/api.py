"""The Python interface: what the commands do, as functions of paths.

Paths are a rule book (a folder with ``book.jx``, or a ``.jx`` file) and a folder of ledgers. What is
wrong with what a user gave comes back as findings in ``Checked``; ``UnreadableError`` is raised only
where a path cannot be read at all.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from perfeval import pipeline
from perfeval.diagnostics.diagnostic import Cell, Checked, Diagnostic, has_errors
from perfeval.diagnostics.suggest import nearest
from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.readings import NO_DECISIONS, Decisions
from perfeval.ledger.limits import MAX_FILE_BYTES, MAX_TEXT_BYTES
from perfeval.rulebook.book import RuleBook
from perfeval.source.text import SourceText
from perfeval.syntax.files import files_named
from perfeval.syntax.references import is_plain_name
from perfeval.tables.model import Model

if TYPE_CHECKING:
    from perfeval.analysis.coverage import Coverage
    from perfeval.diff.comparison import Comparison
    from perfeval.examples.coverage import Coverage as ExampleCoverage
    from perfeval.examples.suite import Suite
    from perfeval.explain.account import Account
    from perfeval.layout.file import FormattedFile
    from perfeval.mutation.report import Report
    from perfeval.pipeline import Examined
    from perfeval.sensitivity.study import Study

BOOK_FILE = "book.jx"
# What a folder of ledgers may hold: all of it is in memory at once.
MAX_FILES = 1_000
MAX_FOLDER_BYTES = 2 * MAX_FILE_BYTES
NO_READINGS: Mapping[str, str] = {}


class UnreadableError(Exception):
    """A path that cannot be read; the message is for users, in Chinese."""


def load(rules: Path | str) -> Checked[RuleBook]:
    """Read a rule book and verify its quotes. Raises UnreadableError."""
    path = _book_path(Path(rules))
    content = _read(path)
    return pipeline.read_book(path.name, content, files_named(path, content, _read, pipeline.files_meant))


def load_tested(rules: Path | str) -> Checked[tuple[RuleBook, Suite]]:
    """Read a rule book with its examples. Raises UnreadableError."""
    path = _book_path(Path(rules))
    content = _read(path)
    files = files_named(path, content, _read, pipeline.files_meant)
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
    path = _book_path(Path(rules))
    content = _read(path)
    files = files_named(path, content, _read, pipeline.files_meant)
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


def evaluate(
    rules: Path | str, facts: Path | str, readings: Mapping[str, str] = NO_READINGS
) -> Checked[Outcome]:
    """Evaluate the ledgers of a folder. readings: name -> option. Raises UnreadableError."""
    book = load(rules)
    ledgers = _ledger_files(Path(facts), book.value)
    if book.value is None:
        return Checked(None, book.diagnostics)
    return pipeline.evaluate(book.value, readings, ledgers)


def explain(
    rules: Path | str,
    facts: Path | str,
    unit: str,
    readings: Mapping[str, str] = NO_READINGS,
    decisions: Decisions = NO_DECISIONS,
) -> Checked[Account]:
    """The account of one unit, by its name. decisions: why readings were chosen. Raises UnreadableError."""
    outcome = evaluate(rules, facts, readings)
    if outcome.value is None or has_errors(outcome.diagnostics):
        return Checked(None, outcome.diagnostics)
    return account_of(outcome.value, unit, decisions)


def account_of(outcome: Outcome, unit: str, decisions: Decisions = NO_DECISIONS) -> Checked[Account]:
    """The account of one unit of an outcome; a finding (PE703) if the roster has no such unit."""
    from perfeval.explain.from_outcome import explain as explain_unit

    names = [each.name for each in outcome.book.units]
    if unit not in names:
        near = nearest(unit, names)
        message = f"没有名为“{unit}”的单位" + (f"，是不是“{near}”？" if near else "")
        hint = "单位的名称以规则书的名单为准。"
        return Checked(None, (Diagnostic("PE703", message, None, (), hint),))
    return Checked(explain_unit(outcome, names.index(unit), decisions))


def compare(
    old: Path | str,
    new: Path | str,
    facts: Path | str | None = None,
    readings: Mapping[str, str] = NO_READINGS,
    *,
    prove: bool = True,
) -> Checked[Comparison]:
    """What a new version of a rule book changes, and for whom. Raises UnreadableError.

    prove: search for a unit that fares otherwise where the facts show none.
    """
    before, after = load(old), load(new)
    ledgers = None if facts is None else _ledger_files(Path(facts), before.value, after.value)
    if before.value is None or after.value is None:
        return Checked(None, (*before.diagnostics, *after.diagnostics))
    return pipeline.compare(before.value, after.value, readings, ledgers, prove=prove)


def approve(
    comparison: Comparison, old: Path | str, new: Path | str, facts: Path | str, readings: Mapping[str, str]
) -> Path:
    """Store a comparison of these paths as the approved one, beside the new book; gives the file.

    Raises UnreadableError where it cannot be written.
    """
    from perfeval.diff.approved import Basis, approved_text, file_for

    book = _book_path(Path(new))
    basis = Basis(_from(book.parent, old), _from(book.parent, facts), readings)
    file = book.parent / file_for(book.name, BOOK_FILE)
    try:
        file.write_text(approved_text(basis, comparison), encoding="utf-8", newline="\n")
    except OSError as error:
        raise UnreadableError(f"写不了“{file}”：{error.strerror}") from error
    return file


def check_approved(rules: Path | str) -> Checked[Path]:
    """Whether the impact is still the approved one: the file, or None with what differs.

    None without findings: nothing was approved. Raises UnreadableError.
    """
    from perfeval.diff.approved import file_for

    book = _book_path(Path(rules))
    file = book.parent / file_for(book.name, BOOK_FILE)
    if not file.is_file():
        return Checked(None)
    found = _check_approved(rules, file)
    return evolve(found, diagnostics=tuple(_in_file(each, file.name) for each in found.diagnostics))


def _in_file(finding: Diagnostic, name: str) -> Diagnostic:
    """The same finding, placed in the file as this book's is called."""
    where = finding.where
    return evolve(finding, where=evolve(where, file=name)) if isinstance(where, Cell) else finding


def _check_approved(rules: Path | str, file: Path) -> Checked[Path]:
    from perfeval.diff.approved import FACTS, OLD, approved_text, basis_of, difference_from, not_found

    folder = file.parent
    approved = _read(file).decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    basis = basis_of(approved)
    if basis.value is None:
        return Checked(None, basis.diagnostics)
    old, facts = folder / basis.value.old, folder / basis.value.facts
    for key, path, read in ((OLD, basis.value.old, load), (FACTS, basis.value.facts, _ledger_files)):
        try:
            read(folder / path)
        except UnreadableError:
            return Checked(None, (not_found(approved, key, path),))
    compared = compare(old, rules, facts, basis.value.readings, prove=False)
    if compared.value is None or has_errors(compared.diagnostics):
        return Checked(None, compared.diagnostics)
    differs = difference_from(approved, approved_text(basis.value, compared.value))
    return Checked(None, (differs,)) if differs else Checked(file)


def _from(folder: Path, path: Path | str) -> str:
    """A path as seen from a folder, with forward slashes."""
    return Path(os.path.relpath(Path(path).resolve(), folder.resolve())).as_posix()


def readings(rules: Path | str, facts: Path | str, limit: int | None = None) -> Checked[Study]:
    """What depends on which reading. limit: up to so many combinations all are tried.

    Raises UnreadableError.
    """
    from perfeval.sensitivity.from_facts import LIMIT

    book = load(rules)
    ledgers = _ledger_files(Path(facts), book.value)
    if book.value is None:
        return Checked(None, book.diagnostics)
    return pipeline.study_readings(book.value, ledgers, LIMIT if limit is None else limit)


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

    path = _book_path(Path(rules))
    content = _read(path)
    text = pipeline.parse_text(str(path), content)
    if text.value is None:
        return Checked(None, text.diagnostics)
    file = formatted_file(text.value.source, content)
    if file is None:
        hint = "这是排版程序的错，请把这本规则书交给维护的人；文件没有改动。"
        return Checked(None, (Diagnostic("PE708", f"“{path}”排版以后意思会变", None, (), hint),))
    if write and file.line is not None:
        _replace(path, file.content)
    return Checked(file)


def _replace(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; a link stays a link, and who may read it stays the same.

    What is read-only is refused, although its folder would let it be replaced. A file with several
    names is written where it is, or the names would part.
    """
    target = path.resolve()
    known = target.stat()
    if not known.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise UnreadableError(f"写不了“{path}”：文件是只读的")
    if known.st_nlink > 1:
        _overwrite(path, content)
        return
    part = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        part.write_bytes(content)
        shutil.copymode(target, part)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UnreadableError(f"写不了“{path}”：{error.strerror}") from error


def _overwrite(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UnreadableError(f"写不了“{path}”：{error.strerror}") from error


def _book_path(path: Path) -> Path:
    found = path / BOOK_FILE if path.is_dir() else path
    if not found.is_file():
        renamed = found.with_name(found.name + ".txt")
        hint = f"；有一个“{renamed.name}”，请改名为“{found.name}”" if renamed.is_file() else ""
        raise UnreadableError(f"找不到规则书“{found}”{hint}")
    return found


def _ledger_files(folder: Path, *books: RuleBook | None) -> dict[str, bytes]:
    """The files of a folder by name; of those that are no CSV the name alone is of use.

    books: whose ledgers they are. Those of a book whose results one of these takes may stand in a
    folder of their own: 季度考核/得分.csv.
    """
    files = _files_of_folder(folder)
    for book in books:
        for taken in book.taken if book is not None else ():
            inside = folder / taken.ledger
            if is_plain_name(taken.ledger) and inside.is_dir():
                more = _ledger_files(inside, taken.book)
                files.update({f"{taken.ledger}/{name}": content for name, content in more.items()})
    return files


def _files_of_folder(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        raise UnreadableError(f"找不到台账文件夹“{folder}”")
    files = sorted(file for file in islice(folder.iterdir(), MAX_FILES + 1) if file.is_file())
    tables = [file for file in files if file.suffix.lower() == ".csv"]
    size = sum(file.stat().st_size for file in tables)
    if len(files) > MAX_FILES or size > MAX_FOLDER_BYTES:
        found = f"{len(files)}个文件、{size}字节"
        limit = f"{MAX_FILES}个文件、{MAX_FOLDER_BYTES}字节"
        raise UnreadableError(f"“{folder}”里的台账太多：有{found}以上，上限是{limit}；移走不是台账的文件。")
    return {file.name: _read(file, MAX_FILE_BYTES) if file in tables else b"" for file in files}


def _read(path: Path, limit: int = MAX_TEXT_BYTES) -> bytes:
    """A file, of a longer one ``limit`` + 1 bytes: enough to see that it is too long."""
    try:
        with path.open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise UnreadableError(f"读不了“{path}”：{error.strerror}") from error
