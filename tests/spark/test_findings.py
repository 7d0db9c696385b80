"""What is wrong with facts, found by the cluster and said in the words of one machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from perfeval.diagnostics.diagnostic import Cell, Diagnostic
from perfeval.pipeline import compile_tables
from perfeval.populations.evaluation import Evaluation
from perfeval.rulebook.book import RuleBook
from perfeval.sql import spark_session
from perfeval.sql.spark import SparkRun, run_spark
from perfeval.tables.model import Model
from tests.evaluate import mini
from tests.populations import small

RULES = (
    "【总分】“总分”＝基础分＋【奖】。\n【奖】表彰，按级别每次加：省级2分、县级1分。\n"
    "【人均】“人均”＝基础分÷人数，保留两位小数，四舍五入。\n"
)
NAMES = ["甲区", "乙区", "丙区"]
DAY = date(2024, 5, 1)


@cache
def book() -> RuleBook:
    """The small book, with a division that cannot always be done."""
    read = mini.read(RULES)
    assert read.value is not None, read.diagnostics
    return read.value


@cache
def model() -> Model:
    """Its tables."""
    made = compile_tables(book(), {})
    assert made.value is not None
    return made.value


def evaluate(
    session: Any, facts: Path | str, out: Path | str, names: list[str] | None = None
) -> tuple[SparkRun | None, list[Diagnostic]]:
    """Evaluate a folder on the cluster."""
    made = run_spark(book(), model(), session, str(facts), str(out), ["辖区"] if names is None else names)
    return made.value, list(made.diagnostics)


def awards(rows: Sequence[tuple[object, ...]]) -> pa.Table:
    """Awards: population, unit, project, level, date."""
    header = ("辖区", "单位", "项目", "级别", "日期")
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(header)
    kinds = (pa.string(), pa.string(), pa.string(), pa.string(), pa.date32())
    return pa.table(
        {name: pa.array(each, type=kind) for name, each, kind in zip(header, columns, kinds, strict=True)}
    )


def without(table: pa.Table, row: int) -> pa.Table:
    """A table but for one row, counted from 1."""
    return pa.concat_tables([table.slice(0, row - 1), table.slice(row)])


def said(found: list[Diagnostic]) -> list[tuple[object, ...]]:
    """What a finding says and where, but for the name of the file."""
    told: list[tuple[object, ...]] = []
    for each in found:
        where = each.where if isinstance(each.where, Cell) else Cell("")
        told.append((each.code, each.message, where.line, where.column, each.expected))
    return told


def populations(out: Path) -> list[str]:
    """Which populations have results."""
    return sorted(dict.fromkeys(pq.read_table(out / "单位")["辖区"].to_pylist()))


def test_findings_are_those_of_one_machine(session: Any, tmp_path: Path) -> None:
    """One population is sound; each of the others has another thing wrong with it."""
    names = [f"{number:02}区" for number in range(10)]
    scores = small.scores(names, {6: None, 11: 101, 16: Decimal("0.12345")}, pa.decimal128(13, 5))
    # 04区 has no row for its first unit, 09区 two for its last.
    scores = pa.concat_tables([without(scores, 21), scores.slice(49, 1)])
    rows = [
        ("00区", "张村", "先进", "省级", DAY),
        ("05区", "章村", "先进", "省级", DAY),
        ("06区", "张村", "先进", "国家级", DAY),
        ("07区", "张村", " 先进", "省级", DAY),
        ("08区", "张村", "先\u200b进", None, DAY),
    ]
    folder = small.write(tmp_path / "facts", 得分=scores, 表彰=awards(rows))
    made, found = evaluate(session, folder, tmp_path / "out")
    assert made == SparkRun(10, 9, ("单位", "台账-表彰"))
    assert populations(tmp_path / "out") == ["00区"]
    alone = one_machine(folder)
    assert [key for (key,) in [result.key for result in alone]] == ["00区"]
    assert sorted(map(str, said(found))) == sorted(map(str, said(list(alone.findings()))))


def one_machine(folder: Path) -> Evaluation:
    """The same folder on one machine."""
    from perfeval import pipeline
    from perfeval.folders import parquet_files

    made = pipeline.evaluate_populations(book(), {}, {}, ["辖区"], "python", parquet_files(folder, book()))
    assert made.value is not None, made.diagnostics
    return made.value


def test_what_only_the_evaluation_finds(session: Any, tmp_path: Path) -> None:
    """Nothing is wrong with the facts of 乙区, but nobody can divide by its 0; it has no results at all."""
    scores = small.scores(NAMES)
    people = pa.array([0 if row == 7 else 5 for row in range(len(scores))], type=pa.int32())
    table = scores.set_column(scores.schema.get_field_index("人数"), "人数", people)
    given = awards([(name, "张村", "先进", "省级", DAY) for name in NAMES])
    folder = small.write(tmp_path / "facts", 得分=table, 表彰=given)
    made, found = evaluate(session, folder, tmp_path / "out")
    assert made is not None and made.without == 1
    alone = one_machine(folder)
    results = [result.key[0] for result in alone]
    assert said(found) == said(list(alone.findings()))
    assert "乙区" in found[0].message
    assert populations(tmp_path / "out") == sorted(results) == sorted(["甲区", "丙区"])
    rows = pq.read_table(tmp_path / "out" / "台账-表彰")
    assert sorted(rows["辖区"].to_pylist()) == sorted(["甲区", "丙区"])
    assert rows["单位"].to_pylist() == ["张村", "张村"]


def test_warnings_are_those_of_one_machine(session: Any, tmp_path: Path) -> None:
    """Equal rows and days far from the year are told, and the populations have their results."""
    rows = [
        ("甲区", "张村", "先进", "省级", DAY),
        ("甲区", "张村", "先进", "省级", DAY),
        ("甲区", "李村", "先进", "省级", DAY),
        ("乙区", "张村", "先进", "省级", date(1924, 5, 1)),
        ("乙区", "李村", "先进", "省级", date(2044, 12, 31)),
        ("丙区", "张村", "先进", "省级", DAY),
        ("丙区", "张村", "先进", "县级", DAY),
        ("丁区", "赵村", "先进", "省级", date(2003, 12, 31)),
        ("丁区", "赵村", "先进", "省级", date(2003, 12, 31)),
    ]
    scores = small.scores([*NAMES, "丁区"], {16: 101})
    folder = small.write(tmp_path / "facts", 得分=scores, 表彰=awards(rows))
    made, found = evaluate(session, folder, tmp_path / "out")
    assert made == SparkRun(4, 1, ("单位", "台账-表彰"))
    alone = one_machine(folder)
    assert [key for (key,) in [result.key for result in alone]] == NAMES
    assert sorted(map(str, said(found))) == sorted(map(str, said(list(alone.findings()))))
    codes = sorted(each.code for each in found)
    assert codes == ["PE625", "PE636", "PE636", "PE637", "PE637", "PE637"]


def test_rows_of_no_population(session: Any, tmp_path: Path) -> None:
    rows = [("甲曲", "张村", "先进", "省级", DAY), ("甲曲", "李村", "先进", "省级", DAY)]
    folder = small.write(tmp_path / "facts", 得分=small.scores(NAMES), 表彰=awards(rows))
    made, found = evaluate(session, folder, tmp_path / "out")
    assert made is None and not (tmp_path / "out").exists()
    assert [(each.code, each.message) for each in found] == [("PE653", "没有辖区“甲曲”这个群体，这样的共2行")]


def _files() -> Mapping[str, tuple[Mapping[str, pa.Table], str, str]]:
    """Folders that cannot be read: what is in them, the code of what is said, and a part of it."""
    scores = small.scores(NAMES)
    floats = small.scores(NAMES, dict.fromkeys(range(1, 16), 80.5), pa.float64())
    return {
        "float": ({"得分": floats}, "PE558", "浮点数"),
        "missing ledger": ({"表彰": awards([])}, "PE558", "缺少台账“得分”"),
        "missing column": ({"得分": scores.drop_columns(["人数"])}, "PE610", "人数"),
        "strange column": ({"得分": scores.append_column("备注", pa.array(["无"] * 15))}, "PE612", "备注"),
        "strange ledger": ({"得分": scores, "表章": awards([])}, "PE558", "表章"),
        "no population": ({"得分": scores.drop_columns(["辖区"])}, "PE610", "辖区"),
        "nobody": ({"得分": scores.slice(0, 0)}, "PE654", "辖区"),
    }


@pytest.mark.parametrize("case", _files())
def test_folders_that_cannot_be_read(case: str, session: Any, tmp_path: Path) -> None:
    tables, code, part = _files()[case]
    made, found = evaluate(session, small.write(tmp_path / "facts", **tables), tmp_path / "out")
    assert made is None
    assert [each.code for each in found] == [code]
    assert part in found[0].message
    assert found[0].hint
    assert not (tmp_path / "out").exists()


def test_places_and_names(session: Any, tmp_path: Path) -> None:
    folder = small.write(tmp_path / "facts", 得分=small.scores(NAMES))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "旧的").touch()
    assert [each.code for each in evaluate(session, folder, tmp_path / "out")[1]] == ["PE559"]
    assert [each.code for each in evaluate(session, tmp_path / "别处", tmp_path / "新")[1]] == ["PE558"]
    assert [each.code for each in evaluate(session, folder, tmp_path / "新", ["人数"])[1]] == ["PE710"]
    (folder / "表彰.csv").write_text("单位\n", encoding="utf-8")
    found = evaluate(session, folder, tmp_path / "新")[1]
    assert [each.code for each in found] == ["PE558"]
    assert "CSV" in found[0].message


def test_tables_as_facts_and_results(session: Any, tmp_path: Path) -> None:
    """The same rows as tables, read and written by name, give what folders give."""
    folder = small.write(tmp_path / "facts", 得分=small.scores(NAMES))
    session.read.parquet(str(folder / "得分.parquet")).write.saveAsTable("scores_2024")
    facts, out = "table:得分=scores_2024", "table:单位=out_units, 台账-表彰=out_awards"
    assert [each.code for each in evaluate(session, facts, out)[1]] == ["PE559"]
    out += ", 清单=default.out_manifest"
    made, found = evaluate(session, facts, out)
    assert found == []
    assert made == SparkRun(3, 0, ("单位", "台账-表彰"))
    evaluate(session, folder, tmp_path / "out")
    stored = session.table("out_units").sort("辖区", "单位").collect()
    assert stored == session.read.parquet(str(tmp_path / "out" / "单位")).sort("辖区", "单位").collect()
    assert len(stored) == 18
    assert session.table("out_manifest").count() == 1
    assert [each.code for each in evaluate(session, facts, out)[1]] == ["PE559"]


def test_numbers_of_rows(session: Any, tmp_path: Path) -> None:
    """Rows stand in the order that they say themselves; where they do not say it, nothing is evaluated."""
    rows = awards([("甲区", "张村", "先进", "省级", DAY), ("甲区", "李村", "先进", "省级", DAY)])
    lines = pa.array([7, 3], type=pa.int64())
    folder = small.write(
        tmp_path / "facts", 得分=small.scores(["甲区"]), 表彰=rows.append_column("_line", lines)
    )
    made, found = evaluate(session, folder, tmp_path / "out")
    assert made is not None and found == []
    stored = pq.read_table(tmp_path / "out" / "台账-表彰").select(["单位", "〔行〕"]).to_pylist()
    assert sorted(map(str, stored)) == sorted(
        map(str, [{"单位": "张村", "〔行〕": 7}, {"单位": "李村", "〔行〕": 3}])
    )
    same = pa.array([7, 7], type=pa.int64())
    small.write(folder, 表彰=rows.append_column("_line", same))
    made, found = evaluate(session, folder, tmp_path / "other")
    assert made is None
    assert [(each.code, each.message) for each in found] == [("PE558", "“_line”这一栏有空的，或者有重复的")]


# ---------------------------------------------------------------- no Spark at all


def test_without_java(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(spark_session, "find_spec", lambda name: object())
    made = spark_session.open_session("local[1]")
    assert made.value is None
    assert [each.code for each in made.diagnostics] == ["PE556"]
    assert "openjdk-17" in made.diagnostics[0].hint


def test_through_spark_connect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPARK_REMOTE", "sc://localhost")
    made = spark_session.open_session()
    assert made.value is None
    assert [each.code for each in made.diagnostics] == ["PE557"]


def test_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark_session, "find_spec", lambda name: None)
    made = spark_session.open_session()
    assert made.value is None
    assert [each.code for each in made.diagnostics] == ["PE551"]
    assert "perfeval[spark]" in made.diagnostics[0].hint
