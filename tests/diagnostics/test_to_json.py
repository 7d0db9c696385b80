"""Findings as data."""

from perfeval.diagnostics.to_json import diagnostic_to_json
from tests.diagnostics.made import IN_CELL, NOWHERE, SHOWN


def test_a_finding_in_a_text() -> None:
    """Every field, in this order."""
    assert list(diagnostic_to_json(SHOWN).items()) == [
        ("code", "PE809"),
        ("severity", "warning"),
        ("clause", "加分"),
        ("file", "rules/a b/书.jx"),
        ("line", 2),
        ("column", 1),
        ("text", "【加分】"),
        ("message", "“总分”可以高于100分"),
        ("expected", []),
        ("witness", {"header": ["单位", "张村"], "rows": [["基础分", "100分"], ["→ 总分", "104分"]]}),
        ("remedy", "写明最高分。"),
        ("name", "超出满分"),
    ]


def test_a_finding_in_a_ledger_or_nowhere() -> None:
    """A column by its name; nothing is null, never an empty text."""
    cell = diagnostic_to_json(IN_CELL)
    assert (cell["file"], cell["line"], cell["column"], cell["text"]) == ("facts/表彰.csv", 3, "项目", " 甲")
    nowhere = diagnostic_to_json(NOWHERE)
    assert nowhere["severity"] == "hint"
    for key in ("clause", "file", "line", "column", "text", "witness", "name"):
        assert nowhere[key] is None
