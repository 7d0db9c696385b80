"""Each kind of edit, on small books."""

from __future__ import annotations

import pytest

from perfeval.diff.edits import EditKind
from perfeval.diff.matching import out_of_order
from perfeval.diff.to_json import comparison_to_json
from perfeval.diff.wording import likeness, marked, same_wording, stretches
from perfeval.rulebook.book import RuleBook
from tests.diff.books import compared, heshan, only, said, small
from tests.evaluate import mini

PRIZE = "【得奖】表彰，按级别每次加：省级2分、县级1分。\n"
FIRST = "【第一】本年位次为第1位的排位，每项加1分。\n"
TOTAL = "【总分】“总分”＝基础分＋【得奖】。\n"
BOTH = "【总分】“总分”＝基础分＋【得奖】＋【第一】。\n"
READ = """【得奖】口径“计次”：
  “每次”：表彰，每次加1分。
  “一次”：表彰，不论次数，共加1分。
  采用“{}”：{}。
"""
BASE = PRIZE + "\n" + TOTAL


def kinds(old: str | RuleBook, new: str | RuleBook) -> list[tuple[str, str]]:
    """What is said about two versions: label and kind."""
    before, after = (small(each) if isinstance(each, str) else each for each in (old, new))
    return [(label, kind.value) for label, kind in said(compared(before, after))]


def test_the_same_book_has_no_edits() -> None:
    """Nor has one whose spaces, line ends and widths differ."""
    assert kinds(BASE, BASE) == []
    assert kinds(BASE, BASE.replace("：省级2分、", "：\n  省级2分、").replace("“总分”＝", "“总分” = ")) == []


def test_changed_sentence() -> None:
    """The changed words are marked inside the sentence."""
    comparison = compared(small(BASE), small(BASE.replace("省级2分", "省级3分")))
    edit = only(comparison, EditKind.CHANGED)
    assert (edit.label, edit.note) == ("【得奖】", "")
    assert edit.old is not None and edit.new is not None
    assert marked(edit.old, edit.new) == "【得奖】表彰，按级别每次加：省级［2→3］分、县级1分。"
    [table] = comparison.tables[edit.key]
    assert table.title == "决策表“得奖”"
    assert [(line.side, dict(line.cells)["结果"]) for line in table.lines] == [("旧", "2分"), ("新", "3分")]
    assert all(dict(line.cells)["级别"] == "省级" for line in table.lines)


def test_added_and_removed() -> None:
    """A clause that only one of the books has, and the formula that changes with it."""
    old, new = BASE, PRIZE + "\n" + FIRST + "\n" + BOTH
    assert kinds(old, new) == [("【第一】", "新增"), ("【总分】", "改动")]
    assert kinds(new, old) == [("【第一】", "删去"), ("【总分】", "改动")]


def test_renamed_is_said() -> None:
    """Never silently: the new name, and how much is the same; others that speak of it only follow."""
    new = BASE.replace("【得奖】", "【获奖】")
    comparison = compared(small(BASE), small(new))
    edit = only(comparison, EditKind.RENAMED)
    assert (edit.old, edit.new, edit.note) == ("得奖", "获奖", "内容没有变")
    assert only(comparison, EditKind.CHANGED).note == "只改了措辞，算法没有变"
    assert comparison.difference.keys == ()


def test_renamed_and_changed() -> None:
    """Both are edits; a clause that is too different is another one."""
    new = BASE.replace("【得奖】表彰", "【获奖】表彰").replace("＋【得奖】", "＋【获奖】")
    assert kinds(BASE, new.replace("省级2分", "省级3分"))[:2] == [("【获奖】", "改名"), ("【获奖】", "改动")]
    other = "【人多】人数超过10的，按每人计。\n".replace(
        "人数超过10的，按每人计", FIRST.partition("】")[2].strip("。\n")
    )
    assert ("【人多】", "新增") in kinds(BASE, BASE.replace(PRIZE, other).replace("【得奖】", "【人多】"))


