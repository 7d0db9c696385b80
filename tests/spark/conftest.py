"""One cluster for all tests of this folder, and a session with it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.spark.cluster import SETTINGS, Cluster, java


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A master and two workers that run for these tests alone."""
    if not os.environ.get("CI"):
        if java() is None:
            pytest.skip("Java is not installed")
        pytest.importorskip("pyspark")
    found = find_spec("pyspark")
    assert found is not None and found.origin is not None
    with tempfile.TemporaryDirectory(prefix="spark") as folder:
        made = Cluster(Path(folder), Path(found.origin).parent / "jars")
        try:
            made.start()
            yield made
        finally:
            made.stop()


@pytest.fixture(scope="session")
def session(cluster: Cluster) -> Iterator[Any]:
    """A session with the cluster."""
    from perfeval.sql.spark_session import open_session

    # What a user would say to spark-submit.
    settings = {**SETTINGS, "spark.sql.warehouse.dir": str(cluster.folder / "warehouse")}
    words = " ".join(f"--conf '{name}={value}'" for name, value in settings.items())
    os.environ["PYSPARK_SUBMIT_ARGS"] = f"--driver-memory 1g {words} pyspark-shell"
    opened = open_session(cluster.address)
    assert opened.value is not None, [each.hint for each in opened.diagnostics]
    yield opened.value
    opened.value.stop()
