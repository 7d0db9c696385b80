"""Declarations of columns, shared ledgers and rosters: what they mean, and what does not fit."""

from __future__ import annotations

from functools import cache

import pytest
from attrs import evolve

from perfeval import pipeline
from perfeval.diagnostics.diagnostic import Checked, Diagnostic
from perfeval.ledger.read import read_facts
from perfeval.ledger.schema import Column, ColumnType, FillIn, Ledger
from perfeval.quantity.number import Number
from perfeval.rulebook.book import RuleBook, Unit
from perfeval.source.text import Span
from tests.rules.case_files import BOOK, base

ZERO, ONE = Number(0, 0), Number(1, 0)
ROSTER = """类别“学生”，名单取自台账“名册”，例中称：甲、乙、丙、丁。

台账“名册”，一个单位一行：
  “年级”：整数。
"""


@cache
def read(declarations: str) -> Checked[RuleBook]:
    """The small book with these declarations at its end."""
    case = evolve(base(), book=f"{base().book}\n{declarations}\n")
    return pipeline.read_book(BOOK, case.content(), case.files)


def book_of(declarations: str) -> RuleBook:
    """The book; it must be without findings."""
    checked = read(declarations)
    assert checked.value is not None, checked.diagnostics
    assert checked.diagnostics == ()
    return checked.value


def ledger_of(rest: str) -> Ledger:
    """A ledger 表 that is declared like this."""
    ledger = book_of(f"台账“表”，{rest}").schema.ledger("表")
    assert ledger is not None
    return ledger


def column_of(written: str) -> Column:
    """A column 栏 that is declared like this."""
    column = ledger_of(f"一次一行：“甲”：{written}。").column("甲")
    assert column is not None
    return evolve(column, name="甲")


def found(declarations: str) -> list[tuple[str, str, str]]:
    """Code, underlined words and message of all findings."""
    return [(each.code, _words(each), each.message) for each in read(declarations).diagnostics]


def _words(finding: Diagnostic) -> str:
    assert isinstance(finding.where, Span)
    return finding.where.text


# ---------------------------------------------------------------- columns


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("数", Column("甲", ColumnType.DECIMAL)),
        ("数，不小于0.5", Column("甲", ColumnType.DECIMAL, low=Number(5, 1))),
        ("万元", Column("甲", ColumnType.WAN)),
        ("万元，0至500", Column("甲", ColumnType.WAN, low=ZERO, high=Number(5_000_000, 0))),
        ("万元，0至0.5万元", Column("甲", ColumnType.WAN, low=ZERO, high=Number(5000, 0))),
        ("万元，不大于50000元", Column("甲", ColumnType.WAN, high=Number(50_000, 0))),
        ("元，不大于5万元", Column("甲", ColumnType.YUAN, high=Number(50_000, 0))),
        ("元，不大于5", Column("甲", ColumnType.YUAN, high=Number(5, 0))),
        ("分，0分至5分", Column("甲", ColumnType.POINTS, low=ZERO, high=Number(5, 0))),
        ("百分数", Column("甲", ColumnType.PERCENT)),
        ("百分数，0%至100%", Column("甲", ColumnType.PERCENT, low=ZERO, high=ONE)),
        ("百分数，0至85.5％", Column("甲", ColumnType.PERCENT, low=ZERO, high=Number(855, 3))),
        ("百分数，不低于0.01%", Column("甲", ColumnType.PERCENT, low=Number(1, 4))),
        ("人", Column("甲", ColumnType.COUNT, unit="人")),
        ("名次，不小于1", Column("甲", ColumnType.COUNT, unit="名次", low=ONE)),
        ("次，不小于0次，选填", Column("甲", ColumnType.COUNT, unit="次", low=ZERO, optional=True)),
        ("整数，选填", Column("甲", ColumnType.INTEGER, optional=True)),
        ("日期，选填", Column("甲", ColumnType.DATE, optional=True)),
        ("文字，选填", Column("甲", ColumnType.TEXT, optional=True)),
        ("文字，必填", Column("甲", ColumnType.TEXT)),
        ("是否，选填", Column("甲", ColumnType.BOOL, optional=True)),
        ("省级、市级，选填", Column("甲", ColumnType.ENUM, ("省级", "市级"), optional=True)),
        ("省级、市级，必填", Column("甲", ColumnType.ENUM, ("省级", "市级"))),
        ("省级，选填", Column("甲", ColumnType.ENUM, ("省级",), optional=True)),
    ],
)
def test_columns_mean(written: str, expected: Column) -> None:
    """Ranges are kept as cells are: 万元 in 元, percentages as fractions."""
    assert column_of(written) == expected


