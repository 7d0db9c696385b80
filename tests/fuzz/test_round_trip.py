"""Laying out a text changes nothing that it says, and laying it out again changes nothing at all."""

from __future__ import annotations

from random import Random

import pytest

from tests.fuzz import round_trip
from tests.fuzz.bases import base, names
from tests.fuzz.inputs import BOOK, input_of
from tests.fuzz.promises import BrokenPromiseError
from tests.fuzz.reading import kinds_read
from tests.fuzz.round_trip import lay_out

SENTENCES, A_BOOK, DAMAGED = 240, 40, 40


@pytest.mark.parametrize("name", ["hamlet", "village", "district", "heshan-2013"])
def test_books(name: str) -> None:
    """The books as they stand, and without any blank that stands between words."""
    lay_out(BOOK, base(name).text)
    lay_out(BOOK, "\n".join(line.strip() for line in base(name).lines))


@pytest.mark.parametrize("start", ["sentence", "example"])
def test_sentences_of_the_grammar(start: str) -> None:
    """Sentences without a blank between their words, many in one book."""
    dice = Random(start)
    village = base("village")
    for number in range(0, SENTENCES, A_BOOK):
        built = [names("village", start).any_sentence(dice) for _ in range(A_BOOK)]
        read = [each for each in built if kinds_read(each, start, village.vocabulary)]
        assert len(read) > A_BOOK // 2
        head = "附件4　另外" if start == "sentence" else f"例“第{number}”"
        lay_out(BOOK, "\n\n".join([village.text, "\n".join([head, *read])]))


def test_damaged_books() -> None:
    """What cannot be read stays; what can be read says the same."""
    texts = [
        given.content.decode()
        for given in (input_of("layout", number) for number in range(DAMAGED * 4))
        if given.content is not None and given.kind in ("句子", "拼接") and given.base.name == "hamlet"
    ]
    assert len(texts) > DAMAGED // 2
    for text in texts[:DAMAGED]:
        lay_out(BOOK, text.replace("\r\n", "\n").replace("\r", "\n"))


def test_a_layout_that_says_something_else_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """And one that is not yet laid out after it was."""
    text = base("hamlet").text
    for changed in (lambda source: source.text.replace("2分", "3分"), lambda source: source.text + "\n"):
        monkeypatch.setattr(round_trip, "formatted", changed)
        with pytest.raises(BrokenPromiseError):
            lay_out(BOOK, text)
