"""Files on a disk: which of them a rule book may name."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfeval import api
from perfeval.cli.main import main
from tests.files.test_results_taken import PRIZES, RESULTS, SCORES
from tests.files.villages import PLAN, QUARTER, YEAR, put, shown

TOP, ANNEX = YEAR.split("\n附件\n")
SPLIT = f"{TOP}\n附“附表.jx”。\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder of a book in two files, beside that of the book whose results it takes."""
    put(tmp_path / "rules", {"q1/book.jx": QUARTER, "q1/原文.txt": PLAN})
    files: dict[str, str | bytes] = {
        "year/book.jx": SPLIT,
        "year/附表.jx": f"附件\n{ANNEX}".encode("gb18030"),
        "year/原文.txt": PLAN,
    }
    return put(tmp_path / "rules", files)


def codes(home: Path) -> list[str]:
    """What is wrong with the book in a folder."""
    return [shown(each) for each in api.load(home).diagnostics]


def test_a_book_of_several_files(home: Path, tmp_path: Path) -> None:
    """Is read, checked and evaluated, from ledgers or from results."""
    assert codes(home) == []
    assert api.check(home).value is not None
    one = put(tmp_path / "one", {"季度考核.csv": RESULTS, "表彰.csv": PRIZES})
    two = put(tmp_path / "two", {"表彰.csv": PRIZES, "季度考核/得分.csv": SCORES, "旧/别的.csv": "x"})
    assert api.evaluate(home, one).value is not None
    assert api.evaluate(home, two).value is not None
    account = api.explain(home, two, "张村").value
    assert account is not None
    assert account.taken


def test_messages_name_files_as_seen_from_where_one_stands(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the folder, where several books are checked."""
    (home / "附表.jx").write_text("附件\n等次由高到低：甲、乙。\n", encoding="utf-8")
    monkeypatch.chdir(home.parent)
    main(["check", "year", "q1", "--format", "json"])
    assert '"year/附表.jx"' in capsys.readouterr().out.replace("\\\\", "/")


def test_missing_files_have_near_names(home: Path) -> None:
    """Those that are there."""
    (home / "附表.jx").rename(home / "附表一.jx")
    (found,) = api.load(home).diagnostics
    assert "是不是“附表一.jx”" in found.message
    (home / "附表一.jx").rename(home / "附表.jx")
    home.joinpath("book.jx").write_text(SPLIT.replace("../q1", "../q2"), encoding="utf-8")
    (found,) = api.load(home).diagnostics
    assert "是不是“../q1”" in found.message


@pytest.mark.parametrize("linked", ["file", "folder"])
def test_links_that_lead_out(home: Path, tmp_path: Path, linked: str) -> None:
    """Are as if nothing were there."""
    away = put(tmp_path / "away", {"book.jx": QUARTER, "附表.jx": f"附件\n{ANNEX}", "原文.txt": PLAN})
    if linked == "file":
        (home / "附表.jx").unlink()
        (home / "附表.jx").symlink_to(away / "附表.jx")
        assert [each.split()[0] for each in codes(home)] == ["PE231"]
        return
    (home.parent / "q9").symlink_to(away)
    home.joinpath("book.jx").write_text(SPLIT.replace("../q1", "../q9"), encoding="utf-8")
    assert [each.split()[0] for each in codes(home)] == ["PE231"]


def test_a_link_within_the_folder(home: Path) -> None:
    """Is a file like any other."""
    (home / "附表.jx").rename(home / "旧.jx")
    (home / "附表.jx").symlink_to(home / "旧.jx")
    assert codes(home) == []


def test_the_book_itself_by_way_of_its_folder(home: Path) -> None:
    """Is a circle."""
    home.joinpath("book.jx").write_text(SPLIT.replace("../q1”的类别", "../year”的类别"), encoding="utf-8")
    assert [each.split()[0] for each in codes(home)] == ["PE235"]


def test_a_broken_file_is_no_crash(home: Path) -> None:
    """A folder called like the file, a file that is no text."""
    (home / "附表.jx").unlink()
    (home / "附表.jx").mkdir()
    assert [each.split()[0] for each in codes(home)] == ["PE231"]
    (home / "附表.jx").rmdir()
    (home / "附表.jx").write_bytes(b"\xff" * 10)
    assert [each.split()[0] for each in codes(home)] == ["PE606"]


def test_layout_leaves_the_sentences(home: Path) -> None:
    """Each file by itself."""
    for file in ("book.jx", "附表.jx"):
        done = api.format_book(home / file, write=False)
        assert done.value is not None
        assert done.value.line is None, (file, done.value.content.decode("utf-8", "replace"))
    path = home / "乱.jx"
    path.write_text(TOP + "\n附  “附表.jx” 。\n沿用“../q1”的 类别 、等次。\n", encoding="utf-8")
    done = api.format_book(path, write=False)
    assert done.value is not None
    assert "附“附表.jx”。\n沿用“../q1”的类别、等次。\n" in done.value.content.decode()