@pytest.mark.parametrize("unit", ["人", "次", "天", "件", "户", "个", "名次"])
def test_counts_keep_their_unit(unit: str) -> None:
    """It is told with the number."""
    assert column_of(unit).unit == column_of(unit).wording == unit


def test_ordered_values_may_be_left_out() -> None:
    """The order stays."""
    column = ledger_of("一次一行：“级别”由高到低：国级、省级、市级，选填。").column("级别")
    assert column is not None
    assert (column.values, column.ordered, column.optional) == (("国级", "省级", "市级"), True, True)


def test_a_number_that_goes_with_a_value_is_kept_as_cells_are() -> None:
    """填0% is a percentage."""
    ledger = ledger_of(
        "一次一行：“结果”：好、坏；“率”：百分数，结果为坏的填1.5%；“额”：万元，结果为坏的填2。"
    )
    rate, money = ledger.column("率"), ledger.column("额")
    assert rate is not None and rate.fill_in == FillIn("结果", "坏", Number(15, 3))
    assert money is not None and money.fill_in == FillIn("结果", "坏", Number(20_000, 0))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("百分数，0至100", [("PE301", "0", "“甲”栏填的是百分数，这里的数也要写百分号")]),
        ("百分数，不小于0", [("PE301", "0", "“甲”栏填的是百分数，这里的数也要写百分号")]),
        ("百分数，不小于5分", [("PE301", "分", "“甲”栏填的是百分数，这里的单位却是分")]),
        ("整数，不小于5%", [("PE301", "%", "“甲”栏填的是整数，这里的单位却是%")]),
        ("数，不小于5元", [("PE301", "元", "“甲”栏填的是数，这里的单位却是元")]),
        ("人，不小于5户", [("PE301", "户", "“甲”栏填的是人，这里的单位却是户")]),
        ("分，不大于5万元", [("PE301", "万元", "“甲”栏填的是分，这里的单位却是万元")]),
        ("百分数，50%至10%", [("PE301", "50%至10%", "“甲”栏的下限50%比上限10%还大")]),
        ("万元，3至0.5", [("PE301", "3至0.5", "“甲”栏的下限3比上限0.5还大")]),
        ("文字，不小于1", [("PE301", "不小于1", "“甲”栏填的是文字，不能限定大小")]),
        ("整数，选填，必填", [("PE301", "必填", "“甲”栏写了两次要不要填")]),
        ("整数，选填，选填", [("PE301", "选填", "“甲”栏写了两次要不要填")]),
    ],
)
def test_columns_that_do_not_fit(written: str, expected: list[tuple[str, str, str]]) -> None:
    """Said once, at the words concerned."""
    assert found(f"台账“表”，一次一行：“甲”：{written}。") == expected


def test_columns_of_different_units_do_not_limit_each_other() -> None:
    """A number of people is not more or less than a sum of money."""
    text = "台账“表”，一次一行：“到场”：人，不大于总额；“总额”：元。"
    assert found(text) == [("PE304", "总额", "“到场”的单位是“人”，不能和“元”比较")]


def test_a_key_is_never_optional() -> None:
    """It tells the rows apart."""
    for rows in ("一个单位每个“期”一行", "不分单位，每个“期”一行"):
        assert found(f"台账“表”，{rows}：“期”：文字，选填。") == [
            ("PE301", "“期”", "“期”栏把各行分开，不能选填")
        ]


# ---------------------------------------------------------------- ledgers about no unit


