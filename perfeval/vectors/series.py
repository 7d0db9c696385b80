"""Ranking within series, and who gets the places of each."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from perfeval.tables.model import Kind, PlaceShare, PlacesStep, RankStep
from perfeval.tables.places import UNIT_GRAIN
from perfeval.vectors import arithmetic as a
from perfeval.vectors.held import Held
from perfeval.vectors.ranking import Ranked, ranked, ranked_side_by_side
from perfeval.vectors.traces import SeriesSeats
from perfeval.vectors.vector import Array, Truths, Vector, looked_up


def run_rank(step: RankStep, run: Held) -> None:
    """The rank of each unit that takes part; one without a score is suspect."""
    taking_part = _taking_part(step, run)
    run.columns[UNIT_GRAIN, step.taking_part] = Vector(Kind.BOOL, taking_part)
    scores = run.column(UNIT_GRAIN, step.by)
    run.suspect(UNIT_GRAIN, np.flatnonzero(taking_part & ~scores.known()))
    rank: Array = np.zeros(run.size, dtype=np.int64)
    for elements, found in _by_series(run, scores, taking_part, taking_part):
        rank[elements] = found.rank
    run.columns[UNIT_GRAIN, step.name] = a.column(rank, rank > 0, 0, run.size)


def _taking_part(step: RankStep, run: Held) -> Truths:
    """Whether each unit is ranked at all: by its category, its series or its own name."""
    taking_part: Truths = np.zeros(run.size, dtype=np.bool_)
    columns = run.units.columns
    for name in ("单位", "类别", "序列"):
        vector = columns[name]
        wanted = np.array([word in step.groups for word in (*vector.words, None)], dtype=np.bool_)
        taking_part |= looked_up(wanted, vector.values)
    return taking_part & columns["序列"].known()


def _by_series(
    run: Held, scores: Vector, taking_part: Truths, among: Truths
) -> Iterator[tuple[Array, Ranked]]:
    """Elements that take part, and their ranks within population and series among ``among``."""
    series = run.units.columns["序列"]
    if not run.units.alike:
        elements = np.flatnonzero(taking_part)
        groups = run.units.population[elements].astype(np.int64) * (len(series.words) + 1)
        groups += series.values[elements]
        yield elements, ranked(groups, scores.values[elements], among[elements])
        return
    base = np.arange(run.units.count) * run.units.alike
    first = slice(0, run.units.alike)
    for code in range(len(series.words)):
        members = np.flatnonzero((series.values[first] == code) & taking_part[first])
        if len(members):
            places = members[:, np.newaxis] + base[np.newaxis, :]
            yield places, ranked_side_by_side(scores.values[places], among[places])


def run_places(step: PlacesStep, run: Held) -> None:
    """Whether each unit gets a place of its series."""
    scores = run.column(UNIT_GRAIN, step.by)
    taking_part = run.true(UNIT_GRAIN, step.taking_part) & scores.known()
    out: Truths = np.zeros(run.size, dtype=np.bool_)
    if step.cancelled is not None:
        cancelled = run.column(UNIT_GRAIN, step.cancelled)
        out = (cancelled.values != 0) & cancelled.known()
    sharing = taking_part & _with_share(step, run)
    considered = sharing & ~out if step.pass_down else sharing
    units, seats = _seats(step, run, sharing)
    rank: Array = np.zeros(run.size, dtype=np.int64)
    tied: Array = np.zeros(run.size, dtype=np.int64)
    for elements, found in _by_series(run, scores, sharing, considered):
        rank[elements], tied[elements] = found.rank, found.tied
    last = rank if step.all_tied_in else rank + tied - 1
    got = considered & ~out & (last <= seats)
    run.traces[step.name] = SeriesSeats(units, seats, considered, rank, tied)
    run.columns[UNIT_GRAIN, step.name] = Vector(Kind.BOOL, got, sharing)


def _with_share(step: PlacesStep, run: Held) -> Truths:
    """Whether the series of each unit has places."""
    series = run.units.columns["序列"]
    named = tuple(name for share in step.shares for name in share.series)
    wanted = np.array([word in named for word in (*series.words, None)], dtype=np.bool_)
    found: Truths = looked_up(wanted, series.values)
    return found


def _seats(step: PlacesStep, run: Held, sharing: Truths) -> tuple[Array, Array]:
    """For each unit how many units its series has in its population, and how many places."""
    sizes = _sizes(run, sharing)
    series = run.units.columns["序列"]
    seats: Array = np.zeros(run.size, dtype=np.int64)
    for share in step.shares:
        wanted = np.array([word in share.series for word in (*series.words, None)], dtype=np.bool_)
        meant = sharing & looked_up(wanted, series.values)
        if share.rate is None:
            seats[meant] = places_of(step, share, 0)
        else:
            made = [places_of(step, share, size) for size in range(sizes.max(initial=0).item() + 1)]
            seats[meant] = np.array(made, dtype=np.int64)[sizes[meant]]
    return sizes, seats


def _sizes(run: Held, sharing: Truths) -> Array:
    """For each unit that shares in places how many of its series and population do; 0 for others."""
    series = run.units.columns["序列"]
    if run.units.alike:
        # Where a unit lacks its score its population is suspect; of the others all are the same.
        first = slice(0, run.units.alike)
        whole = sharing.reshape(run.units.count, run.units.alike).any(axis=0)
        counts = np.bincount(series.values[first][whole] + 1, minlength=len(series.words) + 1)
        return np.tile(counts[series.values[first] + 1], run.units.count) * sharing
    groups = run.units.population.astype(np.int64) * (len(series.words) + 1) + series.values + 1
    counts = np.bincount(groups[sharing], minlength=groups.max(initial=0).item() + 1)
    sizes: Array = counts[groups] * sharing
    return sizes


def places_of(step: PlacesStep, share: PlaceShare, members: int) -> int:
    """How many places a series of so many members has."""
    exact = exact_places(share, members)
    return exact[0] if step.rounding is None else step.rounding.divide(*exact)


def exact_places(share: PlaceShare, members: int) -> tuple[int, int]:
    """Numerator and denominator of the places, before rounding."""
    if share.rate is None:
        return share.number or 0, 1
    return share.rate[0] * members, share.rate[1]
