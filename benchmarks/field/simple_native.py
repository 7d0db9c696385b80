"""The simplified jobs in generated Python and in C."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np

from benchmarks.field.draws import Array
from benchmarks.field.native import library
from benchmarks.field.peer import Prepared
from benchmarks.field.simple_facts import INPUTS, SIZES, UNITS, SimpleFacts, places_of

_ROWS = """
def rows(columns):
    bonuses, scores, grades = [], [], []
    for {inputs} in zip(*columns):
        awards = 50 * national + 20 * province
        forward = 5 * ({gains})
        points = (forward if forward < 30 else 30) + 15 * (first1 + first2 + first3 + first4 + first5)
        bonus = ((awards if awards < 50 else 50) + 10 * city + (points if points < 100 else 100)
                 - 50 * bad_national - 20 * bad_province - 10 * bad_city)
        score = score1 + score2 + score3 + 10 * bonus
        bonuses.append(bonus)
        scores.append(score)
        grades.append({grade})
    return bonuses, scores, grades
"""
_GRADE = "0 if veto else ({top} if score >= 70000 else 1 if score >= 60000 else 0)"
_SEATS = """
def seats(scores, grades, eligible):
    first = 0
    for _ in range(len(scores) // {units}):
        for size, places in {series}:
            running = [(scores[unit], unit) for unit in range(first, first + size)
                       if grades[unit] == 2 and eligible[unit]]
            if len(running) > places:
                least = sorted(running, reverse=True)[places - 1][0]
                running = [each for each in running if each[0] >= least]
            for _, unit in running:
                grades[unit] = 3
            first += size
    return grades
"""


@cache
def _generated() -> dict[str, Any]:
    """Functions from text, as an engine that writes Python would make them."""
    gains = " + ".join(f"(gain{number} if gain{number} > 0 else 0)" for number in range(1, 6))
    series = tuple((size, places_of(size)) for size in SIZES)
    made: dict[str, Any] = {}
    for name, top in (("tables", "(3 if eligible else 2)"), ("ranked", "2")):
        text = _ROWS.format(inputs=", ".join(INPUTS), gains=gains, grade=_GRADE.format(top=top))
        exec(text.replace("def rows", f"def {name}"), made)
    exec(_SEATS.format(units=UNITS, series=series), made)
    return made


def _plain(result: tuple[Any, Any, Any]) -> Mapping[str, Mapping[str, Array]]:
    names = ("bonus", "score", "grade")
    return {"": {name: np.asarray(each, dtype=np.int64) for name, each in zip(names, result, strict=True)}}


def python_tables(facts: SimpleFacts) -> Prepared:
    """Lists of whole numbers in, lists out."""
    columns = [facts.columns[name].tolist() for name in INPUTS]
    rows = _generated()["tables"]
    return Prepared(lambda: rows(columns), _plain)


def python_pipeline(facts: SimpleFacts) -> Prepared:
    """The same, then the seats of each series."""
    columns = [facts.columns[name].tolist() for name in INPUTS]
    made = _generated()

    def run() -> tuple[Any, Any, Any]:
        bonuses, scores, grades = made["ranked"](columns)
        return bonuses, scores, made["seats"](scores, grades, columns[4])

    return Prepared(run, _plain)


def _prepared(facts: SimpleFacts, call: Callable[[ctypes.CDLL, Any, Any], None]) -> Prepared:
    inputs = [np.ascontiguousarray(facts.columns[name]) for name in INPUTS]
    pointers = (ctypes.c_void_p * len(inputs))(*(each.ctypes.data for each in inputs))
    kinds = (np.int32, np.int32, np.int8)
    outputs = tuple(np.zeros(len(facts), dtype=kind) for kind in kinds)
    given = [ctypes.c_void_p(each.ctypes.data) for each in outputs]
    found = library("limit")

    def run() -> tuple[Array, ...]:
        assert inputs  # the columns that the pointers lead to are still held
        call(found, pointers, given)
        return outputs

    return Prepared(run, _plain)


def c_tables(facts: SimpleFacts) -> Prepared:
    """One pass over the columns."""
    size = ctypes.c_int64(len(facts))
    return _prepared(facts, lambda c, columns, given: c.tables(columns, size, *given))


def c_pipeline(facts: SimpleFacts) -> Prepared:
    """One pass over the columns, series by series."""
    sizes = (ctypes.c_int32 * len(SIZES))(*SIZES)
    places = (ctypes.c_int32 * len(SIZES))(*map(places_of, SIZES))
    count = ctypes.c_int64(facts.populations)

    def call(c: ctypes.CDLL, columns: Any, given: Any) -> None:
        c.pipeline(columns, count, sizes, places, ctypes.c_int32(len(SIZES)), *given)

    return _prepared(facts, call)
