"""Fact sets as folders of CSV files, with exactly the tables and columns of the contract."""

import csv
from pathlib import Path

from .points import Facts

TABLES: dict[str, tuple[str, ...]] = {
    "单位": (
        "单位",
        "在编人数",
        "党政正职人数",
        "其他班子成员人数",
        "主要负责人两年内异动",
        "获省委省政府充分肯定",
        "省市绩效评估中加分",
    ),
    "得分": ("单位", "指标评估得分", "述绩述效评估得分", "公众评估得分"),
    "表彰": ("单位", "项目", "级别", "对象", "日期"),
    "通报批评": ("单位", "事项", "级别", "列为评估指标", "日期"),
    "指标排位": ("单位", "指标", "上年排位", "本年排位"),
    "上级验收": ("单位", "事项", "类型", "结果", "扣分", "日期"),
    "一票否决": ("单位", "领域", "日期"),
    "民调": ("单位", "民调", "全市排名", "参评总数"),
    "违纪": ("单位", "人员", "班子成员", "腐败案件", "处分", "日期"),
    "历史等次": ("单位", "年度", "等次"),
    "委员会决定": ("单位", "决定"),
}


def read_facts(folder: Path) -> Facts:
    """Read the tables that have a file; the others stay absent."""
    facts: Facts = {}
    for table in TABLES:
        path = folder / f"{table}.csv"
        if path.exists():
            with path.open(encoding="utf-8", newline="") as stream:
                facts[table] = list(csv.DictReader(stream))
    return facts


def write_facts(facts: Facts, folder: Path) -> None:
    """Write one file for each table present, even if it has no rows."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in facts.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, fieldnames=TABLES[table], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
