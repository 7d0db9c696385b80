"""Files and folders that users name: rule books and ledgers, whatever their form."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

from perfeval.diagnostics.diagnostic import Cell, Diagnostic
from perfeval.ledger import errors
from perfeval.ledger.limits import MAX_FILE_BYTES, MAX_TEXT_BYTES
from perfeval.rulebook.book import RuleBook
from perfeval.syntax.references import is_plain_name

BOOK_FILE = "book.jx"
# What a folder of ledgers may hold: all of it is in memory at once.
MAX_FILES = 1_000
MAX_FOLDER_BYTES = 2 * MAX_FILE_BYTES
_PARQUET = ".parquet"
# Ledgers of more bytes than these may have so many units that arrays pay.
_LARGE = 200_000
# Of Unix, of Office, and of what clusters write beside their files.
_HIDDEN = (".", "~$", "_")


class UnreadableError(Exception):
    """A path that cannot be read; the message is for users, in Chinese."""


def book_path(path: Path) -> Path:
    """The file of a rule book, or of the folder that holds one. Raises UnreadableError."""
    found = path / BOOK_FILE if path.is_dir() else path
    if not found.is_file():
        renamed = found.with_name(found.name + ".txt")
        hint = f"；有一个“{renamed.name}”，请改名为“{found.name}”" if renamed.is_file() else ""
        raise UnreadableError(f"找不到规则书“{found}”{hint}")
    return found


def ledger_files(folder: Path, *books: RuleBook | None) -> dict[str, bytes]:
    """The files of a folder by name; of those that are no CSV the name alone is of use.

    books: whose ledgers they are. Those of a book whose results one of these takes may stand in a
    folder of their own: 季度考核/得分.csv.
    """
    files = _files_of_folder(folder)
    for book in books:
        for taken in book.taken if book is not None else ():
            inside = folder / taken.ledger
            if is_plain_name(taken.ledger) and inside.is_dir():
                more = ledger_files(inside, taken.book)
                files.update({f"{taken.ledger}/{name}": content for name, content in more.items()})
        # Whoever reads no Parquet has to say that there is some.
        files.update({f"{name}{_PARQUET}": b"" for name in parquet_files(folder, book)})
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
    return {file.name: read_file(file, MAX_FILE_BYTES) if file in tables else b"" for file in files}


def read_file(path: Path, limit: int = MAX_TEXT_BYTES) -> bytes:
    """A file, of a longer one ``limit`` + 1 bytes: enough to see that it is too long."""
    try:
        with path.open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise UnreadableError(f"读不了“{path}”：{error.strerror}") from error


def replace_file(path: Path, content: bytes) -> None:
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


# ---------------------------------------------------------------- Parquet


def parquet_files(folder: Path, book: RuleBook | None) -> dict[str, list[Path]]:
    """The ledgers of a book that are Parquet: 得分.parquet, or the files of a folder 得分."""
    found = {}
    for ledger in book.schema.ledgers if book is not None else ():
        one = folder / f"{ledger.name}{_PARQUET}"
        paths = [one] if one.is_file() else []
        if is_plain_name(ledger.name):
            paths.extend(_parquet_of(folder / ledger.name))
        if paths:
            found[ledger.name] = paths
    return found


def _parquet_of(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(
        path for path in folder.iterdir() if path.suffix == _PARQUET and not path.name.startswith(_HIDDEN)
    )


def strange_parquet(folder: Path, book: RuleBook) -> tuple[Diagnostic, ...]:
    """Parquet files that are no ledger's, and ledgers that are both a file and a folder."""
    return tuple(_strange_parquet(folder, book))


def _strange_parquet(folder: Path, book: RuleBook) -> Iterator[Diagnostic]:
    known = tuple(ledger.name for ledger in book.schema.ledgers)
    for path in sorted(folder.iterdir()):
        if path.name.startswith(_HIDDEN):
            continue
        is_file = path.is_file() and path.suffix.lower() == _PARQUET
        name = path.stem if is_file else path.name
        holds = is_file or bool(_parquet_of(path))
        if holds and (name not in known or (is_file and path.suffix != _PARQUET)):
            near = name if name in known else errors.near_miss(name, known)
            suffix = _PARQUET if is_file else ""
            names = [f"{each}{suffix}" for each in known]
            yield errors.unknown_file(Cell(path.name), near and near + suffix, names)
        elif holds and not is_file and (folder / f"{name}{_PARQUET}").is_file():
            yield errors.both_forms(Cell(f"{name}{_PARQUET}"), name, f"{name}/")


def is_for_populations(folder: Path | str, names: Sequence[str], engine: str) -> bool:
    """Whether facts are for the engines of many populations: as asked for, or by what is in their folder.

    names: the columns that tell populations apart. engine: the one that a user asked for, or ``auto``.
    """
    folder = Path(folder)
    if names or engine != "auto":
        return True
    if not folder.is_dir():
        return False
    inside = [path for path in islice(folder.iterdir(), MAX_FILES) if not path.name.startswith(_HIDDEN)]
    if any(path.suffix.lower() == _PARQUET or (path.is_dir() and _parquet_of(path)) for path in inside):
        return True
    return sum(path.stat().st_size for path in inside if path.is_file()) > _LARGE


def facts_files(folder: Path, book: RuleBook) -> dict[str, Path]:
    """All files of a folder of facts that are read, by their names as seen from there."""
    return {path.relative_to(folder).as_posix(): path for path in _facts_files(folder, book)}


def _facts_files(folder: Path, book: RuleBook) -> Iterator[Path]:
    yield from (path for path in folder.iterdir() if path.is_file() and path.suffix.lower() == ".csv")
    yield from (path for paths in parquet_files(folder, book).values() for path in paths)
    for taken in book.taken:
        if is_plain_name(taken.ledger) and (folder / taken.ledger).is_dir():
            yield from _facts_files(folder / taken.ledger, taken.book)


def need(*packages: str, extra: str = "columns") -> None:
    """Raises UnreadableError where one of these packages is missing; extra: what installs them."""
    missing = [package for package in packages if find_spec(package) is None]
    if missing:
        raise UnreadableError(f"要先安装 {'、'.join(missing)}：pip install 'perfeval[{extra}]'")
