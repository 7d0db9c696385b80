"""Where declared names stand: findings about a declaration underline the name in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from perfeval.source.text import Span
from perfeval.syntax.tree import Item, Phrase, Sentence, Word


@frozen(eq=False)
class Declared:
    """The place of each declared name, where it is declared first."""

    categories: Mapping[str, Span]
    series: Mapping[str, Span]
    grades: Mapping[str, Span]
    measures: Mapping[str, Span]

    @classmethod
    def of(cls, items: Sequence[Item]) -> Declared:
        """The names that the sentences of a book declare."""
        phrases = [phrase for item in items if isinstance(item, Sentence) for phrase in _all(item.phrase)]
        return cls(
            _places(p.words()[:1] for p in phrases if p.rule.startswith("category")),
            _places(p.words()[:1] for p in phrases if p.rule == "series"),
            _places(p.phrase(0).words() for p in phrases if p.rule == "grades"),
            _places(p.phrase(1).words() for p in phrases if p.rule == "measures_are"),
        )


def _all(phrase: Phrase) -> Iterator[Phrase]:
    yield phrase
    for part in phrase.phrases():
        yield from _all(part)


def _places(lists: Iterator[tuple[Word, ...]]) -> dict[str, Span]:
    found: dict[str, Span] = {}
    for words in lists:
        for word in words:
            found.setdefault(word.text, word.span)
    return found
