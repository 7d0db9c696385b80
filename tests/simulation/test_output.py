"""What is said of a simulation: text, data, tables, charts, and the command."""

from __future__ import annotations

import csv
import io
import json
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from perfeval.cli.main import main
from perfeval.simulation import charts
from perfeval.simulation.charts import charts_of, missing_for_charts
from perfeval.simulation.shares import per_cent, share
from perfeval.simulation.study import Simulation
from perfeval.simulation.to_csv import simulation_to_csv
from perfeval.simulation.to_json import simulation_to_json
from perfeval.simulation.to_text import simulation_to_text
from tests.evaluate.mini import HEAD, SOURCE, TAIL
from tests.simulation.small import CLAUSES, FILE, LEDGERS, book_of, files_of, prepared, simulated

TEXT = """张村的基础分，为90分的可能性75%，为60分的可能性25%。
李村的基础分，为80分的可能性60%，为95分的可能性40%。
张村有扣分的可能性5%，原有的保留：分数为1分。
"""
# Nobody is too few any more, and one place more is given.
DRAFT = CLAUSES.replace("山村、水村各取前1名", "山村取前2名，水村取前1名").replace("在5以下", "在3以下")


@cache
def alone() -> Simulation:
    """The small book."""
    return simulated(prepared(book_of(), files_of(LEDGERS), TEXT), 200)


@cache
def paired() -> Simulation:
    """The small book, and a draft."""
    files = files_of(LEDGERS)
    return simulated(prepared(book_of(), files, TEXT), 200, draft=prepared(book_of(DRAFT), files, TEXT))


ALONE = """小方案
模拟200次，种子7。拿不准的，照“不确定.txt”；别的都照台账：
  张村的基础分，为90分的可能性75%，为60分的可能性25%。
  李村的基础分，为80分的可能性60%，为95分的可能性40%。
  张村有扣分的可能性5%，原有的保留：分数为1分。
200次都评得出结果。

一、各单位可能的结果
山村（3个单位）
"""


def test_text() -> None:
    """What was assumed, then the units by series as they are by the facts, then the clauses."""
    text = simulation_to_text(alone())
    assert text.startswith(ALONE)
    rows = [line.split() for line in text.splitlines()]
    words = alone().current.tally.words["等次"]
    shown = [per_cent(words[0].get(grade, 0), 200) for grade in ("好", "中", "差")]
    assert next(row for row in rows if row[:1] == ["张村"])[1:5] == ["好", *shown]
    assert "二、各条款起作用的次数" in text
    assert next(row for row in rows if row[:2] == ["【封顶】", "封顶"])[2:] == ["－", "0"]
    assert next(row for row in rows if row[:2] == ["【扣减】", "计分"])[2] == "100%"


def test_text_of_a_draft() -> None:
    """Both books, and who changes in the same draw."""
    text = simulation_to_text(paired())
    assert "一、各单位可能的结果（现行）" in text
    assert "二、各单位可能的结果（草案）" in text
    assert "三、同一次模拟，换成草案有什么不同\n等次：200次里，有单位不同的200次（100%）：\n" in text
    row = next(line.split() for line in text.splitlines() if "赵村" in line and "→" in line)
    assert row == ["赵村", "100%", "中→好", "100%"]
    assert "四、各条款起作用的次数" in text


def test_no_character_beyond_gbk() -> None:
    """Every screen shows it."""
    for text in (simulation_to_text(paired()), *simulation_to_csv(paired()).values()):
        assert text.encode("gbk")


