"""The jobs that peers do: their facts, what is exact, who takes part, and at which sizes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from attrs import frozen

from benchmarks.field.draws import Array
from benchmarks.field.peer import Peer
from benchmarks.field.plan_facts import UNITS

# Populations of 106 units each: 106, about 10,000, 1 million and 10 million units.
SIZES: Mapping[str, int] = {"106": 1, "1 万": 94, "100 万": 9434, "1000 万": 94340}
Columns = Mapping[str, Mapping[str, Array]]


@frozen(eq=False)
class Job:
    """One job.

    name, title: as arguments and headings have it. facts: so many populations from one on. exact: what is
    right for the first so many of them. peers: who takes part. sure: how many populations are compared with
    what is exact; of the others all peers must say the same. part: at most so many populations at a time.
    """

    name: str
    title: str
    facts: Callable[[int, int], Any]
    exact: Callable[[Any, int], Columns]
    peers: tuple[Peer, ...]
    sure: int
    part: int


def jobs() -> tuple[Job, ...]:
    """All jobs, dearest first."""
    return (*_plans(), *_simple())


def _plans() -> tuple[Job, ...]:
    from benchmarks.field import plan_peers

    titles = {True: "整个2013方案，带全部轨迹", False: "整个2013方案，只要结果"}
    return tuple(
        Job(
            "plan-traced" if traces else "plan",
            title,
            plan_peers.plan_facts,
            partial(plan_peers.exact, traces=traces),
            plan_peers.plan_peers(traces=traces),
            sure=200,
            part=SIZES["100 万"],
        )
        for traces, title in titles.items()
    )


def _simple() -> tuple[Job, ...]:
    from benchmarks.field import simple_exact, simple_facts, simple_peers

    titles = {True: "简化流程：加分、总分、名次、名额、等次", False: "只有加分和等次两张表"}

    def exact(facts: Any, populations: int, *, ranked: bool) -> Columns:
        known = facts.of_first(min(populations, facts.populations))
        return {"": simple_exact.pipeline(known) if ranked else simple_exact.tables(known)}

    return tuple(
        Job(
            "pipeline" if ranked else "tables",
            title,
            simple_facts.simple_facts,
            partial(exact, ranked=ranked),
            simple_peers.simple_peers(ranked=ranked),
            sure=SIZES["100 万"],
            part=SIZES["100 万"],
        )
        for ranked, title in titles.items()
    )


def units_of(size: str) -> int:
    """How many units a size means."""
    return SIZES[size] * UNITS
