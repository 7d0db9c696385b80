"""Nodes of computing sentences as pages, in words and as data."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from perfeval.quantity.number import Number
from perfeval.quantity.rounding import Rounding
from perfeval.rulebook import expressions as e
from perfeval.source.width import display_width
from perfeval.tables.cells import ANY, Among, Range
from perfeval.tables.expression_words import expression_words
from perfeval.tables.model import Column, Kind
from perfeval.tables.phrases import kind_of
from perfeval.tables.phrases_flow import Found
from perfeval.tables.phrases_steps import step_sentences
from perfeval.tables.phrases_values import cell_words, fraction_words, number_words, unit_in_cells
from perfeval.tables.to_json import tables_to_json
from perfeval.tables.to_text import WIDTH, found_to_markdown, found_to_text, list_to_markdown, list_to_text
from tests.explain.computing import chart, firms, towns
from tests.snapshot import same_as_reviewed

COLUMNS = {
    ("单位", name): Column(name, Kind.NUMBER, places, unit)
    for name, places, unit in [
        ("完成率", 4, "%"),
        ("得分", 2, "分"),
        ("投资额", 0, "元"),
        ("甲", 0, ""),
        ("乙", 0, ""),
    ]
}
RATE, SCORE, SPENT = e.Quantity("完成率"), e.Quantity("得分"), e.Quantity("投资额")
ONE, OTHER = e.Quantity("甲"), e.Quantity("乙")
ZERO = e.Literal(Number(0, 0), "")


def number(value: int, unit: str = "") -> e.Literal:
    """A written number."""
    return e.Literal(Number(value, 0), unit)


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        (e.Quotient(ONE, OTHER), "甲÷乙"),
        (e.Quotient(ONE, e.Product((OTHER, number(2)))), "甲÷（乙×2）"),
        (e.AtMost(e.Product((RATE, number(12, "分"))), number(12, "分")), "12分×完成率，最高12分"),
        (e.AtLeast(e.Sum((ONE, e.Negative(OTHER))), ZERO), "甲－乙，最低0"),
        (e.Rounded(e.Quotient(ONE, OTHER), 4, Rounding.HALF_UP, percent=True),
         "甲÷乙，以百分数计，保留2位小数，四舍五入"),
        (e.Rounded(e.Quotient(ONE, OTHER), 0, Rounding.DOWN), "甲÷乙，取整数，舍去"),
        (e.IfMissing(ONE, number(40)), "甲，没有的取40"),
        (e.Sum((number(7), e.AtMost(e.Product((ONE, number(2))), number(3)))), "7＋（甲×2，最高3）"),
        (e.AtMost(e.Extreme((ONE, OTHER), highest=False), number(5)), "甲、乙中最低的，最高5"),
        (e.Sum((ONE, e.Extreme((OTHER, ZERO), highest=True))), "甲＋（乙、0中最高的）"),
        (e.Product((e.Whole(SPENT, Number(1000000, 0), Rounding.DOWN), number(2, "分"))),
         "投资额每满100万元计2分"),
        (e.Product((e.Whole(ONE, Number(1, 0), Rounding.UP), number(2, "分"))), "甲每1计2分，不足的进一"),
        (e.AtMost(e.Product((e.Product((e.AtLeast(e.Sum((RATE, e.Negative(number(1)))), ZERO), number(100))),
                             number(1, "分"))), number(5, "分")),
         "完成率超过100%的部分每1个百分点计1分，不足的按比例，最高5分"),
        (e.Product((e.AtMost(e.AtLeast(e.Sum((SPENT, e.Negative(number(20000000, "元")))), ZERO),
                             number(30000000, "元")), e.Literal(Number(2, 2), ""))),
         "投资额超过2000万元不超过5000万元的部分×2%"),
        (e.Quotient(e.Quantity("甲合计"), e.Quantity("甲个数"), or_missing=True), "甲平均"),
        (e.Sum((ONE, e.Signed(e.Sum((OTHER, e.Negative(ONE)))))), "甲＋乙－甲"),
        (e.Sum((e.IfMissing(ONE, ZERO), e.IfMissing(OTHER, ZERO))), "甲、乙中有数的相加"),
        (e.Known(ONE), "（有甲的为1，没有的为0）"),
    ],
)  # fmt: skip
def test_formulas_in_words(expression: e.Expression, words: str) -> None:
    """Limits and roundings follow in the order in which they act; steps and parts are told in words."""
    assert expression_words(expression, "单位", COLUMNS) == words


@pytest.mark.parametrize(
    ("units", "places", "unit", "words"),
    [
        (8537, 4, "%", "85.37%"), (-3, 1, "%", "-30%"), (125, 1, "分", "12.5分"),
        (10000000, 0, "元", "1000万元"),
        (206000, 0, "元", "20.6万元"), (99999, 0, "元", "99999元"), (123456, 0, "元", "123456元"),
        (1234567, 2, "元", "12345.67元"), (-300000, 0, "元", "-30万元"),
    ],
)  # fmt: skip
def test_numbers_in_words(units: int, places: int, unit: str, words: str) -> None:
    """Rates are shown as per cent, large and round amounts of money in 万元."""
    assert number_words(units, places, unit) == words


def test_fractions_in_words() -> None:
    """What has an end is whole; what has none is cut, and says so."""
    assert fraction_words(third(), "%") == "33.3333…%"
    assert fraction_words(third() * 3, "分") == "1分"
    assert fraction_words(-third(), "") == "-0.3333…"


def third() -> Fraction:
    """One third."""
    return Fraction(1, 3)


def test_cells_have_the_unit_where_the_heading_has_not() -> None:
    """Per cent and 万元 stand in the cells; other units in the heading."""
    rate, money = COLUMNS["单位", "完成率"], COLUMNS["单位", "投资额"]
    half = Range(low=6000, high=8000, high_included=False, places=4)
    assert cell_words(half, rate) == "60%以上不满80%"
    assert (
        cell_words(Range(low=10000000, low_included=False, high=20000000), money)
        == "超过1000万元、2000万元以下"
    )
    assert cell_words(Range(low=500), money) == "500以上"
    assert not unit_in_cells([Range(low=500), Range(low=10000000)], money)
    assert cell_words(ANY, rate) == "－"
    assert cell_words(Among(("省级", "市级")), Column("级别", Kind.TEXT)) == "省级、市级"


def sentences(book: str, name: str) -> tuple[str, ...]:
    """What a step does."""
    made = chart(towns() if book == "towns" else firms())
    found = next(place for place, node in enumerate(made.model.nodes) if node.name == name)
    return step_sentences(made, found)


@pytest.mark.parametrize(
    ("book", "name", "first"),
    [
        ("towns", "完成名次", "序列相同的单位，按完成率从高到低，相同的再比增速从高到低排。"),
        ("towns", "档次", "序列相同的单位，按完成分从高到低分档：优占20%、良占30%、其余为中。"),
        ("towns", "奖金", "奖金的总额在全部单位之间，按完成分的比例分。"),
        ("towns", "自截止日期至报送日期的天数",
         "自截止日期至报送日期的天数，起始当日不计；止在起之前的为负。"),
        ("towns", "报送日期的月份", "报送日期所在的月份。"),
        ("towns", "填了说明", "说明填了的为是，空着的为否。"),
        ("towns", "项目的分值最高2项合计", "“项目”台账里本单位的记录，被“选出项目”选出的，分值的合计。"),
        ("towns", "全部单位的完成率最高值", "全部单位，自己在内，完成率的最高值。"),
    ],
)  # fmt: skip
def test_what_steps_do(book: str, name: str, first: str) -> None:
    """The first sentence of each kind of step."""
    assert sentences(book, name)[0] == first


def test_a_share_says_how_far_it_goes() -> None:
    """The size of the steps with its unit."""
    assert "分到0.01元，不足0.01元的零头先不分。" in sentences("towns", "奖金")


@pytest.mark.parametrize("book", ["towns", "firms"])
def test_every_page(book: str) -> None:
    """Pages, list and data of all nodes: fitting the screen, in GBK, nothing unnamed."""
    made = chart(towns() if book == "towns" else firms())
    everything = Found(tuple(range(len(made.model.nodes))))
    for text in (found_to_text(made, everything), list_to_text(made)):
        text.encode("gbk")
        assert all(display_width(line) <= WIDTH for line in text.split("\n"))
    assert found_to_markdown(made, everything) and list_to_markdown(made)
    data = json.loads(json.dumps(tables_to_json(made, None)))
    assert [table["kind"] for table in data["tables"]] == [kind_of(node) for node in made.model.nodes]
    assert all(("rows" in table) != ("step" in table) for table in data["tables"])


def test_data_of_steps() -> None:
    """Settings of steps: days as ISO text, shares and the size of a step as decimal text."""
    tables = {table["name"]: table for table in tables_to_json(chart(towns()), None)["tables"]}  # type: ignore[attr-defined]
    assert tables["档次"]["type"] == "bands"
    assert tables["档次"]["step"]["bands"][0] == {"word": "优", "rate": "0.2", "number": None}
    assert tables["奖金"]["step"]["step"] == "0.01"
    assert tables["完成名次"]["step"]["keys"] == [["完成率", True], ["增速", True]]
    assert tables["自截止日期至报送日期的天数"]["step"]["count"] == "天数"


def test_reviewed_pages() -> None:
    """All pages of the small book, as an official reads them."""
    made = chart(towns())
    text = found_to_text(made, Found(tuple(range(len(made.model.nodes)))))
    same_as_reviewed("table/computed.txt", text.split("\n\n条款\n")[0] + "\n")
