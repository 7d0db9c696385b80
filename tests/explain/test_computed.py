"""Clauses that compute, explained with their numbers: one line a kind, reviewed accounts, no crash."""

from __future__ import annotations

import json

import pytest

from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.to_json import outcome_to_json
from perfeval.evaluate.to_text import outcome_to_csv, outcome_to_text
from perfeval.explain.account import Status
from perfeval.explain.to_json import account_to_json
from perfeval.explain.to_text import WIDTH, account_to_text
from perfeval.source.width import display_width
from tests.explain.computing import account, entry, firms, towns
from tests.snapshot import same_as_reviewed

OUTCOMES = {"towns": towns, "firms": firms}


@pytest.mark.parametrize(
    ("unit", "clause", "why"),
    [
        ("甲镇", "完成率", "完成率＝实际80÷计划100＝80%"),
        ("甲镇", "完成分", "完成率80%（80%以上不满100%），完成分5分"),
        ("丙镇", "完成分", "完成率100%，不在前面各档，按其余的，完成分10分"),
        ("丁镇", "按率得分", "按率得分＝12分×完成率103.33%＝12.3996分，超过最高12分，取12分"),
        ("乙镇", "按率得分", "按率得分＝12分×完成率59.99%＝7.1988分，四舍五入为7.2分"),
        ("丙镇", "名次分", "完成名次为1，名次分10分"),
        ("甲镇", "名次分", "完成名次2（2以上），名次分＝8分－1分×（完成名次2－2）＝8分"),
        ("甲镇", "差", "与均值差＝完成率80%－本序列其他单位的完成率平均79.995%＝0.005%，四舍五入为0.01%"),
        ("甲镇", "等级", "完成分5分，不在前面各档，按其余的，等级为B级"),
        ("丁镇", "档", "在山区2个单位中按完成分（10分）从高到低，排第1名（与戊镇相同），档次为良"),
        ("甲镇", "总", "总分＝完成分5分＋均分87.75分＋招商分22分＝114.75分"),
        ("甲镇", "前二", "前二分＝项目的分值最高2项合计16分，超过最高10分，取10分"),
        ("丙镇", "取大", "取大＝完成分10分、增速分0分中最高的10分，超过最高5分，取5分"),
        ("丙镇", "天", "逾期天＝自截止日期2025年1月5日至报送日期2025年1月4日的天数-1，低于最低0天，取0天"),
        ("丁镇", "月份", "报送月份＝报送日期2025年2月6日的月份2"),
        ("丙镇", "均分", "均分算不出来，没有可以平均的数（评分的分数去掉1个最高1个最低）"),
    ],
)  # fmt: skip
def test_what_is_said_of_a_number(unit: str, clause: str, why: str) -> None:
    """Formulas with values put in, limits and roundings that acted, the line that the value fell in."""
    assert entry(towns(), unit, clause).why == why


@pytest.mark.parametrize(
    ("unit", "clause", "part"),
    [
        ("甲镇", "增速分", "（增速8.5%高于全市增速6%的部分2.5%，每1个百分点计0.5分，"),
        ("甲镇", "增速分", "，不足的按比例，得1.25分）"),
        ("甲镇", "增速分", "（没有增速8.5%低于全市增速6%的部分，得0分）"),
        ("甲镇", "招商分", "（投资额1250万元超过1000万元不超过5000万元的部分250万元，"),
        ("甲镇", "招商分", "，每满100万元计1分，得2分）"),
        ("乙镇", "总", "÷70×170（不考核的满分：均分100分）＝145.7142…分，四舍五入为145.71分"),
        ("丙镇", "池", "＝2857.1428…元，分到0.01元，为2857.14元，另得尾差0.01元，共2857.15元"),
        ("甲镇", "名次", "在平原3个单位中按完成率（80%）从高到低，相同的再比增速（8.5%）从高到低，排第2名"),
        ("乙镇", "补均", "补均＝均分（没有），没有的取全部单位有数据的"),
    ],
)  # fmt: skip
def test_what_is_said_among_other_things(unit: str, clause: str, part: str) -> None:
    """Steps, parts of a number, rescaled sums, shares and what is left of them, places."""
    assert part in entry(towns(), unit, clause).why


def test_who_is_compared_with_whom() -> None:
    """Members of the group with their numbers, those ahead, how many each band has."""
    assert entry(towns(), "甲镇", "名次").lines == ("排在前面的：第1名丙镇（100%）",)
    assert entry(towns(), "甲镇", "档").lines == ("各档：优1个、良1个、中1个",)
    assert entry(towns(), "甲镇", "差").lines == ("平原2个单位（不含本身）的完成率：乙镇59.99%、丙镇100%",)
    (line,) = entry(towns(), "甲镇", "最优").lines
    assert line.startswith("全部5个单位的完成率：甲镇80%、") and line.endswith("，最高值120%")


def test_what_stands_in_for_something_missing_is_told_only_where_it_is() -> None:
    """甲镇 has a mean of its own: nobody else's is listed."""
    assert entry(towns(), "甲镇", "补均").lines == ()
    assert entry(towns(), "乙镇", "补均").lines == ("全部5个单位的均分：甲镇87.75分，其余没有均分",)


def rows(unit: str, clause: str) -> list[tuple[int, Status, str, str]]:
    """Line, status, value and reason of the rows under a clause."""
    return [(row.line, row.status, row.value, row.why) for row in entry(towns(), unit, clause).rows]


