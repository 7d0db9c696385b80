"""Names of units that are rows of a ledger: what can be one."""

from __future__ import annotations

import re

# As long as a name in a rule book may be.
MAX_NAME = 100
# Marks that no list of names in a rule book could hold; and what stands at the foot of a table.
ODD_MARKS = re.compile(r"[、,，;；。:：“”\"【】|｜=＝<>《》]")
SUMS = ("合计", "总计", "小计", "共计")
# Two Chinese characters that are kept apart only to look well: 李 明.
SPACED = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000\xa0]+(?=[\u4e00-\u9fff])")


def is_odd_name(name: str) -> bool:
    """Whether a name can hardly be that of a unit."""
    return reason(name) is not None


def reason(name: str) -> tuple[str, str] | None:
    """Why a name can hardly be that of a unit, and what to do; None where it can."""
    if len(name) > MAX_NAME:
        return f"有{len(name)}字，单位的名称至多{MAX_NAME}字", "核对这一格，看是不是少了分隔的逗号。"
    if match := ODD_MARKS.search(name):
        return f"里有“{match.group()}”，不像单位的名称", "一行只写一个单位，只写它的名称。"
    if name in SUMS:
        return "不是单位，像是合计的一行", "删去这一行。"
    if not any(char.isalnum() for char in name):
        return "不像单位的名称", "填单位的名称；这一行多余的，删去整行。"
    if SPACED.search(name):
        return "中间有空格", f"改为“{SPACED.sub('', name)}”，各个台账写法一样。"
    return None
