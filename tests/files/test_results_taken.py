"""取自: results of another book as facts."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from perfeval import pipeline
from perfeval.diagnostics.diagnostic import Checked, has_errors
from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.records import Record, records_of
from perfeval.evaluate.to_text import outcome_to_csv
from perfeval.explain.from_outcome import explain
from perfeval.explain.to_json import account_to_json
from perfeval.explain.to_text import account_to_text
from perfeval.ledger.schema import ColumnType
from tests.files.villages import QUARTER, TAKEN, YEAR, errors, read, shown, sound

SCORES = "单位,基础分,加分项\n张村,80,5\n李村,55,0.5\n王村,55,0.5\n"
PRIZES = "单位,项目\n王村,好\n"
RESULTS = "单位,季度得分,季度名次,等次\n张村,85,1,合格\n李村,55.5,2,不合格\n王村,55.5,2,不合格\n林场,,,\n"


def evaluated(ledgers: Mapping[str, str | bytes], text: str = YEAR) -> Checked[Outcome]:
    """The outcome of the year."""
    files = {name: part.encode() if isinstance(part, str) else part for name, part in ledgers.items()}
    return pipeline.evaluate(sound(text), {}, files)


def outcome(ledgers: Mapping[str, str | bytes], text: str = YEAR) -> Outcome:
    """The same; there must be one."""
    done = evaluated(ledgers, text)
    assert done.value is not None, [shown(each) for each in done.diagnostics]
    return done.value


def records(ledgers: Mapping[str, str | bytes]) -> dict[str, Record]:
    """Records by unit."""
    return {str(record["单位"]): record for record in records_of(outcome(ledgers))}


def test_columns_have_the_types_of_the_results() -> None:
    """Points are points, ranks whole numbers, grades words in their order; names may be others here."""
    ledger = sound(YEAR).schema.ledger("季度考核")
    assert ledger is not None
    assert ledger.per_unit
    assert [(each.name, each.type) for each in ledger.columns] == [
        ("季度得分", ColumnType.POINTS),
        ("季度名次", ColumnType.INTEGER),
        ("季度等次", ColumnType.ENUM),
    ]
    assert ledger.columns[2].values == ("合格", "不合格")
    assert ledger.columns[2].ordered


def test_results_as_a_file() -> None:
    """As the other book prints them, with columns that nobody asked for."""
    found = records({"季度考核.csv": RESULTS, "表彰.csv": PRIZES})
    assert {unit: record["年度得分"] for unit, record in found.items()} == {
        "张村": "85",
        "李村": "55.5",
        "王村": "56.5",
        "林场": None,
    }
    assert [record["年度名次"] for record in found.values()] == [1, 3, 2, None]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_the_other_book_evaluated_first(encoding: str) -> None:
    """Its ledgers lie in a folder of that name, in whatever encoding."""
    inside: dict[str, str | bytes] = {"季度考核/得分.csv": SCORES.encode(encoding), "表彰.csv": PRIZES}
    quarter = sound(YEAR).taken[0].book
    own = pipeline.evaluate(quarter, {}, {"得分.csv": SCORES.encode()}).value
    assert own is not None
    printed = outcome_to_csv(own)
    assert records(inside) == records({"季度考核.csv": printed, "表彰.csv": PRIZES})
    assert records(inside) == records({"季度考核.csv": RESULTS, "表彰.csv": PRIZES})


def test_units_of_the_other_book_alone_are_left_out() -> None:
    """Those that neither book knows are an error on their line."""
    more = QUARTER.replace("3个：张村、李村、王村", "4个：张村、李村、王村、赵村")
    text = YEAR.replace("沿用“../q1”的类别、等次。", "沿用“../q2”的类别、等次。")
    files = {"../q1/book.jx": more, "../q2/book.jx": QUARTER}
    book = sound(text, files)
    found = pipeline.evaluate(book, {}, {"季度考核.csv": (RESULTS + "赵村,1,4,不合格\n").encode()})
    assert not has_errors(found.diagnostics)
    (wrong,) = pipeline.evaluate(
        book, {}, {"季度考核.csv": (RESULTS + "钱村,1,4,不合格\n").encode()}
    ).diagnostics
    assert shown(wrong) == "PE630 季度考核.csv:6"


@pytest.mark.parametrize(
    ("ledgers", "found"),
    [
        ({}, ["PE651 季度考核.csv:None"]),
        ({"季度考核.csv": RESULTS, "季度考核/得分.csv": SCORES}, ["PE652 季度考核.csv:None"]),
        ({"季度考核.csv": "单位,季度得分\n张村,1\n"}, ["PE610 季度考核.csv:1", "PE610 季度考核.csv:1"]),
        ({"季度考核.csv": RESULTS.replace("85", "8五")}, ["PE623 季度考核.csv:2"]),
        ({"季度考核.csv": RESULTS.replace("1,合格", "1,优秀")}, ["PE627 季度考核.csv:2"]),
        ({"季度考核.csv": b"\0"}, ["PE605 季度考核.csv:1"]),
        ({"季度考核.csv": ""}, ["PE607 季度考核.csv:None"]),
        ({"季度考核/得分.csv": SCORES.replace("80", "x")}, ["PE623 季度考核/得分.csv:2"]),
        ({"季度考核/表彰.csv": PRIZES}, ["PE601 季度考核/得分.csv:None"]),
        ({"季度考核/得分.csv": SCORES, "季度考核/别的.csv": ""}, ["PE602 季度考核/别的.csv:None"]),
    ],
)
def test_what_is_wrong_with_the_files(ledgers: dict[str, str | bytes], found: list[str]) -> None:
    """Neither, both, columns, cells, and problems inside a folder with its path."""
    wrong = evaluated(ledgers)
    assert wrong.value is None
    assert [shown(each) for each in wrong.diagnostics] == found


def test_a_row_keeps_its_line_and_may_be_about_a_unit_without_results() -> None:
    """林场 has no score, and no row is wanted of it."""
    spaced = RESULTS.replace("李村", "\n\n李村").replace("55.5,2,不合格\n王村", "五,2,不合格\n王村")
    (wrong,) = evaluated({"季度考核.csv": spaced}).diagnostics
    assert shown(wrong) == "PE623 季度考核.csv:5"


def test_a_row_with_a_cell_too_many_is_not_guessed_at() -> None:
    """The file stays as it is, and reading it says what is wrong."""
    wrong = evaluated({"季度考核.csv": RESULTS.replace("85,1", "85,0,1")})
    assert "PE614 季度考核.csv:2" in [shown(each) for each in wrong.diagnostics]


def test_an_account_names_the_other_book() -> None:
    """The row of the ledger and the title of the book, in one line; in JSON too."""
    done = outcome({"季度考核.csv": RESULTS, "表彰.csv": PRIZES})
    account = explain(done, 0)
    line = "台账“季度考核”取自《小方案》（../q1）的结果：第2行，季度得分85分，季度名次1，季度等次合格"
    assert line in account_to_text(account)
    assert account_to_json(account)["taken"] == [line]
    assert "没有本单位的一行" in account_to_text(explain(done, 3))


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("../q1”的结果", "../q2”的结果", ["PE231", "../q2"]),
        ("结果：季度得分", "结果：季度总分", ["PE236", "季度总分"]),
        ("结果：季度得分", "结果：处理措施、季度得分", ["PE236", "处理措施"]),
        ("结果：季度得分", "结果：单位、季度得分", ["PE236", "单位"]),
    ],
)
def test_results_that_are_not_there(old: str, new: str, found: list[str]) -> None:
    """Books and names; lists are no facts of a ledger."""
    (wrong,) = errors(YEAR.replace(old, new))
    assert [wrong.split()[0], wrong.split()[-1]] == found


def test_mistakes_in_the_other_book() -> None:
    """Are told as one, with the first of them."""
    broken = QUARTER.replace("评为不合格的：约谈", "评为不合格的：约炎")
    (found,) = read(YEAR, {"../q1/book.jx": broken}).diagnostics
    assert shown(found).startswith("PE235 book.jx:")
    assert "../q1/book.jx 第12行" in found.hint


def test_names_that_stand_here_already() -> None:
    """A result called like a number of this book."""
    text = YEAR.replace("结果：季度得分、", "结果：季度得分（称“年度得分”）、")
    text = text.replace("＝季度得分＋", "＝季度名次＋")
    assert any(each.startswith("PE202 book.jx:") for each in errors(text))


def test_a_circle_is_an_error() -> None:
    """Books that take results of each other."""
    back = QUARTER + "台账“全年”取自“../year”的结果：年度得分。\n"
    files: dict[str, str | bytes] = {"../q1/book.jx": back, "../year/book.jx": YEAR, "../year/原文.txt": b""}
    found = read(YEAR, files).diagnostics
    assert {each.code for each in found} == {"PE235"}
    assert all("规则书绕成了一圈" in each.hint for each in found)


def test_a_ledger_of_results_can_be_taken_over() -> None:
    """With the book that it comes from."""
    text = YEAR.replace(TAKEN, "沿用“../year”的台账，除“表彰”外。\n")
    files = {"../year/book.jx": YEAR}
    book = sound(text, files)
    assert [(each.ledger, each.path, each.results[2]) for each in book.taken] == [
        ("季度考核", "../q1", ("等次", "季度等次"))
    ]
    done = pipeline.evaluate(book, {}, {"季度考核/得分.csv": SCORES.encode()})
    assert done.value is not None


DELEGATED = "> 另有细则。\n【细则】另行制定：由“../q1”规定。\n"


def test_an_open_term_filled_by_another_book() -> None:
    """The account says so."""
    text = YEAR.replace("> 另有细则。\n仅作说明。\n", DELEGATED)
    done = outcome({"季度考核.csv": RESULTS}, text)
    assert "【细则】一：另行规定：由“../q1”规定" in account_to_text(explain(done, 0))
    assert sound(text.replace("“../q1”规定", "“区绩效办”规定")).taken


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (DELEGATED.replace("../q1", "../q2"), "PE231"),
        (DELEGATED.replace("../q1", "../q3"), "PE237"),
        (DELEGATED.replace("../q1", "../../q1"), "PE232"),
    ],
)
def test_an_open_term_that_stays_open(text: str, found: str) -> None:
    """No book, none whose results are taken, none that could be meant."""
    whole = YEAR.replace("> 另有细则。\n仅作说明。\n", text)
    (wrong,) = errors(whole, {"../q3/book.jx": QUARTER})
    assert wrong.startswith(f"{found} book.jx:")


def test_comparison_and_readings_take_the_files() -> None:
    """Whatever is done with the ledgers of a book."""
    book = sound(YEAR)
    ledgers = {"季度考核/得分.csv": SCORES.encode(), "表彰.csv": PRIZES.encode()}
    assert pipeline.study_readings(book, ledgers, 10).value is not None
    newer = sound(YEAR.replace("每次加1分", "每次加2分"))
    compared = pipeline.compare(book, newer, {}, ledgers, prove=False)
    assert compared.value is not None
