"""What is printed of an impact: units of numbers, figures of the whole, columns that align."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from perfeval import api
from perfeval.diff.amounts import Measure, change_words, value_words
from perfeval.diff.comparison import Comparison
from perfeval.diff.overview import accompanying, grade_counts, idle_edits, totals, unit_counts
from perfeval.diff.to_text import comparison_to_text
from perfeval.evaluate.records import Field
from perfeval.source.width import display_width
from tests.diff.books import DRAFT, FACTS, compared, heshan, records, small
from tests.diff.test_impact import EDITS, RANKS, ledgers


@pytest.fixture(scope="module")
def draft() -> Comparison:
    """The draft against the plan of 2013."""
    new = api.load(DRAFT).value
    assert new is not None
    return compared(heshan(), new, FACTS)


@pytest.mark.parametrize(
    ("before", "after", "measure", "said"),
    [
        ("0.15", "0.2", Measure.SHARE, "15% → 20%（+5个百分点）"),
        ("0.125", None, Measure.SHARE, "12.5% → 无"),
        (5, 4, Measure.RANK, "第5名 → 第4名（升1位）"),
        (4, 16, Measure.RANK, "第4名 → 第16名（降12位）"),
        (None, 3, Measure.RANK, "无 → 第3名"),
        ("9.5", "10", Measure.POINTS, "9.5分 → 10分（+0.5分）"),
        ("-2", "-5", Measure.POINTS, "-2分 → -5分（-3分）"),
        ("12345678901", "12345678900.55", Measure.MONEY, "12345678901元 → 12345678900.55元（-0.45元）"),
        (1, 2, Measure.PLAIN, "1 → 2（+1）"),
        ("达标", "优秀", Measure.PLAIN, "达标 → 优秀"),
        (False, True, Measure.PLAIN, "否 → 是"),
        ([], ["甲", "乙"], Measure.PLAIN, "无 → 甲；乙"),
    ],
)
def test_values_as_users_read_them(before: Field, after: Field, measure: Measure, said: str) -> None:
    """Each with what it counts, and by how much it changed."""
    assert change_words(before, after, measure) == said


def test_a_text_has_no_unit() -> None:
    """Nor has nothing."""
    assert value_words("甲", Measure.MONEY) == "甲"
    assert value_words(None, Measure.MONEY) == "无"


def test_figures_add_up(draft: Comparison) -> None:
    """Grades and money of all units, counted again from both records."""
    new = api.load(DRAFT).value
    assert new is not None
    ends = [records(book, FACTS) for book in (heshan(), new)]
    graded = [Counter(record["等次"] for record in (end or {}).values()) for end in ends]
    for count in grade_counts(draft):
        assert (count.before, count.after) == (graded[0][count.grade], graded[1][count.grade])
    assert sum(count.before for count in grade_counts(draft)) == graded[0].total() - graded[0][None]
    told = {total.field: (total.before, total.after) for total in totals(draft)}
    assert list(told) == ["奖金总额", "党政正职奖金下限", "其他班子成员奖金下限"]
    for field, sums in told.items():
        paid = [sum(int(str(record[field] or 0)) for record in (end or {}).values()) for end in ends]
        assert sums == tuple(str(each) for each in paid)


def test_every_edit_is_accounted_for(draft: Comparison) -> None:
    """It moves somebody, goes with one that does, or does nothing."""
    moving = dict(unit_counts(draft))
    names = [*moving, *accompanying(draft), *idle_edits(draft)]
    assert sorted(names) == sorted(f"【{name}】" for _, name in draft.difference.keys)
    assert (moving["【人大政协奖金】"], accompanying(draft)) == (2, ("【主要指标封顶】",))


def test_columns_align(draft: Comparison) -> None:
    """Nothing is wider than the page, and lines that go on stand below what they continue."""
    text = comparison_to_text(draft)
    assert max(map(display_width, text.split("\n"))) <= 110
    lines = text.partition("三、逐个单位")[2].split("\n")
    for before, line in pairwise(lines):
        margin = len(line) - len(line.lstrip())
        if margin > 2 and "因" in before and not before.startswith("只变了"):
            start = before.index("因")
            assert margin == display_width(before[:start]), (before, line)


def test_units_of_which_the_same_is_said(draft: Comparison) -> None:
    """They are told once, and every unit that is concerned is told."""
    text = comparison_to_text(draft)
    part = text.partition("三、逐个单位")[2]
    assert "只变了取消评优情形，因【取消评优】：19个单位\n  无 → 公众评估过低  龙光桥镇、" in part
    assert "  102000元 → 122400元（+20400元）  区人大机关\n" in part
    joined = "".join(part.split())
    assert draft.impact is not None
    assert all(joined.count(effect.change.unit) for effect in draft.impact)
    assert "\n龙光桥镇（" not in part


def test_money_of_one_edit() -> None:
    """Grades that stay are said to."""
    text = comparison_to_text(compared(heshan(), heshan(EDITS["达标奖金"]), FACTS))
    assert "没有单位的等次变了。" in text and "优秀28（不变）" in text and "奖金总额合计：" in text


def test_books_without_grades_and_money() -> None:
    """Only what there is."""
    facts = ledgers(表彰="李村,甲,省级,2024-03-01")
    text = comparison_to_text(compared(small(RANKS), small(RANKS.replace("省级2分", "省级12分")), facts))
    assert "合计：" not in text and "等次" not in text
    assert "因【得奖】使李村变动，与本单位自己的得分无关" in text and "（升" in text and "（降" in text
