"""A case of each finding about populations and Parquet files, for the gallery of messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.folders import strange_parquet
from perfeval.ledger.read import read_facts
from tests.populations.small import book, evaluation, scores, write

_HEADER = "辖区,单位,基础分,人数\n"
_SCORES = "".join(f"甲区,{unit},80,5\n" for unit in ("张村", "李村", "王村", "赵村", "钱村"))
_AWARDS = "辖区,单位,项目,级别,日期\n甲曲,张村,先进,省级,2024-05-01\n"


def findings() -> Iterator[tuple[Diagnostic, ...]]:
    """What is found in each of some folders."""
    yield _of_texts({"得分.csv": _HEADER + _SCORES, "表彰.csv": _AWARDS})
    yield _of_texts({"得分.csv": _HEADER})
    with TemporaryDirectory() as folder:
        path = Path(folder)
        (path / "得分.parquet").write_bytes(b"PAR1")
        yield tuple(each for each in evaluation(path).findings())
        write(path, 得分=scores(["甲区"], dict.fromkeys(range(1, 6), 80.5), pa.float64()))
        yield evaluation(path).findings()
        write(path, 得分=scores(["甲区"], {row: row for row in range(1, 6)}, pa.timestamp("s")))
        yield evaluation(path).findings()
        write(path / "得分", 甲=scores(["甲区"]))
        yield strange_parquet(path, book())
    yield read_facts({"得分.parquet": b""}, book().schema).diagnostics


def _of_texts(files: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    with TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        made = evaluation(Path(folder), "python")
        list(made)
        return made.findings()
