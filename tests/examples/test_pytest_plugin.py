"""``pytest`` over a folder of rule books, as anyone runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.evaluate.mini import SOURCE
from tests.examples.small import text_of

CLAUSES = "【表彰加分】表彰，每次加2分。\n【总分】“总分”＝基础分＋【表彰加分】。"
EXAMPLES = """例“一次”
设张村有表彰：
  ｜项目｜级别｜日期｜
  ｜甲｜省级｜2024-05-01｜
则张村【表彰加分】加2分。

例“没有”
设张村基础分为80分。
则张村【表彰加分】加1分。
"""


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The output of pytest over this folder."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *words, str(folder)],
        capture_output=True,
        text=True,
        cwd=folder,
        check=False,
    )


def book(folder: Path, text: str) -> None:
    """A rule book and its plan in the folder."""
    (folder / "book.jx").write_text(text, encoding="utf-8")
    (folder / "原文.txt").write_bytes(SOURCE)


def test_each_example_is_an_item(tmp_path: Path) -> None:
    """An item is named after its example; a failure says what is written, what came out and why."""
    book(tmp_path, text_of(CLAUSES, EXAMPLES))
    done = run(tmp_path, "-v")
    assert done.returncode == 1
    assert "book.jx::一次 PASSED" in done.stdout
    assert "book.jx::没有 FAILED" in done.stdout
    assert "写的：张村【表彰加分】加1分" in done.stdout
    assert "算出来的：0分" in done.stdout
    assert "Traceback" not in done.stdout


def test_one_example_by_name(tmp_path: Path) -> None:
    """One example can be picked as any test can."""
    book(tmp_path, text_of(CLAUSES, EXAMPLES))
    done = run(tmp_path, "-k", "一次")
    assert done.returncode == 0
    assert "1 passed, 1 deselected" in done.stdout


def test_a_broken_book_is_an_error_in_its_own_words(tmp_path: Path) -> None:
    """What ``perfeval check`` would say is said instead of a traceback."""
    book(tmp_path, text_of(CLAUSES.replace("每次加2分", "每次加两三分"), EXAMPLES))
    done = run(tmp_path)
    assert done.returncode == 2
    assert "book.jx" in done.stdout
    assert "PE1" in done.stdout
    assert "Traceback" not in done.stdout


def test_an_approved_impact_is_an_item(tmp_path: Path) -> None:
    """What ``perfeval test`` says of it is said; it is not looked at where it is not asked for."""
    book(tmp_path, text_of(CLAUSES, EXAMPLES))
    (tmp_path / "影响.txt").write_text("没有写旧规则书\n", encoding="utf-8")
    done = run(tmp_path, "-v", "-k", "影响")
    assert done.returncode == 1
    assert "book.jx::影响 FAILED" in done.stdout
    assert "PE705" in done.stdout
    assert "Traceback" not in done.stdout
    assert "1 passed, 2 deselected" in run(tmp_path, "-k", "一次").stdout