def test_data() -> None:
    """Counts add up to the draws; shares are decimals in text."""
    data = json.loads(json.dumps(simulation_to_json(paired())))
    assert (data["version"], data["seed"], data["draws"]) == (1, 7, 200)
    assert data["uncertainty"] == {"file": FILE, "sentences": TEXT.splitlines()}
    for side in data["books"]:
        assert (side["undecided"], side["why"]) == ([], [])
        for unit in side["units"]:
            for counted in (*unit["words"], *unit["ranks"]):
                assert sum(each["count"] for each in counted["values"]) == side["draws"] == 200
                assert all(each["share"] == share(each["count"], 200) for each in counted["values"])
    current, draft = data["books"]
    assert current["sha256"] != draft["sha256"]
    (grades,) = current["units"][0]["words"]
    assert (grades["name"], grades["base"]) == ("等次", "好")
    assert [each["value"] for each in grades["values"]] == ["好", "中", "差"]
    assert [each["percent"] for each in current["units"][0]["ranks"][0]["quantiles"]] == [5, 25, 50, 75, 95]
    changed = {each["单位"]: each for each in data["changes"]["units"]}
    assert changed["赵村"]["changes"] == [{"from": "中", "to": "好", "count": 200, "share": "1"}]
    assert changed["林场"]["count"] == 0
    clauses = {(each["clause"], each["how"]): each for each in current["clauses"]}
    assert {"单位": "王村", "count": 200, "share": "1"} in clauses["扣减", "计分"]["units"]


def test_tables() -> None:
    """The same counts, a row each."""
    files = {name: list(csv.reader(io.StringIO(text))) for name, text in simulation_to_csv(paired()).items()}
    assert list(files) == ["分布.csv", "名次.csv", "条款.csv", "变化.csv"]
    assert ["现行", "赵村", "等次", "中", "200", "1"] in files["分布.csv"]
    assert ["草案", "赵村", "等次", "好", "200", "1"] in files["分布.csv"]
    assert ["现行", "林场", "名次", "无", "200", "1"] in files["分布.csv"]
    assert ["现行", "林场", "名次", "0", "", "", "", "", ""] in files["名次.csv"]
    assert ["现行", "扣减", "计分", "王村", "200", "1"] in files["条款.csv"]
    assert ["赵村", "等次", "中", "好", "200", "1"] in files["变化.csv"]
    assert list(simulation_to_csv(alone())) == ["分布.csv", "名次.csv", "条款.csv"]
    assert all(len(row) == len(rows[0]) for rows in files.values() for row in rows)


@pytest.mark.parametrize(
    ("count", "of", "text"),
    [(1, 4, "0.25"), (1, 3, "0.333333"), (2, 3, "0.666667"), (5, 5, "1"), (0, 0, "0")],
)
def test_shares(count: int, of: int, text: str) -> None:
    """Exact where six places are enough, else rounded half up."""
    assert share(count, of) == text


def test_shares_in_per_cent() -> None:
    """Four places at most."""
    assert per_cent(1, 3) == "33.3333%"


# ---------------------------------------------------------------- charts


def needs_charts() -> None:
    """Skip where Matplotlib or a font is missing, with what there is to do."""
    missing = missing_for_charts()
    if missing is not None:
        pytest.skip(f"{missing.message}。{missing.hint}")


def test_charts() -> None:
    """One for each series, in both forms; of units that are never judged there is none."""
    needs_charts()
    made = dict(charts_of(paired()))
    assert list(made) == ["山村.svg", "山村.png", "水村.svg", "水村.png"]
    assert made["山村.png"].startswith(b"\x89PNG\r\n")
    svg = made["山村.svg"].decode()
    # Letters are outlines: whoever opens it needs no font.
    assert "<text" not in svg
    assert "<dc:date>" not in svg and "<dc:creator>" not in svg


def test_charts_are_the_same_to_the_byte() -> None:
    """However often they are drawn."""
    needs_charts()
    assert list(charts_of(paired())) == list(charts_of(paired()))
    assert dict(charts_of(paired(), ("svg",)))["山村.svg"] == dict(charts_of(paired()))["山村.svg"]


