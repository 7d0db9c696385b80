"""What the files of stored results hold: their names, and for each field what it is."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import pyarrow as pa
from attrs import frozen

MANIFEST = "清单.json"
INDEX = "索引"
UNITS = "单位"
LEDGER = "台账-"
SUFFIX = ".parquet"
META = b"perfeval"

# Fields that no book has: what stands in 〔〕 is not part of any name.
NUMBER, LINE = "〔单位序号〕", "〔行〕"

# What a field is: a value of the population, the unit of a row (its name, its number in the population),
# the line of a row, a fact, a computed column, or a part of the trace of a table or step.
POPULATION, UNIT, UNIT_NUMBER, ROW_LINE, FACT, COLUMN, TRACE = (
    "population",
    "unit",
    "number",
    "line",
    "fact",
    "column",
    "trace",
)


@frozen
class Field:
    """One field of a file: its name there, what it is, and the column or node that it is about.

    part: which part of a trace. words: the names in a list, in their order.
    """

    title: str
    what: str
    name: str
    part: str = ""
    words: tuple[str, ...] = ()

    def arrow(self, array: Any) -> Any:
        """The field of an Arrow schema for this array."""
        meta = {"what": self.what, "name": self.name, "part": self.part, "words": list(self.words)}
        return pa.field(self.title, array.type, metadata={META: json.dumps(meta, ensure_ascii=False)})


@lru_cache(maxsize=4096)
def field_of(title: str, about: bytes) -> Field:
    """What a field of a stored file is. about: what stands in its metadata under META."""
    meta = json.loads(about)
    return Field(title, meta["what"], meta["name"], meta["part"], tuple(meta["words"]))


def table_of(
    fields: Sequence[Field], arrays: Sequence[Any], about: Mapping[str, object] | None = None
) -> Any:
    """Fields with their arrays as an Arrow table; about: what is kept of the whole table beside them."""
    schema = pa.schema([field.arrow(array) for field, array in zip(fields, arrays, strict=True)])
    if about is not None:
        schema = schema.with_metadata({META: json.dumps(about, ensure_ascii=False)})
    return pa.Table.from_arrays(list(arrays), schema=schema)


def about_of(schema: Any) -> dict[str, Any]:
    """What was kept of the whole table."""
    found: dict[str, Any] = json.loads(schema.metadata[META])
    return found


def file_name(kind: str, part: int) -> str:
    """The file of a part: 单位-00001.parquet; parts are numbered from 0, files from 1."""
    return f"{kind}-{part + 1:05}{SUFFIX}"
