"""The plan run by a Spark cluster: facts, results and traces stay on it."""

# ruff: noqa: S608 - all that goes into a query is quoted, or comes from here

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from attrs import define, frozen

from perfeval.diagnostics.diagnostic import Cell, Checked, Diagnostic
from perfeval.ledger.schema import UNIT_COLUMN
from perfeval.rulebook.book import RuleBook
from perfeval.sql import spark_errors as errors
from perfeval.sql.dialect import SPARK
from perfeval.sql.lowering import Lowered, lower
from perfeval.sql.plan import LINE, POPULATION, UNIT
from perfeval.sql.spark_cells import quoted
from perfeval.sql.spark_checks import faulty_populations, warned_populations
from perfeval.sql.spark_facts import POPULATIONS, SparkFacts, roster_view, rows_view
from perfeval.sql.spark_places import Place, frames_at, not_writable, read, write
from perfeval.sql.spark_results import Wanted, wanted_results
from perfeval.sql.spark_session import open_session
from perfeval.sql.spark_words import findings_of
from perfeval.sql.to_sql import stage_queries
from perfeval.tables.model import Model
from perfeval.tables.places import UNIT_GRAIN

# Names of results: units, a ledger, and what the results were made of, which is written last.
LEDGER, MANIFEST = "台账-", "清单"
_FAULTY, _SUSPECT, _WITHOUT, _WARNED = "〔有错〕", "〔可疑〕", "〔无结果〕", "〔有警告〕"
_MOST_STRAYS = 10
# Names mean what they say, overflow is an error, joins and windows keep to the divisions by population.
_SETTINGS = {
    "spark.sql.caseSensitive": "true",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.parser.escapedStringLiterals": "false",
    "spark.sql.requireAllClusterKeysForCoPartition": "false",
    "spark.sql.requireAllClusterKeysForDistribution": "false",
    "spark.sql.decimalOperations.allowPrecisionLoss": "true",
    "spark.sql.adaptive.enabled": "false",
}
# Once everything is divided nothing is sent to all, so nothing passes through the driver.
_DIVIDED = {"spark.sql.autoBroadcastJoinThreshold": "-1"}


@frozen
class SparkRun:
    """What was written. populations: how many there are; without: how many of them have no results."""

    populations: int
    without: int
    results: tuple[str, ...]


def evaluate_on_spark(
    book: RuleBook,
    model: Model,
    facts: str,
    out: str,
    names: Sequence[str] = (),
    address: str | None = None,
) -> Checked[SparkRun]:
    """Evaluate facts on the cluster at ``address`` and write the results there; see ``run_spark``."""
    session = open_session(address)
    if session.value is None:
        return Checked(None, session.diagnostics)
    return run_spark(book, model, session.value, facts, out, names)


def run_spark(
    book: RuleBook, model: Model, session: Any, facts: str, out: str, names: Sequence[str] = ()
) -> Checked[SparkRun]:
    """Evaluate the populations of ``facts`` by ``model`` in a session of Spark; results go to ``out``.

    facts, out: addresses of folders that the whole cluster sees, or ``table:`` and names of tables.
    names: the columns that tell populations apart. Populations in which something is wrong have no
    results; the findings say what. The value is None where nothing could be written at all.
    """
    lowered = lower(book, model)
    if lowered.value is None:
        return Checked(None, lowered.diagnostics)
    wrong = _unusable(book, model, names)
    if wrong:
        return Checked(None, wrong)
    own = session.newSession()
    for name, value in _SETTINGS.items():
        own.conf.set(name, value)
    try:
        return _run(lowered.value, own, Place(facts), Place(out), names)
    except Exception as problem:
        if not _is_of_spark(problem):
            raise
        return Checked(None, (errors.job_failed(str(problem)),))


def _is_of_spark(problem: Exception) -> bool:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    return isinstance(problem, Py4JError | PySparkException)


def _unusable(book: RuleBook, model: Model, names: Sequence[str]) -> tuple[Diagnostic, ...]:
    """What the book or the names of columns ask for that is not to be had here."""
    if book.taken:
        return tuple(errors.results_taken(taken.ledger) for taken in book.taken)
    taken_names = {name for _, name in model.columns} | {LINE, POPULATION, UNIT}
    bad = [name for name in dict.fromkeys(names) if not name.strip() or name in taken_names]
    bad.extend(name for name, count in Counter(names).items() if count > 1)
    return tuple(errors.reserved_name(name) for name in bad)


