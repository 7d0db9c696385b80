"""Draws, evaluates and counts, part by part, on one core or several; the counts are the same."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from attrs import frozen

from perfeval.diagnostics.diagnostic import Checked
from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.run import run
from perfeval.ledger.facts import Facts
from perfeval.simulation import errors
from perfeval.simulation.draws import Drawer, drawer_of, facts_of
from perfeval.simulation.plan import Plan
from perfeval.simulation.prepared import Prepared
from perfeval.simulation.study import Fault, Side, Simulation
from perfeval.simulation.tally import Pairing, Tally, pairing_of, tally_of
from perfeval.simulation.watched import Watched, Way, watched_of, ways_of
from perfeval.tables.model import Model
from perfeval.vectors.run import run_vectors

# Units and rows that are evaluated at once: the columns of so many stay within a few hundred megabytes.
UNITS_AT_ONCE = 50_000
ROWS_AT_ONCE = 400_000
# Fewer units than that, all draws together, are counted before other processes have begun.
WORTH_SEVERAL = 3_000_000
_CORES = os.cpu_count() or 1
# Faulty draws of which it is told what is wrong.
FAULTS_TOLD = 3


@frozen(eq=False)
class _Work:
    """One book in a form that draws can be counted with, in any process."""

    drawer: Drawer
    model: Model
    watched: Watched
    ways: tuple[Way, ...]


@frozen(eq=False)
class _Whole:
    """The work for one or two books; places: of each common unit its place in either."""

    works: tuple[_Work, ...]
    places: tuple[tuple[int, int], ...]


@frozen(eq=False)
class _Part:
    """The counts of some draws, for each book, and for both together."""

    draws: int
    tallies: tuple[Tally, ...]
    pairing: Pairing | None


def simulate(
    books: Sequence[Prepared],
    plan: Plan,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Checked[Simulation]:
    """Count what comes out in each draw. books: the current one, and perhaps a draft.

    progress: told how many of how many draws are done. The findings are those of the facts as they
    are, and of a book in which there is nothing to count; what is wrong in single draws is counted.
    """
    bases: list[Outcome] = []
    for each in books:
        base = run(each.book, each.model, each.facts)
        if base.value is None:
            return Checked(None, base.diagnostics)
        bases.append(base.value)
    works = tuple(_work(each, plan.seed) for each in books)
    for work in works:
        if not (work.watched.words or work.watched.ranks):
            return Checked(None, (errors.nothing_to_count(work.drawer.book.title),))
    names = [[unit.name for unit in each.book.units] for each in books]
    theirs = {name: place for place, name in enumerate(names[-1])}
    paired = [name for name in names[0] if name in theirs]
    places = tuple((place, theirs[name]) for place, name in enumerate(names[0]) if name in theirs)
    whole = _Whole(works, places)
    size = plan.at_once or min(map(_draws_at_once, books))
    tallies = [Tally() for _ in works]
    pairing = Pairing() if len(works) > 1 else None
    done = 0
    workers = plan.jobs or (_CORES if plan.draws * max(map(len, names)) >= WORTH_SEVERAL else 1)
    for part in _parts(whole, plan.draws, size, workers):
        for tally, more in zip(tallies, part.tallies, strict=True):
            tally.add(more)
        if pairing is not None and part.pairing is not None:
            pairing.add(part.pairing)
        done += part.draws
        progress(done, plan.draws)
    sides = [
        Side(
            base,
            work.watched,
            work.ways,
            tally.in_order(work.watched),
            _faults(work, tally.faulty[:FAULTS_TOLD]),
            facts_of_draw(work.drawer, plan.keep - 1) if plan.keep else None,
        )
        for base, work, tally in zip(bases, works, tallies, strict=True)
    ]
    draft = sides[1] if len(sides) > 1 else None
    pairs = None if pairing is None else pairing.in_order(sides[0].watched)
    return Checked(Simulation(books[0].uncertainty, plan, sides[0], draft, pairs, tuple(paired)))


def _draws_at_once(each: Prepared) -> int:
    rows = sum(map(len, each.facts.tables.values()))
    return max(1, min(UNITS_AT_ONCE // max(len(each.book.units), 1), ROWS_AT_ONCE // max(rows, 1)))


def _work(each: Prepared, seed: int) -> _Work:
    drawer = drawer_of(each.book, each.facts, each.uncertainty, seed)
    watched = watched_of(each.book, each.model)
    return _Work(drawer, each.model, watched, ways_of(each.model, watched))


# ---------------------------------------------------------------- parts


def _parts(whole: _Whole, draws: int, size: int, jobs: int) -> Iterator[_Part]:
    """The counts of all draws, ``size`` at a time, in order."""
    ranges = [(first, min(size, draws - first)) for first in range(0, draws, size)]
    if jobs <= 1 or len(ranges) <= 1:
        for first, count in ranges:
            yield _count(whole, first, count)
        return
    # Fresh processes: a copy of one with threads may hang, and other systems know nothing else.
    workers = ProcessPoolExecutor(
        min(jobs, len(ranges)), get_context("spawn"), initializer=_begin, initargs=(whole,)
    )
    with workers:
        yield from workers.map(_count_here, ranges)


# What the parts of one process belong to; set once, when the process begins.
_HERE: list[_Whole] = []


def _begin(whole: _Whole) -> None:
    _HERE[:] = [whole]


def _count_here(part: tuple[int, int]) -> _Part:
    return _count(_HERE[0], *part)


def _count(whole: _Whole, first: int, count: int) -> _Part:
    made = [
        run_vectors(work.drawer.book, work.model, work.drawer.frames(first, count)) for work in whole.works
    ]
    tallies = tuple(
        tally_of(outcome, work.watched, work.ways, first)
        for outcome, work in zip(made, whole.works, strict=True)
    )
    if len(made) < 2:
        return _Part(count, tallies, None)
    old, new = whole.works
    names = dict.fromkeys(name for name in old.watched.words if name in new.watched.words)
    return _Part(count, tallies, pairing_of(made[0], made[1], whole.places, names))


# ---------------------------------------------------------------- draws that are not decided


def facts_of_draw(drawer: Drawer, number: int) -> Facts:
    """The facts of one draw, by its number from 0: the same as among many."""
    return facts_of(drawer.book, drawer.frames(number, 1), 0)


def _faults(work: _Work, numbers: Sequence[int]) -> tuple[Fault, ...]:
    """Why the rules do not decide these draws."""
    return tuple(
        Fault(number + 1, run(work.drawer.book, work.model, facts_of_draw(work.drawer, number)).diagnostics)
        for number in numbers
    )
