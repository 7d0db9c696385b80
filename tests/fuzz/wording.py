"""Words for the kinds of words: keywords from the grammar, names from a rule book, numbers and free text."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from attrs import frozen

from perfeval.ledger.schema import Ledger
from perfeval.rulebook.book import RuleBook
from perfeval.syntax.grammar import load_grammar
from perfeval.syntax.vocabulary import COLUMN_KINDS, Vocabulary
from tests.fuzz.frames import Derivation, Frames, frames_of

NUMBERS = ("0", "1", "2", "3", "5", "10", "0.5", "2.25", "100", "999999999", "0.0001", "999999999.9999")
# Only right before one of these is a Chinese numeral a number.
COUNTED = "名位次年种项个条件人"
CHINESE_NUMBERS = ("一", "两", "三", "十", "十二")
NEW_NAMES = ("新甲", "新乙", "新丙", "新丁", "新戊", "新己")
TEXTS = ("理由在此。", "取有利于单位的解释", "（2024年5月6日）：会议定了。", "按第1条，“酌情”")
ITEMS = ("（1）", "（2）", "（3）")
_END_OF_CONDITION = "的"


@frozen(eq=False)
class Names:
    """What sentences may speak of: words by kind, and for each ledger those that only it has."""

    start: str
    frames: Frames
    words: Mapping[str, tuple[str, ...]]
    of_ledgers: tuple[Mapping[str, tuple[str, ...]], ...]

    def any_sentence(self, dice: Random) -> str:
        """A sentence of which the book has every kind of name."""
        while True:
            derivation = self.frames.any_sentence(dice)
            if all(kind in self.words or kind == "QUOTED" for kind in derivation.kinds):
                return self.sentence(derivation, dice)

    def sentence(self, derivation: Derivation, dice: Random) -> str:
        """The sentence in words, without a space between them; it keeps mostly to one ledger."""
        ledger: Mapping[str, tuple[str, ...]] = dice.choice(self.of_ledgers) if dice.randrange(8) else {}
        written: list[str] = []
        for kind in reversed(derivation.kinds):
            following = written[-1] if written else ""
            written.append(self._word(kind, ledger, following, dice))
        return "".join(reversed(written))

    def _word(self, kind: str, ledger: Mapping[str, tuple[str, ...]], following: str, dice: Random) -> str:
        if kind == "NUMBER" and following[:1] in COUNTED and following and dice.randrange(3) == 0:
            return dice.choice(CHINESE_NUMBERS)
        if kind == "QUOTED":
            known = ledger.get("NUMBER_COLUMN") or self.words.get("QUANTITY", NEW_NAMES)
            return f"“{dice.choice(NEW_NAMES if dice.randrange(3) else known)}”"
        if kind == "IS" and following == "否":
            return "为"  # 是否 is one word
        return dice.choice(ledger.get(kind) or self.words[kind])


def names_of(book: RuleBook, vocabulary: Vocabulary, start: str) -> Names:
    """The words for one kind of sentence about a rule book."""
    words: dict[str, tuple[str, ...]] = {}
    for name, kinds in vocabulary.kinds.items():
        for kind in kinds:
            # A remark (注明) is read as whichever of its two kinds fits first.
            if kind != "BOOL_COLUMN" or "QUANTITY" not in kinds:
                words[kind] = (*words.get(kind, ()), name)
    for word, kinds in load_grammar(start).keywords.items():
        for kind in kinds:
            words[kind] = (*words.get(kind, ()), word)
    words |= {
        "CLAUSE": tuple(f"【{name}】" for name in (*(clause.name for clause in book.clauses), *NEW_NAMES)),
        "DEFINED": (*NEW_NAMES, *words.get("UNIT", ())[:2], *words.get("GRADE", ())[:2]),
        "NUMBER": NUMBERS,
        "TEXT": TEXTS,
        "ITEM": ITEMS,
        "DAY": ("2013年6月30日", "2013年2月30日", "2014年1月1日"),
        "CHOICE": tuple(f"{each.name}={option.name}" for each in book.readings for option in each.options),
        "_OF_END": (_END_OF_CONDITION,),
    }
    return Names(start, frames_of(start), words, tuple(map(_words_of, book.schema.ledgers)))


def _words_of(ledger: Ledger) -> dict[str, tuple[str, ...]]:
    words: dict[str, tuple[str, ...]] = {"LEDGER": (ledger.name,)}
    for column in ledger.columns:
        kind = COLUMN_KINDS.get(column.type.value, "ENUM_COLUMN")
        words[kind] = (*words.get(kind, ()), column.name)
        if kind == "ENUM_COLUMN":
            words["VALUE"] = (*words.get("VALUE", ()), *column.values)
    return words
