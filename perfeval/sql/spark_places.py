"""Where facts are and where results go: folders of Parquet that the whole cluster sees, or tables.

``table:得分=库名.score,表彰=库名.award`` names tables one by one (many catalogs take no Chinese names);
``table:库名.前缀`` stands for the tables whose names begin so. Anything else is a folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import frozen

from perfeval.diagnostics.diagnostic import Cell, Checked, Diagnostic
from perfeval.ledger import errors as ledger_errors
from perfeval.ledger.schema import UNIT_COLUMN, Column, ColumnType, Ledger
from perfeval.rulebook.book import RuleBook
from perfeval.sql import spark_errors as errors
from perfeval.sql.plan import LINE
from perfeval.sql.spark_cells import is_fitting, is_floating, quoted

_TABLES = "table:"
_SUFFIX = ".parquet"
_WHOLE = ("tinyint", "smallint", "int", "bigint")


@frozen
class Place:
    """A folder, or tables: the beginning of their names, or the name of each."""

    text: str

    @property
    def is_tables(self) -> bool:
        """Whether it stands for tables."""
        return self.text.startswith(_TABLES)

    def table(self, name: str) -> str | None:
        """The quoted name of the table for a ledger or a result; None where it has none."""
        named = self.text.removeprefix(_TABLES)
        if "=" in named:
            pairs = [each.partition("=") for each in named.split(",")]
            found = next((table.strip() for own, _, table in pairs if own.strip() == name), None)
            return None if found is None else ".".join(map(quoted, found.split(".")))
        database, dot, prefix = named.rpartition(".")
        own = quoted(prefix + name)
        return ".".join([*map(quoted, database.split(".")), own]) if dot else own

    def path(self, name: str) -> str:
        """The address of one of its folders."""
        return f"{self.text.rstrip('/')}/{name}"

    def shown(self, name: str) -> str:
        """What messages call it."""
        table = self.table(name) if self.is_tables else None
        return name if table is None else table.replace("`", "")


def frames_at(session: Any, place: Place, book: RuleBook, names: Sequence[str]) -> Checked[dict[str, Any]]:
    """The ledgers that are there, by name, none of their rows read; or what is wrong with them."""
    found: list[Diagnostic] = []
    frames: dict[str, Any] = {}
    there = None if place.is_tables else _names_in(session, place.text)
    if not place.is_tables and there is None:
        return Checked(None, (errors.no_facts(place.text),))
    known = [ledger.name for ledger in book.schema.ledgers]
    strange = [name for name in there or () if name.removesuffix(_SUFFIX) not in known]
    for ledger in book.schema.ledgers:
        frame = _frame(session, place, ledger.name, there)
        if frame is not None:
            findings = list(_of_columns(frame, place, ledger, names))
            found.extend(findings)
            frames[ledger.name] = frame
        elif ledger.required:
            stems = tuple(name.removesuffix(_SUFFIX) for name in strange)
            near = ledger_errors.near_miss(ledger.name, stems)
            found.append(errors.no_ledger(place.text, ledger, near))
    found.extend(errors.strange_file(place.text, name, known) for name in strange)
    return Checked(None if found else frames, tuple(found))


def _frame(session: Any, place: Place, ledger: str, there: Sequence[str] | None) -> Any | None:
    if place.is_tables:
        name = place.table(ledger)
        return session.table(name) if name is not None and session.catalog.tableExists(name) else None
    for name in (ledger, ledger + _SUFFIX):
        if there is not None and name in there:
            return session.read.parquet(place.path(name))
    return None


def _of_columns(frame: Any, place: Place, ledger: Ledger, names: Sequence[str]) -> Iterator[Diagnostic]:
    """Columns that are missing, strange, or of types that do not fit."""
    where = place.shown(ledger.name)
    types = dict(frame.dtypes)
    wanted = [*names, *ledger.file_columns]
    missing = tuple(name for name in wanted if name not in types)
    strange = tuple(name for name in types if name not in wanted and name != LINE)
    for name in missing:
        yield ledger_errors.missing_column(Cell(where, None, name), ledger_errors.near_miss(name, strange))
    for name in strange:
        near = ledger_errors.near_miss(name, missing)
        yield ledger_errors.unknown_column(Cell(where, None, name, name), near, missing)
    for name, type_name in types.items():
        column = ledger.column(name)
        if name in names:
            fits = type_name == "string" or type_name in _WHOLE
            column = Column(name, ColumnType.TEXT)
        elif name == UNIT_COLUMN and not ledger.shared:
            fits = type_name == "string"
            column = Column(name, ColumnType.TEXT)
        else:
            fits = column is None or is_fitting(column.type, type_name)
        if not fits and column is not None:
            yield errors.wrong_type(
                Cell(where, None, name), column, type_name, floating=is_floating(type_name)
            )
    if LINE not in types and not _has_rows_numbered(frame):
        yield errors.no_order(Cell(where))


def _has_rows_numbered(frame: Any) -> bool:
    """Whether the source says which row of which file each row is."""
    from pyspark.errors import AnalysisException

    try:
        frame.select("_metadata.file_path", "_metadata.row_index")
    except AnalysisException:
        return False
    return True


# ---------------------------------------------------------------- results


def not_writable(session: Any, place: Place, names: Sequence[str]) -> Diagnostic | None:
    """Why results of these names cannot be written there; None where they can."""
    if not place.is_tables:
        return errors.out_taken(place.text) if _names_in(session, place.text) else None
    for name in names:
        table = place.table(name)
        if table is None:
            return errors.no_table(place.text, name)
        if session.catalog.tableExists(table):
            return errors.out_taken(place.shown(name))
    return None


def write(place: Place, name: str, frame: Any) -> None:
    """Write a result, or fail with nothing that counts as one."""
    writer = frame.write.mode("errorifexists")
    if place.is_tables:
        writer.format("parquet").saveAsTable(place.table(name))
    else:
        writer.parquet(place.path(name))


def read(session: Any, place: Place, name: str) -> Any:
    """A result that was written."""
    return session.table(place.table(name)) if place.is_tables else session.read.parquet(place.path(name))


def _names_in(session: Any, folder: str) -> list[str] | None:
    """What a folder holds, by name, hidden files left out; None where there is no such folder."""
    java = session.sparkContext._jvm
    path = java.org.apache.hadoop.fs.Path(folder)
    system = path.getFileSystem(session.sparkContext._jsc.hadoopConfiguration())
    if not system.exists(path):
        return None
    names = [each.getPath().getName() for each in system.listStatus(path)]
    return sorted(name for name in names if not name.startswith((".", "_")))
