"""The whole plan of 2013 for 200,000 units, and a worker that dies in the middle of it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from perfeval import api
from perfeval.pipeline import compile_tables
from perfeval.sql.spark import run_spark
from tests.populations.folders import RULES, book_of
from tests.spark.cluster import Cluster, wait_until
from tests.spark.facts import POPULATION, write_plan
from tests.spark.same import differences

_BOOK = "heshan-2013"
_POPULATIONS = 1888  # of 106 units each


class _Killer(threading.Thread):
    """Kills a worker as soon as tasks that write results are done but not all of them."""

    def __init__(self, cluster: Cluster, session: Any, out: Path) -> None:
        super().__init__(daemon=True)
        self.cluster, self.session, self.out = cluster, session, out
        self.is_killed = False

    def run(self) -> None:
        units = self.out / "单位"
        attempts = units / "_temporary"
        if wait_until(lambda: any(attempts.rglob("*.parquet")), 600):
            self.cluster.workers[0].kill()
            self.is_killed = not (units / "_SUCCESS").exists()


def test_nothing_is_lost_or_doubled(cluster: Cluster, session: Any, tmp_path: Path) -> None:
    write_plan(tmp_path / "facts", _POPULATIONS)
    stored = api.store_populations(RULES / _BOOK, tmp_path / "facts", [POPULATION], tmp_path / "single")
    assert stored.value is not None, stored.diagnostics

    killer = _Killer(cluster, session, tmp_path / "spark")
    killer.start()
    model = compile_tables(book_of(_BOOK), {}).value
    assert model is not None
    spark = tmp_path / "spark"
    try:
        made = run_spark(book_of(_BOOK), model, session, str(tmp_path / "facts"), str(spark), [POPULATION])
    finally:
        killer.join(timeout=1)
        cluster.add_worker(len(cluster.workers))
    assert killer.is_killed, "the results were there before the worker was killed"
    assert made.value is not None, made.diagnostics
    assert made.diagnostics == ()
    assert made.value.populations == _POPULATIONS and made.value.without == 0
    assert differences(spark, tmp_path / "single", book_of(_BOOK)) == []
