"""Accounts: every clause once, sums that fit, and five reviewed texts."""

from __future__ import annotations

from fractions import Fraction

import pytest

from perfeval import api
from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.records import record_of
from perfeval.explain.account import Account, Status
from perfeval.explain.from_outcome import explain
from perfeval.explain.to_json import account_to_json
from perfeval.explain.to_text import account_to_text
from tests.evaluate import mini
from tests.heshan.book import book, case_facts, outcome_of
from tests.oracle.generate import random_facts, random_readings
from tests.snapshot import same_as_reviewed

BASE_SCORES = ("指标评估得分", "述绩述效评估得分", "公众评估得分")


def points(account: Account) -> Fraction:
    """What the clauses of an account add up to."""
    return sum((Fraction(entry.points) for entry in account.clauses if entry.points is not None), Fraction(0))


def check_sums(outcome: Outcome, unit: int) -> None:
    """Points of clauses are 加减分 exactly, and 综合得分 with the base scores."""
    account = explain(outcome, unit)
    record = account.record
    assert record == record_of(outcome, unit)
    assert points(account) == Fraction(str(record["加减分"]))
    if record["综合得分"] is not None:
        base = sum(Fraction(str(record[name])) for name in BASE_SCORES)
        assert base + points(account) == Fraction(str(record["综合得分"]))
    assert [entry.clause for entry in account.clauses] == [clause.name for clause in book().clauses]


@pytest.mark.parametrize("case", ["ordinary", "edge"])
def test_sums_of_all_units(case: str) -> None:
    """For all 106 units of a case, and every clause of the book stands in the account once."""
    outcome = outcome_of(case_facts(case))
    for unit in range(106):
        check_sums(outcome, unit)


@pytest.mark.parametrize("seed", range(2000, 2008))
def test_sums_on_random_facts_and_readings(seed: int) -> None:
    """The same on boundary-biased facts under random readings; all texts fit a GBK console."""
    outcome = outcome_of(random_facts(seed), random_readings(seed))
    for unit in range(106):
        check_sums(outcome, unit)
    for unit in range(0, 106, 15):
        account_to_text(explain(outcome, unit)).encode("gbk")


def entry_points(account: Account, clause: str) -> str | None:
    """What one clause gave."""
    return next(entry.points for entry in account.clauses if entry.clause == clause)


def test_a_cap_is_an_entry_of_its_own() -> None:
    """表彰 gives 10, 表彰封顶 takes 5 of them."""
    account = explain(outcome_of(case_facts("edge")), unit_number("区委宣传部"))
    assert entry_points(account, "表彰") == "10"
    assert entry_points(account, "表彰封顶") == "-5"
    assert entry_points(account, "综合得分") is None


def unit_number(name: str) -> int:
    """The number of a unit in the roster."""
    return [unit.name for unit in book().units].index(name)


@pytest.mark.parametrize("case", ["ordinary", "edge"])
def test_every_ledger_row_of_a_unit_is_spoken_of(case: str) -> None:
    """Each row about a unit stands in its account, save the two ledgers of one row a unit."""
    outcome = outcome_of(case_facts(case))
    for number, unit in enumerate(book().units):
        account = explain(outcome, number)
        spoken = [(row.table, row.line) for entry in account.clauses for row in entry.rows]
        for name, table in outcome.facts.tables.items():
            if name in ("单位", "得分"):
                continue
            for owner, line in zip(table.units, table.lines, strict=True):
                if owner == unit.name:
                    assert (name, line) in spoken, (unit.name, name, line)


def test_rows_that_do_not_concern_a_unit_say_so() -> None:
    """指标排位, 民调, a decision without two cases and older grades are named as not applicable."""
    facts = case_facts("ordinary")
    facts = {
        **facts,
        "指标排位": [{"单位": "区财政局", "指标": "财政总收入增长率", "上年排位": "5", "本年排位": "1"}],
        "民调": [{"单位": "区财政局", "民调": "服务民生", "全市排名": "92", "参评总数": "92"}],
        "委员会决定": [{"单位": "区财政局", "决定": "直接认定不达标"}],
        "历史等次": [{"单位": "区财政局", "年度": "2010", "等次": "不达标"}],
    }
    account = explain(outcome_of(facts), unit_number("区财政局"))
    assert account.record["主要指标加分"] == "0"
    for ledger in ("指标排位", "民调", "委员会决定", "历史等次"):
        rows = [row for entry in account.clauses for row in entry.rows if row.table == ledger]
        assert rows and all(row.status is Status.NOT_APPLICABLE for row in rows), ledger
        assert all(row.why for row in rows)


def test_json_has_the_agreed_fields() -> None:
    """One entry a clause with clause, citation, quote, status, points, money, why and rows."""
    account = api.account_of(outcome_of(case_facts("edge")), "兰溪镇").value
    assert account is not None
    data = account_to_json(account)
    assert data["version"] == 1
    assert data["record"] == account.record
    clauses = data["clauses"]
    assert isinstance(clauses, list)
    first = next(entry for entry in clauses if entry["clause"] == "排位前移")
    assert {"clause", "citation", "quote", "status", "points", "money", "why", "rows"} <= set(first)
    assert first["citation"] == "三（七）1"
    assert first["points"] == "5"
    assert first["rows"][1] == {
        "table": "指标排位",
        "row": 8,
        "status": "封顶",
        "points": "3",
        "why": "每项最高3分",
    }
    assert {entry["status"] for entry in clauses} <= {status.value for status in Status}


@pytest.mark.parametrize(
    ("name", "case", "unit"),
    [
        ("an-ordinary-unit", "ordinary", "区财政局"),
        ("capped-and-absorbed", "edge", "区委宣传部"),
        ("vetoed-place-passed-down", "edge", "衡龙桥镇"),
        ("decided-by-a-reading", "ordinary", "区人民政府办公室"),
        ("just-below-a-line", "edge", "区委统战部"),
        ("outside-the-ranking", "ordinary", "龙岭工业园"),
    ],
)
def test_reviewed_accounts(name: str, case: str, unit: str) -> None:
    """Telling units, as a unit's head reads them."""
    account = explain(outcome_of(case_facts(case)), unit_number(unit))
    same_as_reviewed(f"explain/{name}.txt", account_to_text(account) + "\n")


def test_an_unknown_unit_is_a_finding_with_a_near_miss() -> None:
    """No account, but the name that was probably meant."""
    found = api.account_of(outcome_of(case_facts("edge")), "兰西镇")
    assert found.value is None
    assert [finding.code for finding in found.diagnostics] == ["PE703"]
    assert "是不是“兰溪镇”？" in found.diagnostics[0].message


def test_units_that_are_ranked_and_not_graded() -> None:
    """Where no clause grades anybody, the story ends with the rank."""
    scored = "【总分】“总分”＝基础分。\n"
    ranked = "【排】村按序列分别以总分从高到低排“名次”，同分的并列，并列之后空出相应名次。\n"
    account = explain(mini.outcome(scored + ranked), 1)
    assert account.grading == ("总分80分，在山村3个单位中排第2名。",)
    assert [entry.status for entry in account.clauses] == [Status.COUNTED, Status.COUNTED]
