"""Names that databases cut off, fold or take apart, in a whole book that is run on two of them."""

from __future__ import annotations

import pytest

from perfeval.evaluate.run import run
from perfeval.ledger.read import read_facts
from perfeval.pipeline import compile_tables
from perfeval.sql.on_duckdb import run_populations
from perfeval.sql.postgres import run_postgres
from perfeval.sql.relations import relations
from tests.language_frames.book import UNITS, Frame
from tests.sql import books

pytest.importorskip("duckdb")
_LONG = "全市重点建设项目和招商引资项目推进情况年度考核得分"
_FRAME = Frame(
    f"“{_LONG}甲”＝{_LONG}之一＋GDP。\n“{_LONG}乙”＝{_LONG}之二＋gdp。\n“合计”＝{_LONG}甲＋{_LONG}乙＋{_LONG}台账的分值合计。",
    f"台账“{_LONG}”，一个单位一行：“{_LONG}之一”：分；“{_LONG}之二”：分；“GDP”：分；“gdp”：分。\n"
    f"台账“{_LONG}台账”，一次一行：“分值”：分；“SELECT”：文字。\n台账“单位_1”，一次一行：“FROM”：文字。",
)


def test_a_book_of_awkward_names(address: str) -> None:
    """Long names that begin alike, that differ in case only, words of SQL, a ledger named like a stage."""
    book = _FRAME.read().value
    assert book is not None, _FRAME.read().diagnostics
    model = compile_tables(book, {}).value
    assert model is not None
    lines = [f"{unit},{number},{number + 1},{number + 2},{number + 3}" for number, unit in enumerate(UNITS)]
    more = [f'{UNITS[0]},5,"甲\'乙""丙\\丁"', f"{UNITS[0]},7,%s", f"{UNITS[1]},1,--"]
    files = {
        f"{_LONG}.csv": "\n".join([f"单位,{_LONG}之一,{_LONG}之二,GDP,gdp", *lines, ""]).encode(),
        f"{_LONG}台账.csv": "\n".join(["单位,分值,SELECT", *more, ""]).encode(),
        "单位_1.csv": f"单位,FROM\n{UNITS[0]},甲\n".encode(),
    }
    facts = read_facts(files, book.schema, 2025)
    assert facts.value is not None, facts.diagnostics
    expected = run(book, model, facts.value)
    assert expected.value is not None
    tables = [table.name for table in relations(book)]
    assert len(dict.fromkeys(name.lower() for name in tables)) == len(tables)
    for found in (
        run_populations(book, model, [(book, facts.value)]),
        run_postgres(book, model, [(book, facts.value)], address),
    ):
        assert found.value is not None, found.diagnostics
        assert books.differences(expected, found.value[0]) == []
