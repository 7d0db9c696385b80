"""Inputs by number: what number 17 of seed 1 is, it is on every machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from attrs import frozen

from perfeval.rulebook.book import RuleBook
from tests.fuzz import bases, damage
from tests.fuzz.bases import Base
from tests.fuzz.ledgers import as_files, broken, sound

BOOK = "book.jx"
# Of a thousand inputs, how many are of each kind and of which book: a large book costs ten small ones.
SHARES: tuple[tuple[int, str, str], ...] = (
    (170, "句子", "hamlet"),
    (15, "句子", "village"),
    (90, "拼接", "hamlet"),
    (15, "拼接", "village"),
    (4, "拼接", "district"),
    (45, "怪字", "hamlet"),
    (50, "字节", "hamlet"),
    (180, "台账", "hamlet"),
    (160, "台账", "village"),
    (100, "台账", "district"),
    (120, "计算", "village"),
    (40, "计算", "district"),
    (5, "台账", "heshan-2013"),
    (3, "台账", "heshan-2014-draft"),
    (2, "计算", "heshan-2013"),
    (1, "拼接", "heshan-2013"),
)


# What is done besides with one input in so many: it costs more than all the rest.
CHECKS, LAYOUT, ONE_IN = "检查", "排版", 40
_LARGE = 10_000


@frozen(eq=False)
class Input:
    """A book (None: the base book as it is) and ledgers, which are made for the book that comes of it.

    also: CHECKS, LAYOUT or nothing.
    """

    kind: str
    base: Base
    content: bytes | None
    name: str
    also: str = ""

    def ledgers(self, book: RuleBook) -> Mapping[str, bytes]:
        """The files of the ledgers: damaged if that is what the input is about."""
        dice = Random(f"{self.name} ledgers")
        made = sound(book, dice)
        return broken(made, dice) if self.kind == "台账" else as_files(made)

    def unit(self, count: int) -> int:
        """The number of the unit whose account is asked for."""
        return Random(f"{self.name} unit").randrange(count)


def input_of(seed: str, number: int) -> Input:
    """An input by its number."""
    name = f"{seed} {number}"
    dice = Random(name)
    (_, kind, book), *_ = dice.choices(SHARES, [share for share, _, _ in SHARES])
    base = bases.base(book)
    content = _CONTENTS[kind](base, dice)
    also = {0: CHECKS, 1: LAYOUT}.get(dice.randrange(ONE_IN), "") if len(base.text) < _LARGE else ""
    return Input(kind, base, content, name, also)


def _with_sentences(base: Base, dice: Random) -> bytes:
    """The book with sentences of the grammar put in, or in the place of others."""
    lines = base.lines
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        start = "example" if dice.randrange(6) == 0 else "sentence"
        names = bases.names(base.name, start)
        sentence = names.any_sentence(dice)
        places = [
            number
            for number, line in enumerate(lines)
            if line.startswith(("设", "则") if start == "example" else ("【", "  ", "台账", "类别", "等次"))
        ]
        at = dice.choice(places) if places else 0
        own = dice.choice(("", "", f"【新{dice.choice('甲乙丙')}】")) if start == "sentence" else ""
        own = "" if sentence.startswith("【") else own
        if dice.randrange(3):
            lines.insert(at, own + sentence)
        else:
            clause = lines[at].partition("】")[0] + "】" if lines[at].startswith("【") else ""
            lines[at] = sentence if sentence.startswith("【") or start == "example" else clause + sentence
    return "\n".join(lines).encode()


def _spliced(base: Base, dice: Random) -> bytes:
    return damage.spliced(base.text, dice).encode("utf-8", errors="surrogatepass")


def _odd(base: Base, dice: Random) -> bytes:
    return damage.odd(base.text, dice).encode("utf-8", errors="surrogatepass")


def _bytes(base: Base, dice: Random) -> bytes:
    return damage.damaged(base.text.encode(), dice)


def _sound(base: Base, dice: Random) -> None:
    del base, dice


_CONTENTS: Mapping[str, Callable[[Base, Random], bytes | None]] = {
    "句子": _with_sentences,
    "拼接": _spliced,
    "怪字": _odd,
    "字节": _bytes,
    "台账": _sound,
    "计算": _sound,
}
