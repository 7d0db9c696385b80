"""The text of the queries: read by each dialect's grammar, within the subset on which they agree."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

import pytest

from perfeval.sql.dialect import DIALECTS
from perfeval.sql.expression import Lit
from perfeval.sql.lowering import Lowered, lower
from perfeval.sql.names import MAX_BYTES
from perfeval.sql.printer import Printer
from perfeval.sql.query import row_queries, unit_query
from perfeval.sql.script import query_script, table_script
from tests.evaluate import mini
from tests.snapshot import same_as_reviewed
from tests.sql import books

sqlglot = pytest.importorskip("sqlglot")
_CASES = [(name, dialect) for name in books.NAMES for dialect in DIALECTS]


@cache
def lowered(name: str) -> Lowered:
    """The plan of a book."""
    found = lower(books.book(name), books.model(name))
    assert found.value is not None, found.diagnostics
    return found.value


@cache
def texts(name: str, dialect: str) -> tuple[str, ...]:
    """All queries of a book."""
    plan, form = lowered(name), DIALECTS[dialect]
    return (unit_query(plan, form).text, *(result.text for result in row_queries(plan, form)))


@pytest.mark.parametrize(("name", "dialect"), _CASES)
def test_grammar_of_the_dialect(name: str, dialect: str) -> None:
    for text in texts(name, dialect):
        tree = sqlglot.parse_one(text, read=dialect)
        assert (
            not list(tree.find_all(sqlglot.exp.Avg, sqlglot.exp.Qualify, sqlglot.exp.Star))
            or "COUNT(*)" in text
        )
        kinds = {cast.to.this.name for cast in tree.find_all(sqlglot.exp.Cast)}
        assert not kinds & {"FLOAT", "DOUBLE"}


@pytest.mark.parametrize(("name", "dialect"), _CASES)
def test_nothing_on_which_databases_differ(name: str, dialect: str) -> None:
    """No division but of whole numbers, no open order, no identifier that is cut off or taken for another."""
    for text in texts(name, dialect):
        bare = re.sub(r"'(?:[^'\\]|''|\\.)*'", "''", re.sub(r"  -- .*", "", text))
        quote = DIALECTS[dialect].quote
        found = re.findall(f"{quote}([^{quote}]+){quote}", bare)
        assert all(len(each.encode()) <= MAX_BYTES for each in found)
        words = re.sub(f"{quote}[^{quote}]+{quote}", "x", bare)
        assert not re.search(r"[^/]/[^/]|\bAVG\b|\bROUND\b|\bDOUBLE\b|\bFLOAT\b|\bQUALIFY\b", words)
        orders = re.findall(r"OVER \([^()]*ORDER BY ((?:[^()]|\([^()]*\))*)\)", words)
        for order in orders:
            keys = re.split(r", (?![^(]*\))", re.sub(r"RANGE BETWEEN .*", "", order))
            assert all(key.strip().endswith("NULLS LAST") for key in keys), order
        assert not re.search(
            r"ROW_NUMBER\(\) OVER \(PARTITION BY [^()]*\)", words.replace("ORDER BY", "(")
        ), words


@pytest.mark.parametrize("name", books.NAMES)
def test_columns_of_a_stage_differ(name: str) -> None:
    """Within one stage no two columns have names that differ in ASCII case alone."""
    for text in texts(name, "duckdb"):
        for part in sqlglot.parse_one(text, read="duckdb").find_all(sqlglot.exp.Select):
            names = sorted(each.lower() for each in part.named_selects)
            assert all(one != other for one, other in pairwise(names))


def test_depth_is_that_of_the_rules() -> None:
    """A stage for each level of a grain, not one for each table."""
    plan = lowered("heshan-2013")
    units = plan.plan.relations["单位"]
    levels = sorted({column.level for column in units.columns.values()})
    assert len(levels) < len(plan.model.nodes) // 2
    assert unit_query(plan, DIALECTS["duckdb"]).text.count(" AS (\n") < 100


def test_only_what_is_still_needed_travels_on() -> None:
    """Of what the book does not list nothing is carried to the end."""
    plan = lowered("heshan-2013")
    every = unit_query(plan, DIALECTS["duckdb"]).text
    listed = unit_query(plan, DIALECTS["duckdb"], plan.book.results, traces=False).text
    last = listed[listed.rindex(" AS (\n") :]
    assert '"在编人数"' in listed and '"在编人数"' not in last
    assert '"【主要指标封顶】·前"' in every[every.rindex(" AS (\n") :] and '"【主要指标封顶】·前"' not in last


@pytest.mark.parametrize(
    ("text", "dialect", "written"),
    [
        ("甲'乙", "duckdb", "'甲''乙'"),
        ("甲\\乙", "postgres", "'甲\\乙'"),
        ("甲\\'乙", "spark", "'甲\\\\\\'乙'"),
    ],
)
def test_texts_of_the_book_stay_texts(text: str, dialect: str, written: str) -> None:
    assert Printer(DIALECTS[dialect]).text(Lit(text)) == written


_CLAUSES = """【奖】表彰，按级别每次加：省级2分、县级1分。
【总分】“总分”＝基础分＋【奖】。
【排】村按序列分别以总分从高到低排“名次”，同分的并列，并列之后空出相应名次。
"""


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_small_plan_in_full(dialect: str) -> None:
    """The whole query of three clauses, to be read."""
    outcome = mini.outcome(_CLAUSES)
    found = lower(outcome.book, outcome.model)
    assert found.value is not None
    tables = table_script(found.value, DIALECTS[dialect])
    query = query_script(found.value, DIALECTS[dialect], "单位")
    same_as_reviewed(f"sql/{dialect}.sql", tables + "\n" + query)
