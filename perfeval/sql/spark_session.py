"""A session with a Spark cluster, or what is missing for one."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from perfeval.diagnostics.diagnostic import Checked
from perfeval.sql import errors as sql_errors
from perfeval.sql import spark_errors as errors

# In one task many rows are sorted at once; with the usual pages of 64 MB that would ask for gigabytes.
_SETTINGS = {"spark.buffer.pageSize": "2m"}
# Where this is set PySpark talks to a server that keeps plans to itself.
_REMOTE = "SPARK_REMOTE"


def open_session(address: str | None = None) -> Checked[Any]:
    """A session with the cluster at an address (spark://…, yarn, k8s://…, local[2]).

    None: with whatever spark-submit or the settings of this machine name. A session that there already
    is stays as it is.
    """
    if find_spec("pyspark") is None:
        return Checked(None, (sql_errors.package_missing("pyspark", "spark"),))
    if _REMOTE in os.environ:
        return Checked(None, (errors.remote(),))
    if not _has_java():
        return Checked(None, (errors.no_java(),))
    from pyspark.sql import SparkSession

    known = SparkSession.getActiveSession()
    if known is not None and address is None:
        return Checked(known)
    builder = SparkSession.builder.appName("perfeval")
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    try:
        return Checked((builder.master(address) if address is not None else builder).getOrCreate())
    except Exception as problem:
        return Checked(None, (errors.no_session(address, str(problem)),))


def _has_java() -> bool:
    """Whether Java is where Spark looks for it."""
    home = os.environ.get("JAVA_HOME")
    return (home is not None and Path(home, "bin", "java").exists()) or shutil.which("java") is not None
