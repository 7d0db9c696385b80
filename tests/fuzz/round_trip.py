"""A text, laid out: it says what it said, and laid out again it stays as it is."""

from __future__ import annotations

from perfeval.layout.from_text import formatted
from perfeval.source.text import SourceText
from perfeval.syntax.examples import parse_examples
from perfeval.syntax.parse import parse
from perfeval.syntax.tree import Gap, Item, Meta, Sentence, TableRow
from tests.fuzz.promises import BrokenPromiseError


def lay_out(name: str, text: str) -> None:
    """Lay out a text and judge what comes out. Raises BrokenPromiseError."""
    once = formatted(SourceText(name, text))
    if _said(name, once) != _said(name, text):
        raise BrokenPromiseError("the text that is laid out says something else")
    if formatted(SourceText(name, once)) != once:
        raise BrokenPromiseError("the text that is laid out is laid out otherwise again")


def _said(name: str, text: str) -> list[object]:
    """The items but for gaps and places, and the examples: kinds and words of all."""
    source = SourceText(name, text)
    items = parse(source).value or ()
    said: list[object] = [_item(item) for item in items if not isinstance(item, Gap)]
    for each in parse_examples(source, items).value or ():
        said.append(each.name.text)
        said.extend(
            tuple(cell.text for cell in part.cells) if isinstance(part, TableRow) else part.phrase
            for part in each.parts
        )
    return said


def _item(item: Item) -> object:
    """What an item says; blanks around the key of a line of the head say nothing."""
    if isinstance(item, Meta):
        return item.key.strip(), item.value.text.strip()
    return item.phrase if isinstance(item, Sentence) else item
