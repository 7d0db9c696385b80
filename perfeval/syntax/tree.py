"""The surface tree: what was written, in order, with its places and without meaning."""

from __future__ import annotations

from attrs import field, frozen

from perfeval.source.document import Path
from perfeval.source.text import Span


@frozen
class Word:
    """A word as cut from a sentence: its kind (a terminal of the grammar) and its text.

    text is in half width; for names in “ ” and 【 】 it is what stands inside.
    """

    kind: str
    text: str
    span: Span = field(eq=False)


@frozen
class Phrase:
    """A phrase of the grammar: the name of its rule and its parts (None where an option is absent)."""

    rule: str
    parts: tuple[Phrase | Word | None, ...]
    span: Span = field(eq=False)

    def word(self, index: int) -> Word:
        """The part at ``index``, which the grammar says is a word."""
        part = self.parts[index]
        if not isinstance(part, Word):
            raise TypeError(f"part {index} of {self.rule} is no word")
        return part

    def phrase(self, index: int) -> Phrase:
        """The part at ``index``, which the grammar says is a phrase."""
        part = self.parts[index]
        if not isinstance(part, Phrase):
            raise TypeError(f"part {index} of {self.rule} is no phrase")
        return part

    def words(self, kind: str | None = None) -> tuple[Word, ...]:
        """The direct parts that are words, of one kind if given."""
        return tuple(
            part for part in self.parts if isinstance(part, Word) and (kind is None or part.kind == kind)
        )

    def phrases(self, rule: str | None = None) -> tuple[Phrase, ...]:
        """The direct parts that are phrases, of one rule if given."""
        return tuple(
            part for part in self.parts if isinstance(part, Phrase) and (rule is None or part.rule == rule)
        )


@frozen
class Title:
    """The title line 《…》; text is what stands inside."""

    text: str
    span: Span = field(eq=False)


@frozen
class Meta:
    """A line of the head, ``文号：…。``"""

    key: str
    value: Span = field(eq=False)
    span: Span = field(eq=False)


@frozen
class Heading:
    """A heading such as 三（七）1．加分: the citation of what follows. path is () for an annex."""

    path: Path
    title: Span | None = field(eq=False)
    span: Span = field(eq=False)


@frozen
class Quote:
    """A line ``> …`` that quotes the plan; span covers the quoted words only."""

    span: Span = field(eq=False)


@frozen
class ExampleText:
    """An example as written, from 例“名” to its last line; it is read only when it is run or checked.

    name: empty and at the very beginning where the lines belong to no example that has one.
    """

    name: Span = field(eq=False)
    span: Span = field(eq=False)


@frozen
class LookupText:
    """A table to look things up in (附表): its name, and its lines as cells, the headings first.

    file: the name of a CSV file beside the book that holds them instead.
    """

    name: Word
    rows: tuple[tuple[Word, ...], ...]
    file: Word | None
    span: Span = field(eq=False)


@frozen
class Gap:
    """A blank line: it ends a clause."""


@frozen
class RawSentence:
    """A sentence before it is cut into words.

    text_at: offset where free words begin (the reason after 采用“…”：), or None.
    finished: whether it ends with 。 or with free words; no later line can belong to it otherwise.
    """

    span: Span = field(eq=False)
    text_at: int | None
    finished: bool = True


@frozen
class Sentence:
    """A sentence as a phrase of the grammar.

    repaired: it had a mistake, whose finding has been made; this is how it was probably meant, so
    that its names are known and the rest can be checked. Nothing more is said of such a sentence.
    """

    phrase: Phrase
    span: Span = field(eq=False)
    repaired: bool = False


@frozen
class Broken:
    """A line or sentence that could not be read; its finding has been made, nothing more is said of it."""

    span: Span = field(eq=False)


@frozen
class TableRow:
    """A line ｜甲｜乙｜ of a small table in an example, with its cells as written."""

    cells: tuple[Word, ...]
    span: Span = field(eq=False)


@frozen
class Example:
    """An example read: its name, and its sentences and rows of tables in order."""

    name: Word
    parts: tuple[Sentence | TableRow, ...]
    span: Span = field(eq=False)


Line = Title | Meta | Heading | Quote | Gap | RawSentence | ExampleText | LookupText | Broken
Item = Title | Meta | Heading | Quote | Gap | Sentence | ExampleText | LookupText | Broken
