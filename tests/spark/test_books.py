"""Every book in rules/ on the cluster: all columns and traces as one machine gives them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from perfeval import api
from perfeval.pipeline import compile_tables
from perfeval.sql import spark as evaluation
from perfeval.sql import spark_places
from perfeval.sql.spark import run_spark
from perfeval.sql.spark_places import Place
from tests.populations.as_parquet import table_of
from tests.populations.folders import BOOKS, FACTS, RULES, Files, Key, book_of, together
from tests.spark.facts import POPULATION
from tests.spark.same import differences

_SEEDS = 4
# For a few units writing and compiling programs would be most of the work: here Spark does without. With
# programs it does the plan of 2013 in test_worker_lost.py. Two divisions are one for each worker.
_SMALL = {
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.shuffle.partitions": "2",
}


def own_facts(book: str) -> Files:
    """The facts that stand beside a book."""
    return {path.name: path.read_bytes() for path in (RULES / book / "facts").glob("*.csv")}


def write_book(folder: Path, book: str, folders: dict[Key, Files]) -> None:
    """Facts of several populations as Parquet folders."""
    for file, content in together((POPULATION,), folders).items():
        name = file.removesuffix(".csv")
        own = folder / name
        own.mkdir(parents=True)
        table = table_of(book_of(book), name, content)
        cut = len(table) // 3
        for number, part in enumerate((table.slice(0, cut), table.slice(cut))):
            pq.write_table(part, own / f"part-{number}.parquet")


@pytest.mark.parametrize("book", BOOKS)
def test_cluster_gives_what_one_machine_gives(
    book: str, session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans: list[str] = []

    def write(place: Place, name: str, frame: Any) -> None:
        plans.append(frame._jdf.queryExecution().executedPlan().toString())
        spark_places.write(place, name, frame)

    monkeypatch.setattr(evaluation, "write", write)
    monkeypatch.setattr(evaluation, "_SETTINGS", {**evaluation._SETTINGS, **_SMALL})
    folders: dict[Key, Files] = {("本地",): own_facts(book)}
    folders.update({(f"第{seed}区",): FACTS[book](seed) for seed in range(_SEEDS)})
    write_book(tmp_path / "facts", book, folders)
    stored = api.store_populations(RULES / book, tmp_path / "facts", [POPULATION], tmp_path / "single")
    assert stored.value is not None, stored.diagnostics

    model = compile_tables(book_of(book), {}).value
    assert model is not None
    spark = tmp_path / "spark"
    made = run_spark(book_of(book), model, session, str(tmp_path / "facts"), str(spark), [POPULATION])
    assert made.value is not None, made.diagnostics
    assert made.value.populations == len(folders)
    assert differences(spark, tmp_path / "single", book_of(book)) == []
    # What was divided by population when it was read is never sent anywhere again, nor to everyone.
    assert len(plans) == len(made.value.results) + 1
    for plan in plans[:-1]:
        assert "Scan ExistingRDD" in plan and "Exchange" not in plan, plan
