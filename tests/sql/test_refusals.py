"""What cannot be done is said, with the step or the package that is in the way; nothing is left out."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from attrs import evolve

from perfeval.evaluate.run import run
from perfeval.ledger.facts import Facts, Table
from perfeval.quantity.rounding import Rounding
from perfeval.rulebook import expressions as e
from perfeval.sql import postgres
from perfeval.sql.database import TooLargeError
from perfeval.sql.lowering import lower
from perfeval.sql.on_duckdb import run_duckdb
from perfeval.tables.calculated import CalculatedStep, GroupStep, OrderStep
from perfeval.tables.model import Column, FormulaStep, Kind, Model, Step
from perfeval.tables.places import UNIT_GRAIN
from tests.language_frames.book import UNITS
from tests.sql import books
from tests.sql.test_arithmetic import small
from tests.sql.test_postgres import install


def with_step(model: Model, step: Step, column: Column) -> Model:
    """The model with one more step."""
    columns = {**model.columns, (UNIT_GRAIN, step.name): column}
    return evolve(model, nodes=(*model.nodes, step), columns=columns)


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (OrderStep("字序", "排", UNIT_GRAIN, (), True, None, (("单位", True),), False), "按“单位”排先后"),
        (
            GroupStep("期", "连", UNIT_GRAIN, (), True, None, False, e.Statistic.LONGEST_RUN, "丙"),
            "一组的最长连续期数",
        ),
        (CalculatedStep("无", "某", UNIT_GRAIN), "步骤 CalculatedStep"),
    ],
)
def test_a_step_that_is_no_sql(step: CalculatedStep, told: str) -> None:
    """The finding names the step, its clause and what it asks for."""
    book, model = small()
    found = lower(book, with_step(model, step, Column(step.name, Kind.NUMBER)))
    assert found.value is None
    (finding,) = found.diagnostics
    assert finding.code == "PE550"
    assert finding.message == f"“{step.name}”（【{step.clause}】）写不成 SQL：{told}"


def test_a_package_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    own, facts = books.example("heshan-2013")
    model = books.model("heshan-2013")
    for module in ("perfeval.sql.on_duckdb", "perfeval.sql.postgres"):
        monkeypatch.setattr(f"{module}.find_spec", lambda name: None)
    (finding,) = run_duckdb(own, model, facts).diagnostics
    assert finding.code == "PE551" and "duckdb" in finding.message and "pip install" in finding.hint
    (finding,) = postgres.run_postgres(own, model, [(own, facts)], "postgresql://x").diagnostics
    assert finding.code == "PE551" and "psycopg" in finding.message


def test_numbers_beyond_what_duckdb_holds(asked: Sequence[Facts]) -> None:
    """A product of 52 digits is not cut off: the evaluation does the work."""
    pytest.importorskip("duckdb")
    book, model = small()
    many = e.Product(tuple(e.Quantity("甲") for _ in range(4)))
    step = FormulaStep("积", "乘", UNIT_GRAIN, e.Rounded(many, 0, Rounding.HALF_UP))
    model = with_step(model, step, Column("积", Kind.NUMBER))
    cells = {"甲": 10**13 - 1, "乙": 1, "丙": 1, "丁": 1}
    columns = {name: (value,) * len(UNITS) for name, value in cells.items()}
    facts = Facts({"数": Table("数", UNITS, tuple(range(2, 2 + len(UNITS))), columns)})
    expected = run(book, model, facts)
    assert expected.value is not None
    assert books.differences(expected, run_duckdb(book, model, facts)) == []
    assert asked == [facts]


def test_numbers_beyond_what_a_database_holds(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In place there is nobody to help: nothing is written, and that is said."""
    name = "heshan-2013"
    install(address, "beyond", name, [books.example(name)])

    def beyond(self: postgres.Postgres, text: str) -> None:
        raise TooLargeError("bigint out of range")

    monkeypatch.setattr(postgres.Postgres, "execute", beyond)
    found = postgres.run_in_place(books.book(name), books.model(name), address, "beyond")
    assert found.value is None
    assert [each.code for each in found.diagnostics] == ["PE555"]
