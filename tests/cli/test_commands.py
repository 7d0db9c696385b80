"""The commands: what they print, where, and with which exit status."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from perfeval.cli.main import main
from tests.heshan.book import CASES, EXPECTED, ROOT, RULES, expected

FACTS = CASES / "edge" / "facts"


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of one command."""
    try:
        status = main([str(word) for word in words])
    except SystemExit as stop:
        status = int(str(stop.code))
    printed = capsys.readouterr()
    return status, printed.out, printed.err


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """A copy of the ledgers that a test may damage."""
    return Path(shutil.copytree(FACTS, tmp_path / "台账"))


@pytest.mark.parametrize(("case", "file", "readings"), EXPECTED)
def test_eval_json(
    capsys: pytest.CaptureFixture[str], case: str, file: str, readings: dict[str, str]
) -> None:
    """Version, title and digest of the rule book, all readings with their option and why, the records."""
    options = [word for name, option in readings.items() for word in ("--reading", f"{name}={option}")]
    status, out, err = run(capsys, "eval", RULES, CASES / case / "facts", *options, "--format", "json")
    data = json.loads(out)
    assert (status, err) == (0, "")
    assert list(data) == ["version", "rulebook", "readings", "chosen", "records"]
    assert data["version"] == 1
    assert data["rulebook"] == {
        "title": "2013年赫山区绩效评估实施方案",
        "sha256": sha256((RULES / "book.jx").read_bytes()).hexdigest(),
    }
    assert len(data["readings"]) == 11
    assert {name: data["readings"][name] for name in readings} == readings
    assert data["records"] == expected(case, file)


