"""Comparing two books: every witness replays, no proof is refuted by facts, and the verdict is right."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache

import pytest

from perfeval.evaluate.records import record_of, records_of
from perfeval.evaluate.situations import judge
from perfeval.rulebook.book import RuleBook
from perfeval.rulebook.examples import GivenRows, GivenValue, Situation
from perfeval.tables.model import Model
from perfeval.verify import compare as module
from perfeval.verify.compare import NO_SOLVER, Comparison, compare
from perfeval.verify.proof import NO_RESULT, Proof, Verdict
from tests.evaluate import mini
from tests.verify import books
from tests.verify.books import BOOKS, side

VILLAGE = BOOKS["village"]
# An edit of the village, whether it makes a difference, and the fields that then differ at least.
EDITS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("省级2分、县级1分", "省级3分、县级1分", "有别", ("总分",)),
    ("省级2分、县级1分", "省级2分、县级2分", "有别", ("总分",)),
    ("加分累计不超过3分", "加分累计不超过4分", "有别", ("总分",)),
    ("前移1位加0.5分，合计最高加1分", "前移2位加0.5分，合计最高加1分", "有别", ("总分",)),
    ("合计最高加1分", "合计最高加1.4分", "有别", ("总分",)),
    ("按分数栏的分数减分", "每次减1分", "有别", ("总分",)),
    ("，以后的计入下年度", "", "同义", ()),
    ("有扣分的", "有2次以上扣分的", "有别", ("取消情形",)),
    ("人数在5以下的", "人数在4以下的", "有别", ("取消情形",)),
    ("人数在5以下的", "人数不满6的", "同义", ()),
    ("总分在80分以上的，评为中", "总分在79.9999分以上的，评为中", "有别", ("等次",)),
    ("总分在80分以上的，评为中", "总分超过79.9999分的，评为中", "同义", ()),
    ("总分超过80分的，评为中", "总分超过81分的，评为中", "同义", ()),
    ("总分够不上中的", "总分不满80分的", "同义", ()),
    ("总分够不上中的", "总分在80分以下的", "有别", (NO_RESULT,)),
    ("总分够不上中的", "总分不满79分的", "有别", ("等次",)),
    ("没有省级的表彰", "没有表彰", "有别", ("待研究",)),
    ("好20%、中15%", "好20%、中16%", "有别", ("比例",)),
    ("200.5元×人数", "人数×200.5元", "同义", ()),
    ("200.5元×人数", "200元×人数", "有别", ("奖金",)),
    ("评为差的村：奖金＝0元；不发钱", "评为差的村：奖金＝0元；发钱", "有别", ("发钱",)),
    ("评为差的：批评、约谈", "评为差的：批评", "有别", ("处理",)),
    ("评为差的：批评、约谈", "评为差的：约谈、批评", "同义", ()),
    ("“处理”依次列为：批评、约谈、整顿", "“处理”依次列为：约谈、批评、整顿", "有别", ("处理",)),
    ("连续2年评为差", "连续3年评为差", "有别", ("处理",)),
    ("各取前1名", "各取前2名", "有别", ("等次",)),
    ("山村、水村各取前1名", "山村取前1名，水村取前1名", "同义", ()),
    ("山村、水村各取前1名", "村各序列取前40%", "同义", ()),
    ("山村、水村各取前1名", "山村取前1名", "有别", ("等次",)),
    ("好末位并列的，全部入选", "好末位并列、名额容不下的，全部不入选", "有别", ("等次",)),
    ("空出的名额，依次递补", "空出的名额，不递补", "有别", ("等次",)),
    ("评为好的，不另设最低分", "评为好的，总分须够得上中", "有别", ("等次",)),
    ("单位、总分、名次", "单位、名次、总分", "同义", ()),
)
ROUNDED = "【取整】好名额有小数的，四舍五入。\n"


@cache
def village() -> Comparison:
    """The village, encoded once for all edits."""
    return Comparison(*side(VILLAGE))


def edited(old: str, new: str) -> tuple[RuleBook, Model]:
    """The village with one edit."""
    assert old in VILLAGE
    rounding = ROUNDED if "%" in new and "名额" not in new and "序列" in new else ""
    return side(VILLAGE.replace(old, new, 1) + rounding)


def confirm(old: tuple[RuleBook, Model], new: tuple[RuleBook, Model], proof: Proof) -> None:
    """The engine, asked again, gives the values that the proof tells."""
    assert proof.witness is not None
    for which, (book, model) in (("old", old), ("new", new)):
        judged = judge(book, model, [proof.witness])
        place = judged.unit(0, proof.unit)
        for change in proof.changes:
            told = getattr(change, which)
            if change.name == NO_RESULT:
                assert bool(judged.refusals[0]) == (told is not None)
            else:
                assert place is not None
                assert record_of(judged.outcome, place).get(change.name) == told


@pytest.mark.parametrize(("old", "new", "verdict", "fields"), EDITS, ids=[f"{a}→{b}" for a, b, _, _ in EDITS])
def test_edits_of_the_village(old: str, new: str, verdict: str, fields: tuple[str, ...]) -> None:
    """The verdict is as thought out by hand; witnesses replay; what is proved equal is equal on facts."""
    after = edited(old, new)
    proof = village().against(*after)
    assert proof.verdict.value == verdict, proof
    if proof.verdict is Verdict.DIFFERENT:
        confirm(side(VILLAGE), after, proof)
        assert set(fields) <= {change.name for change in proof.changes}
    else:
        assert proof.ranges
        for seed in range(6):
            facts = [books.outcome_of(each, seed) for each in (side(VILLAGE)[0], after[0])]
            mine, yours = (records_of(each) for each in facts)
            assert mine == yours


RANKED = (
    "【奖】表彰，按级别每次加：省级{}分、县级1分。\n"
    "【总分】“总分”＝基础分＋【奖】。\n"
    "【排序】村按序列分别以总分从高到低排“名次”，同分的并列，并列之后空出相应名次。\n"
    "结果依次列出：单位、名次。\n"
)


def test_a_hidden_score_shows_in_the_rank() -> None:
    """The records hold the rank alone: a rival just between the two scores shows the difference."""
    old, new = side(RANKED.format(2)), side(RANKED.format(3))
    proof = compare(*old, *new)
    assert proof.verdict is Verdict.DIFFERENT
    assert [change.name for change in proof.changes] == ["名次"]
    confirm(old, new, proof)


def test_a_whole_limit_that_never_binds() -> None:
    """Two caps, of which the inner one makes the outer one idle: 9 or 10 there is the same."""
    text = (
        "【省】省级表彰，每次加3分。\n【县】县级表彰，不论次数，共加1分。\n【省顶】【省】加分累计不超过4分。\n"
        "【总顶】【省】、【县】加分累计不超过{}分。\n【总分】“加分”＝【省】＋【县】；“总分”＝基础分＋加分。\n"
    )
    assert compare(*side(text.format(5)), *side(text.format(9))).verdict is Verdict.SAME
    proof = compare(*side(text.format(5)), *side(text.format("4.5")))
    assert proof.verdict is Verdict.DIFFERENT
    confirm(side(text.format(5)), side(text.format("4.5")), proof)


def test_a_limit_that_many_rows_reach() -> None:
    """A limit of 30 by steps of 0.5 needs more than sixty rows; rows alike stand for many."""
    text = "【奖】表彰，每次加0.5分，合计最高加{}分。\n" + books.TOTAL
    proof = compare(*side(text.format(30)), *side(text.format(31)))
    assert proof.verdict is Verdict.DIFFERENT
    assert proof.witness is not None
    assert sum(len(given.rows) for given in proof.witness.rows) == 61
    confirm(side(text.format(30)), side(text.format(31)), proof)


def test_a_proof_for_any_number_of_rows_says_so() -> None:
    """Node by node nothing rests on rows; over unknown rows the bound is told."""
    anyhow = village().against(*edited("人数在5以下的", "人数不满6的"))
    assert "各台账行数不限" in anyhow.ranges
    text = "【奖】表彰，每次加{}分。\n【顶】【奖】加分累计不超过3分。\n" + books.TOTAL
    counted = compare(*side(text.format(3)), *side(text.format(4)))
    assert counted.verdict is Verdict.SAME
    assert any("表彰" in line and "至多" in line for line in counted.ranges)
    assert any("基础分0至100" in line for line in counted.ranges)


def test_a_rewritten_book_is_the_same() -> None:
    """Clauses in another order, one renamed: every column is found again without any bound."""
    old = (
        "【省】省级表彰，每次加3分。\n【县】县级表彰，每次加2分。\n【总分】“总分”＝基础分＋【省】＋【县】。\n"
    )
    new = (
        "【总分】“总分”＝【乙】＋基础分＋【甲】。\n【乙】县级表彰，每次加2分。\n【甲】省级表彰，每次加3分。\n"
    )
    proof = compare(*side(old), *side(new))
    assert proof.verdict is Verdict.SAME
    assert "各台账行数不限" in proof.ranges


def test_what_only_one_book_takes_is_a_difference() -> None:
    """A range that is narrower turns facts down: an example of refusal can hold it fast."""
    text = BOOKS["once"] + "台账“检查”，一个单位一行：“得数”：整数，不小于0，不大于{}。\n"
    proof = compare(*side(text.format(10)), *side(text.format(9)))
    assert proof.verdict is Verdict.DIFFERENT
    assert [change.name for change in proof.changes] == [NO_RESULT]
    assert [value.text for value in proof.witness.values] == ["10"] if proof.witness else False


def test_a_key_that_only_one_book_has_is_a_difference() -> None:
    """The same year twice is turned down by one of them."""
    text = BOOKS["once"] + "台账“记录”，{}：“哪年”：年度；“好坏”：等次。\n"
    proof = compare(*side(text.format("一个单位每个“哪年”一行")), *side(text.format("一项一行")))
    assert proof.verdict is Verdict.DIFFERENT
    assert [change.name for change in proof.changes] == [NO_RESULT]


def test_a_range_that_another_implies_is_the_same() -> None:
    """The number is at least 1 and at most the total, so that the total is at least 1 anyway."""
    text = (
        BOOKS["once"] + "台账“民调”，一次一行：“名次”：整数，不小于1，不大于总数；“总数”：整数，不小于{}。\n"
    )
    text += "【差评】民调，每次减1分。\n"
    text = text.replace("基础分＋加分", "基础分＋加分＋【差评】")
    assert compare(*side(text.format(0)), *side(text.format(1))).verdict is Verdict.SAME
    assert compare(*side(text.format(1)), *side(text.format(2))).verdict is Verdict.DIFFERENT


def test_other_rosters_leave_it_open_where_nothing_else_differs() -> None:
    """A unit that only one book has: what both have is compared, the rest is not claimed."""
    book, model = side(BOOKS["once"])
    changed = (mini.HEAD + BOOKS["once"] + mini.TAIL).replace("3个：张村、李村、王村", "2个：张村、李村")
    other = whole_book(changed)
    assert compare(book, model, *other).verdict is Verdict.OPEN


def test_another_roster_makes_other_ranks() -> None:
    """The same rules over fewer units: ranks are never taken for the same."""
    book, model = side(RANKED.format(2))
    text = (mini.HEAD + RANKED.format(2) + mini.TAIL).replace("3个：张村、李村、王村", "2个：张村、李村")
    assert compare(book, model, *whole_book(text)).verdict is not Verdict.SAME


def whole_book(text: str) -> tuple[RuleBook, Model]:
    """A book from its whole text."""
    from perfeval import pipeline

    book = pipeline.read_book("小方案.jx", text.encode(), {"原文.txt": mini.SOURCE})
    assert book.value is not None, book.diagnostics
    model = pipeline.compile_tables(book.value, {})
    assert model.value is not None
    return book.value, model.value


def test_a_witness_stays_near_a_real_unit() -> None:
    """The facts of the unit are kept but for what the difference needs."""
    near = Situation(
        (GivenValue("李村", "基础分", "81.5"), GivenValue("李村", "人数", "7")),
        (GivenRows("表彰", ("单位", "项目", "级别", "日期"), (("李村", "甲", "县级", "2024-05-01"),), (1,)),),
    )
    after = edited("总分在80分以上的，评为中", "总分在83分以上的，评为中")
    proof = village().against(*after, near=near)
    assert (proof.verdict, proof.unit) == (Verdict.DIFFERENT, "李村")
    confirm(side(VILLAGE), after, proof)
    assert proof.witness is not None
    assert {(each.name, each.text) for each in proof.witness.values} >= {("基础分", "81.5")}
    assert [row for given in proof.witness.rows for row in given.rows] == [
        ("李村", "甲", "县级", "2024-05-01")
    ]


def test_without_the_solver_only_what_is_plain_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Equal formulas are equal without any solver; the rest is left open, and says why."""
    monkeypatch.setattr(module, "is_installed", lambda: False)
    old = side(VILLAGE)
    assert compare(*old, *edited("200.5元×人数", "人数×200.5元")).verdict is Verdict.SAME
    proof = compare(*old, *edited("省级2分、县级1分", "省级3分、县级1分"))
    assert (proof.verdict, proof.reason) == (Verdict.OPEN, NO_SOLVER)


def test_a_question_that_is_too_hard_is_left_open() -> None:
    """With hardly any steps allowed the solver gives up, and that is no proof."""
    after = edited("总分在80分以上的，评为中", "总分在79.9999分以上的，评为中")
    proof = Comparison(*side(VILLAGE), steps=1).against(*after)
    assert proof.verdict is Verdict.OPEN
    assert proof.reason


def test_the_same_answer_whatever_the_hash_seed() -> None:
    """Two fresh processes find the same witness."""
    script = (
        "from tests.verify.test_compare import *\n"
        "print(village().against(*edited('总分在80分以上的，评为中', '总分在83分以上的，评为中')))\n"
    )
    shown = [
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": "."},
        ).stdout
        for seed in ("1", "2")
    ]
    assert shown[0] == shown[1] != b""
