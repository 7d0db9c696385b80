"""``perfeval check``: several books, forms for programs, exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from perfeval.cli.output import say_findings
from tests.cli.test_commands import run
from tests.evaluate.mini import SOURCE
from tests.examples.small import text_of

SOUND = "【加】省级以上的表彰，每次加2分，合计最高加4分。\n【总分】“总分”＝基础分＋【加】。"
BROKEN = SOUND.replace("基础分", "基楚分")
FORMS = ("json", "sarif", "github")


@pytest.fixture
def books(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two broken books and one without an error, in folders below the current one."""
    monkeypatch.chdir(tmp_path)
    for name, clauses in (("甲", BROKEN), ("乙 区", BROKEN), ("丙", SOUND)):
        folder = tmp_path / "rules" / name
        folder.mkdir(parents=True)
        (folder / "book.jx").write_text(text_of(clauses, ""), encoding="utf-8")
        (folder / "原文.txt").write_bytes(SOURCE)
    return tmp_path


def files_of(form: str, out: str) -> list[str]:
    """The files that findings name, in order."""
    if form == "json":
        return [found["file"] for found in json.loads(out)["diagnostics"]]
    if form == "github":
        return [line.partition("file=")[2].partition(",")[0] for line in out.splitlines()]
    results = json.loads(out)["runs"][0]["results"]
    places = [result["locations"][0]["physicalLocation"] for result in results]
    return [place["artifactLocation"]["uri"] for place in places]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("end", ["", "/book.jx"])
def test_files_are_named_as_they_are_given(
    books: Path, capsys: pytest.CaptureFixture[str], form: str, end: str
) -> None:
    """With the folder, of a folder and of a file; one document for all books, and nothing else."""
    status, out, err = run(capsys, "check", f"rules/甲{end}", f"rules/乙 区{end}", "--format", form)
    assert (status, err) == (1, "")
    assert books.is_dir()
    expected = ["rules/甲/book.jx", "rules/乙 区/book.jx"]
    if form == "sarif":
        expected = ["rules/%E7%94%B2/book.jx", "rules/%E4%B9%99%20%E5%8C%BA/book.jx"]
    assert files_of(form, out) == expected


@pytest.mark.usefixtures("books")
def test_several_books_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    """Each with its findings, and files told apart by their folders; one alone is named shortly."""
    status, out, err = run(capsys, "check", "rules/甲", "rules/丙", "rules/乙 区")
    assert status == 1
    assert err.count("错误 PE102") == 2 and err.count("共1个问题。\n") >= 2
    assert err.index("rules/甲/book.jx 第") < err.index("rules/乙 区/book.jx 第")
    assert out.count("《小方案》") == 1
    _, _, alone = run(capsys, "check", "rules/甲")
    assert alone.startswith("错误 PE102  book.jx 第")


@pytest.mark.usefixtures("books")
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("missing", [0, 1])
def test_a_book_that_cannot_be_read(capsys: pytest.CaptureFixture[str], form: str, missing: int) -> None:
    """The others are told of all the same, in a whole document; the status says that one is missing."""
    names = ["rules/甲"]
    names.insert(missing, "rules/丁")
    status, out, err = run(capsys, "check", *names, "--format", form)
    assert status == 2
    assert err == f"找不到规则书“{Path('rules/丁')}”\n"
    assert len(files_of(form, out)) == 1


@pytest.mark.usefixtures("books")
def test_a_book_that_cannot_be_read_among_texts(capsys: pytest.CaptureFixture[str]) -> None:
    """As for programs."""
    status, out, err = run(capsys, "check", "rules/丁", "rules/丙", "rules/甲")
    assert status == 2
    assert err.startswith("找不到规则书“rules/丁”\n")
    assert "错误 PE102  rules/甲/book.jx 第" in err
    assert "《小方案》" in out


@pytest.mark.parametrize("form", FORMS)
def test_a_form_for_programs_is_whole_without_findings(capsys: pytest.CaptureFixture[str], form: str) -> None:
    """JSON and SARIF are documents with empty lists; of commands there are none, not even an empty line."""
    say_findings((), form)
    out, err = capsys.readouterr()
    assert err == ""
    assert files_of(form, out) == []
    assert bool(out) is (form != "github")


@pytest.mark.parametrize("words", ["PE808", "pe808", "适得其反"])
def test_a_check_tells_what_it_is_about(capsys: pytest.CaptureFixture[str], words: str) -> None:
    """By code or title, without a rule book."""
    status, out, err = run(capsys, "check", "--about", words)
    assert (status, err) == (0, "")
    title, *parts = out.splitlines()
    assert title == "PE808 适得其反（警告）"
    assert [part.strip().partition("：")[0] for part in parts] == ["查什么", "为什么要紧", "怎么改"]


def test_a_check_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    """Says which there are."""
    status, out, err = run(capsys, "check", "--about", "PE999")
    assert (status, out) == (2, "")
    assert "没有“PE999”这项检查" in err
    assert "PE808适得其反" in err
