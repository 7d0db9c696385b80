"""Two versions of a rule book: what changes, for whom, and what was approved of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from perfeval import folders, pipeline
from perfeval.diagnostics.diagnostic import Cell, Checked, Diagnostic, has_errors

if TYPE_CHECKING:
    from perfeval.diff.comparison import Comparison
from perfeval.api.books import NO_READINGS, load


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
    ledgers = None if facts is None else folders.ledger_files(Path(facts), before.value, after.value)
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

    book = folders.book_path(Path(new))
    basis = Basis(_from(book.parent, old), _from(book.parent, facts), readings)
    file = book.parent / file_for(book.name, folders.BOOK_FILE)
    try:
        file.write_text(approved_text(basis, comparison), encoding="utf-8", newline="\n")
    except OSError as error:
        raise folders.UnreadableError(f"写不了“{file}”：{error.strerror}") from error
    return file


def check_approved(rules: Path | str) -> Checked[Path]:
    """Whether the impact is still the approved one: the file, or None with what differs.

    None without findings: nothing was approved. Raises UnreadableError.
    """
    file = approved_file(rules)
    if file is None:
        return Checked(None)
    found = _check_approved(rules, file)
    return evolve(found, diagnostics=tuple(_in_file(each, file.name) for each in found.diagnostics))


def approved_file(rules: Path | str) -> Path | None:
    """The file with the impact that was approved; None where nothing was."""
    from perfeval.diff.approved import file_for

    book = folders.book_path(Path(rules))
    file = book.parent / file_for(book.name, folders.BOOK_FILE)
    return file if file.is_file() else None


def _in_file(finding: Diagnostic, name: str) -> Diagnostic:
    """The same finding, placed in the file as this book's is called."""
    where = finding.where
    return evolve(finding, where=evolve(where, file=name)) if isinstance(where, Cell) else finding


def _check_approved(rules: Path | str, file: Path) -> Checked[Path]:
    from perfeval.diff.approved import FACTS, OLD, approved_text, basis_of, difference_from, not_found

    folder = file.parent
    approved = folders.read_file(file).decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    basis = basis_of(approved)
    if basis.value is None:
        return Checked(None, basis.diagnostics)
    old, facts = folder / basis.value.old, folder / basis.value.facts
    for key, path, read in ((OLD, basis.value.old, load), (FACTS, basis.value.facts, folders.ledger_files)):
        try:
            read(folder / path)
        except folders.UnreadableError:
            return Checked(None, (not_found(approved, key, path),))
    compared = compare(old, rules, facts, basis.value.readings, prove=False)
    if compared.value is None or has_errors(compared.diagnostics):
        return Checked(None, compared.diagnostics)
    differs = difference_from(approved, approved_text(basis.value, compared.value))
    return Checked(None, (differs,)) if differs else Checked(file)


def _from(folder: Path, path: Path | str) -> str:
    """A path as seen from a folder, with forward slashes."""
    return Path(os.path.relpath(Path(path).resolve(), folder.resolve())).as_posix()
