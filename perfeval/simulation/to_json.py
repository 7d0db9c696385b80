"""A simulation as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from perfeval.diagnostics.to_json import diagnostic_to_json
from perfeval.evaluate.records import field_of
from perfeval.simulation.shares import QUANTILES, quantiles, share
from perfeval.simulation.study import Side, Simulation
from perfeval.simulation.tally import Pairing
from perfeval.simulation.watched import Way

V = TypeVar("V", str | None, int | None)


def simulation_to_json(made: Simulation) -> dict[str, object]:
    """``{"version": 1, "seed", "draws", "uncertainty", "books", "changes"}``; shares as text.

    books: the current one, then the draft where there is one.
    """
    return {
        "version": 1,
        "seed": made.plan.seed,
        "draws": made.plan.draws,
        "uncertainty": {
            "file": made.uncertainty.file,
            "sentences": [each.text for each in made.uncertainty.sentences],
        },
        "books": [_side(side) for side in (made.current, made.draft) if side is not None],
        "changes": None if made.pairing is None else _changes(made.pairing, made.paired),
    }


def _side(side: Side) -> dict[str, object]:
    book = side.base.book
    return {
        "title": book.title,
        "sha256": book.sha256,
        "readings": dict(side.base.model.readings),
        "draws": side.tally.draws,
        "undecided": [number + 1 for number in side.tally.faulty],
        "why": [
            {"draw": fault.draw, "diagnostics": [diagnostic_to_json(each) for each in fault.findings]}
            for fault in side.faults
        ],
        "units": [_unit(side, number) for number in range(len(side.units))],
        "clauses": [_clause(side, way) for way in side.ways],
    }


def _unit(side: Side, number: int) -> dict[str, object]:
    unit, draws = side.base.book.units[number], side.tally.draws
    words = [
        {"name": name, "base": field_of(side.base, name, number), "values": _values(counts[number], draws)}
        for name, counts in side.tally.words.items()
    ]
    ranks = [
        {
            "name": name,
            "base": field_of(side.base, name, number),
            "values": _values(counts[number], draws),
            "quantiles": [
                {"percent": percent, "rank": rank}
                for percent, rank in zip(QUANTILES, quantiles(counts[number]), strict=False)
            ],
        }
        for name, counts in side.tally.ranks.items()
    ]
    return {"单位": unit.name, "类别": unit.category, "序列": unit.series, "words": words, "ranks": ranks}


def _values(counts: Mapping[V, int], draws: int) -> list[dict[str, object]]:
    return [{"value": value, "count": count, "share": share(count, draws)} for value, count in counts.items()]


def _clause(side: Side, way: Way) -> dict[str, object]:
    count, draws = side.tally.anywhere.get(way, 0), side.tally.draws
    units = [
        {"单位": name, "count": own, "share": share(own, draws)}
        for name, own in zip(side.units, side.tally.deciding.get(way, ()), strict=False)
        if own
    ]
    return {
        "clause": way.clause,
        "how": way.how,
        "count": count,
        "share": share(count, draws),
        "units": units,
    }


def _changes(pairing: Pairing, names: tuple[str, ...]) -> dict[str, object]:
    """How often the draft gives another word, draw by draw."""
    units = []
    for name, changes in pairing.changes.items():
        for unit, counts in zip(names, changes, strict=True):
            moved = {pair: count for pair, count in counts.items() if pair[0] != pair[1]}
            total = sum(moved.values())
            told = [
                {"from": old, "to": new, "count": count, "share": share(count, pairing.draws)}
                for (old, new), count in moved.items()
            ]
            share_of_all = share(total, pairing.draws)
            units.append({"单位": unit, "name": name, "count": total, "share": share_of_all, "changes": told})
    anywhere = [
        {"name": name, "count": count, "share": share(count, pairing.draws)}
        for name, count in pairing.any_unit.items()
    ]
    return {"draws": pairing.draws, "anywhere": anywhere, "units": units}
