"""What a simulation should count: draw by draw with the reference engine, from its outcomes alone."""

from __future__ import annotations

from collections import Counter

from attrs import Factory, define

from perfeval.evaluate.outcome import CapTrace, GatherTrace, Outcome, TableTrace
from perfeval.evaluate.run import run
from perfeval.simulation.prepared import Prepared
from perfeval.simulation.run import facts_of_draw
from perfeval.tables.model import CapStep, Fixed, Gather, Table
from tests.simulation.small import drawer

Values = list[Counter[object]]


@define
class Naive:
    """Counts by unit, as ``Tally`` has them; ways as pairs of clause and how."""

    draws: int = 0
    faulty: list[int] = Factory(list)
    values: dict[str, Values] = Factory(dict)
    deciding: dict[tuple[str, str], Counter[int]] = Factory(dict)
    outcomes: list[Outcome | None] = Factory(list)


def counted(made: Prepared, draws: int, names: list[str], seed: int = 7) -> Naive:
    """The counts of the results ``names`` and of all clauses over so many draws."""
    found = Naive()
    drawing = drawer(made, seed)
    size = len(made.book.units)
    for name in names:
        found.values[name] = [Counter() for _ in range(size)]
    for number in range(draws):
        outcome = run(made.book, made.model, facts_of_draw(drawing, number)).value
        found.outcomes.append(outcome)
        if outcome is None:
            found.faulty.append(number)
            continue
        found.draws += 1
        for name in names:
            for unit, value in enumerate(outcome.columns["单位", name]):
                found.values[name][unit][value] += 1
        for way, units in _decided(outcome).items():
            found.deciding.setdefault(way, Counter()).update(list(units))
    return found


def _decided(outcome: Outcome) -> dict[tuple[str, str], dict[int, None]]:
    """Which clauses decided about which units."""
    found: dict[tuple[str, str], dict[int, None]] = {}
    for node in outcome.model.nodes:
        trace = outcome.traces.get(node.name)
        if isinstance(node, Table) and node.grain == "单位" and isinstance(trace, TableTrace):
            for unit, rows in enumerate(trace.fired):
                for row in rows:
                    outputs = node.rows[row].outputs
                    if any(each not in (None, Fixed(False)) for each in outputs):
                        found.setdefault((node.rows[row].clause, node.name), {})[unit] = None
        elif isinstance(node, Gather):
            assert isinstance(trace, GatherTrace)
            points = outcome.columns["单位", node.name]
            for unit, value in enumerate(points):
                if value != 0:
                    found.setdefault((node.clause, "计分"), {})[unit] = None
                if value != trace.before[unit]:
                    found.setdefault((node.clause, "封顶"), {})[unit] = None
        elif isinstance(node, CapStep):
            assert isinstance(trace, CapTrace)
            for unit, value in enumerate(outcome.columns["单位", node.name]):
                if value != 0:
                    found.setdefault((node.clause, "封顶"), {})[unit] = None
    return found
