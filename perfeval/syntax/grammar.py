"""The Lark parser for one sentence, built from ``grammar/*.lark`` or loaded from the user's cache."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from attrs import frozen
from lark import Lark
from lark.lexer import Lexer

_PARTS = ("book", "declarations", "conditions", "rules", "tokens")
_PACKAGE = Path(__file__).resolve().parent.parent


class _NoLexer(Lexer):
    """Sentences are cut by ``segment``; Lark is fed one token at a time."""

    def __init__(self, lexer_conf: Any) -> None:
        """Lark constructs it; there is nothing to keep."""

    def lex(self, *_: Any) -> Iterator[Any]:
        """No tokens of its own."""
        yield from ()


@frozen(eq=False)
class Grammar:
    """The LALR parser, and each keyword with the terminals it may be."""

    lark: Lark
    keywords: dict[str, tuple[str, ...]]


def grammar_folder() -> Path:
    """Where the ``.lark`` files are: in the package when installed, beside it in a checkout."""
    installed = _PACKAGE / "_grammar"
    return installed if installed.is_dir() else _PACKAGE.parent / "grammar"


def grammar_text() -> str:
    """The whole grammar as one text."""
    folder = grammar_folder()
    return "\n".join((folder / f"{part}.lark").read_text(encoding="utf-8") for part in _PARTS)


def _cache_file() -> str | bool:
    """A file of the user's own cache folder (private), or False where there is none to write to."""
    root = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    folder = (Path(root) if root else Path.home() / ".cache") / "perfeval"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return False
    return str(folder / "grammar.lark-cache") if os.access(folder, os.W_OK) else False


@cache
def load_grammar() -> Grammar:
    """Build the parser (LALR, strict: no conflicts); later calls give the same one."""
    text = grammar_text()
    lark = Lark(
        text,
        parser="lalr",
        lexer=_NoLexer,
        start="sentence",
        strict=True,
        maybe_placeholders=True,
        cache=_cache_file(),
    )
    return Grammar(lark, _keywords(lark))


def _keywords(lark: Lark) -> dict[str, tuple[str, ...]]:
    words: dict[str, tuple[str, ...]] = {}
    for terminal in lark.terminals:
        pattern = terminal.pattern
        if pattern is None:
            continue
        # Synonyms come as (?:甲|乙); a single word comes as itself.
        value = pattern.value if pattern.type == "str" else pattern.value.removeprefix("(?:").removesuffix(")")
        for word in [value] if pattern.type == "str" else value.split("|"):
            words[word] = (*words.get(word, ()), terminal.name)
    return words
