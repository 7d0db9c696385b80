"""The meanings of codes are those of the manual."""

from __future__ import annotations

import re

from perfeval.diagnostics import codes
from tests.docs.markdown import ROOT, rows_of
from tests.docs.walk import UPDATING

MANUAL = ROOT / "docs" / "language" / "messages.md"
SOURCE = ROOT / "perfeval" / "diagnostics" / "codes.py"
_CODE = re.compile(r"PE[1-9][0-9]{2}")
_LINK = re.compile(r"\[([^]]+)\]\([^)]+\)")
_WEIGHT = re.compile(r"（(?:提醒|错误|警告|提示)）$")


def meaning(cell: str) -> str:
    """What a code means, without what only a page can use: links, and how much it weighs."""
    return _WEIGHT.sub("", _LINK.sub(r"\1", cell))


def renewed(text: str) -> str:
    """The text of the module with the meanings that the manual has."""
    rows = [row for row in rows_of(MANUAL.read_text(encoding="utf-8")) if _CODE.fullmatch(row[0])]
    entries = [f'    "{row[0]}": "{meaning(row[1])}",\n' for row in rows]
    assert len(entries) > 100
    return text[: text.index("MEANINGS = {\n")] + "MEANINGS = {\n" + "".join(entries) + "}\n"


def test_every_code_has_the_meaning_of_the_manual() -> None:
    """All codes, in order, in the same words; PERFEVAL_UPDATE=1 takes them over."""
    text = SOURCE.read_text(encoding="utf-8")
    if UPDATING:
        SOURCE.write_text(renewed(text), encoding="utf-8", newline="\n")
        return
    assert text == renewed(text)
    assert codes.MEANINGS["PE101"] == "这句话没有写完，末尾缺句号"
    assert codes.MEANINGS["PE801"] == "两个答案：同样的情形，一张表有两行都符合"
