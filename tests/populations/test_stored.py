"""Results and traces in Parquet files: what is read back is what the reference gives."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from perfeval import api
from perfeval.diagnostics.diagnostic import has_errors
from perfeval.populations import division, storing
from perfeval.populations.evaluation import Evaluation
from perfeval.populations.in_vectors import VectorEvaluation
from perfeval.populations.manifest import Manifest, engine_version
from perfeval.populations.store import Store, alone_in, opened
from perfeval.populations.stored import NotStoredError, open_stored, population_outcome
from perfeval.tables.places import UNIT_GRAIN
from tests.populations.as_parquet import write_parquet
from tests.populations.folders import (
    BOOKS,
    FACTS,
    RULES,
    Files,
    Key,
    book_of,
    evaluation_of,
    rows_of,
    same,
    text_of,
    together,
)

BOOK = "heshan-2013"
ROOT = RULES.parent


def folder_of(book: str, seeds: range) -> dict[str, bytes]:
    """Random facts of some populations, together."""
    folders: dict[Key, Files] = {(f"第{seed}区",): FACTS[book](seed) for seed in seeds}
    return together(("辖区",), folders)


def store(evaluation: Evaluation, folder: Path, units: int) -> Store:
    """Store an evaluation in parts of so many units."""
    assert isinstance(evaluation, VectorEvaluation)
    parts = len(list(division.parts_of(evaluation.source.sizes(), units)))
    book, model = evaluation.book, evaluation.model
    names = list(evaluation.names)
    manifest = Manifest(book.sha256, dict(model.readings), names, {}, units, parts, engine_version())
    made = opened(folder, manifest)
    assert isinstance(made, Store)
    storing.store_results(evaluation, made, lambda done, of: None)
    return made


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize("units", [1, 250])
def test_what_is_stored_is_the_reference(book: str, units: int, tmp_path: Path) -> None:
    """Units, facts, lines, columns and traces of each population, alone or one after the other."""
    files = folder_of(book, range(40, 43))
    wanted = evaluation_of(book_of(book), files)
    results = list(wanted)
    made = evaluation_of(book_of(book), files, engine="vectors")
    store(made, tmp_path, units)
    assert made.findings() == wanted.findings()
    stored = open_stored(tmp_path, book_of(book))
    assert stored.keys() == [each.key for each in results]
    for one, other in zip(stored, results, strict=True):
        assert one.key == other.key
        same(one.outcome, other.outcome, lines=True)
    for each in reversed(results):
        outcome = population_outcome(tmp_path, book_of(book), each.key)
        assert outcome is not None
        same(outcome, each.outcome, lines=True)
    assert stored.outcome(("没有的区",)) is None


def test_populations_with_errors_are_not_stored(tmp_path: Path) -> None:
    """In the middle, at the end, and all of a part; the findings stay with the part."""
    files = folder_of(BOOK, range(50, 56))
    rows = rows_of(files["得分.csv"])
    for row in rows[1:]:
        if row[0] in ("第51区", "第52区", "第55区"):
            row[2] = "没有"
    files = {**files, "得分.csv": text_of(rows)}
    made = evaluation_of(book_of(BOOK), files, engine="vectors")
    store(made, tmp_path, 212)
    wanted = evaluation_of(book_of(BOOK), files)
    results = list(wanted)
    assert [each.key for each in results] == [("第50区",), ("第53区",), ("第54区",)]
    stored = open_stored(tmp_path, book_of(BOOK))
    for one, other in zip(stored, results, strict=True):
        same(one.outcome, other.outcome, lines=True)
    assert stored.outcome(("第51区",)) is None
    again = evaluation_of(book_of(BOOK), files, engine="vectors")
    store(again, tmp_path, 212)
    assert again.findings() == made.findings() == wanted.findings()
    assert again.told.without == made.told.without == wanted.told.without


def test_finished_parts_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails in the middle leaves whole parts, and the next run makes only the others."""
    files = folder_of(BOOK, range(60, 66))
    real = Store.write

    def fails(self: Store, part: int, *rest: object) -> None:
        if part == 3:
            raise KeyboardInterrupt
        real(self, part, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "write", fails)
    with pytest.raises(KeyboardInterrupt):
        store(evaluation_of(book_of(BOOK), files, engine="vectors"), tmp_path, 106)
    monkeypatch.setattr(Store, "write", real)
    unfinished = open_stored(tmp_path, book_of(BOOK))
    assert len(unfinished.keys()) == 3
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("*0[123].parquet")}
    assert len(before) > 10
    store(evaluation_of(book_of(BOOK), files, engine="vectors"), tmp_path, 106)
    assert {name: (tmp_path / name).stat().st_mtime_ns for name in before} == before
    whole = list(open_stored(tmp_path, book_of(BOOK)))
    for one, other in zip(whole, evaluation_of(book_of(BOOK), files), strict=True):
        same(one.outcome, other.outcome, lines=True)


