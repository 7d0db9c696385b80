"""The facts of many populations as Spark finds them -> the tables that the plan starts from.

Everything is divided by population once, when it is read; all that follows stays within the divisions.
"""

# ruff: noqa: S608 - all that goes into a query is quoted, or comes from here

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import define, field

from perfeval.ledger.schema import UNIT_COLUMN, Column, ColumnType, Ledger
from perfeval.rulebook.book import RuleBook
from perfeval.sql.plan import LINE, POPULATION, UNIT
from perfeval.sql.relations import GIVEN_UNITS, GivenTable, relations
from perfeval.sql.spark_cells import faulty, kept, literal, odd_name, quoted, raw, unclean

FAULTY = "〔错〕"
# Views of the session beside those that the plan reads.
POPULATIONS, ROWS = "〔群体〕", "〔行〕"
_LEAF = "org.apache.spark.sql.execution.LogicalRDD$"
_FILE, _ROW = "〔文件〕", "〔文件行〕"


@define(eq=False)
class SparkFacts:
    """The facts of one book in one session.

    session: of its own, so that no view or setting of anyone else is touched. frames: for each ledger
    its rows as they are stored, with ``_metadata`` where the source has it. names: the columns that tell
    populations apart. held: what is kept, to be let go in the end.
    """

    book: RuleBook
    session: Any
    frames: Mapping[str, Any]
    names: Sequence[str]
    held: list[Any] = field(factory=list)

    def keep(self, frame: Any, *, now: bool = False) -> Any:
        """A frame that is read again and again, as the beginning of what is read from it.

        now: compute it at once, so that the planner knows how small it is.

        Its rows are computed once, and again only where they were lost. For Spark's planner it is a leaf:
        plans that hold all that they rest on would double with every stage that is read twice.
        """
        from py4j.protocol import Py4JError
        from pyspark.sql import DataFrame

        held = frame.persist()
        self.held.append(held)
        if now:
            held.count()
        java, origin = self.session.sparkContext._jvm, held._jdf
        rows = origin.queryExecution().toRdd()
        maker = java.java.lang.Class.forName(_LEAF).getField("MODULE$").get(None)
        try:
            leaf = maker.fromDataset(rows, origin, False)
        except Py4JError:  # Spark 4.1 and later ask for one word more
            leaf = maker.fromDataset(rows, origin, False, False)
        made = java.org.apache.spark.sql.classic.Dataset.ofRows(self.session._jsparkSession, leaf)
        return DataFrame(made, self.session)

    def release(self) -> None:
        """Let go of everything that is kept."""
        while self.held:
            self.held.pop().unpersist()

    def view(self, name: str, frame: Any) -> None:
        """Name a frame, to be read in queries."""
        frame.createOrReplaceTempView(quoted(name))

    def sql(self, text: str) -> Any:
        """A query over the views."""
        return self.session.sql(text)

    # ------------------------------------------------------------ reading

    def begin(self) -> None:
        """Number the populations, and make a view of each ledger, every row with what it keeps."""
        for name, frame in self.frames.items():
            self.view(_stored(name), self._with_lines(frame))
        self.view(POPULATIONS, self.keep(self._divided(self.sql(self._populations())), now=True))
        for ledger in self.book.schema.ledgers:
            self.view(_rows(ledger.name), self.keep(self._divided(self._rows(ledger))))
        self.view(_roster(), self.keep(self._divided(self.sql(self._units()))))

    def _with_lines(self, frame: Any) -> Any:
        """Rows with their numbers, from 1, counted through the files in the order of their names."""
        from pyspark.sql import functions

        if LINE in frame.columns:
            return frame
        place = functions.col("_metadata.file_path").alias(_FILE)
        row = functions.col("_metadata.row_index").alias(_ROW)
        placed = frame.select("*", place, row)
        counts = {each[_FILE]: each["count"] for each in placed.groupBy(_FILE).count().collect()}
        before, cases = 0, []
        for file in sorted(counts):
            cases.append(f"WHEN {literal(file)} THEN {before}")
            before += counts[file]
        start = f"CASE {quoted(_FILE)} {' '.join(cases)} END" if len(cases) > 1 else "0"
        numbered = functions.expr(f"CAST({quoted(_ROW)} + 1 + {start} AS BIGINT)")
        return placed.withColumn(LINE, numbered).drop(_FILE, _ROW)

    def _divided(self, frame: Any) -> Any:
        """All rows of a population in one division."""
        return frame.repartition(quoted(POPULATION))

    # ------------------------------------------------------------ populations

    def _populations(self) -> str:
        """Every population with its number."""
        if not self.names:
            return f"SELECT CAST(0 AS INT) AS {quoted(POPULATION)}"
        told = telling(self.book)
        sources = [told.name] if told is not None else list(self.frames)
        keys = ", ".join(map(quoted, self.names))
        every = " UNION ".join(
            f"SELECT {', '.join(map(_key, self.names))} FROM {quoted(_stored(each))}"
            for each in sources
            if each in self.frames
        )
        number = f"CAST(ROW_NUMBER() OVER (ORDER BY {keys}) - 1 AS INT)"
        sound = " AND ".join(f"NOT {_faulty_key(name)}" for name in self.names)
        different = f"SELECT DISTINCT * FROM ({every})"
        return f"SELECT {number} AS {quoted(POPULATION)}, {keys} FROM ({different}) WHERE {sound}"

    def strays(self) -> str:
        """A query for rows of no population: ledger, line and what stands in the columns of populations."""
        keys = ", ".join(_key(name) for name in self.names)
        on = " AND ".join(f"{quoted(name)} <=> {quoted(_key_name(name))}" for name in self.names)
        parts = []
        for ledger in self.frames:
            place = f"{literal(ledger)} AS ledger, {quoted(LINE)} AS line"
            own = f"SELECT {place}, {keys} FROM {quoted(_stored(ledger))}"
            theirs = ", ".join(f"{quoted(name)} AS {quoted(_key_name(name))}" for name in self.names)
            parts.append(
                f"SELECT * FROM ({own}) LEFT ANTI JOIN (SELECT {theirs} FROM {quoted(POPULATIONS)}) ON {on}"
            )
        return " UNION ALL ".join(parts)

    # ------------------------------------------------------------ rows

    def _rows(self, ledger: Ledger) -> Any:
        """The rows of a ledger: population, line, unit, what is kept of the cells, whether one is faulty."""
        if ledger.name not in self.frames:
            return self.sql(f"SELECT {', '.join(_nothing(ledger))} WHERE FALSE")
        cells = [f"{kept(column)} AS {quoted(column.name)}" for column in ledger.columns]
        faults = [faulty(ledger, column) for column in ledger.columns]
        own = [POPULATION, LINE, *ledger.file_columns]
        if not ledger.shared:
            faults.append(unit_faults(self.book, ledger))
        listed = ", ".join(map(quoted, own))
        raws = [quoted(raw(column.name)) for column in ledger.columns]
        before = ", ".join([*map(quoted, own[: len(own) - len(raws)]), *raws, *cells])
        text = f"SELECT {before} FROM ({self.cells(ledger)})"
        return self.sql(f"SELECT {listed}, {' OR '.join(faults)} AS {quoted(FAULTY)} FROM ({text})")

    def cells(self, ledger: Ledger) -> str:
        """A query for the rows of a ledger with population and line, every cell under both its names."""
        join, on = "CROSS JOIN", ""
        if self.names:
            join = "JOIN"
            on = " ON " + " AND ".join(
                f"CAST(s.{quoted(name)} AS STRING) = p.{quoted(name)}" for name in self.names
            )
        columns = [f"p.{quoted(POPULATION)}", f"CAST(s.{quoted(LINE)} AS BIGINT) AS {quoted(LINE)}"]
        columns.extend([] if ledger.shared else [f"s.{quoted(UNIT_COLUMN)}"])
        for column in ledger.columns:
            cell = f"s.{quoted(column.name)}"
            columns.extend((cell, f"{cell} AS {quoted(raw(column.name))}"))
        stored, known = quoted(_stored(ledger.name)), quoted(POPULATIONS)
        return f"SELECT {', '.join(columns)} FROM {stored} AS s {join} {known} AS p{on}"

    def _units(self) -> str:
        """The units of every population, numbered in roster order."""
        book = self.book
        listed = [unit for unit in book.units if unit.category != book.sampled or book.roster is None]
        texts = ", ".join(
            f"({number}, {literal(unit.name)}, {literal(unit.category)}, {_text(unit.series)})"
            for number, unit in enumerate(listed)
        )
        population, unit = quoted(POPULATION), quoted(UNIT)
        name, category, series = map(quoted, (UNIT_COLUMN, "类别", "序列"))
        parts = []
        if listed:
            values = f"(VALUES {texts}) AS u({unit}, {name}, {category}, {series})"
            # Where no unit at all has a series the column has no type of its own.
            own = f"CAST(u.{unit} AS BIGINT) AS {unit}, u.{name}, u.{category}, CAST(u.{series} AS STRING)"
            known = f"{quoted(POPULATIONS)} AS p CROSS JOIN {values}"
            parts.append(f"SELECT p.{population}, {own} AS {series} FROM {known}")
        if book.roster is not None:
            number = f"ROW_NUMBER() OVER (PARTITION BY {population} ORDER BY {quoted(LINE)}) - 1"
            own = f"CAST({number} + {len(listed)} AS BIGINT) AS {unit}, {name}, {_text(book.sampled)}"
            rows = f"{quoted(_rows(book.roster))}"
            parts.append(
                f"SELECT {population}, {own} AS {category}, CAST(NULL AS STRING) AS {series} FROM {rows}"
            )
        return " UNION ALL ".join(parts)

    # ------------------------------------------------------------ what the plan reads

    def give(self, without: str | None) -> None:
        """Make the views that the plan reads. without: a view of populations that are left out."""
        for table in relations(self.book):
            source = quoted(_rows(table.ledger) if table.ledger else _roster())
            columns = ", ".join(_given(table))
            text = f"SELECT {columns} FROM {source}"
            if without is not None:
                text += f" LEFT ANTI JOIN {quoted(without)} USING ({quoted(POPULATION)})"
            self.view(table.name, self.sql(text))


