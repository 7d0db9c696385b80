"""How much a rule book may be: what is checked before it is parsed, so that no text can hurt.

The limits are far above any plan (the one of 2013 has 130 sentences, the longest of 270 letters) and
keep the work of every pass bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from attrs import evolve

from perfeval.diagnostics.diagnostic import Diagnostic, Severity, has_errors
from perfeval.source.fold import HARMLESS
from perfeval.source.text import SourceText, Span
from perfeval.source.visible import hidden_character, is_hidden
from perfeval.syntax import errors
from perfeval.syntax.tree import ExampleText, Line, RawSentence

MAX_SENTENCES = 10_000
# The longest sentence is a roster: a thousand units of nine letters with 、 between them.
MAX_SENTENCE = 10_000
# Pieces of all sentences together, as many as a megabyte of ordinary sentences has.
MAX_WORDS = 50_000
# Brackets within brackets, and whatever else stands in itself; every walk over a tree relies on it.
MAX_NESTING = 64
# Findings that are told in full; whoever has more mends these first.
MAX_FINDINGS = 200
# Letters of a name. A longer one names nothing that anyone would write twice.
MAX_NAME = 100

_STOP = re.compile(r"[。\n]")


def hidden_characters(source: SourceText) -> tuple[Diagnostic, ...]:
    """A finding for each line with a character that nobody sees; the first of the line is shown.

    What word processors put between words, and what ``fold`` takes for a space, is harmless.
    """
    if hidden_character(source.text.translate(HARMLESS)) is None:
        return ()
    found: list[Diagnostic] = []
    last = 0
    for place, char in enumerate(source.text):
        if char.isprintable() and char != "\ufffd":
            continue
        if is_hidden(char.translate(HARMLESS)):
            span = Span(source, place, place + 1)
            if span.line != last:
                last = span.line
                found.append(errors.hidden_in_text(span))
    return at_most(found)


def too_much(lines: Sequence[Line]) -> Diagnostic | None:
    """The first breach of the limits on sentences: too many of them, or one too long."""
    count = 0
    for line in lines:
        if isinstance(line, ExampleText):
            size = len(_STOP.findall(line.span.text))
        elif isinstance(line, RawSentence):
            size = 1
        else:
            continue
        count += size
        if count > MAX_SENTENCES:
            return errors.too_many_sentences(line.span, MAX_SENTENCES)
        longest = max((len(part) for part in _STOP.split(line.span.text)), default=0)
        if isinstance(line, RawSentence):
            longest = line.span.end - line.span.start
        if longest > MAX_SENTENCE:
            return errors.endless_sentence(line.span, longest, MAX_SENTENCE)
    return None


def at_most(findings: Iterable[Diagnostic], limit: int = MAX_FINDINGS) -> tuple[Diagnostic, ...]:
    """The first findings, and one that counts the others; an error among those makes it an error."""
    found = tuple(findings)
    if len(found) <= limit:
        return found
    rest = found[limit:]
    severity = Severity.ERROR if has_errors(rest) else Severity.WARNING
    return (*found[:limit], evolve(errors.and_more(rest[0].where, len(rest)), severity=severity))
