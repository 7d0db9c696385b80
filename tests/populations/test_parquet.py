"""Facts as Parquet files are the same facts as CSV files, and what is wrong is said in the same words."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from perfeval import api
from perfeval.diagnostics.diagnostic import Cell, Severity
from perfeval.folders import parquet_files, strange_parquet
from perfeval.populations.engines import ENGINES
from perfeval.populations.source import source_of
from tests.evaluate import mini
from tests.populations import small
from tests.populations.as_parquet import write_parquet
from tests.populations.folders import BOOKS, FACTS, book_of, evaluation_of, same, together
from tests.populations.small import UNITS, place, said, scores, write


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize("seed", range(3))
def test_parquet_is_csv(book: str, seed: int, tmp_path: Path) -> None:
    """Natural types, texts, several files, small groups of rows, some CSV files: the same in all engines."""
    chance = random.Random(f"{book} {seed}")
    folders = {(f"第{number}区",): FACTS[book](number) for number in range(30 + seed, 34 + seed)}
    files = together(("辖区",), folders, chance if seed else None)
    wanted = evaluation_of(book_of(book), files)
    results = list(wanted)
    write_parquet(tmp_path, book_of(book), files, chance, mixed=seed == 2)
    csv = {path.name: path.read_bytes() for path in tmp_path.glob("*.csv")}
    parquet = parquet_files(tmp_path, book_of(book))
    for engine in ENGINES:
        source = source_of(book_of(book), wanted.model, csv, parquet, ("辖区",))
        made = ENGINES[engine].evaluation(book_of(book), wanted.model, source)
        for one, other in zip(made, results, strict=True):
            assert one.key == other.key
            same(one.outcome, other.outcome)
        told = [(each.code, each.severity) for each in made.findings()]
        assert told == [(each.code, each.severity) for each in wanted.findings()]


def test_a_folder_without_populations(tmp_path: Path) -> None:
    """Parquet files of one population are evaluated as a folder of CSV files is."""
    files = FACTS["heshan-2013"](3)
    write_parquet(tmp_path, book_of("heshan-2013"), files)
    source_book = book_of("heshan-2013")
    (wanted,) = evaluation_of(source_book, files, ())
    model = evaluation_of(source_book, files, ()).model
    source = source_of(source_book, model, {}, parquet_files(tmp_path, source_book), ())
    (made,) = ENGINES["vectors"].evaluation(source_book, model, source)
    assert made.key == ()
    same(made.outcome, wanted.outcome)


_WIDE = pa.decimal256(50, 3)

# ---------------------------------------------------------------- what is wrong


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({7: Decimal("100.5")}, "PE625"),
        ({7: Decimal("-0.5")}, "PE625"),
        ({7: None}, "PE621"),
        ({7: Decimal("123456789012")}, "PE623"),
    ],
)
def test_a_number_that_cannot_be(values: dict[int, object], code: str, tmp_path: Path) -> None:
    """Beyond its range, missing, too long: told with its row; the other population has results."""
    keys, found = said(write(tmp_path, 得分=scores(["甲区", "乙区"], values, pa.decimal128(20, 4))))
    assert keys == ["甲区"]
    assert [place(each) for each in found] == [(code, "得分.parquet", 7, "基础分")]
    assert found[0].message.startswith("辖区“乙区”：")


def test_decimals_of_more_places(tmp_path: Path) -> None:
    """What is written with zeros is the same number; what has a fifth decimal is refused."""
    table = scores(["甲区", "乙区"], {2: Decimal("80.5000000")}, pa.decimal128(38, 12))
    assert said(write(tmp_path, 得分=table))[0] == ["甲区", "乙区"]
    table = scores(["甲区", "乙区"], {7: Decimal("80.50001")}, pa.decimal128(38, 12))
    keys, found = said(write(tmp_path, 得分=table))
    assert keys == ["甲区"]
    assert [place(each) for each in found] == [("PE623", "得分.parquet", 7, "基础分")]


@pytest.mark.parametrize("of", [pa.float32(), pa.float64(), pa.bool_(), pa.date32(), pa.time32("s")])
def test_a_type_that_holds_no_scores(of: pa.DataType, tmp_path: Path) -> None:
    """Floats cannot hold decimals, others no numbers: nobody has results."""
    table = scores(["甲区"])
    table = table.set_column(2, "基础分", pa.nulls(len(table), of))
    keys, found = said(write(tmp_path, 得分=table))
    assert keys == []
    assert [place(each) for each in found] == [("PE656", "得分.parquet", None, "基础分")]
    assert ("DECIMAL" in found[0].hint) == pa.types.is_floating(of) or "整数或 DECIMAL" in found[0].hint


@pytest.mark.parametrize(
    "of",
    [pa.int8(), pa.uint8(), pa.int64(), pa.uint64(), pa.decimal128(5, 0), _WIDE, pa.string()],
)
def test_types_that_hold_scores(of: pa.DataType, tmp_path: Path) -> None:
    """Integers, decimals of any width, and texts as in a CSV file: all are 80."""
    table = scores(["甲区"])
    texts, numbers = pa.array(["80"] * 5), pa.array([Decimal(80)] * 5, type=pa.decimal128(2, 0))
    values = texts if pa.types.is_string(of) else numbers.cast(of)
    write(tmp_path, 得分=table.set_column(2, "基础分", values))
    (result,) = small.evaluation(tmp_path)
    assert list(result.outcome.facts.tables["得分"].columns["基础分"]) == [800_000] * 5


def awards(**changed: pa.Array) -> pa.Table:
    """Three awards of two populations."""
    columns = {
        "辖区": pa.array(["甲区", "甲区", "乙区"]),
        "单位": pa.array(["张村", "李村", "张村"]),
        "项目": pa.array(["先进", "先进", "先进"]),
        "级别": pa.array(["省级", "县级", "省级"]),
        "日期": pa.array([date(2024, 5, 1)] * 3, type=pa.date32()),
    }
    return pa.table({**columns, **changed})


@pytest.mark.parametrize(
    ("column", "values", "wanted"),
    [
        ("单位", ["张村", "李村", "章村"], ("PE630", "表彰.parquet", 3, "单位")),
        ("级别", ["省级", "县级", "市级"], ("PE627", "表彰.parquet", 3, "级别")),
        ("级别", ["省级", "县级", " 省级"], ("PE620", "表彰.parquet", 3, "级别")),
        ("项目", ["先进", "先进", None], ("PE621", "表彰.parquet", 3, "项目")),
        ("项目", ["先进", "先进", "先\u202e进"], ("PE622", "表彰.parquet", 3, "项目")),
        ("日期", [date(2024, 5, 1), date(2024, 5, 1), None], ("PE621", "表彰.parquet", 3, "日期")),
    ],
)
def test_a_cell_that_cannot_be(
    column: str, values: list[object], wanted: tuple[object, ...], tmp_path: Path
) -> None:
    """Strange units and values, blanks, what is hidden or missing, as a CSV file would be told of them."""
    write(tmp_path, 得分=scores(["甲区", "乙区"]), 表彰=awards(**{column: pa.array(values)}))
    keys, found = said(tmp_path)
    assert keys == ["甲区"]
    assert [place(each) for each in found] == [wanted]


def test_days_of_no_calendar(tmp_path: Path) -> None:
    """Days before the year 1 and behind 9999 are told as what they are; others as far ones."""
    days = pa.array([19_000, -900_000, 3_000_000], type=pa.int32()).cast(pa.date32())
    keys, found = said(write(tmp_path, 得分=scores(["甲区", "乙区"]), 表彰=awards(日期=days)))
    assert keys == []
    assert [place(each) for each in found] == [
        ("PE628", "表彰.parquet", 2, "日期"),
        ("PE628", "表彰.parquet", 3, "日期"),
    ]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"单位": ["张村", "张村", "张村"], "级别": ["省级", "省级", "省级"]}, "PE636"),
        ({"单位": ["张村", "张村", "张村"], "项目": ["先进A", "先进\u0410", "先进"]}, "PE638"),
        ({"日期": [date(1924, 5, 1), date(2024, 5, 1), date(2024, 5, 1)]}, "PE637"),
    ],
)
def test_what_is_hardly_meant(changed: dict[str, list[object]], code: str, tmp_path: Path) -> None:
    """Equal rows, texts that look equal, far days: warned of, and all have results."""
    table = awards(**{name: pa.array(values) for name, values in changed.items()})
    keys, found = said(write(tmp_path, 得分=scores(["甲区", "乙区"]), 表彰=table))
    assert keys == ["甲区", "乙区"]
    assert [(each.code, each.severity) for each in found] == [(code, Severity.WARNING)]
    assert found[0].message.startswith("辖区“甲区”：")


def test_units_twice_and_units_missing(tmp_path: Path) -> None:
    """One row a unit, and every unit has one, in each population by itself."""
    table = scores(["甲区", "乙区", "丙区"])
    names = table.column("单位").to_pylist()
    names[5], names[11] = "李村", "张村"
    keys, found = said(write(tmp_path, 得分=table.set_column(1, "单位", pa.array(names))))
    assert keys == ["甲区"]
    assert [(each.code, each.message[: each.message.index("：")]) for each in found] == [
        ("PE633", "辖区“乙区”"),
        ("PE631", "辖区“乙区”"),
        ("PE633", "辖区“丙区”"),
        ("PE631", "辖区“丙区”"),
    ]


def test_a_key_twice(tmp_path: Path) -> None:
    """A unit has one row a year."""
    years = pa.table(
        {
            "辖区": ["甲区", "甲区", "乙区", "乙区"],
            "单位": ["张村", "张村", "张村", "张村"],
            "年度": pa.array([2023, 2023, 2023, 2022], type=pa.int16()),
            "等次": ["甲"] * 4,
        }
    )
    write(tmp_path, 得分=scores(["甲区", "乙区"]), 往年=years)
    _, found = said(tmp_path)
    assert "PE632" in [each.code for each in found if each.message.startswith("辖区“甲区”")]
    assert "PE632" not in [each.code for each in found if each.message.startswith("辖区“乙区”")]


def test_populations_of_parquet_files(tmp_path: Path) -> None:
    """Missing, strange and faulty ones leave all without results; the row is told."""
    good = scores(["甲区", "乙区"])
    write(tmp_path, 得分=good, 表彰=awards(辖区=pa.array(["甲区", None, "乙区"])))
    assert (said(tmp_path)[0], [place(each) for each in said(tmp_path)[1]]) == (
        [],
        [("PE621", "表彰.parquet", 2, "辖区")],
    )
    write(tmp_path, 表彰=awards(辖区=pa.array(["甲区", "乙区", "丙区"])))
    assert [place(each) for each in said(tmp_path)[1]] == [("PE653", "表彰.parquet", 3, "辖区")]
    write(tmp_path, 表彰=awards().drop_columns(["辖区"]))
    assert [place(each) for each in said(tmp_path)[1]] == [("PE610", "表彰.parquet", None, "辖区")]
    write(tmp_path, 表彰=awards().rename_columns(["辖区", "单位", "项目", "级别", "日子"]))
    assert [place(each) for each in said(tmp_path)[1]] == [
        ("PE612", "表彰.parquet", None, "日子"),
        ("PE610", "表彰.parquet", None, "日期"),
    ]
    (tmp_path / "表彰.parquet").write_bytes(b"PAR1 not at all PAR1")
    assert [place(each) for each in said(tmp_path)[1]] == [("PE655", "表彰.parquet", None, None)]


def test_populations_that_are_numbers(tmp_path: Path) -> None:
    """Years as integers are populations as 2013 in a CSV file is."""
    table = scores(["2013", "2014"]).rename_columns(["年份", "单位", "基础分", "人数"])
    years = table.column("年份").cast(pa.int32())
    write(tmp_path, 得分=table.set_column(0, "年份", years))
    assert [result.key for result in small.evaluation(tmp_path, names=("年份",))] == [("2013",), ("2014",)]


def test_strange_files(tmp_path: Path) -> None:
    """Files that are no ledger's, and ledgers that are there twice; what clusters add is passed over."""
    write(tmp_path, 得分=scores(["甲区"]), 得份=scores(["甲区"]))
    (tmp_path / "_SUCCESS").write_bytes(b"")
    found = strange_parquet(tmp_path, small.book())
    assert [place(each)[:2] for each in found] == [("PE602", "得份.parquet")]
    (tmp_path / "得份.parquet").unlink()
    write(tmp_path / "得分", 一=scores(["甲区"]))
    (tmp_path / "得分" / "_metadata.parquet").write_bytes(b"")
    assert [each.code for each in strange_parquet(tmp_path, small.book())] == ["PE657"]
    assert list(parquet_files(tmp_path, small.book())) == ["得分"]
    (tmp_path / "得分.csv").write_text("辖区,单位,基础分,人数\n", encoding="utf-8")
    assert "PE657" in [each.code for each in small.evaluation(tmp_path).findings()]


