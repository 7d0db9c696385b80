"""Clauses of small books: limits, nested caps, steps, the year, grades with and without ranks."""

from __future__ import annotations

import pytest

from tests.evaluate.mini import account, findings, records

TOTAL = "【总分】“加分”＝【奖】；“总分”＝基础分＋加分。\n"
RANK = "【排序】村按序列分别以总分从高到低排“名次”，同分的并列，并列之后空出相应名次。\n"
SCORE_GRADES = """【好】总分在85分以上的，评为好。
【中】总分在70分以上、够不上好的，评为中。
【差】总分够不上中的，评为差。
等次由高到低：好、中、差。
"""
AWARDS = "张村,甲,省级,2024-05-01\n张村,乙,县级,2024-05-02\n张村,丙,省级,2024-05-03\n李村,丁,县级,2025-01-01"


@pytest.mark.parametrize(
    ("sentence", "points"),
    [
        ("表彰，每次加2分。", "6"),
        ("表彰，每次加2分，合计最高加5分。", "5"),
        ("表彰，每次加2分，每项最高加1.5分。", "4.5"),
        ("表彰，不论次数，共加2分。", "2"),
        ("表彰，按级别每次加：省级3分、县级0.25分。", "6.25"),
        ("省级表彰，每次加2分。", "4"),
        ("县级以上表彰，每次加2分。", "6"),
        ("级别不为省级的表彰，每次加2分。", "2"),
        ("水村的表彰，每次加2分。", "0"),
        ("张村、赵村的表彰，每次加2分。", "6"),
    ],
)
def test_points_for_three_awards(sentence: str, points: str) -> None:
    """张村 has two awards of 省级 and one of 县级."""
    assert records(f"【奖】{sentence}\n{TOTAL}", 表彰=AWARDS)["张村"]["加分"] == points


@pytest.mark.parametrize(
    ("places", "points"),
    [("9,9", "0"), ("9,8", "0"), ("9,7", "1.5"), ("9,6", "1.5"), ("9,5", "3"), ("9,1", "4"), ("1,9", "0")],
)
def test_steps_count_only_when_full(places: str, points: str) -> None:
    """每前移2位: a single place gives nothing, and four steps are cut at 4 points."""
    clause = "【奖】排位，本年位次比上年位次每前移2位加1.5分，每项最高加4分。\n"
    assert records(clause + TOTAL, 排位=f"张村,{places}")["张村"]["加分"] == points


def test_deductions_and_their_cap() -> None:
    """Points taken are negative, and a cap on them gives back what lies beyond it."""
    clauses = (
        "【罚】扣分，按分数栏的分数减分。\n【罚顶】【罚】减分累计不超过5分。\n"
        "【总分】“减分”＝【罚】；“总分”＝基础分＋减分。\n"
    )
    found = records(clauses, 扣分="张村,迟报,3\n张村,漏报,4.5\n李村,迟报,2")
    assert [found[unit]["减分"] for unit in ("张村", "李村", "王村")] == ["-5", "-2", "0"]
    entry = next(
        each for each in account(clauses, "张村", 扣分="张村,漏报,7.5").clauses if each.clause == "罚顶"
    )
    assert (entry.status.value, entry.points) == ("封顶", "2.5")


def test_an_outer_cap_counts_what_an_inner_cap_left() -> None:
    """省级 gives 6, cut to 4; with 县级 2 that is 6, cut to 5: the sum is 5, taken off step by step."""
    clauses = (
        "【省】省级表彰，每次加3分。\n【县】县级表彰，每次加2分。\n"
        "【省顶】【省】加分累计不超过4分。\n【总顶】【省】、【县】加分累计不超过5分。\n"
        "【总分】“加分”＝【省】＋【县】；“总分”＝基础分＋加分。\n"
    )
    told = account(clauses, "张村", 表彰=AWARDS)
    assert {entry.clause: entry.points for entry in told.clauses} == {
        "省": "6",
        "县": "2",
        "省顶": "-2",
        "总顶": "-1",
        "总分": None,
    }
    assert told.record["加分"] == "5"


def test_caps_that_cross_are_refused() -> None:
    """Neither contains the other, so nobody could say which comes first."""
    clauses = (
        "【一】省级表彰，每次加3分。\n【二】县级表彰，每次加2分。\n【三】排位，每次加1分。\n"
        "【甲顶】【一】、【二】加分累计不超过4分。\n【乙顶】【二】、【三】加分累计不超过4分。\n"
        "【总分】“总分”＝基础分＋【一】＋【二】＋【三】。\n"
    )
    assert findings(clauses) == ["PE402"]


