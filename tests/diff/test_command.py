"""The command: what it prints, what it stores, and with which exit status."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from perfeval import api
from perfeval.cli.main import main
from perfeval.diff.to_text import comparison_to_text
from tests.diff.books import DRAFT, FACTS, compared, heshan
from tests.heshan.book import RULES

RAISED = ("按级别每次加：国家级5分、省部级2分", "按级别每次加：国家级5分、省部级3分")


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of one command."""
    try:
        status = main(["diff", *(str(word) for word in words)])
    except SystemExit as stop:
        status = int(str(stop.code))
    printed = capsys.readouterr()
    return status, printed.out, printed.err


@pytest.fixture
def books(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Folders of an older and a newer book, and of facts."""
    old, new = (Path(shutil.copytree(RULES, tmp_path / name)) for name in ("旧", "新"))
    change(new, *RAISED)
    return old, new, old / "facts"


def change(book: Path, old: str, new: str) -> None:
    """Replace words in a book."""
    file = book / "book.jx"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def test_someone_is_affected(capsys: pytest.CaptureFixture[str], books: tuple[Path, Path, Path]) -> None:
    """Status 1; edits, rows, counts, the changed grades and each unit."""
    old, new, facts = books
    status, out, err = run(capsys, old, new, "--facts", facts)
    assert (status, err) == (1, "")
    assert "国家级5分、省部级［2→3］分" in out
    assert out.index("一、改了什么") < out.index("二、谁受影响") < out.index("三、逐个单位")
    assert "因【表彰】" in out
    out.encode("gbk")


def test_nobody_is_affected(capsys: pytest.CaptureFixture[str], books: tuple[Path, Path, Path]) -> None:
    """Status 0 for equal books, and where no unit of the facts is affected."""
    old, new, facts = books
    assert run(capsys, old, old)[:2] == (0, run(capsys, old, old)[1])
    assert "两本规则书没有区别" in run(capsys, old, old)[1]
    change(new, RAISED[1], RAISED[0])
    change(new, "减：国家级5分", "减：国家级8分")
    status, out, _ = run(capsys, old, new, "--facts", facts)
    assert status == 0 and "谁的结果都不变" in out


def test_json(capsys: pytest.CaptureFixture[str], books: tuple[Path, Path, Path]) -> None:
    """The keys that are promised, always."""
    old, new, facts = books
    status, out, _ = run(capsys, old, new, "--facts", facts, "--format", "json")
    data = json.loads(out)
    assert status == 1 and list(data) == ["version", "edits", "impact", "proof"] and data["version"] == 1
    assert [edit["clause"] for edit in data["edits"]] == ["表彰"]
    assert {"clause", "kind", "old", "new"} <= set(data["edits"][0])
    assert {"单位", "field", "from", "to", "edits"} <= set(data["impact"][0])
    assert all(entry["edits"] == ["【表彰】"] for entry in data["impact"])
    assert data["proof"]["verdict"] == "有别" and data["proof"]["witness"]["单位"]
    _, out, _ = run(capsys, old, old, "--format", "json")
    data = json.loads(out)
    assert (data["edits"], data["impact"], data["proof"]["verdict"]) == ([], [], "同义")
    assert data["proof"]["witness"] is None


def test_cannot_run(capsys: pytest.CaptureFixture[str], books: tuple[Path, Path, Path]) -> None:
    """Status 2: no such path, a broken book, facts that fit neither or only one of the books."""
    old, new, facts = books
    assert run(capsys, old, new / "没有")[0] == 2
    status, out, err = run(capsys, old, new, "--reading", "没有=每次")
    assert (status, out) == (2, "") and "PE701" in err
    change(new, "“基本达标”：综合得分在600分以上", "“基本达标”：综合得份在600分以上")
    status, out, err = run(capsys, old, new)
    assert (status, out) == (2, "") and "综合得份" in err
    shutil.copy(RULES / "book.jx", new / "book.jx")
    change(new, "“在编人数”：整数，不小于0；", "“在编人数”：整数，不小于30；")
    status, out, err = run(capsys, old, new, "--facts", facts)
    assert (
        (status, out) == (2, "")
        and "按新规则书《2013年赫山区绩效评估实施方案》：" in err
        and "按旧" not in err
    )


def test_approve_needs_facts(capsys: pytest.CaptureFixture[str], books: tuple[Path, Path, Path]) -> None:
    """It says so."""
    status, out, err = run(capsys, *books[:2], "--approve")
    assert (status, out) == (2, "") and "--facts" in err


def test_approved_and_no_longer_true(
    capsys: pytest.CaptureFixture[str], books: tuple[Path, Path, Path]
) -> None:
    """The impact is stored beside the new book and compared; the first differing line is told."""
    old, new, facts = books
    assert api.check_approved(new) == api.check_approved(old)
    assert run(capsys, old, new, "--facts", facts, "--approve")[0] == 1
    stored = (new / "影响.txt").read_text(encoding="utf-8")
    assert "旧规则书：../旧\n台账：../旧/facts\n" in stored
    assert api.check_approved(new).value == new / "影响.txt"
    change(new, RAISED[1], RAISED[1].replace("3分", "4分"))
    [finding] = api.check_approved(new).diagnostics
    assert finding.code == "PE706" and "审定的是" in finding.message
    assert "3" in finding.message and "4" in finding.message


def test_approved_under_other_readings(
    capsys: pytest.CaptureFixture[str], books: tuple[Path, Path, Path]
) -> None:
    """The readings are kept with it, and a file that Windows saved again is still the same."""
    old, new, facts = books
    run(capsys, old, new, "--facts", facts, "--approve", "--reading", "名额取整=向下取整")
    file = new / "影响.txt"
    text = file.read_text(encoding="utf-8")
    assert "口径：名额取整=向下取整\n" in text
    file.write_text("\ufeff" + text, encoding="utf-8", newline="\r\n")
    assert api.check_approved(new).diagnostics == ()
    file.write_text("甲\n\n乙\n", encoding="utf-8")
    assert [finding.code for finding in api.check_approved(new).diagnostics] == ["PE705"]


def test_the_draft() -> None:
    """It is in order, covers its plan, and its impact is the approved one."""
    assert api.check(DRAFT).diagnostics == ()
    coverage = api.coverage(DRAFT).value
    assert coverage is not None and coverage.characters == coverage.accounted
    assert api.check_approved(DRAFT).diagnostics == ()
    assert api.check_approved(DRAFT).value == DRAFT / "影响.txt"


def test_the_draft_at_a_glance() -> None:
    """Counts and changed grades come before the units."""
    new = api.load(DRAFT).value
    assert new is not None
    text = comparison_to_text(compared(heshan(), new, FACTS))
    assert "43个单位的结果有变化，其中11个单位的等次变了" in text
    assert "按这些台账不起作用的修改：【批评扣分】、【直接评优】、【达标】、【基本达标】" in text
    assert "因【名额取整】、【取消评优】（任一处都足以如此）" in text.replace("\n", "").replace(" ", "")
    text.encode("gbk")


def test_witness(books: tuple[Path, Path, Path]) -> None:
    """Without facts a unit that fares otherwise is found, where the solver is there."""
    pytest.importorskip("z3")
    old, new, _ = books
    checked = api.compare(old, new)
    assert checked.value is not None
    proof = checked.value.proof
    assert (proof.verdict.value, bool(proof.unit), proof.witness is not None) == ("有别", True, True)
    assert "结果：" in comparison_to_text(checked.value)