def test_commands_that_read_csv_only_say_so(tmp_path: Path) -> None:
    """No row is lost in silence: a Parquet file, or a folder of such, is a finding there."""
    rules = tmp_path / "规则.jx"
    rules.write_text(mini.HEAD + small.RULES + mini.TAIL, encoding="utf-8")
    (tmp_path / "原文.txt").write_bytes(mini.SOURCE)
    facts = tmp_path / "台账"
    write(facts / "表彰", 一=awards())
    (facts / "得分.csv").write_text(small.SCORES, encoding="utf-8")
    found = api.explain(rules, facts, "张村").diagnostics
    assert [(each.code, each.where) for each in found] == [("PE658", Cell("表彰.parquet"))]


def test_rows_are_numbered_through_files_and_groups(tmp_path: Path) -> None:
    """The row that is told is that of the whole ledger, in the order of the files' names."""
    table = scores([f"第{number}区" for number in range(40)], {157: Decimal(101)})
    folder = tmp_path / "得分"
    folder.mkdir()
    pq.write_table(table.slice(0, 83), folder / "a.parquet", row_group_size=7)
    pq.write_table(table.slice(83), folder / "b.parquet", row_group_size=1000)
    keys, found = said(tmp_path)
    assert len(keys) == 39
    assert [place(each) for each in found] == [("PE625", "得分/*.parquet", 157, "基础分")]
    assert (157 - 1) // len(UNITS) not in [int(key[1:-1]) for key in keys]


def test_what_the_source_says_alone_is_what_it_says_of_many(tmp_path: Path) -> None:
    """A population is read the same by itself as among others."""
    write(tmp_path, 得分=scores(["甲区", "乙区"]), 表彰=awards())
    model = small.evaluation(tmp_path).model
    source = source_of(small.book(), model, {}, parquet_files(tmp_path, small.book()), ("辖区",))
    alone = source.read(1).value
    assert alone is not None
    (_, second) = small.evaluation(tmp_path)
    assert alone[1].tables["表彰"].units == second.outcome.facts.tables["表彰"].units == ("张村",)
