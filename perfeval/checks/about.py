"""What each check is about, for whoever meets its code."""

from __future__ import annotations

from perfeval.checks.answers import STALE
from perfeval.checks.check import Check
from perfeval.checks.every import CHECKS
from perfeval.diagnostics.diagnostic import Severity
from perfeval.source.fold import fold

# In the order of their codes. Answers to nothing are found where answers are matched, by no check.
ABOUT: tuple[Check, ...] = (
    *CHECKS,
    Check(
        STALE,
        "知悉落空",
        Severity.WARNING,
        what="规则书里写了一句知悉，可是它所说的问题在那个条款里找不到：规则已经改了，或者名称、位置写错了。",
        why="过时的知悉留在规则书里，看的人会以为问题还在；将来真的出现同名的问题，又会被它悄悄答复掉。",
        remedy="规则改好了的，删去这一句；名称或位置写错了的，照检查列出的名称和位置改正。",
        find=lambda subject: (),
    ),
)


def about(words: str) -> Check | None:
    """The check with this code, in either case and width, or with this title."""
    wanted = fold(words.strip()).upper()
    return next((each for each in ABOUT if wanted in (each.code, each.title)), None)
