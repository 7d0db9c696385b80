"""The engine over arrays beside the reference: where they differ, and which array breaks a promise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from attrs import evolve

from perfeval import pipeline
from perfeval.diagnostics.diagnostic import has_errors
from perfeval.evaluate import outcome as o
from perfeval.evaluate.run import run
from perfeval.ledger.facts import CellValue, Facts, Table
from perfeval.ledger.read import read_facts
from perfeval.rulebook.book import RuleBook
from perfeval.tables.model import Kind, Model
from perfeval.tables.places import Place
from perfeval.vectors.frames import Frames, frames_of, unit_frame
from perfeval.vectors.held import VectorOutcome
from perfeval.vectors.outcome import to_outcome
from perfeval.vectors.run import run_vectors
from perfeval.vectors.traces import CapBefore, CountedRows, GatheredRows
from perfeval.vectors.vector import Vector, width_of

# The units of a population, and its facts.
Read = tuple[RuleBook, Facts]


def disagreements(book: RuleBook, model: Model, facts: Facts) -> list[str]:
    """What the engine says otherwise of one population than the reference, and what it must not hold."""
    made = run_vectors(book, model, frames_of(book, facts))
    return [*unsound(made), *_of_population(made, 0, (book, facts))]


def disagreements_of_many(book: RuleBook, model: Model, read: Sequence[Read], *, alike: bool) -> list[str]:
    """The same of several populations in one run. alike: they have the same units, and are told so."""
    made = run_vectors(book, model, frames_of_many(book, read, alike=alike))
    found = unsound(made)
    for number, each in enumerate(read):
        found += [f"population {number}: {each_one}" for each_one in _of_population(made, number, each)]
    return found


def disagreements_of_files(book: RuleBook, model: Model, files: Mapping[str, bytes]) -> list[str]:
    """Of ledgers as files, alone and as the second of two populations; nothing where they cannot be read."""
    own = pipeline.of_facts(book, files)
    facts = read_facts(files, own.schema, own.year[0].year)
    if facts.value is None or has_errors(facts.diagnostics):
        return []
    read = (own, facts.value)
    two = disagreements_of_many(own, model, [read, read], alike=book.roster is None)
    return [*disagreements(own, model, facts.value), *two]


def _of_population(made: VectorOutcome, number: int, read: Read) -> list[str]:
    """A population is suspect where the reference refuses it; otherwise all of it is the same."""
    known = run(read[0], made.model, read[1])
    if known.value is None:
        return [] if number in made.suspects else [f"not suspect: {known.diagnostics[0].message}"]
    if number in made.suspects:
        return ["suspect, but the reference finds nothing wrong"]
    return list(differences(known.value, to_outcome(made, number)))


def differences(known: o.Outcome, made: o.Outcome) -> Iterator[str]:
    """Each column, trace, ledger and unit that is not the same in two outcomes."""
    if known.book.units != made.book.units:
        yield f"units: {known.book.units} {made.book.units}"
    for place in dict.fromkeys((*known.columns, *made.columns)):
        yield from _in_column(place, known.columns, made.columns)
    for name in dict.fromkeys((*known.traces, *made.traces)):
        if name not in known.traces or name not in made.traces:
            yield f"trace {name}: only of one"
        elif plain_trace(known.traces[name]) != plain_trace(made.traces[name]):
            yield f"trace {name}: {plain_trace(known.traces[name])} {plain_trace(made.traces[name])}"
    for name, table in known.facts.tables.items():
        other = made.facts.tables[name]
        if (table.units, table.lines) != (other.units, other.lines) or table.columns != other.columns:
            yield f"ledger {name}: {table} {other}"


def _in_column(
    place: Place, known: Mapping[Place, o.Values], made: Mapping[Place, o.Values]
) -> Iterator[str]:
    if place not in known or place not in made:
        yield f"column {place}: only of one"
        return
    one, other = [_typed(each) for each in known[place]], [_typed(each) for each in made[place]]
    if len(one) != len(other):
        yield f"column {place}: {len(one)} and {len(other)} values"
    for number, (value, found) in enumerate(zip(one, other, strict=False)):
        if value != found:
            yield f"column {place}, element {number}: {value} {found}"


def _typed(value: o.Value) -> tuple[str, o.Value]:
    """A value and its type: 1 is not true."""
    return type(value).__name__, value


def plain_trace(trace: o.Trace) -> Any:
    """A trace as lists that can be compared."""
    if isinstance(trace, o.TableTrace):
        return list(trace.fired)
    if isinstance(trace, o.GatherTrace):
        return list(trace.counted), list(trace.before)
    if isinstance(trace, o.CountedTrace):
        return list(trace.counted)
    if isinstance(trace, o.HighestTrace):
        return list(trace.winner)
    if isinstance(trace, o.CapTrace):
        return list(trace.before)
    return {
        name: (one.series, one.units, one.exact, one.places, one.considered, dict(one.rank), dict(one.tied))
        for name, one in trace.series.items()
    }


# ---------------------------------------------------------------- several populations


def frames_of_many(book: RuleBook, read: Sequence[Read], *, alike: bool) -> Frames:
    """The facts of several populations as arrays, numbered in their order."""
    units = tuple(unit for own, _ in read for unit in own.units)
    populations = [number for number, (own, _) in enumerate(read) for _ in own.units]
    tables = {ledger.name: _joined(ledger.name, read) for ledger in book.schema.ledgers}
    frames = frames_of(evolve(book, units=units), Facts(tables), populations)
    return evolve(frames, units=unit_frame(book, len(read))) if alike else frames


def _joined(ledger: str, read: Sequence[Read]) -> Table:
    tables = [facts.tables[ledger] for _, facts in read]
    columns: dict[str, tuple[CellValue | None, ...]] = {
        name: tuple(value for table in tables for value in table.columns[name]) for name in tables[0].columns
    }
    return Table(
        ledger,
        tuple(unit for table in tables for unit in table.units),
        tuple(line for table in tables for line in table.lines),
        columns,
        tuple(number for number, table in enumerate(tables) for _ in table.units),
    )


# ---------------------------------------------------------------- what arrays promise


def unsound(made: VectorOutcome) -> list[str]:
    """Each array that is not what ``Vector`` says."""
    found = []
    for (grain, name), vector in made.columns.items():
        found += [f"{grain} {name}: {wrong}" for wrong in broken(vector)]
    for name, trace in made.traces.items():
        vectors: list[Vector] = []
        if isinstance(trace, GatheredRows):
            vectors = [trace.counted, trace.before]
        elif isinstance(trace, CountedRows):
            vectors = [trace.counted]
        elif isinstance(trace, CapBefore):
            vectors = [trace.before]
        found += [f"trace {name}: {wrong}" for vector in vectors for wrong in broken(vector)]
    return found


def broken(vector: Vector) -> Iterator[str]:
    """The promises of ``Vector`` that this one does not keep."""
    values, present = vector.values, vector.known()
    if present.shape != values.shape or present.dtype != np.bool_:
        yield f"present is {present.shape} {present.dtype}"
    if vector.kind is Kind.NUMBER:
        if values.dtype != np.dtype(width_of(vector.low, vector.high)):
            yield f"{values.dtype} for {vector.low} to {vector.high}"
        outside = [value for value in values.tolist() if not vector.low <= value <= vector.high]
        yield from (f"{value} is not in {vector.low} to {vector.high}" for value in outside)
    elif vector.kind is Kind.TEXT:
        wrong = [code for code in values[present].tolist() if not 0 <= code < len(vector.words)]
        yield from (f"code {code} of {len(vector.words)} words" for code in wrong)
        if (values[~present] != -1).any():
            yield f"a missing text has the code {values[~present].max()}"
        if values.dtype != np.dtype(width_of(-1, len(vector.words))):
            yield f"{values.dtype} for {len(vector.words)} words"
    elif vector.kind is Kind.BOOL and values.dtype != np.bool_:
        yield f"truths of {values.dtype}"
    elif vector.kind is Kind.DATE and values.dtype != np.int32:
        yield f"days of {values.dtype}"