def test_the_year_and_the_next() -> None:
    """Rows after the year are carried, rows before it are not, and both say so."""
    clauses = "【奖】表彰，每次加2分。\n【年度】表彰，只计日期在评估年度内的，以后的计入下年度。\n" + TOTAL
    told = account(
        clauses, "李村", 表彰="李村,甲,省级,2023-12-31\n李村,乙,省级,2024-12-31\n李村,丙,省级,2025-01-01"
    )
    assert told.record["加分"] == "2"
    year = next(entry for entry in told.clauses if entry.clause == "年度")
    assert [(row.line, row.why.split("在")[1]) for row in year.rows] == [
        (2, "评估年度之前，本年度不计"),
        (4, "评估年度之后，计入下年度"),
    ]


def test_grades_by_score_alone_need_no_ranks() -> None:
    """Without a ranking every unit with a score is graded; a missing score has no grade."""
    found = records(f"【奖】表彰，每次加2分。\n{TOTAL}{SCORE_GRADES}")
    assert [found[unit]["等次"] for unit in ("张村", "李村", "王村", "钱村", "林场")] == [
        "好",
        "中",
        "中",
        "差",
        None,
    ]


def test_years_in_a_row_look_back_year_by_year() -> None:
    """Three years in a row need both years before."""
    clauses = (
        f"【奖】表彰，每次加2分。\n{TOTAL}{SCORE_GRADES}"
        "【连续】连续3年评为差的：约谈。\n“处理”依次列为：约谈、调整。\n"
    )
    both = "钱村,2023,差\n钱村,2022,差"
    assert records(clauses, 往年=both)["钱村"]["处理"] == ["约谈"]
    assert records(clauses, 往年="钱村,2023,差\n钱村,2021,差")["钱村"]["处理"] == []
    assert records(clauses, 往年=both.replace("2022,差", "2022,中"))["钱村"]["处理"] == []


PLACES = (
    "【优】村各序列取前50%，评为好。\n【取整】好名额有小数的，四舍五入。\n"
    "【并列】好末位并列的，全部入选。\n【最低】评为好的，不另设最低分。\n"
)
LOW_GRADES = "【中】总分在70分以上的，评为中。\n【差】总分够不上中的，评为差。\n等次由高到低：好、中、差。\n"


def test_places_by_rate() -> None:
    """Half of three is 1.5, rounded to two; half of two is one."""
    found = records(f"【奖】表彰，每次加2分。\n{TOTAL}{RANK}{PLACES}{LOW_GRADES}")
    assert {unit: record["等次"] for unit, record in found.items()} == {
        "张村": "好",
        "李村": "好",
        "王村": "中",
        "赵村": "好",
        "钱村": "差",
        "林场": None,
    }


@pytest.mark.parametrize("left_out", ["【取整】", "【并列】", "【最低】"])
def test_what_is_left_open_is_asked_for(left_out: str) -> None:
    """Rounding, ties and a minimum have no silent default."""
    kept = "".join(line + "\n" for line in PLACES.splitlines() if not line.startswith(left_out))
    assert findings(f"【奖】表彰，每次加2分。\n{TOTAL}{RANK}{kept}{LOW_GRADES}") == ["PE405"]


def test_two_answers_are_refused_by_name() -> None:
    """A unit that meets two rows of a table that allows one stops the evaluation."""
    from perfeval import pipeline
    from tests.evaluate.mini import SCORES, read

    clauses = (
        f"【奖】表彰，每次加2分。\n{TOTAL}【好】总分在80分以上的，评为好。\n【中】总分在70分以上的，评为中。\n"
        "等次由高到低：好、中。\n"
    )
    book = read(clauses).value
    assert book is not None
    done = pipeline.evaluate(book, {}, {"得分.csv": SCORES.encode()})
    assert done.value is None
    assert {finding.code for finding in done.diagnostics} == {"PE501"}
    assert "张村同时符合“按得分评的等次”的两行：【好】、【中】" in done.diagnostics[0].message


VETOES = (
    "【一】有下列“甲类情形”之一的，取消好资格：（1）“有表彰”：有表彰的。\n"
    "【二】有下列“乙类情形”之一的，取消好资格：（1）“有扣分”：有扣分的。\n"
    "【递补】取消好资格空出的名额，依次递补。\n"
)


def test_two_vetoes_for_one_grade_both_hold() -> None:
    """A unit that either clause names cannot have the place."""
    clauses = f"【奖】排位，每次加1分。\n{TOTAL}{RANK}{PLACES}{VETOES}{LOW_GRADES}"
    found = records(clauses, 表彰="张村,甲,省级,2024-05-01", 扣分="李村,迟报,1")
    assert [found[unit]["等次"] for unit in ("张村", "李村", "王村")] == ["中", "中", "好"]


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ("【并列二】好末位并列、名额容不下的，全部不入选。\n", ["PE412"]),
        ("【取整二】好名额有小数的，舍去小数。\n", ["PE412"]),
        ("【最低二】评为好的，总分须够得上中。\n", ["PE412"]),
        ("【优二】水村取前1名，评为好。\n", ["PE412"]),
        (RANK.replace("【排序】", "【又排】"), ["PE412"]),
        ("【漏了】表彰，每次加100分。\n", ["PE413"]),
    ],
)
def test_what_is_said_twice_or_for_nothing_is_reported(more: str, codes: list[str]) -> None:
    """Two clauses that settle one question, and points that reach no quantity."""
    clauses = f"【奖】排位，每次加1分。\n{TOTAL}{RANK}{PLACES}{LOW_GRADES}"
    assert findings(clauses) == []
    assert findings(clauses + more) == codes


