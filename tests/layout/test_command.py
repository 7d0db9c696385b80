"""``perfeval fmt``: which files are written, how, and what is told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from perfeval import api
from perfeval.cli.main import main
from perfeval.layout import file as file_module
from perfeval.source.text import SourceText
from tests.rules.case_files import base

USUAL = base().book
OTHER = USUAL.replace("，按级别每次加：", ", 按级别每次加:")


def book(folder: Path, content: bytes) -> Path:
    """A rule book with this content."""
    folder.mkdir(exist_ok=True)
    path = folder / "book.jx"
    path.write_bytes(content)
    return path


def test_what_changes_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each book with the first line that changes; a book in order is not written."""
    first = book(tmp_path / "甲", OTHER.encode())
    second = book(tmp_path / "乙", USUAL.encode())
    os.utime(second, (1, 1))
    assert main(["fmt", str(first), str(second.parent)]) == 0
    line = 1 + USUAL[: USUAL.index("，按级别每次加：")].count("\n")
    told = f"排版改好了：{first}，第一处在第{line}行\n排版没有要改的：{second.parent}\n"
    assert capsys.readouterr().out == told
    assert first.read_text(encoding="utf-8") == USUAL
    assert second.stat().st_mtime == 1
    assert [path.name for path in first.parent.iterdir()] == ["book.jx"]


def test_check_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It only tells, and fails where something would change."""
    path = book(tmp_path, OTHER.encode())
    assert main(["fmt", "--check", str(path)]) == 1
    assert capsys.readouterr().out.startswith(f"排版要改：{path}，第一处在第")
    assert path.read_bytes() == OTHER.encode()
    book(tmp_path, USUAL.encode())
    assert main(["fmt", str(path), "--check"]) == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_encoding_and_line_ends_stay(tmp_path: Path, encoding: str, line_end: str) -> None:
    """As the editor wrote them."""
    path = book(tmp_path, OTHER.replace("\n", line_end).encode(encoding))
    assert main(["fmt", str(path)]) == 0
    assert path.read_bytes() == USUAL.replace("\n", line_end).encode(encoding)


@pytest.mark.parametrize("other", ["\n", "\r"])
def test_mixed_line_ends_become_one(tmp_path: Path, other: str) -> None:
    """Only line ends that all are alike are kept; and those alone are a change too."""
    path = book(tmp_path, USUAL.replace("\n", "\r\n").replace("\r\n", other, 3).encode())
    assert main(["fmt", str(path)]) == 0
    assert path.read_bytes() == USUAL.encode()


def test_a_lone_line_end_is_a_change(tmp_path: Path) -> None:
    """The last line of a file that ends without one."""
    file = api.format_book(book(tmp_path, USUAL[:-1].encode())).value
    assert file is not None
    assert file.line == USUAL.count("\n") + 1


def test_the_others_are_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where one book cannot be found or read."""
    bad = book(tmp_path / "坏", b"\xff\xfe\x00a")
    good = book(tmp_path / "好", OTHER.encode())
    assert main(["fmt", str(bad), str(good)]) == 1
    assert "PE604" in capsys.readouterr().err
    assert good.read_text(encoding="utf-8") == USUAL
    book(tmp_path / "好", OTHER.encode())
    assert main(["fmt", str(tmp_path / "无"), str(good)]) == 2
    assert "找不到规则书" in capsys.readouterr().err
    assert good.read_text(encoding="utf-8") == USUAL


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """The file that it leads to is written, and stays readable to whom it was."""
    path = book(tmp_path / "甲", OTHER.encode())
    path.chmod(0o640)
    link = tmp_path / "link.jx"
    link.symlink_to(path)
    assert main(["fmt", str(link)]) == 0
    assert link.is_symlink()
    assert path.read_text(encoding="utf-8") == USUAL
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_read_only_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As an editor would, although its folder may be written; looking is allowed."""
    path = book(tmp_path, OTHER.encode())
    path.chmod(0o444)
    assert main(["fmt", str(path)]) == 2
    assert capsys.readouterr().err == f"写不了“{path}”：文件是只读的\n"
    assert path.read_bytes() == OTHER.encode()
    assert path.stat().st_mode & 0o777 == 0o444
    assert main(["fmt", str(path), "--check"]) == 1


def test_a_file_with_two_names_keeps_both(tmp_path: Path) -> None:
    """Whichever is given, the other shows the same."""
    path, other = book(tmp_path, OTHER.encode()), tmp_path / "other.jx"
    os.link(path, other)
    assert main(["fmt", str(path)]) == 0
    assert other.read_text(encoding="utf-8") == USUAL
    assert other.samefile(path)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["book.jx", "other.jx"]


def test_a_file_that_cannot_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is whole, nothing is left beside it, and the reason is told."""

    def refused(self: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    path = book(tmp_path, OTHER.encode())
    monkeypatch.setattr(Path, "replace", refused)
    assert main(["fmt", str(path)]) == 2
    assert f"写不了“{path}”" in capsys.readouterr().err
    assert path.read_bytes() == OTHER.encode()
    assert [each.name for each in tmp_path.iterdir()] == ["book.jx"]


def test_a_text_that_would_say_something_else_is_not_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should the layout ever be at fault, the book is not."""

    def wrong(source: SourceText) -> str:
        return source.text.replace("加5分", "加6分")

    path = book(tmp_path, OTHER.encode())
    monkeypatch.setattr(file_module, "formatted", wrong)
    assert main(["fmt", str(path)]) == 1
    assert "PE708" in capsys.readouterr().err
    assert path.read_bytes() == OTHER.encode()


def test_text_in_and_text_out() -> None:
    """The same for programs."""
    assert api.format_text(OTHER) == USUAL