def test_shared_ledgers() -> None:
    """With and without a column whose values occur once."""
    plain = ledger_of("不分单位：“甲”：日期；“乙”：是否。")
    keyed = ledger_of("不分单位，每个“甲”一行：“甲”：日期；“乙”：是否。")
    assert (plain.shared, plain.key, plain.required, plain.per_unit) == (True, (), False, False)
    assert (keyed.shared, keyed.key) == (True, ("甲",))
    assert keyed.file_columns == ("甲", "乙")


def test_the_key_is_a_column() -> None:
    """Of this ledger."""
    ((code, words, _),) = found("台账“表”，不分单位，每个“丙”一行：“甲”：日期。")
    assert (code, words) == ("PE302", "“丙”")


def example(text: str, declarations: str) -> list[str]:
    """The messages of all findings about one example of the book."""
    content = f"{base().book}\n{declarations}\n\n例“试”\n{text}\n"
    parsed = pipeline.parse_text(BOOK, content.encode())
    book = pipeline.bind_book(parsed, base().files)
    assert parsed.value is not None and book.value is not None, book.diagnostics
    return [each.message for each in pipeline.read_examples(parsed.value, book.value).diagnostics]


CALENDAR = "台账“日历”，不分单位，每个“日子”一行：“日子”：日期；“上班”：是否；“备注”：文字，选填。"
GIVEN = "设区财政局综合得分为70分。\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("设下列日历：\n｜日子｜上班｜备注｜\n｜2024-05-01｜否｜｜\n" + GIVEN + "则评为合格。", []),
        ("设下列日历：\n｜上班｜日子｜\n｜否｜2024-05-01｜\n" + GIVEN + "则评为合格。", []),
        ("设区财政局有日历：\n｜日子｜上班｜\n｜2024-05-01｜否｜\n则评为合格。", ["台账“日历”不分单位"]),
        (
            "设下列日历：\n｜单位｜日子｜上班｜\n｜区财政局｜2024-05-01｜否｜\n" + GIVEN + "则评为合格。",
            ["没有名为“单位”的栏目"],
        ),
        (
            "设下列日历：\n｜日子｜上班｜\n｜2024-05-01｜否｜\n｜2024-05-01｜是｜\n" + GIVEN + "则评为合格。",
            ["“日子”为“2024-05-01”，已在第{}行，只能有一行"],
        ),
    ],
)
def test_shared_rows_in_examples(text: str, expected: list[str]) -> None:
    """设下列日历: without a column of units; what may be empty may be left out."""
    lines = f"{base().book}\n{CALENDAR}\n\n例“试”\n{text}".splitlines()
    first = next((number for number, line in enumerate(lines, 1) if "2024-05-01" in line), 0)
    assert [message.split("，是不是")[0] for message in example(text, CALENDAR)] == [
        each.format(first) for each in expected
    ]


MEASURED = "台账“附加”，一个单位一行：“完成率”：百分数，选填；“投资额”：万元，选填；“迟到”：次，选填。"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("完成率为85.5%", []),
        ("完成率为85.5", ["“85.5”没有百分号，“完成率”要写成百分数"]),
        ("投资额为12.5万元", []),
        ("投资额为125000元", []),
        ("投资额为12.5", []),
        ("投资额为5分", ["“投资额”的单位是“元”，不能和“分”比较"]),
        ("迟到为3", []),
        ("迟到为3次", []),
        ("迟到为3.5", ["“迟到”应为整数，这里是3.5"]),
    ],
)
def test_measures_in_examples(value: str, expected: list[str]) -> None:
    """A number with its unit is that amount; one without is read as a cell of the ledger."""
    assert example(f"设区财政局{value}，综合得分为70分。\n则评为合格。", MEASURED) == expected


# ---------------------------------------------------------------- rosters


def test_units_are_samples_in_the_book() -> None:
    """For its examples and checks; the ledger must be there."""
    book = book_of(ROSTER)
    assert (book.roster, book.sampled) == ("名册", "学生")
    assert book.units[-4:] == tuple(Unit(name, "学生", None) for name in "甲乙丙丁")
    assert book.schema.units == tuple(unit.name for unit in book.units)
    assert book.schema.listed == book.schema.units[:-4]
    ledger = book.schema.ledger("名册")
    assert ledger is not None and ledger.required


