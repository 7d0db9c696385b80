"""Facts for the whole plan of 2013, for as many populations of its 106 units as are wanted.

One Arrow table a ledger, its rows by population and within it by unit: ``_population`` (int32, from 0),
``_line`` (int64, the line that the row would have in a file of its population), ``单位``, then the columns
of the ledger; numbers are int64, scaled as the schema says, texts are dictionaries.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from attrs import frozen

from benchmarks.clock import ROOT
from benchmarks.field.draws import Array, Draws
from perfeval import api
from perfeval.ledger.facts import Facts, Table
from perfeval.ledger.schema import ColumnType, Ledger
from perfeval.rulebook.book import RuleBook

RULES = ROOT / "rules" / "heshan-2013"
UNITS = 106
POPULATION = "群体"  # in Parquet files
SEED = 2013
_PART = 2000
_NEW_YEAR = (date(2013, 1, 1) - date(1970, 1, 1)).days
_PROJECTS = tuple(f"项目{number}" for number in range(1, 200))
_MATTERS = tuple(f"事项{number}" for number in range(1, 100))
_PERSONS = tuple(f"人员{number}" for number in range(1, 100))
_POLLS = ("党风廉政建设", "优化经济发展环境", "社会管理综合治理", "服务民生")
_TOWNS = 16  # the first units of the roster
_INDICATORS = 5
_POLLED = 92
_EXCEPTED = 105  # 龙岭工业园, the last of the roster, need not have a score
_LAST_YEAR = 2012

Columns = dict[str, Array]


@cache
def book() -> RuleBook:
    """The rule book whose facts these are."""
    found = api.load(RULES).value
    assert found is not None
    return found


@frozen(eq=False)
class _Drawn:
    """The rows of one slot: which units have one, and the columns for all units (codes of texts)."""

    there: Array
    columns: Columns


class _Generator:
    """Draws for the units of some populations; ``unit`` and ``population`` have one entry a unit."""

    def __init__(self, first: int, count: int, seed: int) -> None:
        self.population = np.repeat(np.arange(first, first + count, dtype=np.int64), UNITS)
        self.unit = np.tile(np.arange(UNITS, dtype=np.int64), count)
        self.draws = Draws(seed, self.population * UNITS + self.unit)
        self.of_population = Draws(seed + 1, np.arange(first, first + count, dtype=np.int64))
        self.towns = self.unit < _TOWNS
        self.count = count

    def dates(self, stream: int, slot: int) -> Array:
        """Days since 1970: of 100 events 95 in 2013, 4 in 2014, 1 in 2012; no two slots share a day."""
        day = _NEW_YEAR + self.draws.below(60, stream, slot) * 6 + slot
        year = self.draws.below(100, stream + 1, slot)
        return np.where(year < 95, day, np.where(year < 99, day + 365, day - 366))

    def units(self) -> Iterator[_Drawn]:
        """Heads of each unit, a few and many."""
        draws = self.draws
        yield _Drawn(
            np.ones(len(draws), dtype=np.bool_),
            {
                "在编人数": 5 + draws.below(116, 1),
                "党政正职人数": 1 + draws.below(2, 2),
                "其他班子成员人数": 2 + draws.below(8, 3),
                "主要负责人两年内异动": draws.chance(300, 4),
                "获省委省政府充分肯定": draws.chance(120, 5),
                "省市绩效评估中加分": draws.chance(200, 6),
            },
        )

    def scores(self) -> Iterator[_Drawn]:
        """Scores with two decimals; in one population of eight whole fives, so that many are equal."""
        draws = self.draws
        marks = (
            30000 + draws.below(20001, 7) + draws.below(20001, 8),
            14000 + draws.below(5501, 9),
            6000 + draws.below(3801, 10),
        )
        coarse = np.repeat(self.of_population.chance(125, 11), UNITS)
        scores = [np.where(coarse, mark - mark % 500, mark) * 100 for mark in marks]
        there = (self.unit != _EXCEPTED) | draws.chance(500, 12)
        yield _Drawn(
            there, dict(zip(("指标评估得分", "述绩述效评估得分", "公众评估得分"), scores, strict=True))
        )

    def awards(self) -> Iterator[_Drawn]:
        """Three a unit on average; a quarter of them for a project that another may be for as well."""
        draws = self.draws
        shared = draws.below(len(_PROJECTS), 13)
        for slot in range(6):
            level = draws.below(100, 14, slot)
            own = draws.below(len(_PROJECTS), 15, slot)
            columns = {
                "项目": np.where(draws.chance(250, 16, slot), shared, own),
                "级别": np.where(level < 4, 0, np.where(level < 25, 1, 2)),
                "对象": draws.chance(250, 17, slot).astype(np.int64),
                "日期": self.dates(18, slot),
            }
            yield _Drawn(draws.chance(500, 20, slot), columns)

    def criticisms(self) -> Iterator[_Drawn]:
        """0.13 a unit."""
        draws = self.draws
        for slot, often in enumerate((100, 30)):
            columns = {
                "事项": draws.below(len(_MATTERS), 21, slot),
                "级别": draws.below(3, 22, slot),
                "列为评估指标": draws.chance(600, 23, slot),
                "日期": self.dates(24, slot),
            }
            yield _Drawn(draws.chance(often, 26, slot), columns)

    def indicator_ranks(self) -> Iterator[_Drawn]:
        """For each indicator the towns of a population in one order last year, in a like one this year."""
        for indicator in range(_INDICATORS):
            shape = (self.count, UNITS)
            before = self.draws.bits(27, indicator).reshape(shape)[:, :_TOWNS].argsort(1).argsort(1)
            moved = self.draws.below(6000, 28, indicator).reshape(shape)[:, :_TOWNS]
            after = (before * 1000 + moved).argsort(axis=1, kind="stable").argsort(axis=1)
            columns = {"指标": np.full(len(self.unit), indicator)}
            for name, ranks in (("上年排位", before), ("本年排位", after)):
                whole = np.zeros(shape, dtype=np.int64)
                whole[:, :_TOWNS] = ranks + 1
                columns[name] = whole.ravel()
            yield _Drawn(self.towns, columns)

    def inspections(self) -> Iterator[_Drawn]:
        """0.08 a unit, three in ten of them with points taken: 0.1 to 3 in steps of 0.1."""
        draws = self.draws
        for slot, often in enumerate((60, 20)):
            taken = draws.chance(300, 31, slot)
            columns = {
                "事项": draws.below(len(_MATTERS), 29, slot),
                "类型": draws.below(2, 30, slot),
                "结果": taken.astype(np.int64),
                "扣分": np.where(taken, (1 + draws.below(30, 32, slot)) * 1000, 0),
                "日期": self.dates(33, slot),
            }
            yield _Drawn(draws.chance(often, 35, slot), columns)

    def vetoes(self) -> Iterator[_Drawn]:
        """0.025 a unit."""
        for slot, often in enumerate((20, 5)):
            columns = {"领域": self.draws.below(4, 36, slot), "日期": self.dates(37, slot)}
            yield _Drawn(self.draws.chance(often, 39, slot), columns)

    def polls(self) -> Iterator[_Drawn]:
        """Four a town: places in the whole city."""
        for poll in range(len(_POLLS)):
            columns = {
                "民调": np.full(len(self.unit), poll),
                "全市排名": 1 + self.draws.below(_POLLED, 40, poll),
                "参评总数": np.full(len(self.unit), _POLLED),
            }
            yield _Drawn(self.towns, columns)

    def breaches(self) -> Iterator[_Drawn]:
        """0.03 a unit."""
        draws = self.draws
        columns = {
            "人员": draws.below(len(_PERSONS), 41),
            "班子成员": draws.chance(600, 42),
            "腐败案件": draws.chance(500, 43),
            "处分": draws.below(3, 44),
            "日期": self.dates(45, 0),
        }
        yield _Drawn(draws.chance(30, 47), columns)

    def past_grades(self) -> Iterator[_Drawn]:
        """Last year's grade of nearly all, that of the year before of some."""
        for slot, often in enumerate((970, 300)):
            drawn = self.draws.below(100, 48, slot)
            grade = np.where(drawn < 22, 0, np.where(drawn < 70, 1, np.where(drawn < 92, 2, 3)))
            columns = {"年度": np.full(len(self.unit), _LAST_YEAR - slot), "等次": grade}
            yield _Drawn(self.draws.chance(often, 49, slot), columns)

    def decisions(self) -> Iterator[_Drawn]:
        """For some units, most of which have too few circumstances for it to matter."""
        yield _Drawn(self.draws.chance(60, 50), {"决定": np.zeros(len(self.unit), dtype=np.int64)})


