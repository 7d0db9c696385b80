"""Tables as data: exact numbers as text, days as ISO text, everything that the model has."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from perfeval.cli.main import main
from perfeval.tables.cells import ANY, Among, Range
from perfeval.tables.model import Table
from perfeval.tables.phrases_flow import Found, chart_of
from perfeval.tables.to_json import cell_to_json, tables_to_json
from tests.heshan.book import RULES, book
from tests.tables.plan import chart, every_option, model_of


def data_of(name: str) -> dict[str, Any]:
    """One table or step as data that has been through JSON."""
    number = next(number for number, node in enumerate(chart().model.nodes) if node.name == name)
    data = json.loads(json.dumps(tables_to_json(chart(), Found((number,))), ensure_ascii=False))
    (table,) = data["tables"]
    assert isinstance(table, dict)
    return table


@pytest.mark.parametrize(
    ("cell", "data"),
    [
        (ANY, {"any": True}),
        (Among(("国家级", "省部级")), {"among": ["国家级", "省部级"]}),
        (Among((True,)), {"among": [True]}),
        (Among((105,)), {"among": ["10.5"]}),
        (Range(low=6000000, high=7000000, high_included=False, places=4),
         {"low": "600", "low_included": True, "high": "700", "high_included": False}),
        (Range(high=-5, places=1),
         {"low": None, "low_included": True, "high": "-0.5", "high_included": True}),
        (Range(low=date(2013, 1, 1), high=date(2013, 12, 31)),
         {"low": "2013-01-01", "low_included": True, "high": "2013-12-31", "high_included": True}),
    ],
)  # fmt: skip
def test_cells(cell: Among | Range, data: dict[str, object]) -> None:
    """Any, some values, or a range with both ends and whether they are included."""
    assert cell_to_json(cell, 1) == data


def test_a_table() -> None:
    """Inputs, rows with cells and outputs, clauses with citation and quotes, what it reads and makes."""
    table = data_of("表彰")
    assert {key: table[key] for key in ("name", "type", "kind", "grain", "hit_policy")} == {
        "name": "表彰", "type": "table", "kind": "决策表", "grain": "表彰", "hit_policy": "UNIQUE",
    }  # fmt: skip
    assert table["inputs"] == ["表彰的年度", "对象", "级别"]
    assert table["rows"][0] == {
        "cells": [{"among": ["本年度"]}, {"among": ["本单位"]}, {"among": ["国家级"]}],
        "outputs": [{"kind": "number", "text": "5分", "value": "5", "unit": "分"}],
        "clause": "表彰",
        "item": None,
        "note": "",
    }
    assert table["clauses"][0]["citation"] == "三（七）1"
    assert "每次加5分" in table["clauses"][0]["quotes"][0]
    assert table["reads"] == [
        {"columns": ["表彰的年度"], "from": {"table": 1}},
        {"columns": ["对象", "级别"], "from": {"ledger": "表彰"}},
    ]
    assert [made["column"] for made in table["writes"]] == ["【表彰】"]


def test_outputs() -> None:
    """Texts, truths, exact numbers and formulas."""
    assert data_of("等次")["rows"][0]["outputs"] == [{"kind": "text", "text": "不达标", "value": "不达标"}]
    assert data_of("待委员会研究")["rows"][1]["outputs"] == [{"kind": "truth", "text": "否", "value": False}]
    (share,) = data_of("优岗比例")["rows"][3]["outputs"]
    assert share == {"kind": "number", "text": "5%", "value": "0.05", "unit": ""}
    (money,) = data_of("奖金总额")["rows"][0]["outputs"]
    assert money == {"kind": "formula", "text": "2000元×在编人数"}
    assert data_of("排位前移")["rows"][1]["note"] == "每项最高3分"
    assert [row["item"] for row in data_of("取消评优情形")["rows"]] == [1, 2, 3, 4]


def test_steps() -> None:
    """Each kind of step with its settings."""
    assert data_of("【表彰】")["step"] == {
        "ledger": "表彰",
        "column": "【表彰】",
        "aggregation": "SUM",
        "winners": "同项取高",
        "sign": 1,
        "limit": None,
    }
    assert data_of("【表彰封顶】")["step"]["limit"] == "5"
    assert data_of("【表彰封顶】")["step"]["rows"]["picked_by"] == "表彰封顶的范围"
    assert data_of("同项取高")["step"]["order"] == [
        {"column": "对象", "prefer": "区委区政府"},
        {"column": "日期", "prefer": None},
    ]
    assert data_of("2012年等次")["step"]["wanted"] == 2012
    assert data_of("综合得分")["step"] == {"formula": "指标评估得分＋述绩述效评估得分＋公众评估得分＋加减分"}
    assert data_of("名次")["step"]["by"] == "综合得分"
    places = data_of("取得优秀名额")["step"]
    assert [share["rate"] for share in places["shares"]] == [None, None, "0.25"]
    assert {"series": "经济管理部门", "units": 18, "exact": "4.5", "places": 5} in places["places"]


def values_in(data: object) -> Iterator[object]:
    """Every value inside plain data."""
    if isinstance(data, dict):
        for value in data.values():
            yield from values_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from values_in(value)
    else:
        yield data


def test_the_list_is_whole() -> None:
    """Every node under every reading, numbered in order, pointing at earlier ones; no inexact number."""
    for readings in every_option():
        under = chart_of(book(), model_of(readings))
        data = tables_to_json(under, None)
        assert data["version"] == 1 and data["readings"] == under.model.readings
        tables = json.loads(json.dumps(data, ensure_ascii=False))["tables"]
        assert [table["name"] for table in tables] == [node.name for node in under.model.nodes]
        for place, (table, node) in enumerate(zip(tables, under.model.nodes, strict=True), 1):
            assert table["number"] == place
            assert all(read["from"].get("table", 0) < place for read in table["reads"])
            assert all(place < user for user in table["used_by"])
            if isinstance(node, Table):
                assert len(table["rows"]) == len(node.rows)
        assert not any(isinstance(value, float) for value in values_in(data))


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    """The list without a name, what was found with one; a clause without tables gives none."""
    assert main(["table", str(RULES), "--format", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["tables"]) == len(chart().model.nodes)
    assert main(["table", str(RULES), "表彰", "--format", "json"]) == 0
    assert [table["name"] for table in json.loads(capsys.readouterr().out)["tables"]] == ["表彰", "【表彰】"]
    assert main(["table", str(RULES), "龙岭工业园", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["tables"] == []