def test_units_are_the_rows_of_the_roster_in_an_evaluation() -> None:
    """In the order of the file, in the place of the samples; what the book lists stays."""
    book = book_of(ROSTER)
    files = {"名册.csv": "年级,单位\n3,王五\n1,李四\n".encode()}
    real = pipeline.of_facts(book, files)
    assert real.units[-2:] == (Unit("王五", "学生", None), Unit("李四", "学生", None))
    assert real.units[:-2] == book.units[:-4]
    assert real.schema.units == tuple(unit.name for unit in real.units)
    assert real.members("学生") == ("王五", "李四")
    without = book_of("")
    assert (without.roster, without.sampled) == (None, None)
    assert pipeline.of_facts(without, files) is without


def test_an_evaluation_is_of_the_roster() -> None:
    """Each of its units has a result, in order."""
    book = book_of(ROSTER)
    scores = "".join(f"{name},60,15,10,否\n" for name in book.schema.listed if name != "区人大机关")
    scores = "单位,目标得分,评议得分,在编人数,主要领导被问责\n" + scores
    for name in ("王五", "李四"):
        scores += f"{name},70,18,1,否\n"
    files = {"名册.csv": "单位,年级\n王五,1\n李四,2\n".encode(), "得分.csv": scores.encode()}
    outcome = pipeline.evaluate(book, {}, files)
    assert outcome.value is not None, outcome.diagnostics
    assert [unit.name for unit in outcome.value.book.units][-2:] == ["王五", "李四"]
    study = pipeline.study_readings(book, files, 10)
    assert study.value is not None, study.diagnostics
    assert study.value.book.units[-1].name == "李四"
    compared = pipeline.compare(book, book, {}, files, prove=False)
    assert compared.value is not None and compared.value.impact == ()
    broken = pipeline.evaluate(book, {}, {**files, "名册.csv": "单位,年级\n".encode()})
    assert "PE642" in [each.code for each in broken.diagnostics]


@pytest.mark.parametrize(
    ("declarations", "expected"),
    [
        (
            "类别“学生”，名单取自台账“名册”，例中称：甲、乙。",
            [("PE201", "“名册”", "没有名为“名册”的台账")],
        ),
        (
            "类别“学生”，名单取自台账“名册”，例中称：甲、乙。\n\n台账“名册”，一次一行：“年级”：整数。",
            [("PE301", "“名册”", "台账“名册”不是一个单位一行，不能作名单")],
        ),
        (
            ROSTER + "\n类别“教师”，名单取自台账“名册”，例中称：戊。",
            [("PE202", "“名册”", "“名单取自台账”写了两次")],
        ),
        (
            ROSTER.replace("学生", "部门"),
            [("PE301", "“部门”", "类别“部门”的名单取自台账，又在规则书里列了单位")],
        ),
        (ROSTER.replace("丁", "甲"), [("PE202", "甲", "单位“甲”写了两次")]),
    ],
)
def test_rosters_that_do_not_fit(declarations: str, expected: list[tuple[str, str, str]]) -> None:
    """Said once, at the words concerned."""
    assert found(declarations) == expected


def test_a_key_may_be_of_two_columns() -> None:
    """一个单位每个断面每个月 has one row; the same section and month again is a repetition."""
    ledger = ledger_of("一个单位每个“断面”每个“月”一行：“断面”：文字；“月”：整数，1至12。")
    assert ledger.key == ("断面", "月")
    book = book_of("台账“表”，一个单位每个“断面”每个“月”一行：“断面”：文字；“月”：整数，1至12。")
    unit = book.units[0].name
    rows = f"单位,断面,月\n{unit},桥头,1\n{unit},桥头,2\n{unit},桥头,1\n"
    facts = read_facts({"表.csv": rows.encode("utf-8")}, evolve(book.schema, ledgers=(ledger,)))
    assert [(each.code, each.where.line) for each in facts.diagnostics if each.where is not None] == [
        ("PE632", 4)
    ]
