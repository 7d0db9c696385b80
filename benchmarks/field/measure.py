"""Measuring: peers in turn on one processor, each checked first; medians of processor time."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterable, Mapping
from statistics import median
from typing import Any

import numpy as np
from attrs import frozen

from benchmarks.field.draws import Array
from benchmarks.field.jobs import SIZES, Columns, Job, units_of
from benchmarks.field.peer import Peer, Prepared

_MOST_ROUNDS = 15
_LEAST_SECONDS = 0.002  # a sample is so many runs that it takes at least this long
Say = Callable[[str], None]


@frozen
class Figure:
    """What one peer took for one job at one size.

    seconds: the median of processor time for all units; 0 where it was not run. wrong: units or rows with
    any wrong column. note: why it was not run, or nothing.
    """

    peer: str
    seconds: float = 0.0
    rounds: int = 0
    wrong: int = 0
    note: str = ""


def alone_on_a_processor() -> None:
    """This process and the libraries that it will load use one processor; to be called before they are."""
    for name in ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_MAX_THREADS"):
        os.environ[name] = "1"
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def measure(job: Job, size: str, *, full: bool, seconds: float, say: Say) -> list[Figure]:
    """All peers of a job at one size. seconds: about how long the rounds may take, by the clock."""
    units = units_of(size)
    figures = {peer.name: _not_run(peer, units, full=full) for peer in job.peers}
    running = [peer for peer in job.peers if figures[peer.name] is None]
    whole, first = SIZES[size], 0
    samples: dict[str, list[list[float]]] = {peer.name: [] for peer in running}
    wrong = dict.fromkeys(samples, 0)
    parts = -(-whole // job.part)
    while running and first < whole:
        count = min(job.part, whole - first)
        say(f"  {job.name} {size}: {first} / {whole}")
        part = _part(job, running, count, first, seconds / parts)
        for name, (found, timed) in part.items():
            wrong[name] += found
            samples[name].append(timed)
        first += count
    made = []
    for peer in job.peers:
        before = figures[peer.name]
        if before is None:
            parts_timed = samples[peer.name]
            total = sum(median(each) for each in parts_timed)
            before = Figure(peer.name, total, min(map(len, parts_timed)), wrong[peer.name])
        made.append(before)
    return made


def _not_run(peer: Peer, units: int, *, full: bool) -> Figure | None:
    if peer.missing:
        return Figure(peer.name, note=f"没有安装 {peer.missing}")
    if units > peer.ever:
        return Figure(peer.name, note="太慢，不测")
    if units > peer.most and not full:
        return Figure(peer.name, note="太慢，只在 --full 时测")
    return None


def _part(
    job: Job, peers: Iterable[Peer], count: int, first: int, seconds: float
) -> Mapping[str, tuple[int, list[float]]]:
    """For each peer how many rows are wrong, and how long its rounds took."""
    facts = job.facts(count, first)
    ready = {peer.name: peer.prepare(facts) for peer in peers}
    # Of later parts a tenth is known exactly; what the others say of the rest is compared as well.
    exact = job.exact(facts, job.sure if first == 0 else max(1, job.sure // 10))
    wrong = checked(ready, exact)
    del exact
    gc.collect()
    timed: dict[str, list[float]] = {name: [] for name in ready}
    before = {name: _sample(each, 1) for name, each in ready.items()}
    repeats = {name: max(1, round(_LEAST_SECONDS / max(took, 1e-7))) for name, took in before.items()}
    # Whoever takes long has fewer rounds, so that a round still is everybody in turn at first.
    share = seconds / len(ready)
    rounds = {
        name: min(_MOST_ROUNDS, max(1, round(share / (took * repeats[name]))))
        for name, took in before.items()
    }
    for number in range(max(rounds.values())):
        for name, each in ready.items():
            if number < rounds[name]:
                timed[name].append(_sample(each, repeats[name]))
    return {name: (wrong[name], timed[name]) for name in ready}


def _sample(prepared: Prepared, repeats: int) -> float:
    made: Any = None
    start = time.process_time()
    for _ in range(repeats):
        made = prepared.run()
    took = time.process_time() - start
    del made
    return took / repeats


def checked(ready: Mapping[str, Prepared], exact: Columns) -> dict[str, int]:
    """How many rows of each peer are wrong: not exact at the beginning, or not what a sound peer says."""
    wrong = {}
    sound: Columns | None = None
    for name, prepared in ready.items():
        given = prepared.columns(prepared.run())
        wrong[name] = sum(wrong_rows(exact[table], given[table]) for table in exact if table in given)
        if sound is None and not wrong[name]:
            sound = given
        elif sound is not None:
            wrong[name] += sum(
                _beyond(exact[each], sound[each], given[each]) for each in exact if each in given
            )
        gc.collect()
    return wrong


def wrong_rows(exact: Mapping[str, Array], given: Mapping[str, Array]) -> int:
    """How many of the first rows differ from what is exact in any of the columns that both have."""
    names = [name for name in exact if name in given]
    assert names
    size = len(exact[names[0]])
    wrong = np.zeros(size, dtype=np.bool_)
    for name in names:
        wrong |= exact[name] != given[name][:size]
    return int(wrong.sum())


def _beyond(exact: Mapping[str, Array], sound: Mapping[str, Array], given: Mapping[str, Array]) -> int:
    """How many rows after those that are known exactly differ from what a sound peer says."""
    names = [name for name in exact if name in given and name in sound]
    size = len(exact[names[0]])
    assert len(sound[names[0]]) == len(given[names[0]])
    wrong = np.zeros(len(sound[names[0]]) - size, dtype=np.bool_)
    for name in names:
        wrong |= sound[name][size:] != given[name][size:]
    return int(wrong.sum())
