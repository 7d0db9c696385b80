"""Whether a built sentence is read as it was built."""

from __future__ import annotations

from perfeval.source.text import SourceText, Span
from perfeval.syntax.grammar import load_grammar
from perfeval.syntax.lines import read_lines
from perfeval.syntax.marks import marked
from perfeval.syntax.parse import SentenceReader
from perfeval.syntax.tree import RawSentence
from perfeval.syntax.vocabulary import Vocabulary, collect

# A heading, below which a line is read as a sentence.
_BELOW = "附件\n"


def kinds_read(sentence: str, start: str, vocabulary: Vocabulary) -> tuple[str, ...] | None:
    """The kinds of the words of a sentence as the reader takes them, or None where it refuses it."""
    source = SourceText("book.jx", _BELOW + sentence)
    text = marked(source)
    raw = _raw(source) if start == "sentence" else _in_example(source)
    if raw is None:
        return None
    known = vocabulary.with_more(collect([raw.span], text)) if start == "sentence" else vocabulary
    reader = SentenceReader(source, text, load_grammar(start), known)
    cuts, notes = reader.sound_pieces(raw, reader.cuts(raw))
    tracks = reader.mender.whole(cuts)
    if notes or tracks is None:
        return None
    return tuple(track.terminal for track in tracks[1:])


def _raw(source: SourceText) -> RawSentence | None:
    lines = read_lines(source).value or ()
    line = lines[-1]
    return line if isinstance(line, RawSentence) and len(lines) == 2 else None


def _in_example(source: SourceText) -> RawSentence:
    """The sentence as one of an example; behind 则拒绝 and a colon stands free text."""
    refused = source.folded.find("拒绝:")
    return RawSentence(
        Span(source, len(_BELOW), len(source.text)), None if refused < 0 else refused + len("拒绝:")
    )
