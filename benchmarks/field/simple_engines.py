"""The simplified jobs in rule engines: zen and datalogic row by row, OpenFisca over arrays in float32."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from json import dumps
from typing import Any

import numpy as np

from benchmarks.field.draws import Array
from benchmarks.field.peer import Prepared
from benchmarks.field.simple_exact import take_seats
from benchmarks.field.simple_facts import (
    BONUS_INPUTS,
    FIRSTS,
    GAINS,
    INPUTS,
    SCORES,
    SIZES,
    UNITS,
    SimpleFacts,
    places_of,
)

Record = dict[str, int]


def _plain(bonuses: Any, scores: Any, grades: Any) -> Mapping[str, Mapping[str, Array]]:
    named = {"bonus": bonuses, "score": scores, "grade": grades}
    return {"": {name: np.asarray(values, dtype=np.int64) for name, values in named.items()}}


def _by_rows(
    facts: SimpleFacts,
    convert: Callable[[Record], Any],
    bonus: Callable[[Any], int],
    grade: Callable[[Record], int],
    *,
    ranked: bool,
) -> Prepared:
    """One call for the bonus and one for the grade of each unit; ranks, if any, are given by the host."""
    rows = list(zip(*(facts.columns[name].tolist() for name in INPUTS), strict=True))
    before = len(INPUTS) - len(BONUS_INPUTS)
    inputs = [convert(dict(zip(BONUS_INPUTS, row[before:], strict=True))) for row in rows]

    def run() -> Any:
        bonuses = [int(bonus(each)) for each in inputs]
        scores = [sum(row[:3]) + 10 * each for row, each in zip(rows, bonuses, strict=True)]
        seats = _seats(rows, scores) if ranked else [row[4] for row in rows]
        grades = [
            grade({"veto": row[3], "score": score, "seat": seat})
            for row, score, seat in zip(rows, scores, seats, strict=True)
        ]
        return bonuses, scores, grades

    return Prepared(run, lambda made: _plain(*made))


def _seats(rows: Sequence[Sequence[int]], scores: Sequence[int]) -> list[int]:
    seats = [0] * len(rows)
    for start in range(0, len(rows), UNITS):
        first = start
        for size in SIZES:
            take_seats(rows, scores, seats, range(first, first + size))
            first += size
    return seats


def zen(facts: SimpleFacts, *, ranked: bool) -> Prepared:
    """Compiled expressions, zen's fastest way; a graph of decision tables is several times slower."""
    from zen import compile_expression

    gained = " + ".join(f"max([{name}, 0])" for name in GAINS)
    bonus = compile_expression(
        "min([50, 50 * national + 20 * province]) + 10 * city"
        f" + min([100, min([30, 5 * ({gained})]) + 15 * ({' + '.join(FIRSTS)})])"
        " - 50 * bad_national - 20 * bad_province - 10 * bad_city"
    )
    grade = compile_expression(
        "veto == 1 ? 0 : (score >= 70000 ? (seat == 1 ? 3 : 2) : (score >= 60000 ? 1 : 0))"
    )
    return _by_rows(facts, lambda row: row, bonus.evaluate, grade.evaluate, ranked=ranked)


def datalogic(facts: SimpleFacts, *, ranked: bool) -> Prepared:
    """JSONLogic compiled once, the inputs of bonuses converted beforehand."""
    from datalogic_py import DataHandle, Engine

    def var(name: str) -> object:
        return {"var": name}

    def times(factor: int, *names: str) -> object:
        return {"*": [factor, {"+": [var(name) for name in names]}]}

    gained = {"+": [{"max": [var(name), 0]} for name in GAINS]}
    awards = {"min": [50, {"+": [times(50, "national"), times(20, "province")]}]}
    indicators = {"min": [100, {"+": [{"min": [30, {"*": [5, gained]}]}, times(15, *FIRSTS)]}]}
    taken = {"+": [times(50, "bad_national"), times(20, "bad_province"), times(10, "bad_city")]}
    engine = Engine()
    bonus = engine.compile(dumps({"-": [{"+": [awards, times(10, "city"), indicators]}, taken]}))
    high = {"if": [{"==": [var("seat"), 1]}, 3, 2]}
    by_score = {"if": [{">=": [var("score"), 70000]}, high, {">=": [var("score"), 60000]}, 1, 0]}
    grade = engine.compile(dumps({"if": [{"==": [var("veto"), 1]}, 0, by_score]}))
    return _by_rows(
        facts, lambda row: DataHandle(dumps(row)), bonus.evaluate_data, grade.evaluate, ranked=ranked
    )