def test_eval_text_and_csv(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Text is a table for each series; CSV holds every field; --out writes what would be printed."""
    status, text, _ = run(capsys, "eval", RULES, FACTS)
    assert status == 0
    assert "工业发展型乡镇（6个单位）" in text and "名额取整＝四舍五入" in text
    _, table, _ = run(capsys, "eval", RULES, FACTS, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(table)))
    records = expected("edge", "expected.json")
    assert [row["单位"] for row in rows] == [record["单位"] for record in records]
    assert [row["综合得分"] or None for row in rows] == [record["综合得分"] for record in records]
    target = tmp_path / "结果.csv"
    status, out, _ = run(capsys, "eval", RULES, FACTS, "--format", "csv", "--out", target)
    assert (status, out) == (0, "")
    assert target.read_bytes() == b"\xef\xbb\xbf" + table.encode()


def test_explain_json_and_text(capsys: pytest.CaptureFixture[str]) -> None:
    """The account of one unit, as data and as text; readings change it."""
    status, out, _ = run(capsys, "explain", RULES, FACTS, "兰溪镇", "--format", "json")
    data = json.loads(out)
    assert status == 0
    assert data["record"] == next(r for r in expected("edge", "expected.json") if r["单位"] == "兰溪镇")
    _, text, _ = run(capsys, "explain", RULES, FACTS, "兰溪镇", "--reading", "取消资格后递补=不递补")
    assert "兰溪镇：评为达标" in text and "取消资格后递补＝不递补" in text


def test_check_and_coverage(capsys: pytest.CaptureFixture[str]) -> None:
    """The 2013 book is in order and accounts for every character of the plan."""
    assert run(capsys, "check", RULES / "book.jx")[0] == 0
    status, out, _ = run(capsys, "check", RULES, "--format", "json")
    assert (status, json.loads(out)) == (0, {"version": 1, "diagnostics": []})
    status, out, _ = run(capsys, "coverage", RULES, "--format", "json")
    data = json.loads(out)
    assert status == 0
    assert data["percent"] == "100" and data["accounted"] == data["characters"] > 5000
    assert all(not section["missing"] for section in data["sections"])


def test_coverage_names_what_is_missing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A sentence of the plan without a quote is named, and the status is 1."""
    rules = Path(shutil.copytree(RULES, tmp_path / "rules"))
    text = (rules / "book.jx").read_text(encoding="utf-8")
    quote = next(line for line in text.split("\n") if line.startswith("> 龙岭工业园按"))
    start = text.index(quote)
    end = text.index("\n\n", start)
    (rules / "book.jx").write_text(text[:start] + text[end:], encoding="utf-8")
    status, out, _ = run(capsys, "coverage", rules)
    assert status == 1
    assert "没有交代的\n  五（八）：龙岭工业园按已出台的绩效评估奖励办法执行" in out


def test_problems_in_ledgers_stop_the_evaluation(capsys: pytest.CaptureFixture[str], facts: Path) -> None:
    """Every problem of every file in one run, no result, exit status 1."""
    award = facts / "表彰.csv"
    wrong = award.read_text(encoding="utf-8") + "兰西镇,甲,国家级,本单位,2013-02-30\n"
    award.write_text(wrong, encoding="utf-8")
    veto = facts / "一票否决.csv"
    veto.write_text(veto.read_text(encoding="utf-8") + "兰溪镇,安全,2013-05-01\n", encoding="utf-8")
    status, out, err = run(capsys, "eval", RULES, facts)
    assert (status, out) == (1, "")
    assert "是不是“兰溪镇”" in err and "没有2013年2月30日这一天" in err and "安全生产" in err
    assert err.endswith("共3个问题。\n")
    status, out, err = run(capsys, "eval", RULES, facts, "--format", "json")
    assert (status, err) == (1, "")
    assert [(d["file"], d["column"]) for d in json.loads(out)["diagnostics"]] == [
        ("表彰.csv", "单位"),
        ("表彰.csv", "日期"),
        ("一票否决.csv", "领域"),
    ]


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ((), 2, "用法"),
        (("-h",), 0, "命令"),
        (("评",), 2, "没有“评”这个命令"),
        (("eval", "没有的文件夹", FACTS), 2, "找不到规则书"),
        (("eval", RULES, "没有的文件夹"), 2, "找不到台账文件夹"),
        (("eval", RULES), 2, "缺少：台账"),
        (("eval", RULES, FACTS, "--format", "xml"), 2, "--format"),
        (("eval", RULES, FACTS, "--reading", "名额取整"), 2, "应写成 口径=选项"),
        (("eval", RULES, FACTS, "--reading", "名额取正=向下取整"), 1, "是不是“名额取整”？"),
        (("eval", RULES, FACTS, "--reading", "名额取整=向下"), 1, "没有“向下”这个选项"),
        (("explain", RULES, FACTS, "兰西镇"), 1, "是不是“兰溪镇”？"),
        (("eval", RULES, FACTS, "--out", "没有的文件夹/结果.txt"), 2, "写不了"),
        (("eval", "--help"), 0, "用法：perfeval eval"),
    ],
)
def test_exit_status_and_words(
    capsys: pytest.CaptureFixture[str], words: tuple[object, ...], status: int, said: str
) -> None:
    """0 clean, 1 problems in what the user gave, 2 could not run; all of it in Chinese."""
    found, out, err = run(capsys, *words)
    assert found == status
    assert said in out + err
    assert "Traceback" not in out + err and "usage" not in out + err


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "ascii"])
def test_any_console_shows_it(encoding: str) -> None:
    """As a module, in a process of its own, on a console of another encoding: no crash."""
    done = subprocess.run(
        [sys.executable, "-m", "perfeval", "explain", str(RULES), str(FACTS), "兰溪镇"],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    shown = done.stdout.decode(encoding)
    if encoding != "ascii":
        assert "兰溪镇：评为优秀" in shown and "?" not in shown


def test_demo(capsys: pytest.CaptureFixture[str]) -> None:
    """The demonstration evaluates the 2013 plan and explains one unit."""
    status, out, _ = run(capsys, "demo")
    assert status == 0
    assert "兰溪镇：评为优秀" in out


def test_a_reader_who_has_read_enough_is_no_mistake() -> None:
    """``perfeval table … | head``: the pipe is closed while there is something to print."""
    command = [sys.executable, "-m", "perfeval", "table", str(RULES), "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