def test_moved() -> None:
    """Out of order among the clauses: the fewest that have to be moved."""
    three = [PRIZE, FIRST, BOTH]
    assert kinds("\n".join(three), "\n".join([FIRST, BOTH, PRIZE])) == [("【得奖】", "移动")]
    comparison = compared(small("\n".join(three)), small("\n".join([FIRST, BOTH, PRIZE])))
    edit = only(comparison, EditKind.MOVED)
    assert (edit.old, edit.new) == ("一，在最前", "一，在【总分】之后")


def test_moved_to_another_place_of_the_plan() -> None:
    """By its citation, though the order stays."""
    moved = heshan(
        (
            "【取消资格后递补】口径",
            "\n四（一）\n> 区直及驻区单位原则上按各序列单位总数的25%进行评定\n【取消资格后递补】口径",
        ),
    )
    found = said(compared(heshan(), moved))
    assert ("【取消资格后递补】", EditKind.MOVED) in found


@pytest.mark.parametrize(
    ("option", "reason", "note"),
    [
        ("一次", "另有理由", "原来采用“每次”，现在采用“一次”"),
        ("每次", "另有理由", "只改了理由或措辞，算法没有变"),
    ],
)
def test_changed_reading(option: str, reason: str, note: str) -> None:
    """The adopted option, or the reason alone, is an edit of a kind of its own."""
    old, new = (READ.format(*each) + "\n" + TOTAL for each in (("每次", "理由"), (option, reason)))
    edit = only(compared(small(old), small(new)), EditKind.READING)
    assert (edit.label, edit.note) == ("【得奖】", note)


def test_changed_option() -> None:
    """An option that is not adopted causes nothing, and is an edit."""
    old = READ.format("每次", "理由") + "\n" + TOTAL
    comparison = compared(small(old), small(old.replace("共加1分", "共加3分")))
    assert only(comparison, EditKind.READING).note == "仍采用“每次”"
    assert comparison.tables[only(comparison, EditKind.READING).key] == ()


def test_reading_settled_and_opened() -> None:
    """A reading that becomes a plain sentence, and the other way round."""
    plain = "【得奖】表彰，每次加1分。\n\n" + TOTAL
    read = READ.format("每次", "理由") + "\n" + TOTAL
    assert only(compared(small(read), small(plain)), EditKind.READING).note.startswith("不再是口径")
    assert only(compared(small(plain), small(read)), EditKind.READING).note.startswith("成了口径")


def test_quote_beside_an_unchanged_rule() -> None:
    """Only the quote changes."""
    new = heshan(
        (",受到省委、省政府或国家部委表彰的每次加2分,\n", "\n"),
    )
    assert said(compared(heshan(), new)) == [("【表彰】", EditKind.QUOTE)]


def test_quote_under_no_clause() -> None:
    """It is told by its place in the plan."""
    new = heshan(
        ("> 评估细则另行印发。\n", "> 评估细则\n"),
        ("三、评估的组织和程序\n\n> 绩效评估工作", "三、评估的组织和程序\n\n> 工作"),
    )
    assert said(compared(heshan(), new)) == [("【指标评估细则】", EditKind.QUOTE), ("三原文", EditKind.QUOTE)]


@pytest.mark.parametrize(
    ("old", "new", "labels"),
    [
        ("“基础分”：分，0至100", "“基础分”：分，0至120", ["台账“得分”"]),
        ("序列“水村”2个：赵村、钱村", "序列“水村”1个：赵村", ["序列“水村”"]),
        ("类别“场”1个，不设序列：林场", "类别“场”2个，不设序列：林场、渔场", ["类别“场”"]),
        ("台账“扣分”，一次一行：“事由”：文字；“分数”：分，不小于0。\n", "", ["台账“扣分”"]),
    ],
)
def test_declarations(old: str, new: str, labels: list[str]) -> None:
    """Ledgers, series and categories are edits under their own names."""
    assert old in mini.TAIL
    found = said(compared(small(BASE), small(BASE, mini.TAIL.replace(old, new))))
    assert [label for label, _ in found] == labels


