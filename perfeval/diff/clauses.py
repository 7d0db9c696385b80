"""The edits of one clause: its name, its place, its quote, its reading, its sentences."""

from __future__ import annotations

from perfeval.diff.edits import CLAUSE, Edit, EditKind
from perfeval.diff.matching import body
from perfeval.diff.wording import likeness, same_wording
from perfeval.rulebook.book import Clause, Reading

_WORDING_ONLY = "只改了措辞，算法没有变"


def edits_of(old: Clause, new: Clause, old_name: str) -> list[Edit]:
    """The edits between two versions of a clause, save where it stands.

    old: under its new name. old_name: the name it had.
    """
    key = CLAUSE, new.name
    found: list[Edit] = []
    if old_name != new.name:
        found.append(Edit(key, EditKind.RENAMED, old_name, new.name, _alike_note(old, new)))
    quotes = ["\n".join(each.citation.quotes) for each in (old, new)]
    if not same_wording(*quotes):
        found.append(Edit(key, EditKind.QUOTE, *quotes))
    if not same_wording(body(old.text), body(new.text)):
        found.extend(_sentences(old, new))
    return found


def same_effect(old: Clause, new: Clause) -> bool:
    """Whether two versions of a clause do the same, however they say it."""
    return _does(old) == _does(new) and _decides(old.reading) == _decides(new.reading)


def _does(clause: Clause) -> object:
    return clause.kind, clause.rules


def _decides(reading: Reading | None) -> object:
    if reading is None:
        return None
    return reading.name, reading.default, [(option.name, option.rules) for option in reading.options]


def _alike_note(old: Clause, new: Clause) -> str:
    alike = likeness(body(old.text), body(new.text))
    return "内容没有变" if alike == 100 else f"内容有{alike}%相同，当作同一条"


def _sentences(old: Clause, new: Clause) -> list[Edit]:
    """The sentences differ: what they do, what is read how, or only the words."""
    key = CLAUSE, new.name
    if old.reading is not None and new.reading is not None and old.reading != new.reading:
        decided = _decides(old.reading) == _decides(new.reading)
        note = "只改了理由或措辞，算法没有变" if decided else _adoption(old.reading, new.reading)
        if _does(old) == _does(new):
            return [Edit(key, EditKind.READING, old.text, new.text, note)]
        changed = Edit(key, EditKind.CHANGED, old.text, new.text)
        return [changed, Edit(key, EditKind.READING, _written(old.reading), _written(new.reading), note)]
    if old.reading is not None and new.reading is None:
        note = f"不再是口径；原来采用“{old.reading.default}”"
        return [Edit(key, EditKind.READING, old.text, new.text, note)]
    if old.reading is None and new.reading is not None:
        note = f"成了口径，采用“{new.reading.default}”"
        return [Edit(key, EditKind.READING, old.text, new.text, note)]
    return [Edit(key, EditKind.CHANGED, old.text, new.text, _WORDING_ONLY if same_effect(old, new) else "")]


def _adoption(old: Reading, new: Reading) -> str:
    if old.default == new.default:
        return f"仍采用“{new.default}”"
    return f"原来采用“{old.default}”，现在采用“{new.default}”"


def _written(reading: Reading) -> str:
    """A reading by itself, as it is written."""
    options = "\n".join(f"“{option.name}”：{option.text}" for option in reading.options)
    return f"口径“{reading.name}”：\n{options}\n采用“{reading.default}”：{reading.reason}"