def telling(book: RuleBook) -> Ledger | None:
    """The ledger whose rows say what populations there are; None where no ledger must have any."""
    if book.schema.roster is not None:
        return book.schema.ledger(book.schema.roster)
    return next((ledger for ledger in book.schema.ledgers if ledger.required), None)


def rows_view(ledger: str) -> str:
    """The view with the rows of a ledger, each with its population and line."""
    return _rows(ledger)


def roster_view() -> str:
    """The view with the units of all populations."""
    return _roster()


def unit_faults(book: RuleBook, ledger: Ledger) -> str:
    """Whether the unit of a row is none; where units are rows themselves, whether it can be none."""
    unit = quoted(UNIT_COLUMN)
    if ledger.name == book.schema.roster:
        listed = ", ".join(map(literal, book.schema.listed))
        known = f" OR {unit} IN ({listed})" if listed else ""
        return f"{unit} IS NULL OR {unit} = '' OR {odd_name(unit)}{known}"
    if book.schema.roster is not None:
        return f"{unit} IS NULL OR {unclean(unit)}"
    return f"{unit} IS NULL OR {unit} NOT IN ({', '.join(literal(each) for each in book.schema.units)})"


def _given(table: GivenTable) -> Iterator[str]:
    """The columns of a given table, under their names there."""
    for column in table.columns:
        yield f"{quoted(column.source)} AS {quoted(column.name)}"


