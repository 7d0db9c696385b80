"""Books that take results of other books: these too are evaluated population by population."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from perfeval import pipeline
from perfeval.diagnostics.diagnostic import Cell
from perfeval.folders import parquet_files
from perfeval.populations.stored import open_stored
from tests.files.villages import YEAR, sound
from tests.populations.folders import Files, Key, evaluation_of, same, together
from tests.populations.test_stored import store

SCORES = "单位,基础分,加分项\n张村,80,5\n李村,{},0.5\n王村,55,0.5\n"
RESULTS = "单位,季度得分,季度名次,等次\n张村,85,1,合格\n李村,55.5,2,不合格\n王村,55.5,2,不合格\n"
PRIZES = "单位,项目\n{},好\n"


def folders_of(file: str, text: str) -> dict[Key, Files]:
    """Two districts with other prizes and, where they are scores, other scores."""
    return {
        (name,): {file: text.format(score).encode(), "表彰.csv": PRIZES.format(unit).encode()}
        for name, score, unit in (("甲区", "55", "王村"), ("乙区", "99", "李村"))
    }


@pytest.mark.parametrize("engine", ["python", "vectors"])
@pytest.mark.parametrize(("file", "text"), [("季度考核/得分.csv", SCORES), ("季度考核.csv", RESULTS)])
def test_each_takes_its_own_results(file: str, text: str, engine: str, tmp_path: Path) -> None:
    """From ledgers in a folder, or from a file of results; also where they are stored."""
    folders = folders_of(file, text)
    results = list(evaluation_of(sound(YEAR), together(("辖区",), folders), engine=engine))
    assert [each.key for each in results] == list(folders)
    for each in results:
        alone = pipeline.evaluate(sound(YEAR), {}, folders[each.key]).value
        assert alone is not None
        same(each.outcome, alone)
    if engine == "vectors":
        store(evaluation_of(sound(YEAR), together(("辖区",), folders), engine=engine), tmp_path, 3)
        for one, other in zip(open_stored(tmp_path, sound(YEAR)), results, strict=True):
            same(one.outcome, other.outcome, lines=True)


def test_results_or_ledgers_that_are_missing_are_told_once() -> None:
    """Neither file nor folder, and both: about the folder, not about populations."""
    folders = folders_of("季度考核.csv", RESULTS)
    files = together(("辖区",), folders)
    without = {name: content for name, content in files.items() if name != "季度考核.csv"}
    made = evaluation_of(sound(YEAR), without)
    assert (list(made), [each.code for each in made.findings()]) == ([], ["PE651"])
    both = {**files, **together(("辖区",), folders_of("季度考核/得分.csv", SCORES))}
    made = evaluation_of(sound(YEAR), both)
    assert (list(made), [each.code for each in made.findings()]) == ([], ["PE652"])


def test_what_is_wrong_there_is_placed_there() -> None:
    """A row of the other book's ledger, with the folder, the real line and the population."""
    files = together(("辖区",), folders_of("季度考核/得分.csv", SCORES.replace("80,5", "80,多")))
    made = evaluation_of(sound(YEAR), files)
    assert list(made) == []
    assert [(each.where, each.message[:7]) for each in made.findings() if each.code == "PE623"] == [
        (Cell("季度考核/得分.csv", 2, "加分项", "多"), "辖区“甲区”："),
        (Cell("季度考核/得分.csv", 5, "加分项", "多"), "辖区“乙区”："),
    ]


def test_beside_parquet_files(tmp_path: Path) -> None:
    """Own ledgers as Parquet, the other book's as CSV files in their folder."""
    folders = folders_of("季度考核/得分.csv", SCORES)
    files = together(("辖区",), folders)
    prizes = {"辖区": ["甲区", "乙区"], "单位": ["王村", "李村"], "项目": ["好", "好"]}
    pq.write_table(pa.table(prizes), tmp_path / "表彰.parquet")
    csv = {name: content for name, content in files.items() if name != "表彰.csv"}
    parquet = parquet_files(tmp_path, sound(YEAR))
    for engine in ("python", "vectors", "duckdb"):
        made = pipeline.evaluate_populations(sound(YEAR), {}, csv, ["辖区"], engine, parquet).value
        assert made is not None
        results = {each.key: each.outcome for each in made}
        assert list(results) == list(folders), made.findings()
        for key, outcome in results.items():
            alone = pipeline.evaluate(sound(YEAR), {}, folders[key]).value
            assert alone is not None
            same(outcome, alone)