def openfisca(facts: SimpleFacts, *, ranked: bool) -> Prepared:
    """A simulation of units in series; ranks by ``get_rank``, which breaks ties by the order of rows."""
    simulation, period = _simulation(facts, ranked=ranked), "2013"
    made = ("bonus", "score", "grade", "seat")
    for name in INPUTS:
        values = facts.columns[name]
        simulation.set_input(name, period, values / 100 if name in SCORES else values)

    def run() -> Any:
        for name in made:
            simulation.delete_arrays(name)
        return tuple(simulation.calculate(name, period) for name in made[:3])

    def columns(result: Any) -> Mapping[str, Mapping[str, Array]]:
        bonus, score, grade = (np.asarray(each, dtype=np.float64) for each in result)
        return _plain(np.rint(bonus * 10), np.rint(score * 100), grade)

    return Prepared(run, columns)


def _simulation(facts: SimpleFacts, *, ranked: bool) -> Any:
    from openfisca_core.entities import build_entity
    from openfisca_core.simulations import SimulationBuilder
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem

    unit = build_entity(key="unit", plural="units", label="", is_person=True)
    series = build_entity(
        key="series",
        plural="series_list",
        label="",
        roles=[{"key": "member", "plural": "members", "label": ""}],
    )
    system = TaxBenefitSystem([unit, series])
    for variable in _variables(
        unit, np.array([places_of(size) for size in SIZES]), facts.series, ranked=ranked
    ):
        system.add_variable(variable)
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("unit", np.arange(len(facts)))
    groups = builder.declare_entity("series", np.arange(facts.populations * len(SIZES)))
    builder.join_with_persons(groups, facts.group, np.zeros(len(facts), dtype=np.int64))
    return builder.build(system)


def _variables(unit: Any, places: Array, series: Array, *, ranked: bool) -> list[Any]:
    from openfisca_core.periods import DateUnit
    from openfisca_core.variables import Variable

    def variable(name: str, kind: type, formula: Callable[..., Any] | None = None) -> Any:
        body: dict[str, Any] = {
            "value_type": kind,
            "entity": unit,
            "definition_period": DateUnit.YEAR,
            "label": name,
        }
        if formula is not None:
            body["formula"] = formula
        return type(name, (Variable,), body)

    def bonus(person: Any, period: Any) -> Any:
        gained = sum(np.maximum(person(name, period), 0) for name in GAINS)
        firsts = sum(person(name, period) for name in FIRSTS)
        awards = np.minimum(5, 5 * person("national", period) + 2 * person("province", period))
        indicators = np.minimum(10, np.minimum(3, 0.5 * gained) + 1.5 * firsts)
        taken = (
            5 * person("bad_national", period)
            + 2 * person("bad_province", period)
            + person("bad_city", period)
        )
        return awards + person("city", period) + indicators - taken

    def score(person: Any, period: Any) -> Any:
        return sum(person(name, period) for name in SCORES) + person("bonus", period)

    def seat(person: Any, period: Any) -> Any:
        if not ranked:
            return person("eligible", period)
        scores = person("score", period)
        running = (scores >= 700) & (person("eligible", period) == 1) & (person("veto", period) == 0)
        rank = person.get_rank(person.series, -scores, condition=running)
        return running & (rank < places[series])

    def grade(person: Any, period: Any) -> Any:
        scores, seats = person("score", period), person("seat", period)
        high, fair = scores >= 700, scores >= 600
        return np.where(person("veto", period) == 1, 0, 0 + fair + high + (high & (seats == 1)))

    inputs = [variable(name, float if name in SCORES else int) for name in INPUTS]
    computed = ((bonus, float), (score, float), (seat, int), (grade, int))
    return [*inputs, *(variable(formula.__name__, kind, formula) for formula, kind in computed)]
