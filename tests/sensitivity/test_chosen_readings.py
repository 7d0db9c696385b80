"""The readings of a result: the option, whether it is the adopted one, the reason and the day."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from perfeval.rulebook.book import Reading
from tests.cli.test_commands import run
from tests.evaluate.mini import read
from tests.heshan import book as heshan
from tests.sensitivity.small import BOOK, book_of, write_folder

FACTS = heshan.CASES / "edge" / "facts"
ADOPTED = "采用“六分”：从严。"


def reading_of(adopted: str) -> Reading:
    """The reading 封顶 of the small book, adopted by this line."""
    return next(each for each in book_of(BOOK.replace(ADOPTED, adopted)).readings if each.name == "封顶")


@pytest.mark.parametrize(
    ("adopted", "day", "reason"),
    [
        ("采用“六分”：从严。", None, "从严。"),
        ("采用“六分”（2013年11月20日）：从严。", date(2013, 11, 20), "从严。"),
        ("采用“六分”(2013-11-20):从严", date(2013, 11, 20), "从严"),
        (
            "采用 “六分” （ 2013年11月20日 ）： 从严（见会议纪要）：照办。",
            date(2013, 11, 20),
            "从严（见会议纪要）：照办。",
        ),
        ("采用“六分”：（见纪要）：从严。", None, "（见纪要）：从严。"),
        ("采用“六分”：见（2013）3号文。", None, "见（2013）3号文。"),
    ],
)
def test_the_day_in_the_book(adopted: str, day: date | None, reason: str) -> None:
    """It stands in brackets behind the option; without it there is none."""
    reading = reading_of(adopted)
    assert (reading.default, reading.day, reading.reason) == ("六分", day, reason)


@pytest.mark.parametrize("day", ["2013年11月31日", "去年冬天", ""])
def test_a_day_that_is_none_is_told(day: str) -> None:
    """Brackets before the reason hold a day, or are a mistake."""
    found = read(BOOK.replace(ADOPTED, f"采用“六分”（{day}）：从严。")).diagnostics
    assert [finding.code for finding in found] == ["PE211"]
    assert f"“{day}”不是采用的日期" in found[0].message


def test_a_day_needs_a_reason_too() -> None:
    """A day alone says nothing of why."""
    found = read(BOOK.replace(ADOPTED, "采用“六分”（2013年11月20日）：")).diagnostics
    assert ["没有写理由" in finding.message for finding in found] == [True]


def chosen(capsys: pytest.CaptureFixture[str], command: str, *words: str) -> dict[str, dict[str, object]]:
    """The readings in the data of one command, by name."""
    unit = ["兰溪镇"] if command == "explain" else []
    status, out, err = run(capsys, command, heshan.RULES, FACTS, *unit, *words, "--format", "json")
    assert (status, err) == (0, "")
    return {each.pop("reading"): each for each in json.loads(out)["chosen"]}


@pytest.mark.parametrize("command", ["eval", "explain"])
def test_readings_of_a_result(capsys: pytest.CaptureFixture[str], command: str) -> None:
    """Every reading, in book order; the book's reason for what is adopted, none where nobody gave one."""
    found = chosen(capsys, command, "--reading", "名额取整=向下取整", "--on", "2013-12-05")
    assert list(found) == [reading.name for reading in heshan.book().readings]
    for reading in heshan.book().readings:
        if reading.name != "名额取整":
            assert found[reading.name] == {
                "option": reading.default,
                "adopted": True,
                "reason": reading.reason,
                "date": None,
            }
    assert found["名额取整"] == {
        "option": "向下取整",
        "adopted": False,
        "reason": None,
        "date": "2013-12-05",
    }


@pytest.mark.parametrize(
    ("words", "option", "reason", "day"),
    [
        (["名额取整=向下取整：委员会会议确定"], "向下取整", "委员会会议确定", None),
        (
            ["名额取整＝向下取整:会议12:30确定", "--on", "2013年12月5日"],
            "向下取整",
            "会议12:30确定",
            "2013-12-05",
        ),
        (["名额取整=四舍五入：会议重申", "--on", "2013-12-05"], "四舍五入", "会议重申", "2013-12-05"),
        (["名额取整=向下取整：", "--on", "2013-12-05"], "向下取整", None, "2013-12-05"),
        (["名额取整=向下取整：先前", "--reading", "名额取整=向上取整：后来"], "向上取整", "后来", None),
    ],
)
def test_reasons_of_a_command_line(
    capsys: pytest.CaptureFixture[str], words: list[str], option: str, reason: str | None, day: str | None
) -> None:
    """The words behind the option are the reason, the day is that of --on; the last of a name holds."""
    found = chosen(capsys, "eval", "--reading", *words)["名额取整"]
    standing = option == "四舍五入"
    assert found == {"option": option, "adopted": standing, "reason": reason, "date": day}


def test_the_adopted_option_by_name_keeps_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    """Naming what is adopted anyway changes nothing."""
    words = ("--reading", "名额取整=四舍五入", "--on", "2013-12-05")
    assert chosen(capsys, "eval", *words) == chosen(capsys, "eval")


@pytest.mark.parametrize("command", ["eval", "explain"])
def test_text_tells_why(capsys: pytest.CaptureFixture[str], command: str, tmp_path: Path) -> None:
    """The day of the book, the reason of the command line, and 未写理由 where there is none."""
    folder = tmp_path / "小方案"
    write_folder(folder, BOOK.replace(ADOPTED, "采用“六分”（2013年11月20日）：从严。"))
    unit = ["张村"] if command == "explain" else []
    words = ["--reading", "取整=舍：会议确定", "--reading", "并列=全不入", "--on", "2024-12-05"]
    status, out, err = run(capsys, command, folder, folder, *unit, *words)
    assert (status, err) == (0, "")
    lines = [line.strip().replace("）：", "，").replace("（", "，").split("，") for line in out.split("\n")]
    told = {words[0]: words[-2:] for words in lines if "＝" in words[0] and len(words) > 1}
    assert told["封顶＝六分"] == ["2013年11月20日", "从严。"]
    assert told["取整＝舍"] == ["2024年12月5日", "会议确定"]
    assert told["并列＝全不入"] == ["2024年12月5日", "未写理由"]


def test_a_day_of_the_command_line_is_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    """Anything else is refused."""
    status, out, err = run(capsys, "eval", heshan.RULES, FACTS, "--on", "年底")
    assert (status, out) == (2, "")
    assert "“年底”应是日期" in err
