"""What became of the sentences of a book, one after the other."""

from __future__ import annotations

from attrs import frozen

from perfeval.syntax.echoes import Note
from perfeval.syntax.tree import Broken, Item, Line, Quote, RawSentence


@frozen
class Read:
    """What became of a sentence: its item, its findings, and what of the text is still to be read.

    meant: the sentence as it was probably meant, where it had a mistake. rest: another sentence in
    the same text. joined: the next line was part of this sentence.
    """

    item: Item
    notes: tuple[Note, ...] = ()
    meant: str = ""
    rest: RawSentence | None = None
    joined: bool = False


def is_strange(read: Read) -> bool:
    """Whether this is a line that is no sentence at all, or a quote without words."""
    if isinstance(read.item, Quote):
        return read.item.span.start >= read.item.span.end
    return isinstance(read.item, Broken) and all(note.finding.code == "PE107" for note in read.notes)


def same_line(read: Read, before: Read) -> bool:
    """Whether two broken sentences stand in one line."""
    first, second = before.item, read.item
    return isinstance(first, Broken) and isinstance(second, Broken) and first.span.line == second.span.line


def following(other: Line) -> RawSentence | None:
    """A sentence that might be a part of the one before: nothing that stands for itself."""
    if isinstance(other, RawSentence) and other.text_at is None and not other.span.text.startswith("【"):
        return other
    return None
