"""The whole plan of 2013 in C, as the limit: its columns in and out."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping

import numpy as np
import pyarrow as pa

from benchmarks.field.draws import Array
from benchmarks.field.native import library
from benchmarks.field.peer import Prepared
from benchmarks.field.plan_exact import CATEGORIES, NOTHING, Columns
from benchmarks.field.plan_facts import UNITS, book

_B, _S, _I = np.int8, np.int16, np.int32
# Columns out: for each table of results its columns, in the order in which C counts them.
_OUT: Mapping[str, Mapping[str, type]] = {
    "": {
        "表彰加分": _S,
        "主要指标加分": _S,
        "验收加分": _S,
        "减分": _I,
        "加减分": _I,
        "综合得分": _I,
        "名次": _S,
        "取消评优情形": _B,
        "等次": _B,
        "待委员会研究": _B,
        "优岗比例": _B,
        "奖金总额": _I,
        "党政正职奖金下限": _I,
        "其他班子成员奖金下限": _I,
        "发放第十三个月工资": _B,
        "处理": _S,
        "表彰分": _S,
        "市级分": _S,
        "承办分": _S,
        "表彰封顶": _S,
        "前移分": _S,
        "保持分": _S,
        "主要指标封顶": _S,
        "批评扣分": _S,
        "否决次数": _S,
        "民调次数": _S,
        "违纪次数": _S,
        "批评次数": _S,
        "国家级次数": _S,
        "决定次数": _S,
        "情形数": _S,
        "验收扣分": _I,
        "取得名额": _B,
        "上年等次": _B,
        "得分行": _B,
        "等次行": _B,
        "待研究行": _B,
        "奖金行": _B,
        "下限行": _B,
        "类别": _B,
        "指标评估得分": _I,
        "述绩述效评估得分": _I,
        "公众评估得分": _I,
    },
    "表彰": {"年度行": _B, "计分行": _B, "胜出行": _S},
    "通报批评": {"年度行": _B, "扣分行": _B},
    "指标排位": {"前移行": _B, "保持行": _B, "前移位数": _S},
    "上级验收": {"年度行": _B, "验收行": _B},
    "一票否决": {"年度行": _B},
    "民调": {"选出行": _B, "倒数位次": _S},
    "违纪": {"年度行": _B, "选出行": _B},
}
_GIVEN = 4  # of the units' columns the last four are facts, which are shown as they are


def limit(tables: Mapping[str, pa.Table], populations: int, *, traces: bool) -> Prepared:
    """Columns in memory to columns in memory, with all traces. traces: whether they are shown."""
    inputs = [np.ascontiguousarray(each) for each in _inputs(tables, populations * UNITS)]
    given = dict(zip(list(_OUT[""])[-_GIVEN:], (inputs[0], *inputs[9:12]), strict=True))
    made: dict[str, Columns] = {}
    for table, columns in _OUT.items():
        size = tables[table].num_rows if table else populations * UNITS
        made[table] = {
            name: np.zeros(size, dtype=kind) for name, kind in columns.items() if name not in given
        }
    outputs = [each for columns in made.values() for each in columns.values()]
    pointers = tuple(
        (ctypes.c_void_p * len(each))(*(array.ctypes.data for array in each)) for each in (inputs, outputs)
    )
    count, plan = ctypes.c_int64(populations), library("limit_plan").plan

    def columns_of(_: object) -> Mapping[str, Columns]:
        units = {"": {**made[""], **given}}
        return {
            table: {name: _plain(array) for name, array in columns.items()}
            for table, columns in {**made, **units}.items()
            if traces or not table
        }

    def run() -> None:
        assert inputs and outputs  # the arrays that the pointers lead to are still held
        plan(*pointers, count)

    return Prepared(run, columns_of)


def _plain(array: Array) -> Array:
    return np.where(array == np.iinfo(array.dtype).min, NOTHING, array.astype(np.int64))


def _inputs(tables: Mapping[str, pa.Table], size: int) -> Iterator[Array]:
    """Columns in the order in which C counts them."""
    units, scores = tables["单位"], tables["得分"]
    own = units["单位"].combine_chunks().indices.to_numpy()
    names = [series.name for series in book().series]
    series = [names.index(unit.series) if unit.series else -1 for unit in book().units]
    sizes = [len(each.units) for each in book().series]
    places = [2, 2, 1, *((each * 50 + 100) // 200 for each in sizes[3:]), 0]
    categories = [CATEGORIES.index(unit.category) for unit in book().units]
    yield np.array(categories, dtype=_B)[own]
    yield np.array(series, dtype=_B)[own]
    yield np.array(places, dtype=_B)[np.array(series)[own]]
    for name in ("在编人数", "党政正职人数", "其他班子成员人数"):
        yield units[name].to_numpy().astype(_I)
    for name in ("主要负责人两年内异动", "获省委省政府充分肯定", "省市绩效评估中加分"):
        yield units[name].to_numpy().astype(np.uint8)
    for name in ("指标评估得分", "述绩述效评估得分", "公众评估得分"):
        whole = np.full(size, np.iinfo(_I).min, dtype=_I)
        whole[_unit(scores)] = scores[name].to_numpy()
        yield whole
    yield from _events(tables, size)


def _events(tables: Mapping[str, pa.Table], size: int) -> Iterator[Array]:
    wanted: Mapping[str, Mapping[str, type]] = {
        "表彰": {"_line": _S, "项目": _S, "级别": _B, "对象": _B, "日期": _I},
        "通报批评": {"级别": _B, "列为评估指标": np.uint8, "日期": _I},
        "指标排位": {"上年排位": _S, "本年排位": _S},
        "上级验收": {"结果": np.uint8, "扣分": _I, "日期": _I},
        "一票否决": {"日期": _I},
        "民调": {"全市排名": _S, "参评总数": _S},
        "违纪": {"班子成员": np.uint8, "腐败案件": np.uint8, "处分": np.uint8, "日期": _I},
        "历史等次": {"年度": _S, "等次": _B},
        "委员会决定": {},
    }
    for name, columns in wanted.items():
        table = tables[name]
        yield np.searchsorted(_unit(table), np.arange(size + 1)).astype(np.int64)
        for column, kind in columns.items():
            cells = table[column].combine_chunks()
            if pa.types.is_dictionary(cells.type):
                codes = cells.indices.to_numpy()
                # 合格 is the first of its words, 无 the last: what C asks is whether it passed, was punished.
                yield (codes < {"结果": 1, "处分": 2}[column] if kind is np.uint8 else codes).astype(kind)
            elif pa.types.is_date(cells.type):
                yield cells.cast(pa.int32()).to_numpy()
            else:
                yield cells.to_numpy(zero_copy_only=False).astype(kind)


def _unit(table: pa.Table) -> Array:
    own = table["单位"].combine_chunks().indices.to_numpy().astype(np.int64)
    return np.asarray(table["_population"].to_numpy().astype(np.int64) * UNITS + own)
