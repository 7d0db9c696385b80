"""Names that cut sentences otherwise than they read: a column 级别每次 in 按级别每次加5分."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from perfeval.source.text import Span
from perfeval.syntax.grammar import load_grammar
from perfeval.syntax.marks import marked
from perfeval.syntax.parse import SentenceReader
from perfeval.syntax.segment import Cut
from perfeval.syntax.tree import Item, RawSentence, Sentence
from perfeval.syntax.vocabulary import collect
from perfeval.syntax.without_name import readable_without

# Sentences that end with free words.
_FREE = ("adopt", "acknowledge", "remarked")


@frozen
class Split:
    """A name, where it is declared, and a sentence that can be read without it, in other words.

    words: the part of the sentence that is cut in two ways. with_name, without: its pieces.
    """

    name: str
    declared: Span
    words: Span
    with_name: tuple[str, ...]
    without: tuple[str, ...]


def splits(items: Sequence[Item]) -> tuple[Split, ...]:
    """The names of a book that stand in the way of other words, each once, in order of declaration."""
    sentences = [item for item in items if isinstance(item, Sentence) and not item.repaired]
    if not sentences:
        return ()
    source = sentences[0].span.source
    text = marked(source)
    reader = SentenceReader(source, text, load_grammar(), collect((each.span for each in sentences), text))
    found: dict[str, Split] = {}
    for sentence in sentences:
        if sentence.phrase.rule not in _FREE:
            for split in _of_sentence(reader, sentence):
                found.setdefault(split.name, split)
    return tuple(sorted(found.values(), key=lambda split: split.declared.start))


def _of_sentence(reader: SentenceReader, sentence: Sentence) -> Iterator[Split]:
    cuts = reader.cuts(RawSentence(sentence.span, None))
    for name, other in readable_without(reader.text, cuts, reader.mender, reader.vocabulary):
        place = reader.vocabulary.places[name]
        ends = [cut.end for cut in cuts]
        common = [cut.end for cut in other if cut.end in ends]
        named = next(cut for cut in cuts if reader.text[cut.start : cut.end] == name)
        start = max((end for end in common if end <= named.start), default=cuts[0].start)
        end = min(end for end in common if end >= named.end)
        yield Split(
            name,
            Span(reader.source, place, place + len(name)),
            Span(reader.source, start, end),
            _pieces(reader.text, cuts, start, end),
            _pieces(reader.text, other, start, end),
        )


def _pieces(text: str, cuts: Sequence[Cut], start: int, end: int) -> tuple[str, ...]:
    """The pieces between two places, with the one before, so that the reader finds his way."""
    first = next(index for index, cut in enumerate(cuts) if cut.end > start)
    return tuple(text[cut.start : cut.end] for cut in cuts[max(first - 1, 0) :] if cut.start < end)