def test_a_unit_between_two_bands_stops_the_evaluation() -> None:
    """70分以上 beside 不满60分 leaves those between without a grade: a finding, not an empty field."""
    from perfeval import pipeline
    from tests.evaluate.mini import SCORES, read

    clauses = (
        f"【奖】排位，每次加1分。\n{TOTAL}【好】总分在75分以上的，评为好。\n【差】总分不满65分的，评为差。\n"
    )
    book = read(clauses + "等次由高到低：好、差。\n").value
    assert book is not None
    done = pipeline.evaluate(book, {}, {"得分.csv": SCORES.encode()})
    assert [finding.code for finding in done.diagnostics] == ["PE503"]
    assert done.diagnostics[0].message.startswith("王村（总分70分）")


def test_overriding_consequences_that_disagree_are_refused() -> None:
    """Two 不论等次 clauses for one result: order means nothing, so they may not differ."""
    from perfeval import pipeline
    from tests.evaluate.mini import SCORES, read

    clauses = (
        f"【奖】排位，每次加1分。\n{TOTAL}{SCORE_GRADES}【金】评为好的：“奖金”＝100元×人数。\n"
        "【无】人数不满10的村，不论等次：奖金＝0元。\n【少】人数在5以下的村，不论等次：奖金＝{}元。\n"
    )
    for amount, codes in (("0", []), ("1", ["PE501"] * 3)):
        book = read(clauses.replace("{}", amount)).value
        assert book is not None
        done = pipeline.evaluate(book, {}, {"得分.csv": SCORES.encode()})
        assert [finding.code for finding in done.diagnostics] == codes


def test_formulas_are_shown_with_their_brackets() -> None:
    """（基础分＋加分）×0.9 keeps its brackets in the account."""
    clauses = "【奖】表彰，每次加2分。\n【总分】“加分”＝【奖】；“总分”＝（基础分＋加分）×90%。\n"
    assert account(clauses, "张村").sums[0] == "总分81分＝（基础分90分＋加分0分）×90%"


def test_a_clause_of_two_sentences_gives_their_sum() -> None:
    """Each sentence says what it gave; a row that one counts is not named as left out by the other."""
    clauses = f"【奖】省级表彰，每次加2分。县级表彰，每次加1分。\n{TOTAL}"
    entry = account(clauses, "张村", 表彰=AWARDS).clauses[0]
    assert entry.points == "5"
    assert entry.why == "第1句：2项计入；第2句：1项计入"
    assert [(row.line, row.points) for row in entry.rows] == [(2, "2"), (4, "2"), (3, "1")]


def test_places_of_two_grades_go_from_the_higher_down() -> None:
    """The first third gets 好, of the first two thirds the others get 中: a higher grade goes first."""
    second = (
        "【次】村各序列取前2名，评为中。\n"
        "【次并列】中末位并列的，全部入选。\n【次最低】评为中的，不另设最低分。\n"
    )
    clauses = (
        f"【奖】排位，每次加1分。\n{TOTAL}{RANK}{second}"
        "【优】村各序列取前1名，评为好。\n【并列】好末位并列的，全部入选。\n【最低】评为好的，不另设最低分。\n"
        "【差】总分在0分以上的，评为差。\n等次由高到低：好、中、差。\n"
    )
    found = records(clauses)
    assert [found[unit]["等次"] for unit in ("张村", "李村", "王村", "赵村", "钱村")] == [
        "好",
        "中",
        "差",
        "好",
        "中",
    ]


def test_deductions_are_added_not_subtracted() -> None:
    """减分 is negative already: －减分 would turn it into a bonus."""
    clauses = "【罚】扣分，按分数栏的分数减分。\n【总分】“减分”＝【罚】；“总分”＝基础分－减分。\n"
    assert findings(clauses) == ["PE414"]
    assert findings(clauses.replace("－减分", "＋减分")) == []


def test_a_ledger_with_dates_but_no_year_is_warned_of() -> None:
    """Rows of earlier years would count, which the drafter should know."""
    from perfeval import pipeline
    from tests.evaluate.mini import read

    book = read(f"【奖】表彰，每次加2分。\n{TOTAL}").value
    assert book is not None
    assert [finding.code for finding in pipeline.check_every_option(book)] == ["PE415"]
    dated = read(f"【奖】表彰，每次加2分。\n【年】表彰，只计日期在评估年度内的。\n{TOTAL}").value
    assert dated is not None
    assert pipeline.check_every_option(dated) == ()
