"""The command: what it prints, what it stores, and with which exit status."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from perfeval import api
from perfeval.cli.main import main
from perfeval.diagnostics.diagnostic import Cell
from perfeval.diff.phrases import cause_words
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


@pytest.mark.parametrize(("gone", "line", "what"), [("旧", 2, "旧规则书“../旧”"), ("账", 3, "台账“../账”")])
def test_what_was_approved_on_is_gone(
    capsys: pytest.CaptureFixture[str], books: tuple[Path, Path, Path], gone: str, line: int, what: str
) -> None:
    """A finding at the line of the file that says where it was, for the test command too."""
    old, new, facts = books
    facts = Path(shutil.move(facts, old.parent / "账"))
    run(capsys, old, new, "--facts", facts, "--approve")
    shutil.rmtree(old.parent / gone)
    [finding] = api.check_approved(new).diagnostics
    assert (finding.code, finding.where) == ("PE705", Cell("影响.txt", line))
    assert what in finding.message
    assert main(["test", str(new)]) == 1 and "PE705" in capsys.readouterr().err


def impact_by_unit(old: Path, new: Path, facts: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that is told of each unit: what changed, and why."""
    comparison = api.compare(old, new, facts).value
    assert comparison is not None and comparison.impact
    found: dict[str, list[tuple[object, ...]]] = {}
    for effect in comparison.impact:
        found.setdefault(effect.change.unit, []).append((effect.change, cause_words(effect)))
    return found


def test_who_fares_otherwise_than_approved(
    capsys: pytest.CaptureFixture[str], books: tuple[Path, Path, Path]
) -> None:
    """Units are named, also those that are told together with others; else that none is concerned."""
    old, new, facts = books
    change(new, "优秀20%、达标15%", "优秀21%、达标15%")
    run(capsys, old, new, "--facts", facts, "--approve")
    shown = (new / "影响.txt").read_text(encoding="utf-8")
    assert "只变了优岗比例，因【优岗比例】：" in shown
    before = impact_by_unit(old, new, facts)
    change(new, RAISED[1], RAISED[1].replace("3分", "2分"))
    after = impact_by_unit(old, new, facts)
    [finding] = api.check_approved(new).diagnostics
    units = {unit for unit in (*before, *after) if before.get(unit) != after.get(unit)}
    told, _, count = finding.message.partition("影响不一样的单位：")[2].partition("等")
    assert count == f"{len(units)}个单位" and set(told.split("、")) < units
    change(new, RAISED[0], RAISED[1])
    assert api.check_approved(new).diagnostics == ()
    change(new, "减：国家级5分", "减：国家级8分")
    [finding] = api.check_approved(new).diagnostics
    assert "每个单位受的影响都一样" in finding.message


def test_written_to_a_file(capsys: pytest.CaptureFixture[str], books: tuple[Path, Path, Path]) -> None:
    """As other commands do; books of one title are told apart by their paths."""
    old, new, facts = books
    assert run(capsys, old, new, "--facts", facts, "--out", new / "比较.txt") == (1, "", "")
    text = (new / "比较.txt").read_text(encoding="utf-8")
    assert f"旧：《2013年赫山区绩效评估实施方案》（{old}）\n新：《" in text and f"》（{new}）\n" in text
    assert run(capsys, old, new, "--out", new / "没有" / "比较.txt")[0] == 2


def test_readings_are_told(capsys: pytest.CaptureFixture[str], books: tuple[Path, Path, Path]) -> None:
    """At the top, with the books that they hold for."""
    old, new, facts = books
    _, out, _ = run(capsys, old, new, "--facts", facts, "--reading", "名额取整=向下取整")
    assert "口径：名额取整＝向下取整，两本书都照此算\n" in out.partition("一、改了什么")[0]
    _, out, _ = run(capsys, old, DRAFT, "--facts", facts, "--reading", "名额取整=向下取整")
    assert "口径：名额取整＝向下取整，只有旧规则书有这一选项，只有它照此算\n" in out


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
    assert "各等次的单位数：优秀28→23、达标75→80" in text
    assert "奖金总额合计：7354000元 → 7154200元（-199800元）" in text
    assert "本身没有引起变动、要和别处一起改或一起撤回的修改：【主要指标封顶】" in text
    assert "第5名 → 第4名（升1位）" in text and "20% → 15%（-5个百分点）" in text
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


def test_witness_of_what_counts(books: tuple[Path, Path, Path]) -> None:
    """A grade or number that differs is shown rather than a list whose words were edited."""
    pytest.importorskip("z3")
    old, new, _ = books
    change(new, "（2）“民调后十位”：", "（2）“民调靠后”：")
    text = (new / "book.jx").read_text(encoding="utf-8").partition("\n例“")[0]
    (new / "book.jx").write_text(text + "\n", encoding="utf-8", newline="\n")
    checked = api.compare(old, new)
    assert checked.value is not None
    changes = checked.value.proof.changes
    assert changes and not all(isinstance(each.new, list) for each in changes)
    change(new, *reversed(RAISED))
    checked = api.compare(old, new)
    assert checked.value is not None
    [only] = checked.value.proof.changes
    assert (only.name, only.new) == ("取消评优情形", ["民调靠后"])
