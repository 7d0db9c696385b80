"""Findings as commands to the log of GitHub Actions."""

from attrs import evolve

from perfeval.diagnostics.diagnostic import Cell
from perfeval.diagnostics.to_github import diagnostics_to_github
from tests.diagnostics.made import AT_THE_END, IN_CELL, IN_FILE, IN_TEXT, NOWHERE, ON_TWO_LINES, SHOWN


def test_one_command_a_line() -> None:
    """Columns only within one line; the levels are error, warning and notice."""
    shown = diagnostics_to_github((IN_TEXT, ON_TWO_LINES, AT_THE_END, IN_CELL, IN_FILE, NOWHERE))
    book = "file=rules/a b/书.jx"
    assert shown.split("\n") == [
        f"::error {book},line=2,endLine=2,col=7,endColumn=9,title=PE103::"
        "此处不应出现“加”%0A应为：“减”、“扣”%0A办法：改为“减”。",
        f"::warning {book},line=2,endLine=3,title=PE301::不能这样搭配%0A办法：改写。",
        f"::error {book},line=3,endLine=3,col=9,endColumn=9,title=PE101::末尾缺句号",
        "::error file=facts/表彰.csv,line=3,title=PE620::“项目”栏：“甲”前面有空格%0A应为：甲%0A办法：删去。",
        "::error file=facts/得分.csv,title=PE601::缺少台账文件“得分.csv”",
        "::notice title=PE701::没有这个口径",
    ]


def test_facts_that_show_a_finding() -> None:
    """Lines of the message."""
    (shown,) = diagnostics_to_github([SHOWN]).split("\n")
    assert shown.endswith(
        ",title=PE809::“总分”可以高于100分"
        "%0A例如：%0A单位｜张村%0A基础分｜100分%0A→ 总分｜104分%0A办法：写明最高分。"
    )


def test_what_would_end_a_command_or_a_property_is_escaped() -> None:
    """Percent, line ends; in properties colon and comma too."""
    found = evolve(IN_FILE, where=Cell("a,b:c%.csv", 1), message="100%，a:b,c\r\n::error::假的")
    assert diagnostics_to_github([found]) == (
        "::error file=a%2Cb%3Ac%25.csv,line=1,title=PE601::100%25，a:b,c〔换行〕〔换行〕::error::假的"
    )
