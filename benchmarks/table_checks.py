"""Overlaps, gaps and dead rows of random complete tables, of such with one row left out, and of knots."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from attrs import evolve

from benchmarks.clock import of_call
from perfeval.analysis.geometry.domain import TRUTHS, Domain
from perfeval.analysis.geometry.overlap import overlaps
from perfeval.tables.cells import ANY, Among, Cell, Range
from perfeval.tables.model import HitPolicy, Kind, Row, Table
from perfeval.verify.cover import find_dead, find_gaps

SIZES = ((4, 1000), (8, 1000), (12, 100), (12, 1000))
KNOTS = ((50, 215), (100, 430))
GREATEST = 1_000_000
RUNS = 3


def split_table(inputs: int, rows: int, seed: int) -> Table:
    """Everything, cut in two and in two again at random: complete, and no rows meet."""
    dice = Random(seed)
    boxes = [((0, GREATEST),) * inputs]
    while len(boxes) < rows:
        place, axis = dice.randrange(len(boxes)), dice.randrange(inputs)
        low, high = boxes[place][axis]
        if low < high:
            cut, box = dice.randrange(low + 1, high + 1), boxes.pop(place)
            boxes.append((*box[:axis], (low, cut - 1), *box[axis + 1 :]))
            boxes.append((*box[:axis], (cut, high), *box[axis + 1 :]))
    dice.shuffle(boxes)
    return _table([tuple(_cell(*side) for side in box) for box in boxes])


def _cell(low: int, high: int) -> Cell:
    if (low, high) == (0, GREATEST):
        return ANY
    return Range(None if low == 0 else low, True, None if high == GREATEST else high, True)


def knot(inputs: int, rows: int, seed: int) -> Table:
    """Rows of three conditions each over many truths, for which no way of cutting is good."""
    dice = Random(seed)
    made = []
    for _ in range(rows):
        cells: list[Cell] = [ANY] * inputs
        for place in dice.sample(range(inputs), 3):
            cells[place] = Among((dice.random() < 0.5,))
        made.append(tuple(cells))
    return _table(made)


def _table(rows: list[tuple[Cell, ...]]) -> Table:
    inputs = tuple(f"列{number}" for number in range(len(rows[0])))
    made = tuple(Row(cells, (), "条款") for cells in rows)
    return Table("表", "单位", inputs, (), made, HitPolicy.FIRST)


def report() -> None:
    """Each question by itself; the solver's way too, which is taken where geometry takes too long."""
    print("\ndecision tables, processor time, median of 3")
    for inputs, rows in SIZES:
        print(f"  {inputs} inputs x {rows} rows")
        _of_split(split_table(inputs, rows, seed=1))
    for inputs, rows in KNOTS:
        print(f"  {inputs} truths x {rows} rows without any order")
        _of_knot(knot(inputs, rows, seed=1))


def _of_split(table: Table) -> None:
    domains = dict.fromkeys(table.inputs, Domain(Kind.NUMBER))
    holed = evolve(table, rows=table.rows[1:])
    roofed = evolve(table, rows=(*table.rows, Row((ANY,) * len(table.inputs), (), "条款")))
    _show("overlaps", lambda: overlaps(table, domains, len(table.rows)))
    _show("gaps (none)", lambda: find_gaps(table, domains))
    _show("gaps (none), solver", lambda: find_gaps(table, domains, work=0))
    _show("gaps (one planted)", lambda: find_gaps(holed, domains))
    _show("dead rows (none)", lambda: find_dead(table, domains))
    _show("dead rows (one, covered by all)", lambda: find_dead(roofed, domains))


def _of_knot(table: Table) -> None:
    domains = dict.fromkeys(table.inputs, TRUTHS)
    _show("gaps (none), limit, then solver", lambda: find_gaps(table, domains))
    _show("gaps (none), solver", lambda: find_gaps(table, domains, work=0))


def _show(name: str, call: Callable[[], object]) -> None:
    print(f"    {name:32} {of_call(call, RUNS):8.1f} ms")


if __name__ == "__main__":
    report()