def test_charts_show_what_was_counted() -> None:
    """Other counts draw other charts; the draft doubles the bars."""
    needs_charts()
    one, other = (dict(charts_of(each, ("svg",)))["山村.svg"] for each in (alone(), paired()))
    assert one != other
    assert one.count(b'id="patch_') < other.count(b'id="patch_')


def test_what_charts_need_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Matplotlib, then a font."""
    needs_charts()
    monkeypatch.setattr(charts, "_FONTS", ("没有的字体",))
    missing = missing_for_charts()
    assert missing is not None
    assert (missing.code, "fonts-noto-cjk" in missing.hint) == ("PE911", True)
    monkeypatch.setattr(charts, "find_spec", lambda name: None)
    missing = missing_for_charts()
    assert missing is not None
    assert (missing.code, "perfeval[charts]" in missing.hint) == ("PE910", True)


# ---------------------------------------------------------------- the command


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two books, ledgers and what of them is uncertain, in the current folder."""
    monkeypatch.chdir(tmp_path)
    for name, clauses in (("现行", CLAUSES), ("草案", DRAFT)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "book.jx").write_text(HEAD + clauses + TAIL, encoding="utf-8")
        (tmp_path / name / "原文.txt").write_bytes(SOURCE)
    (tmp_path / "台账").mkdir()
    for file, text in LEDGERS.items():
        (tmp_path / "台账" / file).write_text(text, encoding="utf-8")
    (tmp_path / "台账" / FILE).write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_the_command(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Text as of the functions below it, and nothing on the other stream."""
    assert main(["simulate", "现行", "台账", "--draws", "200", "--seed", "7", "--against", "草案"]) == 0
    printed = capsys.readouterr()
    assert printed.out == simulation_to_text(paired()) + "\n"
    assert printed.err == ""


def test_everything_into_a_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Data, tables, charts, and one of the draws, which is evaluated like any facts."""
    needs_charts()
    words = ["simulate", "现行", "台账", "--draws", "200", "--seed", "7", "--keep", "9", "--out", "模拟"]
    assert main(words) == 0
    files = sorted(file.relative_to(folder / "模拟").as_posix() for file in (folder / "模拟").rglob("*.*"))
    assert [name for name in files if "/" not in name] == ["分布.csv", "名次.csv", "条款.csv", "模拟.json"]
    assert [name for name in files if name.startswith("图/")] == [
        "图/山村.png",
        "图/山村.svg",
        "图/水村.png",
        "图/水村.svg",
    ]
    capsys.readouterr()
    assert main(["eval", "现行", "模拟/第9次台账", "--format", "json"]) == 0
    records = json.loads(capsys.readouterr().out)["records"]
    ninth = simulated(prepared(book_of(), files_of(LEDGERS), TEXT), 9).current.tally.words["等次"]
    eighth = simulated(prepared(book_of(), files_of(LEDGERS), TEXT), 8).current.tally.words["等次"]
    for record, nine, eight in zip(records, ninth, eighth, strict=True):
        assert nine[record["等次"]] == eight.get(record["等次"], 0) + 1


def test_no_charts_where_none_are_wanted(folder: Path) -> None:
    """And then nothing that they need."""
    assert main(["simulate", "现行", "台账", "--draws", "5", "--out", "模拟", "--charts", "none"]) == 0
    assert not (folder / "模拟" / "图").exists()


def test_beside_the_book_or_anywhere(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file of the facts goes before that of the book; a named one before both."""
    other = "张村的基础分，为90分的可能性100%。"
    (folder / "现行" / FILE).write_text(other, encoding="utf-8")
    (folder / "别处.txt").write_text("李村的基础分，为80分的可能性100%。", encoding="utf-8")
    assert main(["simulate", "现行", "台账", "--draws", "3"]) == 0
    assert TEXT.splitlines()[0] in capsys.readouterr().out
    (folder / "台账" / FILE).unlink()
    assert main(["simulate", "现行", "台账", "--draws", "3"]) == 0
    assert other in capsys.readouterr().out
    assert main(["simulate", "现行", "台账", "--draws", "3", "--uncertainty", "别处.txt"]) == 0
    assert "照“别处.txt”" in capsys.readouterr().out


def test_nothing_says_what_is_uncertain(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It could not run: where the file was looked for, and what to do."""
    (folder / "台账" / FILE).unlink()
    assert main(["simulate", "现行", "台账"]) == 2
    said = capsys.readouterr().err
    assert "台账/不确定.txt" in said
    assert "--uncertainty" in said
    assert main(["simulate", "现行", "台账", "--uncertainty", "没有.txt"]) == 2
    assert "没有.txt" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["--draws", "0"], ["--draws", "-3"], ["--draws", "二"], ["--charts", "jpg"]]
)
def test_wrong_words(folder: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Told in Chinese, with how the command goes."""
    with pytest.raises(SystemExit) as end:
        main(["simulate", "现行", "台账", *words])
    assert end.value.code == 2
    assert "命令写得不对" in capsys.readouterr().err


def test_findings_of_the_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With place and status 1, as text and as data."""
    (folder / "台账" / FILE).write_text("张村的基础粉在上下1分以内浮动。", encoding="utf-8")
    assert main(["simulate", "现行", "台账"]) == 1
    assert "不确定.txt 第1行第4字：没有“基础粉”这种写法，是不是“基础分”？" in capsys.readouterr().err
    assert main(["simulate", "现行", "台账", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["diagnostics"][0]["code"] == "PE102"


def test_what_only_the_draft_lacks_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The sentence is sound for the current book."""
    draft = HEAD + DRAFT.replace("【扣减】扣分，按分数栏的分数减分。\n", "").replace("＋【扣减】", "")
    draft = draft.replace("（1）“被扣分”：有扣分的；（2）", "（1）")
    tail = TAIL.replace("台账“扣分”，一次一行：“事由”：文字；“分数”：分，不小于0。\n", "")
    (folder / "草案" / "book.jx").write_text(draft + tail, encoding="utf-8")
    (folder / "台账" / "扣分.csv").unlink()
    assert main(["simulate", "现行", "台账", "--draws", "5"]) == 0
    capsys.readouterr()
    assert main(["simulate", "现行", "台账", "--draws", "5", "--against", "草案"]) == 1
    assert "按草案的台账：" in capsys.readouterr().err


def test_a_ledger_of_the_draft_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is set aside where the current book reads the facts; the draft is evaluated by it."""
    more = "台账“迟到”，一次一行：“缘由”：文字。\n"
    draft = (
        HEAD
        + CLAUSES.replace("＋【扣减】", "＋【扣减】＋【迟】")
        + "【迟】迟到，每次减30分。\n"
        + TAIL
        + more
    )
    (folder / "草案" / "book.jx").write_text(draft, encoding="utf-8")
    (folder / "台账" / "迟到.csv").write_text("单位,缘由\n钱村,下雨\n", encoding="utf-8")
    words = ["simulate", "现行", "台账", "--draws", "5", "--against", "草案", "--format", "json"]
    assert main(words) == 0
    data = json.loads(capsys.readouterr().out)
    counts = {(each["clause"], each["how"]): each["count"] for each in data["books"][1]["clauses"]}
    assert counts["迟", "计分"] == 5
    assert ("迟", "计分") not in {(each["clause"], each["how"]) for each in data["books"][0]["clauses"]}


def test_without_numpy(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What to install."""
    monkeypatch.setattr(import_module("perfeval.cli.simulate"), "find_spec", lambda name: None)
    assert main(["simulate", "现行", "台账"]) == 1
    assert "pip install 'perfeval[columns]'" in capsys.readouterr().err


def test_another_reading(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One that neither book has is a finding."""
    assert main(["simulate", "现行", "台账", "--draws", "5", "--reading", "甲=乙", "--against", "草案"]) == 1
    assert "PE701" in capsys.readouterr().err
