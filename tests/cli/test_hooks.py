"""The hooks for commits run commands that exist, on rule books and nothing else."""

from __future__ import annotations

import re

import pytest

from tests.cli.test_commands import run
from tests.heshan.book import ROOT

HOOKS = ROOT / ".pre-commit-hooks.yaml"
_FIELD = re.compile(r"^[ -] (\w+): (.+)$", re.MULTILINE)


def hooks() -> list[dict[str, str]]:
    """The fields of each hook; the file is a plain list of plain fields."""
    parts = re.split(r"^(?=- )", HOOKS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [dict(_FIELD.findall(part)) for part in parts if part]


def test_every_entry_is_a_command_that_takes_several_books(capsys: pytest.CaptureFixture[str]) -> None:
    """Hooks are given the names of all files that changed."""
    assert [hook["id"] for hook in hooks()] == ["perfeval-check", "perfeval-fmt"]
    for hook in hooks():
        program, command = hook["entry"].split()
        assert (program, hook["language"]) == ("perfeval", "python")
        assert hook["id"] == f"perfeval-{command}"
        _, _, err = run(capsys, command, "没有/book.jx", "也没有/book.jx")
        assert "没有/book.jx" in err and "用法" not in err


def test_the_pattern_takes_rule_books_and_nothing_else() -> None:
    """As pre-commit searches it in paths from the root."""
    files = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "rules").rglob("*"))]
    books = [file for file in files if file.endswith("/book.jx")]
    for hook in hooks():
        assert [file for file in files if re.search(hook["files"], file)] == books
        assert re.search(hook["files"], "book.jx")
        assert not re.search(hook["files"], "book.jx.txt")
    assert len(books) >= 2
