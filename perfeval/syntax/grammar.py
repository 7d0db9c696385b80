"""The Lark parser for one sentence, built from ``grammar/*.lark`` or loaded from the user's cache."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from attrs import frozen
from lark import Lark
from lark.lexer import Lexer

from perfeval.syntax.files import grammar_cache, grammar_text


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


@cache
def load_grammar(start: str = "sentence") -> Grammar:
    """Build the parser (LALR, strict: no conflicts); later calls give the same one.

    start: ``sentence``, or ``example`` for the sentences of examples, which have words of their own.
    """
    lark = Lark(
        grammar_text(start),
        parser="lalr",
        lexer=_NoLexer,
        start=start,
        strict=True,
        maybe_placeholders=True,
        cache=grammar_cache(start),
    )
    return Grammar(lark, _keywords(lark))


def _keywords(lark: Lark) -> dict[str, tuple[str, ...]]:
    words: dict[str, tuple[str, ...]] = {}
    for terminal in lark.terminals:
        pattern: Any = terminal.pattern  # None for names, which %declare only mentions
        if pattern is None:
            continue
        # Synonyms come as (?:甲|乙); a single word comes as itself.
        value = (
            pattern.value if pattern.type == "str" else pattern.value.removeprefix("(?:").removesuffix(")")
        )
        for word in [value] if pattern.type == "str" else value.split("|"):
            words[word] = (*words.get(word, ()), terminal.name)
    return words
