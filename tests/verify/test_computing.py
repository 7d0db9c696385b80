"""Computing sentences before the solver: the encoder agrees with the engine; proofs, witnesses, honesty."""

from __future__ import annotations

import pytest

from perfeval.rulebook.book import RuleBook
from perfeval.tables.from_rulebook import compile_book
from perfeval.tables.model import Model
from perfeval.verify.compare import Comparison
from perfeval.verify.proof import BEYOND, Found, Impossible, Proof, Undecided, Verdict
from perfeval.verify.questions import Questions
from tests.language_frames.book import Frame, for_units
from tests.verify.agreement import disagreements, encoder_for, most_rows

pytest.importorskip("z3")

ANNEX = """
台账“数据”，一个单位一行：“实际”：数，不小于0；“计划”：数，不小于0；“甲”：分，0至100；“乙”：分，0至100，选填；“起”：日期；“止”：日期。
台账“项目”，一项一行：“分”：分，0至10；“级别”：国家级、省级；“编号”：文字；“期”：整数，不小于1，不大于12；“结果”：优、良。
"""
CLAUSES = """
“完成率”＝实际÷计划，以百分数计，保留两位小数，四舍五入。
“折”＝甲÷3，保留一位小数，进一。
“完成分”按完成率：不满60%的0分；60%以上不满80%的3分；80%以上的，5分。
“差”＝甲－乙，最低－5分，最高30分，保留一位小数，舍去。
“取”＝取甲、乙中较低的，最高60分。
“补”＝乙，没有的取折。
“天”＝自起至止的天数，最低0天。
“每条项目的“得”按级别：国家级6分；省级4分。
每条项目的“加”分情形，同时符合的相加：级别为国家级的，1分；结果为优的，2分；其余的，0分。
“件”＝级别为国家级的项目的件数。
“种”＝项目的不同编号的个数。
“和”＝项目的加合计。
“前二”＝项目的分最高的2项之和，最高15分。
“取高”＝项目的分同一编号只取最高合计。
“中间”＝项目的分去掉1个最高分和1个最低分后平均，保留两位小数，四舍五入。
“最高分”＝项目的分最高值。
“名次”＝本序列按甲从高到低排名次，相同的并列，并列之后空出相应名次。
“名次分”按名次：第1名6分，以下每名递减1分，减到0分为止。
""".replace("“每条项目的“得”", "每条项目的“得”")
ROWS = """
甲镇,9.5,国家级,一,1,优
甲镇,9.5,省级,一,2,良
甲镇,3,省级,二,3,优
乙镇,10,国家级,三,1,良
丙镇,1,省级,四,1,优
丙镇,2,省级,五,2,优
丙镇,3,省级,五,3,优
丙镇,4,国家级,六,5,良
"""
DATA = for_units(
    "50,100,80,20,2025-01-01,2025-03-01 60,100,70.05,,2025-05-01,2025-03-01"
    " 100,100,1,99,2025-01-01,2025-01-01 80,100,100,100,2025-01-01,2025-12-31 0,50,0,0,2025-01-02,2025-01-03"
)


def read(clauses: str = CLAUSES, annex: str = ANNEX) -> tuple[RuleBook, Model]:
    """The book and its model."""
    book = Frame(clauses, annex).book()
    model = compile_book(book, {}).value
    assert model is not None
    return book, model


def test_encoder_and_engine_agree_on_computing_sentences() -> None:
    """On every column that formulas say, for units with and without rows and with empty cells."""
    outcome = Frame(CLAUSES, ANNEX).of(数据=DATA, 项目=ROWS).outcome
    encoder = encoder_for(outcome, most_rows(outcome) + 1)
    assert disagreements(encoder, outcome, range(5)) == []


def test_what_no_formula_says_is_set_outright_in_a_witness() -> None:
    """A rate may be anything within its range; rows that ask about it can be used."""
    book, model = read()
    answers = [Questions(book, model).can_fire("完成分", row) for row in range(3)]
    assert all(isinstance(answer, Found) for answer in answers)
    found = [answer.situation for answer in answers if isinstance(answer, Found)]
    assert "完成率" in [value.name for situation in found for value in situation.values]


def test_a_row_beyond_the_range_of_a_rate_is_never_used() -> None:
    """A rate that is cut at 100% is never above it."""
    book, model = read(
        "“率”＝实际÷计划，最高100%，以百分数计，保留两位小数，四舍五入。\n"
        "“得”按率：100%以下的，3分；超过100%的，5分。"
    )
    assert isinstance(Questions(book, model).can_fire("得", 1), Impossible)


def test_more_rows_than_were_looked_at_are_no_proof() -> None:
    """Thirty rows of one ledger are possible, and a count of them; nothing is claimed of it."""
    book, model = read("“件”＝项目的分合计。\n“得”按件：不满1000的0分；1000以上的，3分。")
    answer = Questions(book, model).can_fire("得", 1)
    assert isinstance(answer, Found | Undecided)
    if isinstance(answer, Undecided):
        assert answer.reason == BEYOND


def against(old: str, new: str) -> Proof:
    """The book of sentences against the same with one other wording."""
    assert old in CLAUSES
    (one, mine), (other, yours) = read(), read(CLAUSES.replace(old, new))
    return Comparison(one, mine).against(other, yours)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("不满60%的0分", "不满60%的1分"),
        ("以百分数计，保留两位小数，四舍五入", "以百分数计，保留一位小数，四舍五入"),
        ("最高30分", "最高20分"),
        ("中较低的", "中较高的"),
        ("分最高的2项", "分最高的1项"),
        ("只取最高合计", "只取最高，最高的1项之和"),
        ("去掉1个最高分", "去掉2个最高分"),
        ("本序列按甲", "全部单位按甲"),
        ("空出相应名次", "不空名次"),
        ("每名递减1分", "每名递减2分"),
        ("同时符合的相加", "同时符合的取最高"),
        ("最低0天", "最低1天"),
    ],
)
def test_other_sentences_give_other_results(old: str, new: str) -> None:
    """Each shown by facts that the engine confirms."""
    proof = against(old, new)
    assert proof.verdict is Verdict.DIFFERENT
    assert proof.witness is not None and proof.changes


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("“折”＝甲÷3", "“折”＝甲×2÷6"),
        ("不满60%的0分；60%以上不满80%的3分", "60%以上不满80%的3分；不满60%的0分"),
        ("取甲、乙中较低的", "取乙、甲中较低的"),
        ("国家级6分；省级4分", "省级4分；国家级6分"),
    ],
)
def test_the_same_in_other_words_is_proved_the_same(old: str, new: str) -> None:
    """Also where a rate, a place or a mean stands in the way."""
    assert against(old, new).verdict is Verdict.SAME


def test_a_rate_made_otherwise_is_never_claimed_to_be_the_same() -> None:
    """An unknown of one model is none of the other where they are made of other columns."""
    proof = against("实际÷计划，", "计划÷实际，")
    assert proof.verdict is Verdict.DIFFERENT
