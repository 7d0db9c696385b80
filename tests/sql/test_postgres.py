"""PostgreSQL gives what the evaluation gives, for facts sent there and for tables that are there."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from attrs import evolve

from perfeval.evaluate.outcome import Value
from perfeval.evaluate.run import run
from perfeval.ledger.facts import Facts
from perfeval.sql.checks import fact_checks
from perfeval.sql.dialect import DIALECTS, POSTGRES
from perfeval.sql.loading import Population, loaded_tables
from perfeval.sql.lowering import lower
from perfeval.sql.outcome import outcomes_of
from perfeval.sql.postgres import connected, run_in_place, run_postgres
from perfeval.sql.printer import Printer
from perfeval.sql.query import row_queries, unit_query
from tests.sql import books

psycopg = pytest.importorskip("psycopg")
YEARS = 8


@pytest.mark.parametrize("name", books.NAMES)
def test_years(name: str, address: str) -> None:
    """The example year and random ones, sent together: every column and trace."""
    model = books.model(name)
    populations = [books.example(name), *(books.random_year(name, seed) for seed in range(YEARS))]
    found = run_postgres(books.book(name), model, populations, address)
    assert found.value is not None, found.diagnostics
    for seed, (own, facts), outcome in zip(range(-1, YEARS), populations, found.value, strict=True):
        assert books.differences(run(own, model, facts), outcome) == [], (name, seed)


# ---------------------------------------------------------------- in place


def install(address: str, schema: str, name: str, populations: Sequence[Population]) -> None:
    """Make the tables of a book in a schema, as an office's own database has them."""
    printer = Printer(POSTGRES)
    with psycopg.connect(address) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
        connection.execute(f"SET search_path TO {schema}")
        for table in loaded_tables(books.book(name), populations):
            quoted = printer.quoted(table.given.name)
            connection.execute(f"CREATE TABLE {quoted} ({printer.declared(table.given)})")
            with connection.cursor() as cursor, cursor.copy(f"COPY {quoted} FROM STDIN") as copy:
                for row in zip(*table.columns, strict=True):
                    copy.write_row(row)


def change(address: str, schema: str, statement: str) -> None:
    with psycopg.connect(address) as connection:
        connection.execute(f"SET search_path TO {schema}")
        connection.execute(statement)


@pytest.mark.parametrize("name", books.NAMES)
def test_tables_that_are_there(name: str, address: str) -> None:
    """All columns and traces stand in the tables of results, population by population."""
    book, model, schema = books.book(name), books.model(name), f"place_{books.NAMES.index(name)}"
    populations = [books.random_year(name, seed) for seed in range(100, 104)]
    install(address, schema, name, populations)
    written = run_in_place(book, model, address, schema)
    assert written.value is not None, written.diagnostics
    expected = [run(own, model, facts) for own, facts in populations]
    assert written.value.wrong == sum(each.value is None for each in expected)
    assert list(written.diagnostics) == [each for found in expected for each in found.diagnostics]
    lowered = lower(book, model).value
    assert lowered is not None
    fetched: dict[tuple[str, str], Sequence[Value]] = {}
    opened = connected(address).value
    assert opened is not None
    with opened as connection:
        connection.execute(f"SET search_path TO {schema}".encode())
        for result in (unit_query(lowered, POSTGRES), *row_queries(lowered, POSTGRES)):
            quoted = Printer(POSTGRES).quoted
            listed = ", ".join(quoted(output.name) for output in result.outputs)
            order = ", ".join(quoted(output.name) for output in result.outputs[:2])
            table = quoted(f"结果_{result.grain}")
            rows = connection.execute(f"SELECT {listed} FROM {table} ORDER BY {order}".encode()).fetchall()
            columns = list(zip(*rows, strict=True)) if rows else [()] * len(result.outputs)
            fetched.update(
                {
                    (result.grain, output.name): values
                    for output, values in zip(result.outputs, columns, strict=True)
                }
            )
    for one, other in zip(expected, outcomes_of(lowered, populations, fetched), strict=True):
        assert (one.value is None) == (other is None)
        if other is not None:
            assert books.differences(one, type(one)(other)) == []


