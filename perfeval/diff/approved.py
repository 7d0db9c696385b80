"""The impact as a file that people review and keep: what it holds, and where it is no longer true."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from perfeval.diagnostics.diagnostic import Cell, Checked, Diagnostic
from perfeval.diff.comparison import Comparison
from perfeval.diff.phrases import named
from perfeval.diff.to_text import ONLY, UNIT_BY_UNIT, comparison_to_text

FILE = "影响.txt"
_NOTE = "注：这是审定过的影响，由 perfeval diff --approve 写成；规则或台账改了，要重新审定，不要手改。"
OLD, FACTS, _READING = "旧规则书", "台账", "口径"
_LINE = re.compile(rf"({OLD}|{FACTS}|{_READING})\s*[:：]\s*(.+)")
_PUT_BACK = "把它放回原处；换了地方或者不要了的，用现在的再审定一次，或者删去“影响.txt”。"
# Between the columns of a line there are two spaces at least.
_GAP = re.compile(r" {2,}")
_AGAIN = "核对新的影响；没有问题，就再用 perfeval diff 旧规则书 新规则书 --facts 台账 --approve 审定一次。"


def file_for(book: str, usual: str) -> str:
    """The name of the file for a book; a book with another name than the usual one has its own."""
    return FILE if book == usual else f"{book.rpartition('.')[0]}的{FILE}"


@frozen
class Basis:
    """What an approved impact rests on: paths relative to the new book's folder, and readings."""

    old: str
    facts: str
    readings: Mapping[str, str]


def approved_text(basis: Basis, comparison: Comparison) -> str:
    """The content of the file."""
    chosen = [f"{_READING}：{name}={option}" for name, option in basis.readings.items()]
    head = [_NOTE, f"{OLD}：{basis.old}", f"{FACTS}：{basis.facts}", *chosen]
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
    missing = [key for key in (OLD, FACTS) if key not in found]
    if missing:
        message = f"开头没有写明{'、'.join(f'“{key}：……”' for key in missing)}"
        return Checked(None, (Diagnostic("PE705", message, Cell(FILE, 1), (), _AGAIN),))
    return Checked(Basis(found[OLD], found[FACTS], readings))


def not_found(text: str, key: str, path: str) -> Diagnostic:
    """That what the file rests on (key: OLD or FACTS) is not where the head of the file says."""
    heads = [_LINE.fullmatch(line.strip()) for line in text.split("\n")]
    line = next((number for number, head in enumerate(heads, 1) if head and head.group(1) == key), 1)
    message = f"审定影响时用的{key}“{path}”找不到，或者读不了（位置从新规则书所在的文件夹算起）"
    return Diagnostic("PE705", message, Cell(FILE, line), (), _PUT_BACK)


def difference_from(approved: str, actual: str) -> Diagnostic | None:
    """The first line in which the actual impact is another than the approved one; None if none is."""
    before, after = (text.rstrip().split("\n") for text in (approved, actual))
    for number in range(max(len(before), len(after))):
        one, other = (lines[number].rstrip() if number < len(lines) else None for lines in (before, after))
        if one != other:
            said = "（到此为止）" if one is None else one.strip()
            found = "（到此为止）" if other is None else other.strip()
            message = f"影响和审定的不一样：审定的是“{said}”，现在是“{found}”；{_concerned(before, after)}"
            return Diagnostic("PE706", message, Cell(FILE, number + 1), (), _AGAIN)
    return None


def _concerned(before: Sequence[str], after: Sequence[str]) -> str:
    """Whose results or causes are other ones than approved."""
    one, other = _told(before), _told(after)
    units = [unit for unit in dict.fromkeys((*other, *one)) if one.get(unit) != other.get(unit)]
    if units:
        return f"影响不一样的单位：{named(units)}"
    return "每个单位受的影响都一样，不一样的只是改动的写法、决策表的行或者合计"


def _told(lines: Sequence[str]) -> dict[str, str]:
    """Unit -> all that is said of it unit by unit, without white space."""
    start = next((number for number, line in enumerate(lines) if line.startswith(UNIT_BY_UNIT)), len(lines))
    found: dict[str, str] = {}
    for block in "\n".join(lines[start + 1 :]).strip("\n").split("\n\n"):
        head, *rest = block.split("\n")
        if head.startswith(ONLY):
            found.update(_told_together(head, rest))
        else:
            found[head.rpartition("（")[0] or head] = _closed("".join(rest))
    return found


def _told_together(head: str, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The units of a block ``只变了…，因…：3个单位``, with what would be said of each by itself."""
    field, _, cause = head.removeprefix(ONLY).rpartition("：")[0].partition("，")
    entries: list[list[str]] = []
    for line in lines:
        cells = _GAP.split(line.strip())
        if line.startswith(" " * 3):
            entries[-1].extend(cells)
        else:
            entries.append(cells)
    for change, *names in entries:
        yield from ((unit, _closed(field + change + cause)) for unit in "".join(names).split("、"))


def _closed(text: str) -> str:
    return "".join(text.split())
