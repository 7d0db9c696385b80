"""Texts that look the same to a reader although their characters differ."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

from perfeval.source.fold import squeeze
from perfeval.source.visible import code_point

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
    """The first characters by which two texts differ, as code points; 没有 where one text has ended."""
    pairs = zip_longest(word, other)
    one, two = next((pair for pair in pairs if pair[0] != pair[1]), (None, None))
    return _shown(one), _shown(two)


def _shown(char: str | None) -> str:
    return "没有" if char is None else code_point(char)