def test_a_population_that_is_not_decided(address: str) -> None:
    """What is wrong with it is told in the words of the evaluation; its results are marked, no others."""
    name = "credit-2025"
    book, model = books.book(name), books.model(name)
    install(address, "undecided", name, [books.example(name), books.example(name)])
    assert run_in_place(book, model, address, "undecided").diagnostics == ()
    change(address, "undecided", "DELETE FROM 日历 WHERE _population = 1")
    own, facts = books.example(name)
    without = evolve(
        facts.tables["日历"], lines=(), units=(), columns=dict.fromkeys(facts.tables["日历"].columns, ())
    )
    expected = run(own, model, Facts({**facts.tables, "日历": without}))
    assert [each.code for each in expected.diagnostics[:1]] == ["PE509"]
    found = run_in_place(book, model, address, "undecided")
    assert found.value is not None and found.value.wrong == 1
    assert found.diagnostics == expected.diagnostics
    with psycopg.connect(address) as connection:
        marked = connection.execute(
            'SELECT DISTINCT _population FROM undecided."结果_单位" WHERE 问题 IS NOT NULL'
        )
        assert marked.fetchall() == [(1,)]


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE 得分 SET 单位 = '不知名' WHERE _line = 5", "“得分”：单位不在花名册 _units 里（1处）"),
        ("UPDATE 得分 SET 公众评估得分 = -1 WHERE _line = 5", "“得分”：“公众评估得分”超出范围（1处）"),
        ("UPDATE 得分 SET 公众评估得分 = NULL WHERE _line < 5", "“得分”：“公众评估得分”为空（3处）"),
        ("UPDATE 得分 SET _line = 7 WHERE _line = 8", "“得分”：同一群体里有相同的行号 _line（1处）"),
        (
            "INSERT INTO 表彰 SELECT * FROM 表彰 WHERE _line = 2",
            "“表彰”：同一群体里有相同的行号 _line（1处）",
        ),
        ("UPDATE 表彰 SET 级别 = '乡级' WHERE _line = 2", "“表彰”：“级别”不是规定的取值（1处）"),
        ("DELETE FROM 得分 WHERE _line = 2", "“_units”：有单位在“得分”里没有行（1处）"),
        ("DELETE FROM _units WHERE _unit = 0", "“_units”：有群体缺单位（1处）"),
        ("UPDATE _units SET 序列 = NULL WHERE _unit = 0", "“_units”：单位的序列与规则书不同（1处）"),
        ("UPDATE _units SET _unit = 500 WHERE _unit = 0", "不是它在规则书里的次序（从0数起）（1处）"),
        ("DROP TABLE 民调", "数据库里缺表或缺栏"),
        ("ALTER TABLE 民调 DROP COLUMN 参评总数", "数据库里缺表或缺栏"),
    ],
)
def test_tables_that_are_not_in_order(statement: str, told: str, address: str) -> None:
    """Facts that the reader of ledgers would turn down are turned down, and nothing is written."""
    name = "heshan-2013"
    with psycopg.connect(address) as connection:
        connection.execute("DROP SCHEMA IF EXISTS faulty CASCADE")
    install(address, "faulty", name, [books.example(name)])
    change(address, "faulty", statement)
    found = run_in_place(books.book(name), books.model(name), address, "faulty")
    assert found.value is None
    assert any(told in each.message for each in found.diagnostics), found.diagnostics
    with psycopg.connect(address) as connection:
        left = connection.execute("SELECT to_regclass('faulty.\"结果_单位\"')").fetchone()
    assert left == (None,)


@pytest.mark.parametrize("name", books.NAMES)
def test_facts_in_order_pass_the_checks(name: str, address: str) -> None:
    """No check finds anything in what the reader of ledgers lets pass."""
    schema = f"fine_{books.NAMES.index(name)}"
    install(address, schema, name, [books.random_year(name, seed) for seed in range(300, 306)])
    with psycopg.connect(address) as connection:
        connection.execute(f"SET search_path TO {schema}")
        for check in fact_checks(books.book(name), DIALECTS["postgres"]):
            assert connection.execute(check.text).fetchone() == (0,), check


def test_no_such_database() -> None:
    name = "heshan-2013"
    found = run_postgres(books.book(name), books.model(name), [], "postgresql://nobody@127.0.0.1:1/none")
    assert found.value is None
    assert [each.code for each in found.diagnostics] == ["PE552"]