_TEXTS: Mapping[tuple[str, str], Sequence[str]] = {
    ("表彰", "项目"): _PROJECTS,
    ("通报批评", "事项"): _MATTERS,
    ("上级验收", "事项"): _MATTERS,
    ("民调", "民调"): _POLLS,
    ("违纪", "人员"): _PERSONS,
}


def ledgers(first: int, count: int, seed: int = SEED) -> dict[str, pa.Table]:
    """The ledgers of the populations ``first`` to ``first + count - 1``."""
    made = _Generator(first, count, seed)
    slots = {
        "单位": made.units(),
        "得分": made.scores(),
        "表彰": made.awards(),
        "通报批评": made.criticisms(),
        "指标排位": made.indicator_ranks(),
        "上级验收": made.inspections(),
        "一票否决": made.vetoes(),
        "民调": made.polls(),
        "违纪": made.breaches(),
        "历史等次": made.past_grades(),
        "委员会决定": made.decisions(),
    }
    return {ledger.name: _table(ledger, made, list(slots[ledger.name])) for ledger in book().schema.ledgers}


def _table(ledger: Ledger, made: _Generator, slots: Sequence[_Drawn]) -> pa.Table:
    there = np.stack([slot.there for slot in slots], axis=1)  # rows of one unit follow each other
    kept = np.flatnonzero(there.ravel())
    owner = kept // len(slots)
    population, unit = made.population[owner], made.unit[owner]
    starts = np.searchsorted(population, population, side="left")
    columns = {
        "_population": pa.array(population.astype(np.int32)),
        "_line": pa.array(np.arange(len(population), dtype=np.int64) - starts + 2),
        "单位": _words(unit, [each.name for each in book().units]),
    }
    for column in ledger.columns:
        cells = np.stack([slot.columns[column.name] for slot in slots], axis=1).ravel()[kept]
        if column.type in (ColumnType.TEXT, ColumnType.ENUM, ColumnType.GRADE):
            words = column.values or _TEXTS[ledger.name, column.name]
            columns[column.name] = _words(cells, words)
        elif column.type is ColumnType.DATE:
            columns[column.name] = pa.array(cells.astype(np.int32), type=pa.date32())
        else:
            columns[column.name] = pa.array(cells)
    return pa.table(columns)


