"""Sentences built from the grammar: every alternative of it is built, and read as it was built."""

from __future__ import annotations

from random import Random

import pytest

from tests.fuzz.bases import base, names
from tests.fuzz.frames import Alternative, Derivation
from tests.fuzz.reading import kinds_read

BOOK = "village"
STARTS = ("sentence", "example")
SENTENCES, TRIES = 1500, 60
# Alternatives that the grammar has and no text reaches, each with the reason; none at present.
NEVER_READ: dict[str, str] = {}


def built(start: str, derivation: Derivation, dice: Random) -> bool:
    """Whether a sentence in these words is read as it was built."""
    sentence = names(BOOK, start).sentence(derivation, dice)
    return kinds_read(sentence, start, base(BOOK).vocabulary) == derivation.kinds


@pytest.mark.parametrize("start", STARTS)
def test_every_alternative_is_built_and_read(start: str) -> None:
    """A new alternative is covered as soon as it is in the grammar, or it is listed with a reason."""
    frames = names(BOOK, start).frames

    def is_read(alternative: Alternative) -> bool:
        dice = Random(str(alternative))
        derivations = [frames.sentence_with(alternative, dice) for _ in range(TRIES)]
        assert all(alternative.number in each.alternatives for each in derivations)
        return any(built(start, each, dice) for each in derivations)

    never = [str(each) for each in frames.alternatives if not is_read(each)]
    assert [each for each in never if each.partition(" ")[2] not in NEVER_READ] == []


@pytest.mark.parametrize(("start", "least"), [("sentence", 90), ("example", 98)])
def test_most_sentences_are_read_as_they_were_built(start: str, least: int) -> None:
    """Of a hundred. Not all: 采用“甲” without a colon wants a day first, and 是否 is one word, not two."""
    dice = Random(start)
    frames = names(BOOK, start).frames
    read = sum(built(start, frames.any_sentence(dice), dice) for _ in range(SENTENCES))
    assert read * 100 >= SENTENCES * least


def test_a_sentence_that_is_read_otherwise_is_told_apart() -> None:
    """The kinds are those of the reader, not of the builder."""
    vocabulary = base(BOOK).vocabulary
    assert kinds_read("【加】表彰，每次加2分。", "sentence", vocabulary) == (
        *("CLAUSE", "LEDGER", "_COMMA", "_EACH", "ADD", "NUMBER", "POINT", "_END"),
    )
    assert kinds_read("【加】表彰，每次加2。", "sentence", vocabulary) is None
    assert kinds_read("则拒绝：没有等次。", "example", vocabulary) == ("_THEN", "_REFUSED", "_COLON", "TEXT")
