"""The small book of a few villages, its ledgers in folders of CSV and Parquet files, with populations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from perfeval import pipeline
from perfeval.diagnostics.diagnostic import Cell, Diagnostic
from perfeval.folders import parquet_files
from perfeval.populations.evaluation import Evaluation
from perfeval.rulebook.book import RuleBook
from tests.evaluate import mini

RULES = "【总分】“总分”＝基础分＋【奖】。\n【奖】表彰，按级别每次加：省级2分、县级1分。\n"
SCORES = "单位,基础分,人数\n张村,90,10\n李村,80,20\n王村,70,0\n赵村,90,5\n钱村,60,5\n"
UNITS = ("张村", "李村", "王村", "赵村", "钱村")
DECIMAL = pa.decimal128(13, 4)


@cache
def book() -> RuleBook:
    """The book, with points for awards."""
    read = mini.read(RULES)
    assert read.value is not None, read.diagnostics
    return read.value


def scores(
    populations: Sequence[str], values: Mapping[int, object] | None = None, of: pa.DataType = DECIMAL
) -> pa.Table:
    """The scores of all villages of these populations; values: what stands in some rows, from 1."""
    rows = [(population, unit) for population in populations for unit in UNITS]
    held: list[object] = [Decimal("80.5")] * len(rows)
    for row, value in (values or {}).items():
        held[row - 1] = value
    return pa.table(
        {
            "辖区": pa.array([population for population, _ in rows]),
            "单位": pa.array([unit for _, unit in rows]),
            "基础分": pa.array(held, type=of),
            "人数": pa.array([5] * len(rows), type=pa.int32()),
        }
    )


def write(folder: Path, **tables: pa.Table) -> Path:
    """Put tables into a folder as Parquet files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet")
    return folder


def evaluation(folder: Path, engine: str = "vectors", names: Sequence[str] = ("辖区",)) -> Evaluation:
    """The evaluation of a folder."""
    csv = {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}
    found = parquet_files(folder, book())
    made = pipeline.evaluate_populations(book(), {}, csv, names, engine, found)
    assert made.value is not None, made.diagnostics
    return made.value


def said(folder: Path) -> tuple[list[str], tuple[Diagnostic, ...]]:
    """The populations with results and all findings; all engines agree."""
    both = []
    for engine in ("python", "vectors", "duckdb"):
        made = evaluation(folder, engine)
        both.append((["、".join(result.key) for result in made], made.findings()))
    assert both[0] == both[1] == both[2]
    return both[0]


def place(found: Diagnostic) -> tuple[object, ...]:
    """Code, file, row and column."""
    assert isinstance(found.where, Cell)
    return found.code, found.where.file, found.where.line, found.where.column