def _words(codes: Array, words: Sequence[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int16)), pa.array(list(words)))


def facts_of(tables: Mapping[str, pa.Table], population: int) -> Facts:
    """The facts of one population as the reference takes them."""
    made = {}
    for ledger in book().schema.ledgers:
        whole = tables[ledger.name]
        numbers = whole["_population"].to_numpy()
        low, high = np.searchsorted(numbers, [population, population + 1])
        rows = whole.slice(low, high - low)
        columns = {column.name: tuple(rows[column.name].to_pylist()) for column in ledger.columns}
        units, lines = tuple(rows["单位"].to_pylist()), tuple(rows["_line"].to_pylist())
        made[ledger.name] = Table(ledger.name, units, lines, columns)
    return Facts(made)


def write_parquet(folder: Path, populations: int, seed: int = SEED) -> None:
    """Write facts as users have them: ``<folder>/<ledger>/part-00000.parquet`` ..., scores as decimals.

    A part has 2,000 populations. The column 群体 tells populations apart; there are no numbers of lines.
    """
    for ledger in book().schema.ledgers:
        (folder / ledger.name).mkdir(parents=True, exist_ok=True)
    for part, first in enumerate(range(0, populations, _PART)):
        tables = ledgers(first, min(_PART, populations - first), seed)
        for ledger in book().schema.ledgers:
            table = tables[ledger.name]
            columns = {POPULATION: table["_population"], "单位": table["单位"]}
            for column in ledger.columns:
                cells = table[column.name].combine_chunks()
                columns[column.name] = _decimal(cells, column.places) if column.places else cells
            pq.write_table(pa.table(columns), folder / ledger.name / f"part-{part:05}.parquet")


def _decimal(cells: pa.Array, places: int) -> pa.Array:
    """Scaled integers as the decimals that they stand for."""
    whole = cells.cast(pa.decimal128(19, 0))
    return pa.Array.from_buffers(pa.decimal128(19, places), len(whole), whole.buffers())
