"""Findings made by hand, one of each kind of place."""

from __future__ import annotations

from perfeval.diagnostics.diagnostic import Cell, Diagnostic, Severity, Witness
from perfeval.source.text import SourceText, Span

TEXT = SourceText("rules/a b/书.jx", "《方案》\n【加分】每次加2分，\n  最高加4分。\n")


def words(text: str, source: SourceText = TEXT) -> Span:
    """The place of these words in a text."""
    start = source.text.index(text)
    return Span(source, start, start + len(text))


IN_TEXT = Diagnostic("PE103", "此处不应出现“加”", words("加2"), ("“减”", "“扣”"), "改为“减”。")
ON_TWO_LINES = Diagnostic(
    "PE301", "不能这样搭配", words("每次加2分，\n  最高"), severity=Severity.WARNING, hint="改写。"
)
AT_THE_END = Diagnostic("PE101", "末尾缺句号", Span(TEXT, len(TEXT.text) - 1, len(TEXT.text) - 1))
IN_CELL = Diagnostic("PE620", "“甲”前面有空格", Cell("facts/表彰.csv", 3, "项目", " 甲"), ("甲",), "删去。")
IN_FILE = Diagnostic("PE601", "缺少台账文件“得分.csv”", Cell("facts/得分.csv"))
NOWHERE = Diagnostic("PE701", "没有这个口径", None, severity=Severity.HINT)
SHOWN = Diagnostic(
    "PE809",
    "“总分”可以高于100分",
    words("【加分】"),
    (),
    "写明最高分。",
    Severity.WARNING,
    "加分",
    "超出满分",
    Witness(("单位", "张村"), (("基础分", "100分"), ("→ 总分", "104分"))),
)
ALL = (IN_TEXT, ON_TWO_LINES, AT_THE_END, IN_CELL, IN_FILE, NOWHERE, SHOWN)
