"""A proof never rests on fewer rows than the rules themselves count to."""

from __future__ import annotations

import pytest

from perfeval.evaluate.records import record_of
from perfeval.evaluate.situations import judge
from perfeval.rulebook.book import RuleBook
from perfeval.tables.from_rulebook import compile_book
from perfeval.tables.model import Model
from perfeval.verify.ample import ample_bounds, reach_everything
from perfeval.verify.compare import TOO_MANY_ROWS, compare
from perfeval.verify.proof import Impossible, Undecided, Verdict
from perfeval.verify.questions import Questions
from perfeval.verify.universe import Bounds
from tests.evaluate import mini

GRADES = """
等次由高到低：好、中、差。
【好】总分在85分以上的，评为好。
【中】总分在70分以上、够不上好的，评为中。
【差】总分够不上中的，评为差。
"""
KEYED = """【进】指数，每次加3分。
【进顶】【进】加分累计不超过{}分。
【总分】“加分”＝【进】；“总分”＝基础分＋加分。
台账“指数”，一个单位每项“名目”一行：“名目”：文字；“高低”：整数，不小于0。
"""
CASES = """【总分】“总分”＝基础分。
【否】有下列“情形”之一的，取消好资格：（1）“一”：有安全的大事的；（2）“二”：有生态的大事的；
  （3）“三”：有信访的大事的；（4）“四”：有廉政的大事的。
台账“大事”，一次一行：“类别”：安全、生态、信访、廉政；“说明”：文字。
"""


def book(clauses: str) -> tuple[RuleBook, Model]:
    """A sound book and its tables."""
    read = mini.read(clauses + GRADES)
    assert read.diagnostics == ()
    assert read.value is not None
    model = compile_book(read.value, {}).value
    assert model is not None
    return read.value, model


def differ(old: str, new: str) -> None:
    """The books are told apart by facts that the engine confirms."""
    one, other = book(old), book(new)
    proof = compare(*one, *other)
    assert proof.verdict is Verdict.DIFFERENT, proof
    assert proof.witness is not None
    records = []
    for each in (one, other):
        judged = judge(*each, [proof.witness])
        unit = judged.unit(0, proof.unit)
        assert unit is not None
        records.append(record_of(judged.outcome, unit))
    assert records[0] != records[1]


def test_a_cap_that_takes_four_rows_to_reach() -> None:
    """Each row has a name of its own and gives 3: only a fourth goes beyond 10."""
    differ(KEYED.format(10), KEYED.format(11))
    found = Questions(*book(KEYED.format(10))).can_bind("【进顶】")
    assert not isinstance(found, Impossible | Undecided)


@pytest.mark.parametrize("cases", [3, 4])
def test_a_count_of_kinds(cases: int) -> None:
    """有3种以上, 4种以上: as many kinds of rows of one ledger as that."""
    found = f"【认】有{cases}种以上情形的，直接认定为差。\n"
    differ(CASES + found, CASES + found.replace("为差", "为中"))


def test_a_limit_out_of_reach_is_not_proved() -> None:
    """It would take 34 rows to go beyond 100: neither the same nor impossible, but 未定."""
    one, other = book(KEYED.format(100)), book(KEYED.format(101))
    proof = compare(*one, *other)
    assert (proof.verdict, proof.reason) == (Verdict.OPEN, TOO_MANY_ROWS)
    assert isinstance(Questions(*one).can_bind("【进顶】"), Undecided)


def test_bounds_grow_with_what_is_counted() -> None:
    """Three rows do for a cap of 8, four are needed for one of 10; a cap of 100 is out of reach."""
    assert reach_everything([book(KEYED.format(8))], Bounds())
    assert not reach_everything([book(KEYED.format(10))], Bounds())
    assert ample_bounds([book(KEYED.format(100))], Bounds()) is None
    wide = ample_bounds([book(KEYED.format(10))], Bounds())
    assert wide is not None
    assert wide.rows_of("指数", by_key=False) == 4


def test_a_result_of_one_book_alone_is_not_compared() -> None:
    """Records are compared in the fields that both books list."""
    listed = "【总分】“总分”＝基础分。\n结果依次列出：单位、{}、等次。\n"
    one, other = book(listed.format("总分")), book(listed.format("基础分"))
    assert compare(*one, *other).verdict is Verdict.SAME
