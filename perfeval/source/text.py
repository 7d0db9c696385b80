"""A text with a name, and places in it."""

from __future__ import annotations

import re
from bisect import bisect_right

from attrs import field, frozen

from perfeval.source.fold import fold


@frozen(eq=False)
class Piece:
    """From ``start`` on, a text put together from several has the characters of another text.

    offset: where they stand there. until: for characters that were made for a sentence there, the
    end of that sentence: all of them stand for it.
    """

    start: int
    source: SourceText
    offset: int
    until: int | None = None


@frozen(eq=False)
class SourceText:
    """A text and the name under which messages show it.

    name: the file name as the user knows it. text: the characters, line ends as ``\\n``.
    pieces: where the text was put together from several files, what stands in which, in order.
    """

    name: str
    text: str = field(repr=False)
    pieces: tuple[Piece, ...] = field(default=(), repr=False, kw_only=True)
    # Filled when first asked for: most texts never need them.
    _line_starts: list[int] = field(init=False, factory=list, repr=False)
    _folded: list[str] = field(init=False, factory=list, repr=False)

    @property
    def folded(self) -> str:
        """The text in half width, character for character."""
        if not self._folded:
            self._folded.append(fold(self.text))
        return self._folded[0]

    def _starts(self) -> list[int]:
        if not self._line_starts:
            self._line_starts.append(0)
            self._line_starts.extend(match.end() for match in re.finditer("\n", self.text))
        return self._line_starts

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of a character offset, both counted from 1."""
        starts = self._starts()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of line ``number`` (from 1), without its line end."""
        start = self._starts()[number - 1]
        end = self.text.find("\n", start)
        return self.text[start:] if end < 0 else self.text[start:end]

    def line_in_file(self, number: int) -> Span | None:
        """Where line ``number`` begins in its own file; None where there is no such line."""
        starts = self._starts()
        if not 0 < number <= len(starts):
            return None
        start = starts[number - 1]
        return Span(self, start, start).original


@frozen(eq=False)
class Span:
    """A half-open range of characters of one text; it can always print itself."""

    source: SourceText
    start: int
    end: int

    @property
    def text(self) -> str:
        """The characters of the span, as the user wrote them."""
        return self.source.text[self.start : self.end]

    @property
    def folded(self) -> str:
        """The characters of the span in half width."""
        return self.source.folded[self.start : self.end]

    @property
    def line(self) -> int:
        """Line of the first character, from 1."""
        return self.source.place(self.start)[0]

    @property
    def column(self) -> int:
        """Column of the first character, in characters, from 1."""
        return self.source.place(self.start)[1]

    def cut(self, start: int, end: int) -> Span:
        """The part of this span from ``start`` to ``end``, counted from its own beginning."""
        return Span(self.source, self.start + start, self.start + end)

    def to(self, other: Span) -> Span:
        """From the beginning of this span to the end of ``other``."""
        return Span(self.source, self.start, other.end)

    @property
    def original(self) -> Span:
        """The same words in the file where they stand: this span, unless the text is put together."""
        pieces = self.source.pieces
        if not pieces:
            return self
        index = max(bisect_right(pieces, self.start, key=lambda piece: piece.start) - 1, 0)
        piece = pieces[index]
        if piece.until is not None:
            return Span(piece.source, piece.offset, piece.until)
        stop = pieces[index + 1].start if index + 1 < len(pieces) else len(self.source.text)
        moved = piece.offset - piece.start
        return Span(piece.source, self.start + moved, min(self.end, stop) + moved)

    def line_seen_from(self, main: SourceText) -> str:
        """第3行, with the name of its file where that is another than the one that ``main`` begins with."""
        own = self.original
        first = main.pieces[0].source if main.pieces else main
        return f"第{own.line}行" if own.source is first else f"“{own.source.name}”第{own.line}行"
