"""What the reference says of some populations, as plain integers, in the columns that all peers give.

Every column is an int64 array with one entry a unit or a row; NOTHING stands for no value, truths are 0
and 1, words their place in their list, lists bits. Columns of units that are traces, and those of rows,
are only asked of peers that were to give traces.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import cast

import numpy as np
import pyarrow as pa

from benchmarks.field.draws import Array
from benchmarks.field.plan_facts import book, facts_of
from perfeval.evaluate.outcome import HighestTrace, Outcome, Value
from perfeval.evaluate.run import run
from perfeval.tables.from_rulebook import compile_book
from perfeval.tables.model import Model
from perfeval.tables.places import UNIT_GRAIN

NOTHING = -(1 << 62)
GRADES = ("优秀", "达标", "基本达标", "不达标")
CATEGORIES = ("乡镇街道", "区直单位", "驻区单位", "参照单位", "单独单位")
Columns = dict[str, Array]

# Results of units: name -> words, where the values are words.
RESULTS: Mapping[str, tuple[str, ...]] = {
    "类别": CATEGORIES,
    "指标评估得分": (),
    "述绩述效评估得分": (),
    "公众评估得分": (),
    "表彰加分": (),
    "主要指标加分": (),
    "验收加分": (),
    "减分": (),
    "加减分": (),
    "综合得分": (),
    "名次": (),
    "取消评优情形": (),
    "等次": GRADES,
    "待委员会研究": (),
    "优岗比例": (),
    "奖金总额": (),
    "党政正职奖金下限": (),
    "其他班子成员奖金下限": (),
    "发放第十三个月工资": (),
    "处理": (),
}
# Traces of units: short name -> the model's column and its words.
AMOUNTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "表彰分": ("【表彰】", ()),
    "市级分": ("【市级表彰】", ()),
    "承办分": ("【承办表彰】", ()),
    "表彰封顶": ("【表彰封顶】", ()),
    "前移分": ("【排位前移】", ()),
    "保持分": ("【保持第一】", ()),
    "主要指标封顶": ("【主要指标封顶】", ()),
    "批评扣分": ("【批评扣分】", ()),
    "验收扣分": ("【验收扣分】", ()),
    "否决次数": ("一票否决的次数", ()),
    "民调次数": ("民调（全市排名：参评总数后10位）的次数", ()),
    "违纪次数": ("违纪（班子成员：是；腐败案件：是；处分：党纪处分或行政处分）的次数", ()),
    "批评次数": ("通报批评（级别：国家级或省级或市级）的次数", ()),
    "国家级次数": ("表彰（对象：本单位；级别：国家级）的次数", ()),
    "决定次数": ("委员会决定（决定：直接认定不达标）的次数", ()),
    "情形数": ("取消评优情形数", ()),
    "取得名额": ("取得优秀名额", ()),
    "上年等次": ("2012年等次", GRADES),
}
# The rows that fired, from 1: short name -> table.
FIRED = {
    "得分行": "按得分评的等次",
    "等次行": "等次",
    "待研究行": "待委员会研究",
    "奖金行": "奖金总额",
    "下限行": "党政正职奖金下限",
}
UNIT_TRACES = (*AMOUNTS, *FIRED)
# Traces of rows: ledger -> short name -> tables (rows counted through all of them) or a column.
ROW_FIRED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "表彰": {"年度行": ("表彰的年度",), "计分行": ("表彰", "市级表彰", "承办表彰")},
    "通报批评": {"年度行": ("通报批评的年度",), "扣分行": ("批评扣分",)},
    "指标排位": {"前移行": ("排位前移",), "保持行": ("保持第一",)},
    "上级验收": {"年度行": ("上级验收的年度",), "验收行": ("验收", "验收扣分")},
    "一票否决": {"年度行": ("一票否决的年度",)},
    "民调": {"选出行": ("选出民调（全市排名：参评总数后10位）",)},
    "违纪": {
        "年度行": ("违纪的年度",),
        "选出行": ("选出违纪（班子成员：是；腐败案件：是；处分：党纪处分或行政处分）",),
    },
}
ROW_COLUMNS = {
    "指标排位": {"前移位数": "本年排位比上年排位前移位数"},
    "民调": {"倒数位次": "全市排名倒数位次"},
}
ROW_TRACES: Mapping[str, tuple[str, ...]] = {
    name: (*fired, *ROW_COLUMNS.get(name, {}), *(("胜出行",) if name == "表彰" else ()))
    for name, fired in ROW_FIRED.items()
}


@cache
def model() -> Model:
    """The model under the adopted readings."""
    found = compile_book(book(), {}).value
    assert found is not None
    return found


def outcome_of(tables: Mapping[str, pa.Table], population: int) -> Outcome:
    """The reference's outcome of one population."""
    found = run(book(), model(), facts_of(tables, population))
    assert found.value is not None, found.diagnostics
    return found.value


def unit_columns(outcome: Outcome) -> Columns:
    """Results and traces of the units of one outcome, in roster order."""
    made: dict[str, Iterable[int]] = {}
    for name, words in RESULTS.items():
        made[name] = _plain(outcome, name, words)
    for name, (column, words) in AMOUNTS.items():
        made[name] = _plain(outcome, column, words)
    for name, table in FIRED.items():
        fired = outcome.table_trace(table).fired
        made[name] = [rows[0] + 1 if rows else NOTHING for rows in fired]
    return {name: np.array(list(values), dtype=np.int64) for name, values in made.items()}


def _plain(outcome: Outcome, column: str, words: Sequence[str]) -> list[int]:
    values = outcome.columns[UNIT_GRAIN, column]
    listed = outcome.model.columns[UNIT_GRAIN, column].values
    return [number_of(value, words or listed) for value in values]


def number_of(value: Value, words: Sequence[str]) -> int:
    """A value as a plain integer."""
    if value is None:
        return NOTHING
    if isinstance(value, tuple):
        return sum(1 << words.index(word) for word in value)
    if isinstance(value, str):
        return words.index(value)
    return int(cast(int, value))


def row_columns(outcome: Outcome, ledger: str) -> Columns:
    """Traces of the rows of one ledger, in its order."""
    made: dict[str, list[int]] = {}
    size = len(outcome.facts.tables[ledger])
    for name, tables in ROW_FIRED[ledger].items():
        values, before = [NOTHING] * size, 0
        for table in tables:
            for row, fired in enumerate(outcome.table_trace(table).fired):
                if fired:
                    values[row] = fired[0] + 1 + before
            before += len(outcome.model.table(table).rows)
        made[name] = values
    for name, column in ROW_COLUMNS.get(ledger, {}).items():
        made[name] = [number_of(value, ()) for value in outcome.columns[ledger, column]]
    if ledger == "表彰":
        trace = cast(HighestTrace, outcome.traces["同项取高"])
        lines = outcome.facts.tables[ledger].lines
        made["胜出行"] = [NOTHING if row is None else lines[row] for row in trace.winner]
    return {name: np.array(values, dtype=np.int64) for name, values in made.items()}
