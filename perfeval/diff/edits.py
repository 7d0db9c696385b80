"""What an edit is: one change of one part of a rule book, as users speak of it."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

# A part of a rule book: what kind of part it is (条款, 台账 …) and its name ("" where there is one).
Key = tuple[str, str]

CLAUSE, LEDGER, SERIES, CATEGORY = "条款", "台账", "序列", "类别"
GRADES, MEASURES, RESULTS, YEAR = "等次", "列表", "结果的栏目", "评估年度"
HEAD, QUOTED = "书的开头", "原文"


class EditKind(Enum):
    """How a part was edited; the value is the word that users see."""

    ADDED = "新增"
    REMOVED = "删去"
    RENAMED = "改名"
    MOVED = "移动"
    CHANGED = "改动"
    READING = "口径"
    QUOTE = "引文"


# Edits of what a part says; the others are about its name, its place and what it quotes.
RULE_EDITS = (EditKind.ADDED, EditKind.REMOVED, EditKind.CHANGED, EditKind.READING)


@frozen
class Edit:
    """One edit. old, new: what is written (None: nothing); for a new name, or place, those.

    note: what has to be known besides ("" for nothing).
    """

    key: Key
    kind: EditKind
    old: str | None
    new: str | None
    note: str = ""

    @property
    def label(self) -> str:
        """The part as users speak of it: 【表彰】, 台账“表彰”."""
        return label(self.key)


def label(key: Key) -> str:
    """A part as users speak of it: 【表彰】, 台账“表彰”, 评估年度."""
    kind, name = key
    if kind == CLAUSE:
        return f"【{name}】"
    if kind == HEAD:
        return name
    if kind == QUOTED:
        return f"{name}原文"
    return f"{kind}“{name}”" if name else kind