def test_killed_in_the_middle_and_run_again(tmp_path: Path) -> None:
    """kill -9 while parts are written: the same command goes on, and gives what an unbroken run gives."""
    facts, out, straight = tmp_path / "台账", tmp_path / "结果", tmp_path / "一次算完"
    facts.mkdir()
    for name, content in folder_of(BOOK, range(70, 78)).items():
        (facts / name).write_bytes(content)
    rules = RULES / BOOK
    running = subprocess.Popen([sys.executable, "-c", _SLOW, str(rules), str(facts), str(out)], cwd=ROOT)
    deadline = time.monotonic() + 120
    while len(list(out.glob("索引-*.parquet"))) < 3 and time.monotonic() < deadline:
        assert running.poll() is None, "the run ended before it could be killed"
        time.sleep(0.01)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    kept = len(list(out.glob("索引-*.parquet")))
    assert 3 <= kept < 8
    assert not (out / "索引.parquet").exists()
    subprocess.run([sys.executable, "-c", _FAST, str(rules), str(facts), str(out)], cwd=ROOT, check=True)
    subprocess.run([sys.executable, "-c", _FAST, str(rules), str(facts), str(straight)], cwd=ROOT, check=True)
    names = sorted(path.name for path in out.iterdir())
    assert names == sorted(path.name for path in straight.iterdir())
    for name in names:
        assert (out / name).read_bytes() == (straight / name).read_bytes(), name


# The command with small parts; in the first the disk is so slow that it can be killed in the middle.
_FAST = """
import sys
from perfeval import api
from perfeval.populations import storing
storing.PART_UNITS = 106
stored = api.store_populations(sys.argv[1], sys.argv[2], ["辖区"], sys.argv[3])
assert stored.value is not None, stored.diagnostics
"""
_SLOW = (
    """
import time
from perfeval.populations.store import Store, alone_in, opened
put = Store._put
def slow(self, name, table):
    time.sleep(0.02)
    put(self, name, table)
Store._put = slow
"""
    + _FAST
)


def stored_by_api(tmp_path: Path, files: Files, out: str = "结果", **readings: str) -> list[str]:
    """Store these facts through the Python interface; the codes of errors."""
    facts = tmp_path / "台账"
    facts.mkdir(exist_ok=True)
    for name, content in files.items():
        (facts / name).write_bytes(content)
    made = api.store_populations(RULES / BOOK, facts, ["辖区"], tmp_path / out, readings)
    assert (made.value is None) == has_errors(made.diagnostics)
    return [each.code for each in made.diagnostics if each.severity.name == "ERROR"]


def test_only_one_run_at_a_time(tmp_path: Path) -> None:
    """While a run writes to a folder another is refused and changes nothing there; afterwards it goes on."""
    files, out = folder_of(BOOK, range(80, 82)), tmp_path / "结果"
    with alone_in(out) as other:
        assert other is None
        assert stored_by_api(tmp_path, files) == ["PE712"]
        assert [path.name for path in out.iterdir() if not path.name.startswith(".")] == []
    assert stored_by_api(tmp_path, files) == []


