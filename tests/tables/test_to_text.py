"""Tables as text: reviewed pages, widths and characters of every page, names, the graph, Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest
from attrs import evolve

from perfeval.cli.main import main
from perfeval.quantity.number import Number
from perfeval.rulebook import expressions as e
from perfeval.source.width import display_width
from perfeval.tables.cells import ANY, Range
from perfeval.tables.expression_words import expression_words
from perfeval.tables.flow import reads
from perfeval.tables.model import (
    CapStep,
    Fixed,
    Gather,
    Gathering,
    HighestRow,
    HitPolicy,
    Node,
    PlacesStep,
    Row,
    Table,
)
from perfeval.tables.phrases import otherwise_words
from perfeval.tables.phrases_flow import Branch, Found, chart_of, clauses_behind, find, requirements
from perfeval.tables.phrases_pages import page_of
from perfeval.tables.phrases_steps import step_sentences
from perfeval.tables.places import UNIT_GRAIN
from perfeval.tables.to_text import (
    WIDTH,
    found_to_markdown,
    found_to_text,
    list_to_markdown,
    list_to_text,
)
from perfeval.tables.to_text_layout import fit, wrap
from tests.heshan.book import RULES, book
from tests.snapshot import same_as_reviewed
from tests.tables.plan import chart, every_option, model_of, words_of


def found(name: str) -> Found:
    """What a name stands for."""
    checked = find(chart(), name)
    assert checked.value is not None
    return checked.value


def text_of(name: str) -> str:
    """The pages for a name."""
    return found_to_text(chart(), found(name))


# ---------------------------------------------------------------- reviewed


def test_the_list_as_reviewed() -> None:
    """All tables and steps, the graph, the readings."""
    same_as_reviewed("table/list.txt", list_to_text(chart()) + "\n")


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("表彰", "points-by-level"),
        ("排位前移", "points-that-grow"),
        ("等次", "grade"),
        ("处理", "measures"),
        ("取得优秀名额", "places"),
        ("同项取高", "highest"),
        ("【表彰封顶】", "cap"),
    ],
)
def test_a_page_as_reviewed(name: str, file: str) -> None:
    """One table, step or clause."""
    same_as_reviewed(f"table/{file}.txt", text_of(name) + "\n")


# ---------------------------------------------------------------- every page


@pytest.mark.parametrize("readings", every_option(), ids=words_of)
def test_every_page_fits_the_screen(readings: Mapping[str, str]) -> None:
    """No line is wider than the page, nothing is outside GBK, and each node has its clauses."""
    under = chart_of(book(), model_of(readings))
    pages = [found_to_text(under, Found((number,))) for number in range(len(under.model.nodes))]
    for page in (list_to_text(under), *pages):
        assert page.encode("gbk")
        assert max(display_width(line) for line in page.split("\n")) <= WIDTH
        assert not any(line.endswith(" ") for line in page.split("\n") if not line.strip(" -"))
    assert all(clauses_behind(under, number) for number in range(len(under.model.nodes)))


def test_every_clause_with_rules_is_found() -> None:
    """Each clause that computes leads to tables or steps, save those that only bound the facts."""
    silent = [
        clause.name
        for clause in book().clauses
        if (clause.rules or clause.reading) and not found(clause.name).numbers
    ]
    assert silent == ["满分"]


def nodes_in(branches: Iterable[Branch]) -> list[int]:
    """The nodes of these trees, from top to bottom."""
    return [number for branch in branches for number in (branch.node, *nodes_in(branch.below))]


def test_the_graph_holds_every_node_once() -> None:
    """And for each node all that it reads: below it, or further up."""
    shown = nodes_in(requirements(chart()))
    assert sorted(shown) == list(range(len(chart().model.nodes)))

    def check(branch: Branch) -> None:
        needed = {
            chart().makers[place] for place in reads(chart().node(branch.node)) if place in chart().makers
        }
        assert needed == {*branch.again, *(below.node for below in branch.below)}
        assert all(shown.index(other) < shown.index(branch.node) for other in branch.again)
        for below in branch.below:
            check(below)

    for root in requirements(chart()):
        check(root)


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("name", "nodes"),
    [
        ("表彰", ["表彰", "【表彰】"]),
        ("【表彰】", ["【表彰】"]),
        ("表彰封顶", ["表彰封顶的范围", "【表彰封顶】"]),
        ("【优秀】", ["取得优秀名额", "等次"]),
        ("名额取整", ["取得优秀名额"]),
        ("优秀最低分", ["等次"]),
        ("参加排序", ["名次"]),
        ("委员会决定(决定:直接认定不达标)的次数", ["委员会决定（决定：直接认定不达标）的次数"]),
        ("1", ["表彰的年度"]),
        ("龙岭工业园", []),
    ],
)
def test_names(name: str, nodes: list[str]) -> None:
    """A node, a clause, a column, in full or half width, or a number."""
    assert [chart().node(number).name for number in found(name).numbers] == nodes


@pytest.mark.parametrize(
    ("name", "near"), [("取消评优情况", "取消评优情形"), ("综合得份", "综合得分"), ("62", None)]
)
def test_unknown_names(name: str, near: str | None) -> None:
    """PE704 with the name that was probably meant."""
    checked = find(chart(), name)
    assert checked.value is None
    (finding,) = checked.diagnostics
    assert finding.code == "PE704" and f"“{name}”" in finding.message
    assert (f"是不是“{near}”？" in finding.message) == (near is not None)


def test_a_clause_without_tables() -> None:
    """It says what the clause is, and quotes it."""
    text = text_of("龙岭工业园")
    assert "没有决策表，也没有步骤。另行规定：按已出台的" in text
    assert "> 龙岭工业园按已出台的绩效评估奖励办法执行。" in text


# ---------------------------------------------------------------- words


def plain_number(units: int, places: int = 0, unit: str = "") -> e.Literal:
    """A written number."""
    return e.Literal(Number(units, places), unit)


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        (plain_number(-5, 0, "分"), "-5分"),
        (plain_number(25, 2), "25%"),
        (plain_number(25, 3), "2.5%"),
        (plain_number(15, 1), "1.5"),
        (plain_number(0), "0"),
        (e.Negative(e.Quantity("扣分")), "-扣分"),
        (e.Negative(e.Sum((e.Quantity("甲"), e.Quantity("乙")))), "-（甲＋乙）"),
        (e.Sum((e.Quantity("甲"), e.Negative(e.Quantity("乙")), plain_number(1))), "甲－乙＋1"),
        (e.Sum((e.Quantity("甲"), plain_number(-3, 0, "分"))), "甲－3分"),
        (e.Product((e.Quantity("位数"), plain_number(5, 1, "分"))), "0.5分×位数"),
        (e.Product((e.Sum((e.Quantity("甲"), e.Quantity("乙"))), plain_number(5, 1))), "（甲＋乙）×50%"),
        (e.Product((e.Steps(e.Quantity("位数"), 2), plain_number(1, 0, "分"))), "1分×（位数每满2算1）"),
        (e.Quantity("取消评优情形"), "取消评优情形的项数"),
        (e.ClausePoints("表彰"), "【表彰】"),
        (e.Fact("单位", "在编人数"), "在编人数"),
    ],
)
def test_formulas(expression: e.Expression, words: str) -> None:
    """As they are written on paper."""
    assert expression_words(expression, UNIT_GRAIN, chart().model.columns) == words


def sentences(changed: Node) -> str:
    """What is said of a node that stands in the place of the one with its name."""
    nodes = tuple(changed if node.name == changed.name else node for node in chart().model.nodes)
    under = chart_of(book(), evolve(chart().model, nodes=nodes))
    number = next(number for number, node in enumerate(nodes) if node is changed)
    return "".join(step_sentences(under, number))


def test_gathers() -> None:
    """Sum, highest, lowest, count; winners and limits."""
    gather = chart().model.node("【批评扣分】")
    assert isinstance(gather, Gather)
    assert sentences(gather).startswith("按单位合计（C+）：")
    assert "只取【批评扣分】减得最多的一条" in sentences(evolve(gather, how=Gathering.MIN))
    assert "按单位取最高（C>）" in sentences(evolve(gather, how=Gathering.MAX, sign=1))
    assert "按单位计次数（C#）" in sentences(evolve(gather, how=Gathering.COUNT))
    assert "合计最多减10分，超出的去掉。" in sentences(evolve(gather, limit=10))
    assert "合计最多加10分" in sentences(evolve(gather, limit=10, sign=1))
    assert "只计“同项取高”留下的记录。" in sentences(evolve(gather, winners="同项取高"))


def test_steps() -> None:
    """Caps within caps and of deductions, rows without preferences, places under other readings."""
    cap = chart().model.node("【主要指标封顶】")
    assert isinstance(cap, CapStep)
    assert "合计最多加10分" in sentences(cap) and "记为负数" in sentences(cap)
    deductions = evolve(cap, sign=-1, inner=("【表彰封顶】",))
    assert "合计最多减10分" in sentences(deductions) and "记为正数" in sentences(deductions)
    assert "【表彰封顶】已经去掉的，不再重复去掉。" in sentences(deductions)
    highest = chart().model.node("同项取高")
    assert isinstance(highest, HighestRow)
    assert "加分相同的，计行号最小的。" in sentences(evolve(highest, order=(), by=("【表彰】",)))
    assert "先计日期最早的；仍" in sentences(evolve(highest, order=(("日期", None),)))
    places = chart().model.node("取得优秀名额")
    assert isinstance(places, PlacesStep)
    other = sentences(evolve(places, all_tied_in=False, pass_down=False))
    assert "末位并列、名额容不下的，全部不入选。" in other and "空出的名额不递补。" in other
    assert "不能取得名额" not in sentences(evolve(places, cancelled=None))


def test_what_comes_of_the_others() -> None:
    """Said where rows may all fail; not where ranges cover everything or the last row holds for all."""
    columns = chart().model.columns
    year = chart().model.table("表彰的年度")
    assert otherwise_words(year, columns) == ""
    assert (
        otherwise_words(evolve(year, rows=year.rows[:2]), columns)
        == "都不符合的，没有结果（空着，不当作0）。"
    )
    gap = [
        evolve(row, cells=(evolve(cell, low_included=False),))
        for row in year.rows
        for cell in row.cells
        if isinstance(cell, Range)
    ]
    assert otherwise_words(evolve(year, rows=tuple(gap)), columns) != ""
    assert otherwise_words(chart().model.table("表彰"), columns) == "都不符合的，不计分。"
    assert otherwise_words(chart().model.table("处理"), columns) == "都不符合的，一项也不列。"
    assert otherwise_words(chart().model.table("选出一票否决"), columns) == "都不符合的，不选出。"
    always = Row((ANY,), (Fixed("本年度"),), "评估年度")
    table = Table("表彰的年度", "表彰", ("日期",), ("表彰的年度",), (always,), HitPolicy.UNIQUE)
    assert otherwise_words(table, columns) == ""


# ---------------------------------------------------------------- layout


@pytest.mark.parametrize("width", range(10, 60))
def test_wrapping_loses_nothing(width: int) -> None:
    """Lines together are the text; none is too wide; no line starts with a closing mark."""
    for text in (node.name for node in chart().model.nodes):
        for at_pauses in (True, False):
            lines = wrap(text, width, at_pauses=at_pauses)
            assert "".join(lines) == text
            assert not any(line.startswith(tuple("，。；：、）】”")) for line in lines)
            assert max(display_width(line) for line in lines) <= max(width, 12)


def test_numbers_stay_whole() -> None:
    """A number and a citation are never broken."""
    assert wrap("共2013年", 5) == ["共", "2013", "年"]
    assert wrap("【优秀】四（一）2", 12) == ["【优秀】", "四（一）2"]


def test_a_table_takes_the_room_it_has() -> None:
    """Headers give way before cells; what fits is left alone."""
    headers, row = ("很长很长很长的栏目名称", "乙"), ("短", "这一格的字不应折行")
    assert fit(headers, [row], 60).more == 0
    narrow = fit(headers, [row], 36)
    assert narrow.width <= 36 and narrow.rows == (row,)
    assert narrow.headers == ("很长很长很长\n的栏目名称", "乙")


# ---------------------------------------------------------------- Markdown and the command


def test_markdown() -> None:
    """Grids are GitHub tables with as many cells in each row; bars in cells are escaped."""
    page = found_to_markdown(chart(), found("等次"))
    lines = [line for line in page.split("\n") if line.startswith("|")]
    assert len(lines) == 8 and len({line.count("|") for line in lines}) == 1
    assert "> 取综合得分在700分以上且未被评为" in page
    whole = list_to_markdown(chart())
    assert sum(line.startswith("|") for line in whole.split("\n")) == len(chart().model.nodes) + 2
    table = chart().model.table("表彰")
    barred = evolve(table, rows=(evolve(table.rows[0], note="甲|乙"),))
    nodes = tuple(barred if node is table else node for node in chart().model.nodes)
    under = chart_of(book(), evolve(chart().model, nodes=nodes))
    assert "甲\\|乙" in found_to_markdown(under, find(under, "表彰").value or Found(()))


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    """0 for what is found, 1 for what is not, 2 where nothing can be read; readings change pages."""

    def run(*words: object) -> tuple[int, str, str]:
        status = main(["table", *(str(word) for word in words)])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    assert run(RULES) == (0, list_to_text(chart()) + "\n", "")
    assert run(RULES, "处理") == (0, text_of("处理") + "\n", "")
    assert run(RULES, "处理", "--format", "markdown")[1] == found_to_markdown(chart(), found("处理")) + "\n"
    status, out, err = run(RULES, "处里方法")
    assert (status, out) == (1, "") and "PE704" in err
    status, out, err = run(RULES, "处里方法", "--format", "json")
    assert status == 1 and "PE704" in out and err == ""
    status, out, _ = run(RULES, "取得优秀名额", "--reading", "名额取整=向下取整")
    assert status == 0 and "18×25%＝4.5   4个" in out
    assert run(RULES, "--reading", "名额取整=向下")[0] == 1
    assert run("没有的文件夹")[0] == 2


def test_pages_say_who_uses_them() -> None:
    """Both ways: what a page says it reads says it is used by that page."""
    for number in range(len(chart().model.nodes)):
        parts = dict(page_of(chart(), number).parts)
        title = page_of(chart(), number).title
        for user in (line for line in parts.get("用于", ()) for line in line.split("、")):
            if user[0].isdigit():
                other = dict(page_of(chart(), int(user.split(" ")[0]) - 1).parts)
                assert any(line.endswith(title) for line in other["用到"]), (title, user)
