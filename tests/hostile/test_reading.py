"""Files are read no further than their limit; warnings of ledgers change neither result nor status."""

from pathlib import Path

import pytest

from perfeval import api, folders
from perfeval.cli.main import main
from perfeval.ledger.limits import MAX_TEXT_BYTES
from tests.evaluate import mini

CLAUSES = "\n【加分】表彰，每次加1分。\n【合计】“总分”＝基础分＋【加分】。\n"
AWARD = "张村,会议,省级,2024-05-01\n"


def write_book(folder: Path) -> None:
    """A book, its plan and its ledgers, with two equal rows among them."""
    (folder / "book.jx").write_text(mini.HEAD + CLAUSES + mini.TAIL, encoding="utf-8")
    (folder / "原文.txt").write_bytes(mini.SOURCE)
    (folder / "得分.csv").write_text(mini.SCORES, encoding="utf-8")
    (folder / "表彰.csv").write_text(f"单位,项目,级别,日期\n{AWARD}{AWARD}", encoding="utf-8")


@pytest.mark.parametrize("name", ["book.jx", "原文.txt"])
def test_a_text_beyond_the_limit_is_a_finding(tmp_path: Path, name: str) -> None:
    """Of the book and of the plan beside it; one byte more than the limit is read."""
    write_book(tmp_path)
    with (tmp_path / name).open("ab") as file:
        file.write(b"\n" * 3 * MAX_TEXT_BYTES)
    assert "PE619" in [found.code for found in api.load(tmp_path).diagnostics]


def test_a_folder_with_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit, and what to do; without reading any of them."""
    write_book(tmp_path)
    monkeypatch.setattr(folders, "MAX_FILES", 4)
    assert api.evaluate(tmp_path, tmp_path).value is not None
    monkeypatch.setattr(folders, "MAX_FILES", 3)
    with pytest.raises(api.UnreadableError, match="上限是3个文件"):
        api.evaluate(tmp_path, tmp_path)


def test_a_warning_stands_beside_the_result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The result is printed, the status is 0."""
    write_book(tmp_path)
    assert main(["eval", str(tmp_path), str(tmp_path), "--format", "csv"]) == 0
    printed = capsys.readouterr()
    assert "张村,村,山村,92" in printed.out
    assert "警告 PE636  表彰.csv 第3行" in printed.err
