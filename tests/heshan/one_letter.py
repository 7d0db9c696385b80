"""Random edits of a text by one letter: deleted, replaced or inserted."""

from __future__ import annotations

import random
from collections.abc import Iterator

from attrs import field, frozen

LOOK_ALIKES = "，。；：、“”【】（）,;:()·．１２０一己已末未入人日曰大太士土干千 "


@frozen
class Edit:
    """What is done to a text at an offset."""

    whole: str = field(repr=False)
    place: int
    how: str
    letter: str

    @property
    def text(self) -> str:
        """The edited text."""
        return self.whole[: self.place] + self.letter + self.whole[self.place + (self.how != "插") :]

    @property
    def lines(self) -> tuple[int, ...]:
        """The damaged lines, as the edited text counts them."""
        line = self.whole.count("\n", 0, self.place) + 1
        return (line, line + 1) if self.letter == "\n" else (line,)

    def __str__(self) -> str:
        before = self.whole[self.place] if self.how != "插" else ""
        around = self.text[max(self.place - 12, 0) : self.place + 12].replace("\n", "\\n")
        return f"第{self.lines[0]}行 {self.how} {before!r} => {self.letter!r}: {around}"


def edits(text: str, seed: int) -> Iterator[Edit]:
    """The edits, the same every time."""
    dice = random.Random(seed)
    while True:
        place, how = dice.randrange(len(text)), dice.choice("删换插")
        letter = dice.choice(text if dice.random() < 0.8 else LOOK_ALIKES)
        edit = Edit(text, place, how, "" if how == "删" else letter)
        if edit.text != text:
            yield edit
