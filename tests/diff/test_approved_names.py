"""Books that share a folder do not share what was approved of one of them."""

from __future__ import annotations

from pathlib import Path

from perfeval import api
from tests.evaluate.mini import SCORES, SOURCE
from tests.examples.small import text_of

CLAUSES = "【加】表彰，每次加{}分。\n【总分】“总分”＝基础分＋【加】。\n"


def test_each_book_has_a_file_of_its_own(tmp_path: Path) -> None:
    """新.jx was approved against 旧.jx: nothing was approved of 旧.jx itself."""
    (tmp_path / "原文.txt").write_bytes(SOURCE)
    facts = tmp_path / "台账"
    facts.mkdir()
    (facts / "得分.csv").write_text(SCORES, encoding="utf-8")
    (facts / "表彰.csv").write_text("单位,项目,级别,日期\n张村,甲,省级,2024-05-01\n", encoding="utf-8")
    old, new = tmp_path / "旧.jx", tmp_path / "新.jx"
    for path, points in ((old, 1), (new, 2)):
        path.write_text(text_of(CLAUSES.format(points), ""), encoding="utf-8")
    compared = api.compare(old, new, facts, {}, prove=False)
    assert compared.value is not None
    assert api.approve(compared.value, old, new, facts, {}).name == "新的影响.txt"
    assert api.check_approved(new).ok
    unapproved = api.check_approved(old)
    assert (unapproved.value, unapproved.diagnostics) == (None, ())
    new.write_text(text_of(CLAUSES.format(3), ""), encoding="utf-8")
    (differs,) = api.check_approved(new).diagnostics
    assert getattr(differs.where, "file", "") == "新的影响.txt"
