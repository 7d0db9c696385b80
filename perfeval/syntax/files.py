"""Files of the syntax pass: the grammar it ships with, a private cache, and what a rule book names."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

from perfeval.syntax.references import BOOK_FILE

_PARTS = ("book", "declarations", "conditions", "rules", "calculations", "tokens")
# What each kind of sentence begins with in the grammar, and the files that say how it goes on.
GRAMMARS = {
    "sentence": _PARTS,
    "example": (*_PARTS, "examples"),
    "uncertainty": ("uncertainty", "tokens"),
}
_HERE = Path(__file__).resolve().parent
_PACKAGE = _HERE.parent
KEPT_TREES = 20
# Files that a rule book may name, with the archived documents beside them.
_MOST = 1_000


def grammar_folder() -> Path:
    """Where the ``.lark`` files are: in the package when installed, beside it in a checkout."""
    installed = _PACKAGE / "_grammar"
    return installed if installed.is_dir() else _PACKAGE.parent / "grammar"


def grammar_text(start: str = "sentence") -> str:
    """The whole grammar of one kind of sentence as one text."""
    folder = grammar_folder()
    return "\n".join((folder / f"{part}.lark").read_text(encoding="utf-8") for part in GRAMMARS[start])


def cache_folder() -> Path | None:
    """A folder of the user's own (private), or None where there is none to write to."""
    root = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        folder = (Path(root) if root else Path.home() / ".cache") / "perfeval"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return None
    return folder if os.access(folder, os.W_OK) else None


def grammar_cache(start: str) -> str | bool:
    """Where Lark may keep the tables of the grammar for this Python, or False."""
    folder = cache_folder()
    version = ".".join(str(part) for part in sys.version_info[:2])
    return str(folder / f"{start}-{version}.lark-cache") if folder else False


def tree_file(text: str) -> Path | None:
    """The cache file for the tree of ``text`` under this grammar and this code of the syntax pass."""
    folder = cache_folder()
    if folder is None:
        return None
    digest = sha256(grammar_text().encode("utf-8"))
    for code in sorted(_HERE.glob("*.py")):
        digest.update(code.read_bytes())
    digest.update(text.encode("utf-8"))
    return folder / f"tree-{digest.hexdigest()}.json"


def read_kept(file: Path | None) -> str | None:
    """What is kept in a cache file, or None."""
    try:
        return None if file is None else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def keep(file: Path | None, data: str) -> None:
    """Keep data in a cache file, whole or not at all; the oldest beyond KEPT_TREES are dropped."""
    if file is None:
        return
    part = file.with_suffix(f".{os.getpid()}")
    try:
        part.write_text(data, encoding="utf-8")
        part.replace(file)
        kept = sorted(file.parent.glob("tree-*.json"), key=lambda each: each.stat().st_mtime)
        for old in kept[:-KEPT_TREES]:
            old.unlink(missing_ok=True)
    except OSError:
        return


def files_named(
    path: Path,
    content: bytes,
    read: Callable[[Path], bytes],
    meant: Callable[[str, bytes], Sequence[str]],
) -> dict[str, bytes]:
    """The archived documents beside a rule book and the other files that it names, by their paths.

    Paths are seen from the folder of the book; meant: those that the text of a file names. What lies
    elsewhere, by a link too, is not read. Where a file is not there, the rule books that there are
    stand for it, empty: one of them may have been meant.
    """
    here = path.parent
    files = _documents(here, "", read)
    waiting, missing = [(path.name, content)], list[str]()
    while waiting:
        for name in meant(*waiting.pop()):
            if name in files or len(files) > _MOST:
                continue
            file = here / name
            if not _is_near(file, here) or not file.is_file():
                missing.append(name)
                continue
            files.update(_documents(file.parent, name.rpartition("/")[0], read))
            files[name] = read(file)
            waiting.append((name, files[name]))
    for name in _books_around(here) if missing else ():
        if name not in missing:
            files.setdefault(name, b"")
    return files


def _documents(folder: Path, shown: str, read: Callable[[Path], bytes]) -> dict[str, bytes]:
    """The archived documents of a folder, by paths that begin with ``shown``."""
    return {
        f"{shown}/{file.name}" if shown else file.name: read(file)
        for file in sorted(folder.iterdir())
        if file.is_file() and file.suffix in (".txt", ".csv")
    }


def _is_near(file: Path, here: Path) -> bool:
    """Whether a file is really in the folder ``here``, or in one beside it where its path says so."""
    home, real = here.resolve(), file.resolve()
    return real.is_relative_to(home.parent if ".." in file.relative_to(here).parts else home)


def _books_around(here: Path) -> list[str]:
    """The rule texts of a folder and the rule books in it and beside it, as paths seen from there."""
    beside = [each for each in here.glob(f"../*/{BOOK_FILE}") if each.parent.resolve() != here.resolve()]
    found = [*here.glob("*.jx"), *here.glob(f"*/{BOOK_FILE}"), *beside]
    return [each.relative_to(here).as_posix() for each in sorted(found)[:_MOST]]