def test_which_rows_counted_and_why_the_others_did_not() -> None:
    """Not among the best, the same thing higher, trimmed, not picked."""
    counted, left = Status.COUNTED, Status.NOT_COUNTED
    assert rows("甲镇", "前二") == [
        (2, counted, "分值10分", ""),
        (3, left, "分值5分", "不是最高的前2项"),
        (4, counted, "分值6分", ""),
    ]
    assert rows("甲镇", "同名")[1] == (3, left, "分值5分", "同一名称的第4行更高或先登记")
    assert rows("甲镇", "均分") == [
        (2, left, "分数80分", "作为最低去掉"),
        (3, counted, "分数85分", ""),
        (4, counted, "分数90.5分", ""),
        (5, left, "分数99分", "作为最高去掉"),
    ]
    assert rows("甲镇", "项目数") == [
        (2, counted, "", ""),
        (3, left, "", "项目率0.7，不是0.8以上"),
        (4, counted, "", ""),
    ]


def test_each_row_of_the_unit_is_told() -> None:
    """Columns of rows: the line in the file, the values put in, the circumstance that held."""
    assert [row.why for row in entry(towns(), "甲镇", "系数").rows] == [
        "开工日期为2025年6月30日（至2025年6月30日），系数1",
        "填了说明，系数0.5",
        "其余情形，系数0",
    ]
    assert [row.why for row in entry(towns(), "甲镇", "倍数").rows] == [
        "符合2种情形，同时符合的相乘，倍数3；级别为国家级，倍数2；结果为优，倍数1.5",
        "写明的情形都不符合，其余的倍数1",
        "只符合一种情形：结果为优，倍数1.5",
    ]
    last = entry(towns(), "甲镇", "项目率").rows[2]
    assert (last.line, last.value) == (4, "项目率1")
    assert last.why == "项目率＝完成投资90万元÷计划投资80万元＝1.125，超过最高1，取1"
    assert entry(towns(), "丙镇", "查").status is Status.NOT_APPLICABLE


def test_days_and_missing_numbers_of_rows() -> None:
    """Workdays, earliest first, and what has no number yet."""
    late = [(row.status, row.why) for row in entry(firms(), "大江公司", "迟").rows]
    assert late[0] == (Status.COUNTED, "迟延＝自期限2025年1月3日至完成日2025年1月8日的工作日数3")
    assert late[1][0] is Status.NOT_APPLICABLE
    assert "至完成日（空着）的工作日数算不出" in late[1][1]
    order = entry(firms(), "大江公司", "序").rows[2].why
    assert order == "在本单位、同一类别（水）的2条中按期限（2025年1月4日）从早到晚，排第2名"
    assert entry(firms(), "小河公司", "人均").why == "人数为0，暂不评"


@pytest.mark.parametrize(
    ("name", "book", "unit"),
    [
        ("computed", "towns", "甲镇"),
        ("computed-with-gaps", "towns", "乙镇"),
        ("computed-rows", "firms", "大江公司"),
        ("computed-without-rows", "firms", "小河公司"),
    ],
)
def test_reviewed_accounts(name: str, book: str, unit: str) -> None:
    """Whole accounts, as a unit's head reads them."""
    text = account_to_text(account(OUTCOMES[book](), unit))
    same_as_reviewed(f"explain/{name}.txt", text + "\n")


@pytest.mark.parametrize("book", OUTCOMES)
def test_accounts_fit_the_screen_and_the_code_page(book: str) -> None:
    """No line of the clauses is wider than the screen, no character outside GBK; and it is plain data."""
    outcome: Outcome = OUTCOMES[book]()
    for unit in outcome.book.units:
        made = account(outcome, unit.name)
        text = account_to_text(made)
        text.encode("gbk")
        clauses = [line for line in text.split("\n") if line.lstrip().startswith(("【", "·", "-"))]
        assert all(display_width(line) <= WIDTH + 2 for line in clauses)
        json.dumps(account_to_json(made))


def test_data_of_an_account() -> None:
    """Values of rows and further sentences stand beside what there was before; rows have results."""
    data = json.loads(json.dumps(account_to_json(account(towns(), "甲镇"))))
    (clause,) = [each for each in data["clauses"] if each["clause"] == "前二"]
    assert clause["rows"][1] == {
        "table": "项目",
        "row": 3,
        "status": "未计",
        "points": None,
        "why": "不是最高的前2项",
        "value": "分值5分",
    }
    (clause,) = [each for each in data["clauses"] if each["clause"] == "档"]
    assert clause["lines"] == ["各档：优1个、良1个、中1个"]
    assert data["rows"] == [
        {
            "table": "项目",
            "rows": [
                {"row": 2, "名称": "东河桥", "项目率": "0.8", "分值": "10分"},
                {"row": 3, "名称": "西山路", "项目率": "0.7", "分值": "5分"},
                {"row": 4, "名称": "西山路", "项目率": "1", "分值": "6分"},
            ],
        }
    ]


def test_rates_are_per_cent_for_people_and_fractions_as_data() -> None:
    """59.99% on the screen and in accounts, 0.5999 in JSON and CSV."""
    text = outcome_to_text(towns())
    assert "59.99%" in text and "0.5999" not in text
    assert ("完成率", "59.99%") in account(towns(), "乙镇").results
    data = json.dumps(outcome_to_json(towns()), ensure_ascii=False)
    assert '"完成率": "0.5999"' in data and "%" not in data
    assert "0.5999" in outcome_to_csv(towns()) and "%" not in outcome_to_csv(towns())


def test_a_wide_table_of_results_is_divided() -> None:
    """Every piece begins with the unit and fits the screen."""
    lines = outcome_to_text(towns()).split("\n")
    assert sum(line.startswith("单位 ") for line in lines) == 6
    assert all(display_width(line) <= WIDTH for line in lines)
    assert "整改（3条）" in outcome_to_text(firms())
    assert "全部单位（2个）" in outcome_to_text(firms())