def _run(lowered: Lowered, session: Any, facts: Place, out: Place, names: Sequence[str]) -> Checked[SparkRun]:
    wanted = wanted_results(lowered)
    titles = {each.grain: each.grain if each.grain == UNIT_GRAIN else LEDGER + each.grain for each in wanted}
    refused = not_writable(session, out, [*titles.values(), MANIFEST])
    if refused is not None:
        return Checked(None, (refused,))
    frames = frames_at(session, facts, lowered.book, names)
    if frames.value is None:
        return Checked(None, frames.diagnostics)
    held = SparkFacts(lowered.book, session, frames.value, names)
    try:
        return _Evaluation(lowered, held, out, wanted, titles).run()
    finally:
        held.release()


@define(eq=False)
class _Evaluation:
    """One evaluation in a session of its own. titles: the name of each result, by grain."""

    lowered: Lowered
    facts: SparkFacts
    out: Place
    wanted: tuple[Wanted, ...]
    titles: dict[str, str]

    def run(self) -> Checked[SparkRun]:
        facts = self.facts
        facts.begin()
        populations = self.count(POPULATIONS)
        if not populations:
            return Checked(None, (errors.no_populations(facts.names),))
        wrong = self.strays() or self.misnumbered()
        if wrong:
            return Checked(None, wrong)
        for name, value in _DIVIDED.items():
            facts.session.conf.set(name, value)
        facts.view(_FAULTY, facts.keep(facts.sql(faulty_populations(self.lowered.book))))
        faulty = self.count(_FAULTY)
        found = list(findings_of(facts, self.lowered.model, _FAULTY)) if faulty else []
        if faulty == populations:
            return Checked(None, tuple(found))
        facts.give(_FAULTY if faulty else None)
        finals = self.stages()
        units, *ledgers = self.wanted
        self.write(units, finals[units.grain], None)
        suspects = self.suspects()
        if suspects:
            found.extend(findings_of(facts, self.lowered.model, _SUSPECT))
        found.extend(self.warnings())
        for each in ledgers:
            self.write(each, finals[each.grain], _SUSPECT if suspects else None)
        made = SparkRun(populations, faulty + suspects, tuple(self.titles.values()))
        self.write_manifest(made)
        return Checked(made, tuple(found))

    def warnings(self) -> tuple[Diagnostic, ...]:
        """What the reader of ledgers warns of in populations that have results."""
        query = warned_populations(self.lowered.book)
        if not query:
            return ()
        for each in (_FAULTY, _SUSPECT):
            query = f"SELECT * FROM ({query}) LEFT ANTI JOIN {quoted(each)} USING ({quoted(POPULATION)})"
        self.facts.view(_WARNED, self.facts.keep(self.facts.sql(query)))
        return findings_of(self.facts, self.lowered.model, _WARNED, warnings=True)

    def count(self, view: str) -> int:
        """How many rows a view has."""
        found: int = self.facts.sql(f"SELECT COUNT(*) FROM {quoted(view)}").collect()[0][0]
        return found

    def strays(self) -> tuple[Diagnostic, ...]:
        """Rows of no population: as long as there are any, nobody's results can be vouched for."""
        if not self.facts.names:
            return ()
        keys = ", ".join(f"FIRST({quoted(name)}) AS {quoted(name)}" for name in self.facts.names)
        rows = self.facts.sql(
            f"SELECT ledger, FIRST(line) AS line, COUNT(*) AS rows, {keys} FROM ({self.facts.strays()}) "
            f"GROUP BY ledger ORDER BY ledger LIMIT {_MOST_STRAYS}"
        ).collect()
        return tuple(errors.stray_rows(*_stray(row, self.facts.names)) for row in rows)

    def misnumbered(self) -> tuple[Diagnostic, ...]:
        """Ledgers whose own numbers of rows leave open which row goes before which."""
        found = []
        for name, frame in self.facts.frames.items():
            keys = ", ".join(map(quoted, (POPULATION, LINE)))
            alike = f"GROUP BY {keys} HAVING COUNT(*) > 1 OR {quoted(LINE)} IS NULL LIMIT 1"
            if LINE in frame.columns and self.facts.sql(
                f"SELECT 1 FROM {quoted(rows_view(name))} {alike}"
            ).take(1):
                found.append(errors.misnumbered(Cell(name, None, LINE)))
        return tuple(found)

    def stages(self) -> dict[str, str]:
        """Make a view of each stage and keep what is read more than once; the last of each relation."""
        goals = {each.grain: each.outputs for each in self.wanted}
        queries = stage_queries(self.lowered.plan, goals, SPARK)
        reads = Counter(name for query in queries for name in query.reads)
        finals: dict[str, str] = {}
        for query in queries:
            frame = self.facts.sql(query.text)
            is_shared = reads[query.name] > 1
            self.facts.view(query.name, self.facts.keep(frame) if is_shared else frame)
            finals[query.relation] = query.name
        return finals

    def write(self, wanted: Wanted, final: str, without: str | None) -> None:
        """Write a result without the populations in which something is wrong."""
        keys = [UNIT] if wanted.grain == UNIT_GRAIN else [UNIT, LINE]
        population = quoted(POPULATION)
        names = [f"p.{quoted(name)}" for name in self.facts.names]
        roster = ""
        if wanted.has_units:
            names.append(f"u.{quoted(UNIT_COLUMN)}")
            own = f"SELECT {population}, {quoted(UNIT)}, {quoted(UNIT_COLUMN)} FROM {quoted(roster_view())}"
            roster = f" JOIN ({own}) AS u USING ({population}, {quoted(UNIT)})"
        fields = [f"{field.text} AS {quoted(field.title)}" for field in wanted.fields]
        source = quoted(final)
        if wanted.grain == UNIT_GRAIN:
            first = f"MIN({quoted(self.lowered.wrong)}) OVER (PARTITION BY {population})"
            every = f"SELECT *, {first} AS {quoted(_WITHOUT)} FROM {source}"
            source = f"(SELECT * FROM ({every}) WHERE {quoted(_WITHOUT)} IS NULL)"
        elif without is not None:
            source = f"(SELECT * FROM {source} LEFT ANTI JOIN {quoted(without)} USING ({population}))"
        listed = ", ".join([*names, *fields])
        known = f"{quoted(POPULATIONS)} AS p USING ({population})"
        text = f"SELECT {listed} FROM {source} AS s{roster} JOIN {known}"
        frame = self.facts.sql(f"{text} SORT BY {', '.join(map(quoted, [POPULATION, *keys]))}")
        write(self.out, self.titles[wanted.grain], frame)

    def suspects(self) -> int:
        """How many populations have no results though their facts were right; a view of them."""
        facts, population = self.facts, quoted(POPULATION)
        written = read(facts.session, self.out, self.titles[UNIT_GRAIN])
        left = f"LEFT ANTI JOIN {quoted(_FAULTY)} USING ({population})"
        text = f"SELECT p.* FROM {quoted(POPULATIONS)} AS p {left}"
        if facts.names:
            keys = ", ".join(map(quoted, facts.names))
            facts.view(_WITHOUT, written.select(*map(quoted, facts.names)).distinct())
            text = f"SELECT {population} FROM ({text}) LEFT ANTI JOIN {quoted(_WITHOUT)} USING ({keys})"
        elif written.take(1):
            text += " WHERE FALSE"
        facts.view(_SUSPECT, facts.keep(facts.sql(text)))
        return self.count(_SUSPECT)

    def write_manifest(self, made: SparkRun) -> None:
        """What the results were made of; who finds it knows that all of them are there."""
        book = self.lowered.book
        told = {
            "rulebook": {"title": book.title, "sha256": book.sha256},
            "readings": dict(self.lowered.model.readings),
            "populations": list(self.facts.names),
            "count": made.populations,
            "without_results": made.without,
            "results": list(made.results),
        }
        text = json.dumps(told, ensure_ascii=False)
        frame = self.facts.session.createDataFrame([(text,)], "`清单` STRING").coalesce(1)
        write(self.out, MANIFEST, frame)


def _stray(row: Any, names: Sequence[str]) -> tuple[Cell, str, int]:
    shown = "、".join(f"{name}“{row[name] or ''}”" for name in names)
    return Cell(row["ledger"], row["line"], names[0], row[names[0]] or ""), shown, row["rows"]
