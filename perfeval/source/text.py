"""A text with a name, and places in it."""

from __future__ import annotations

from bisect import bisect_right

from attrs import field, frozen


@frozen(eq=False)
class SourceText:
    """A text and the name under which messages show it.

    name: the file name as the user knows it. text: the characters, line ends as ``\\n``.
    """

    name: str
    text: str
    _line_starts: list[int] = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        starts = [0]
        starts.extend(index + 1 for index, char in enumerate(self.text) if char == "\n")
        object.__setattr__(self, "_line_starts", starts)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of a character offset, both counted from 1."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of line ``number`` (from 1), without its line end."""
        start = self._line_starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start:] if end < 0 else self.text[start:end]


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
