"""Texts that look the same to a reader although their characters differ."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

from perfeval.source.fold import squeeze

# Letters of other alphabets that cannot be told from Latin ones; NFKC leaves them as they are.
_FOREIGN = "АВЕЅІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧνο"
_LATIN = "ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXvo"
_ALIKE = str.maketrans(_FOREIGN, _LATIN)


def skeleton(text: str) -> str:
    """What a reader sees of a text: equal for texts that differ by width, spaces or form alone."""
    if text.isascii():
        return "".join(text.split())
    from unicodedata import normalize  # only a text that is not known pays for loading it

    return normalize("NFKC", squeeze(normalize("NFKC", text))[0].translate(_ALIKE))


def same_looking(word: str, known: Iterable[str]) -> str | None:
    """The known word that looks like ``word`` although it is another; None if none does."""
    seen = skeleton(word)
    return next((each for each in known if each != word and skeleton(each) == seen), None)


def first_difference(word: str, other: str) -> tuple[str, str]:
    """The first characters by which two texts differ; "" for a text that lacks what the other has there.

    A blank that only one of both has is one character more, and all that follows is the same.
    """
    pairs = zip_longest(word, other, fillvalue="")
    one, two = next((pair for pair in pairs if pair[0] != pair[1]), ("", ""))
    if one.isspace() and not two.isspace():
        return one, ""
    if two.isspace() and not one.isspace():
        return "", two
    return one, two
