"""Decision tables over whole columns."""

from __future__ import annotations

import numpy as np

from perfeval.quantity.number import power_of_ten
from perfeval.rulebook import expressions as e
from perfeval.tables.conditions import GRADE, GRADE_BY_SCORE
from perfeval.tables.grading import TAKING_PART
from perfeval.tables.model import Fixed, HitPolicy, Kind, Output, Table
from perfeval.tables.places import UNIT_GRAIN
from perfeval.vectors import arithmetic as a
from perfeval.vectors.formulas import Scaled, compute
from perfeval.vectors.held import Held
from perfeval.vectors.lookup import LookUp, look_up
from perfeval.vectors.traces import FiredRows
from perfeval.vectors.vector import Array, Vector, looked_up, width_of


def run_table(table: Table, run: Held) -> None:
    """The columns and the trace of a decision table; whoever has two answers is suspect."""
    size = run.grain_size(table.grain)
    inputs = [run.column(table.grain, name) for name in table.inputs]
    found = look_up(table, inputs, size, run.look_ups, run.class_indexes)
    run.keep(table.name, lambda: FiredRows(found.index, found.rows))
    for clash in found.clashes:
        run.suspect(table.grain, np.flatnonzero(found.index == clash))
    if table.strict:
        _check_strict(table, inputs, found, run)
    for place, name in enumerate(table.outputs):
        outputs = [row.outputs[place] for row in table.rows]
        _output(table, name, outputs, found, run)
    graded = (UNIT_GRAIN, GRADE_BY_SCORE) in run.model.columns
    if (table.grain, table.name) == (UNIT_GRAIN, GRADE) and graded:
        _check_graded(found, run)


def _without_row(found: LookUp) -> Array:
    """Whether no row fires."""
    none: Array = looked_up(np.array([not rows for rows in found.rows], dtype=np.bool_), found.index)
    return none


def _check_strict(table: Table, inputs: list[Vector], found: LookUp, run: Held) -> None:
    wrong = _without_row(found)
    for vector in inputs:
        if vector.present is not None:
            wrong = wrong & vector.present
    run.suspect(table.grain, np.flatnonzero(wrong))


def _check_graded(found: LookUp, run: Held) -> None:
    """Every ranked unit, or where nobody is ranked every unit with a score, has a grade."""
    by_score = run.model.table(GRADE_BY_SCORE)
    expected = np.ones(run.size, dtype=np.bool_)
    if (UNIT_GRAIN, TAKING_PART) in run.columns:
        expected = run.true(UNIT_GRAIN, TAKING_PART)
    else:
        for name in by_score.inputs:
            if run.model.columns[UNIT_GRAIN, name].kind is Kind.NUMBER:
                expected = expected & run.columns[UNIT_GRAIN, name].known()
    run.suspect(UNIT_GRAIN, np.flatnonzero(expected & _without_row(found)))


# ---------------------------------------------------------------- outputs


def _output(table: Table, name: str, outputs: list[Output], found: LookUp, run: Held) -> None:
    column = run.model.columns[table.grain, name]
    if column.kind is Kind.NUMBER:
        run.columns[table.grain, name] = _amounts(table, name, outputs, found, run)
        return
    fixed = [output.value if isinstance(output, Fixed) else None for output in outputs]
    if table.hit_policy is HitPolicy.COLLECT:
        run.columns[table.grain, name] = _lists(fixed, found)
        return
    given = [fixed[rows[0]] if rows else None for rows in found.rows]
    if column.kind is Kind.BOOL:
        truths = looked_up(np.array([value is True for value in given], dtype=np.bool_), found.index)
        run.columns[table.grain, name] = Vector(column.kind, truths, _present(given, found))
        return
    words = tuple(dict.fromkeys(str(value) for value in given if value is not None))
    codes = [-1 if value is None else words.index(str(value)) for value in given]
    texts = looked_up(np.array(codes, dtype=width_of(-1, len(words))), found.index)
    run.columns[table.grain, name] = Vector(column.kind, texts, _present(given, found), words)


def _present(given: list[str | bool | None] | list[int | None], found: LookUp) -> Array | None:
    if None not in given:
        return None
    there: Array = looked_up(np.array([value is not None for value in given], dtype=np.bool_), found.index)
    return there


def _lists(fixed: list[str | bool | None], found: LookUp) -> Vector:
    """What rows that all count give, as bits; a word that two rows give stands where the first is."""
    words = tuple(dict.fromkeys(str(value) for value in fixed))
    bits = [1 << words.index(str(value)) for value in fixed]
    masks = []
    for rows in found.rows:
        mask = 0
        for row in rows:
            mask |= bits[row]
        masks.append(mask)
    bits_of_all = np.array(masks, dtype=width_of(0, max(masks, default=0)))
    return Vector(Kind.LIST, looked_up(bits_of_all, found.index), None, words)


def _amounts(table: Table, name: str, outputs: list[Output], found: LookUp, run: Held) -> Vector:
    """Numbers: the first row that fires gives them."""
    places = run.model.columns[table.grain, name].places
    given: list[int | None] = []
    formulas: dict[int, e.Expression] = {}
    for number, rows in enumerate(found.rows):
        output = outputs[rows[0]] if rows else None
        if isinstance(output, e.Literal):
            given.append(output.number.units * power_of_ten(places - output.number.places))
        else:
            given.append(None)
            if isinstance(output, e.Expression):
                formulas[number] = output
    known = [value for value in given if value is not None] or [0]
    low, high = min(known), max(known)
    filled = [low if value is None else value for value in given]
    values = looked_up(np.array(filled, dtype=width_of(low, high)), found.index)
    made = Vector(Kind.NUMBER, values, _present(given, found), (), low, high)
    by_row: dict[int, list[int]] = {}
    for number in formulas:
        by_row.setdefault(found.rows[number][0], []).append(number)
    for numbers in by_row.values():
        wanted = np.zeros(len(found.rows), dtype=np.bool_)
        wanted[numbers] = True
        held = np.flatnonzero(looked_up(wanted, found.index))
        made = _with_some(table, made, formulas[numbers[0]], held, places, run)
    return made


def _with_some(
    table: Table, made: Vector, expression: e.Expression, held: Array, places: int, run: Held
) -> Vector:
    """The column with what the elements come to for which one row fired."""
    if not len(held):
        return made

    def column(name: str) -> Scaled:
        if (table.grain, name) in run.delayed:
            run.suspect(table.grain, np.intersect1d(held, run.delayed[table.grain, name]))
        values, own = run.plain_numbers(table.grain, name)
        return values.taken(held), own

    values, own = compute(expression, column, len(held), lambda wrong: run.suspect(table.grain, held[wrong]))
    some = a.scaled(values, own, places)
    low, high = min(made.low, some.low), max(made.high, some.high)
    widened = made.values.astype(width_of(low, high), copy=True)
    widened[held] = some.values
    present = made.known().copy()
    present[held] = some.known()
    return a.column(widened, present, low, high)
