"""Texts in which something differs between units or rows: filled for many of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from typing import Any, TypeVar

from attrs import frozen

from perfeval.explain.batch import Batch

T = TypeVar("T")


@frozen(eq=False, repr=False)
class Template:
    """A text in which something stands between that differs: bytes of UTF-8, and slots of holes."""

    pieces: tuple[bytes | int, ...]

    def texts(self, batch: Batch, places: Sequence[int], ledger: str = "") -> Iterator[bytes]:
        """The text for each of these units, or rows of a ledger."""
        columns: list[Iterable[bytes]] = []
        for piece in self.pieces:
            if isinstance(piece, bytes):
                columns.append(repeat(piece))
            else:
                column: Any = batch[piece]
                about_units = ledger and not batch.catalogue.reads[piece].ledger
                owners = batch.rows(ledger).owners if about_units else None
                columns.append([column[owners[place] if owners else place] for place in places])
        return map(b"".join, zip(*columns))  # noqa: B905 what repeats has no end


# A template, or a text in which nothing differs.
Pieces = Template | bytes


def filled(found: list[Pieces], batch: Batch) -> Sequence[bytes]:
    """The text of each unit of a batch, those with the same template at once."""
    places: dict[Pieces, list[int]] = {}
    for place, each in enumerate(found):
        if each in places:
            places[each].append(place)
        else:
            places[each] = [place]
    texts: list[Any] = found
    for each, own in places.items():
        if isinstance(each, Template):
            for place, text in zip(own, each.texts(batch, own), strict=True):
                texts[place] = text
    return texts


def filled_one(pieces: Pieces, batch: Batch, place: int, ledger: str = "") -> bytes:
    """The text of one unit, or of one row of a ledger."""
    return next(pieces.texts(batch, [place], ledger)) if isinstance(pieces, Template) else pieces


def together(parts: Iterable[bytes | T]) -> Iterator[bytes | T]:
    """The same, texts that follow each other as one."""
    text = b""
    for part in parts:
        if isinstance(part, bytes):
            text += part
            continue
        if text:
            yield text
        yield part
        text = b""
    if text:
        yield text