def test_other_results_are_not_mixed(tmp_path: Path) -> None:
    """Other facts, readings or columns, and folders of other things, are errors; nothing is overwritten."""
    files = folder_of(BOOK, range(80, 82))
    assert stored_by_api(tmp_path, files) == []
    before = {path.name: path.read_bytes() for path in (tmp_path / "结果").iterdir()}
    assert stored_by_api(tmp_path, files) == []
    assert stored_by_api(tmp_path, files, 名额取整="向下取整") == ["PE711"]
    assert stored_by_api(tmp_path, {"表彰.csv": files["表彰.csv"] + b"\n"}) == ["PE711"]
    assert stored_by_api(tmp_path, files, "台账") == ["PE711"]
    assert {path.name: path.read_bytes() for path in (tmp_path / "结果").iterdir()} == before
    found = api.store_populations(RULES / BOOK, tmp_path / "台账", ["片区"], tmp_path / "另")
    assert found.value is None
    assert not (tmp_path / "另").exists()


def test_only_results_of_this_book_are_read(tmp_path: Path) -> None:
    """No folder, no manifest, another book."""
    with pytest.raises(NotStoredError, match="没有存好的结果"):
        open_stored(tmp_path, book_of(BOOK))
    assert stored_by_api(tmp_path, folder_of(BOOK, range(80, 82))) == []
    with pytest.raises(NotStoredError, match="不是用这本规则书算的"):
        open_stored(tmp_path / "结果", book_of("credit-2025"))
    (tmp_path / "结果" / "清单.json").write_text("{", encoding="utf-8")
    with pytest.raises(NotStoredError, match="没有存好的结果"):
        open_stored(tmp_path / "结果", book_of(BOOK))


def test_others_read_the_same_numbers(tmp_path: Path) -> None:
    """Another program sees decimals, words and populations as the result records have them."""
    files = folder_of(BOOK, range(90, 93))
    assert stored_by_api(tmp_path, files) == []
    evaluation = evaluation_of(book_of(BOOK), files)
    wanted = []
    for result in evaluation:
        places = evaluation.model.columns[UNIT_GRAIN, "综合得分"].places
        columns = result.outcome.columns
        for name, total, rank, grade in zip(
            *(columns[UNIT_GRAIN, each] for each in ("单位", "综合得分", "名次", "等次")), strict=True
        ):
            wanted.append((*result.key, name, total, rank, grade))
    rows = duckdb.execute(
        f"""select 辖区, 单位, 综合得分 * {10**places}, 名次, 等次
        from read_parquet('{tmp_path}/结果/单位-*.parquet')"""
    ).fetchall()
    assert [(a, b, None if c is None else int(c), d, e) for a, b, c, d, e in rows] == wanted
    schema = pq.read_schema(tmp_path / "结果" / "单位-00001.parquet")
    assert pa.types.is_decimal(schema.field("综合得分").type)
    assert pa.types.is_dictionary(schema.field("等次").type)
    manifest = json.loads((tmp_path / "结果" / "清单.json").read_text(encoding="utf-8"))
    assert (manifest["populations"], manifest["finished"]) == (["辖区"], True)
    assert sorted(manifest["facts"]) == sorted(files)


def test_parquet_in_and_out(tmp_path: Path) -> None:
    """Facts as Parquet, results as Parquet; the lines are those of the facts."""
    book = book_of("credit-2025")
    files = folder_of("credit-2025", range(100, 103))
    write_parquet(tmp_path / "台账", book, files, random.Random(1))
    made = api.store_populations(RULES / "credit-2025", tmp_path / "台账", ["辖区"], tmp_path / "结果")
    assert made.value is not None, made.diagnostics
    for one, other in zip(open_stored(tmp_path / "结果", book), evaluation_of(book, files), strict=True):
        same(one.outcome, other.outcome)