def test_lists_and_head() -> None:
    """Grades, measures, results and the year; the number of the document, which causes nothing."""
    pairs = [
        (
            "等次由高到低：优秀、达标、基本达标、不达标。",
            "等次由高到低：优秀、达标、基本达标、不达标、无等次。",
        ),
        ("“处理”依次列为：通报表彰、通报、", "“处理”依次列为：通报、通报表彰、"),
        ("、优岗比例、奖金总额、", "、奖金总额、"),
        ("评估年度：2013年1月1日", "评估年度：2012年12月1日"),
        ("文号：益赫办发〔2013〕3号", "文号：益赫办发〔2014〕3号"),
    ]
    comparison = compared(heshan(), heshan(*pairs))
    labels = [label for label, _ in said(comparison)]
    assert labels == ["文号", "评估年度", "等次", "列表“处理”", "结果的栏目"]
    assert [kind for kind, _ in comparison.difference.keys] == ["评估年度", "等次", "列表"]


def test_clause_follows_a_declaration() -> None:
    """以上 takes in what a ledger declares: the clause whose words stayed is no edit, and follows."""
    clauses = "【得奖】县级以上的表彰，每次加1分。\n\n" + TOTAL
    new = mini.TAIL.replace("省级、县级", "国家级、省级、县级")
    comparison = compared(small(clauses), small(clauses, new))
    assert said(comparison) == [("台账“表彰”", EditKind.CHANGED)]
    assert comparison.difference.following == (("条款", "得奖"),)


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("每次加5分", "每次加15分", "每次加［5→15］分"),
        ("最高加3分", "加3分", "［删：最高］加3分"),
        ("加3分", "每项加3分", "［增：每项］加3分"),
        ("采用“每次”", "采用“一次”", "采用［“每次”→“一次”］"),
        ("600分以上", "６００分以上", "６００分以上"),
    ],
)
def test_marks(old: str, new: str, shown: str) -> None:
    """Numbers and names change as a whole; width is no change."""
    assert marked(old, new) == shown


@pytest.mark.parametrize("old", ["", "甲乙丙丁", "每次加5分，最高10分。", "【甲】＝【乙】"])
@pytest.mark.parametrize("new", ["", "甲丙丁戊", "每项加5.5分，至多10分。", "【甲】＝【乙】＋【丙】"])
def test_stretches_hold_both_texts(old: str, new: str) -> None:
    """Nothing of either text is lost between the marks."""
    pieces = stretches(old, new)
    assert same_wording("".join(before for before, _ in pieces), old)
    assert "".join(after for _, after in pieces) == new


def test_likeness_and_order() -> None:
    """In whole per cent; the fewest names out of order."""
    assert (likeness("甲乙丙丁", "甲乙丙丁"), likeness("甲乙", "丙丁"), likeness("甲乙", "甲丙")) == (
        100,
        0,
        50,
    )
    assert out_of_order(["a", "b", "c", "d"], ["b", "c", "a", "d"]) == ("a",)
    assert out_of_order(["a", "b", "c"], ["a", "x", "b", "c"]) == ()
    assert len(out_of_order(["a", "b", "c"], ["c", "b", "a"])) == 2


@pytest.mark.parametrize("edited", [True, False])
def test_tables_stand_under_the_edit_of_the_rule(edited: bool) -> None:
    """Never under one of its place, where the rule was edited too."""
    prize = PRIZE.replace("省级2分", "省级3分") if edited else PRIZE
    comparison = compared(small("\n".join([PRIZE, FIRST, BOTH])), small("\n".join([FIRST, BOTH, prize])))
    shown = {edit.kind: comparison.tables_of(edit) for edit in comparison.difference.edits}
    assert list(shown) == ([EditKind.CHANGED] if edited else []) + [EditKind.MOVED]
    assert not shown[EditKind.MOVED]
    assert bool(shown.get(EditKind.CHANGED)) is edited
    told = [edit["tables"] for edit in comparison_to_json(comparison)["edits"]]  # type: ignore[attr-defined]
    assert [bool(tables) for tables in told] == [bool(tables) for tables in shown.values()]
