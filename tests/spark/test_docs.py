"""What docs/spark.md shows is done, as far as the cluster of these tests can."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from tests.docs.markdown import Document
from tests.populations.folders import RULES
from tests.spark.cluster import Cluster

DOCS = RULES.parent / "docs"
_OPTION = re.compile(r"--[a-z-]+")


def document(name: str) -> Document:
    """A page of the documentation."""
    path = DOCS / name
    return Document(path, path.read_text(encoding="utf-8"))


def shown(begin: str) -> list[str]:
    """The blocks of the page that begin so, in order."""
    return [block.text for block in document("spark.md").blocks() if block.text.startswith(begin)]


def test_the_programs_run(session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Facts are converted and evaluated, and what is printed is what stands there."""
    for block in document("populations.md").blocks():
        name = block.setting("file")
        if name is not None:
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(block.text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    # Java keeps the folder it was started in; to a cluster one says whole addresses anyway.
    convert, *_ = shown("from pyspark")
    (evaluate,) = shown("from perfeval import")
    printed = io.StringIO()
    with redirect_stdout(printed):
        for code in (convert, evaluate):
            exec(compile(_whole(code, tmp_path), "spark.md", "exec"), {})
    assert printed.getvalue() in shown("SparkRun(")
    units = session.read.parquet(str(tmp_path / "结果" / "单位"))
    assert units.where("`单位` = '西村'").count() == 2


def _whole(code: str, folder: Path) -> str:
    """The program with whole addresses in place of short ones."""
    return re.sub(r'"((?:两镇/|台账|结果)[^"]*)"', lambda match: f'"{folder}/{match[1]}"', code)


def test_commands_say_what_there_is(cluster: Cluster) -> None:
    """Every option of the commands is one of spark-submit, or of perfeval."""
    submit = cluster.jars.parent / "bin" / "spark-submit"
    spark = subprocess.run(
        [submit, "--help"], capture_output=True, text=True, check=False, env=_environment()
    )
    own = subprocess.run(
        [sys.executable, "-m", "perfeval", "eval", "--help"], capture_output=True, text=True, check=True
    )
    commands = [*shown("spark-submit"), *shown("perfeval eval")]
    assert len(commands) == 4
    for command in commands:
        before, _, after = f" {command}".partition(" eval ")
        assert [
            option for option in _OPTION.findall(before) if option not in spark.stdout + spark.stderr
        ] == []
        assert [option for option in _OPTION.findall(after) if option not in own.stdout] == []
        for setting in re.findall(r"--conf (\S+?)=", before):
            assert setting.startswith(
                ("spark.kubernetes.", "spark.yarn.", "spark.sql.", "spark.executor.", "spark.buffer.")
            )


def _environment() -> dict[str, str]:
    words = {name: value for name, value in os.environ.items() if name != "PYSPARK_SUBMIT_ARGS"}
    return {**words, "SPARK_LOCAL_IP": "127.0.0.1"}