def _nothing(ledger: Ledger) -> Iterator[str]:
    """The columns of a ledger that is not there."""
    yield f"CAST(NULL AS INT) AS {quoted(POPULATION)}"
    yield f"CAST(NULL AS BIGINT) AS {quoted(LINE)}"
    if not ledger.shared:
        yield f"CAST(NULL AS STRING) AS {quoted(UNIT_COLUMN)}"
    for column in ledger.columns:
        yield f"CAST(NULL AS {_type_of(column)}) AS {quoted(column.name)}"
    yield f"FALSE AS {quoted(FAULTY)}"


def _type_of(column: Column) -> str:
    if column.type is ColumnType.BOOL:
        return "BOOLEAN"
    if column.type is ColumnType.DATE:
        return "DATE"
    return "BIGINT" if column.type.is_number or column.type is ColumnType.YEAR else "STRING"


def _stored(ledger: str) -> str:
    return f"〔存〕{ledger}"


def _rows(ledger: str) -> str:
    return f"{ROWS}{ledger}"


def _roster() -> str:
    return f"{ROWS}{GIVEN_UNITS}"


def _text(value: str | None) -> str:
    return "NULL" if value is None else literal(value)


def _key(name: str) -> str:
    """A column that tells populations apart, as text; whole numbers in their usual form."""
    return f"CAST({quoted(name)} AS STRING) AS {quoted(name)}"


def _key_name(name: str) -> str:
    return f"〔键〕{name}"


def _faulty_key(name: str) -> str:
    value = quoted(name)
    return f"({value} IS NULL OR {value} = '' OR {unclean(value)})"
