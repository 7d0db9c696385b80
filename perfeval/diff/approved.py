"""The impact as a file that people review and keep: what it holds, and where it is no longer true."""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import frozen

from perfeval.diagnostics.diagnostic import Cell, Checked, Diagnostic
from perfeval.diff.comparison import Comparison
from perfeval.diff.to_text import comparison_to_text

FILE = "影响.txt"
_NOTE = "注：这是审定过的影响，由 perfeval diff --approve 写成；规则或台账改了，要重新审定，不要手改。"
_OLD, _FACTS, _READING = "旧规则书", "台账", "口径"
_LINE = re.compile(rf"({_OLD}|{_FACTS}|{_READING})\s*[:：]\s*(.+)")
_AGAIN = "核对新的影响；没有问题，就再用 perfeval diff 旧规则书 新规则书 --facts 台账 --approve 审定一次。"


@frozen
class Basis:
    """What an approved impact rests on: paths relative to the new book's folder, and readings."""

    old: str
    facts: str
    readings: Mapping[str, str]


def approved_text(basis: Basis, comparison: Comparison) -> str:
    """The content of the file."""
    chosen = [f"{_READING}：{name}={option}" for name, option in basis.readings.items()]
    head = [_NOTE, f"{_OLD}：{basis.old}", f"{_FACTS}：{basis.facts}", *chosen]
    return "\n".join([*head, "", comparison_to_text(comparison)]) + "\n"


def basis_of(text: str) -> Checked[Basis]:
    """What the head of the file says it rests on."""
    found: dict[str, str] = {}
    readings: dict[str, str] = {}
    for line in text.split("\n"):
        if not line.strip():
            break
        match = _LINE.fullmatch(line.strip())
        if match is None:
            continue
        key, value = match.group(1), match.group(2).strip()
        if key == _READING:
            name, _, option = value.partition("=")
            readings[name.strip()] = option.strip()
        else:
            found[key] = value
    missing = [key for key in (_OLD, _FACTS) if key not in found]
    if missing:
        message = f"开头没有写明{'、'.join(f'“{key}：……”' for key in missing)}"
        return Checked(None, (Diagnostic("PE705", message, Cell(FILE, 1), (), _AGAIN),))
    return Checked(Basis(found[_OLD], found[_FACTS], readings))


def difference_from(approved: str, actual: str) -> Diagnostic | None:
    """The first line in which the actual impact is another than the approved one; None if none is."""
    before, after = (text.rstrip().split("\n") for text in (approved, actual))
    for number in range(max(len(before), len(after))):
        one, other = (lines[number].rstrip() if number < len(lines) else None for lines in (before, after))
        if one != other:
            said = "（到此为止）" if one is None else one.strip()
            found = "（到此为止）" if other is None else other.strip()
            message = f"影响和审定的不一样：审定的是“{said}”，现在是“{found}”"
            return Diagnostic("PE706", message, Cell(FILE, number + 1), (), _AGAIN)
    return None
