"""Ranking within series, and who gets the places of each."""

from __future__ import annotations

import numpy as np

from perfeval.tables.draft import GROUP_COLUMNS
from perfeval.tables.model import Kind, PlaceShare, PlacesStep, RankStep
from perfeval.tables.places import UNIT_GRAIN
from perfeval.vectors import arithmetic as a
from perfeval.vectors.held import Held
from perfeval.vectors.ranking import Ranked, ranked
from perfeval.vectors.roster import groups_of_one, ranks_side_by_side
from perfeval.vectors.traces import SeriesSeats
from perfeval.vectors.vector import Array, Truths, Vector, width_of


def run_rank(step: RankStep, run: Held) -> None:
    """The rank of each unit that takes part; one without a score is suspect."""
    taking_part = _taking_part(step, run)
    run.columns[UNIT_GRAIN, step.taking_part] = Vector(Kind.BOOL, taking_part)
    scores = run.column(UNIT_GRAIN, step.by)
    run.suspect(UNIT_GRAIN, np.flatnonzero(taking_part & ~scores.known()))
    rank = _ranks(run, scores, taking_part, taking_part).rank
    run.columns[UNIT_GRAIN, step.name] = a.column(rank, taking_part, 0, run.size)


def _taking_part(step: RankStep, run: Held) -> Truths:
    """Whether each unit is ranked at all: by its category, its series or its own name."""
    taking_part: Truths = np.zeros(run.size, dtype=np.bool_)
    columns = run.units.columns
    for name in GROUP_COLUMNS:
        taking_part |= columns[name].is_among(step.groups)
    return taking_part & columns["序列"].known()


def _ranks(run: Held, scores: Vector, taking_part: Truths, among: Truths) -> Ranked:
    """The ranks of all units within their population and series, among those of ``among``; 0 for others."""
    if run.units.alike:
        groups = groups_of_one(run, ("序列",))
        groups[~_in_any(run, taking_part)] = -1
        return ranks_side_by_side(run, groups, scores.values, among)
    series = run.units.columns["序列"]
    groups = run.units.population.astype(np.int64) * (len(series.words) + 1) + series.values + 1
    return ranked(groups, scores.values, among)


def run_places(step: PlacesStep, run: Held) -> None:
    """Whether each unit gets a place of its series."""
    scores = run.column(UNIT_GRAIN, step.by)
    taking_part = run.true(UNIT_GRAIN, step.taking_part) & scores.known()
    out: Truths = np.zeros(run.size, dtype=np.bool_)
    if step.cancelled is not None:
        cancelled = run.column(UNIT_GRAIN, step.cancelled)
        out = (cancelled.values != 0) & cancelled.known()
    with_places = [name for share in step.shares for name in share.series]
    sharing = taking_part & run.units.columns["序列"].is_among(with_places)
    considered = sharing & ~out if step.pass_down else sharing
    units, seats = _seats(step, run, sharing)
    found = _ranks(run, scores, sharing, considered)
    # Of those that share a rank all get a place, or only if there is one for each.
    ahead = found.rank if step.all_tied_in else found.rank + (found.tied - found.tied.dtype.type(1))
    got = considered & ~out & (ahead <= seats)
    run.keep(step.name, lambda: SeriesSeats(units, seats, considered, found.rank, found.tied))
    run.columns[UNIT_GRAIN, step.name] = Vector(Kind.BOOL, got, sharing)


def _seats(step: PlacesStep, run: Held, sharing: Truths) -> tuple[Array, Array]:
    """For each unit how many units its series has in its population, and how many places."""
    series = run.units.columns["序列"]
    if run.units.alike:
        # The first of all populations stands for each.
        one, among = series.taken(np.arange(run.units.alike)), _in_any(run, sharing)
        groups = one.values.astype(np.int64) + 1
    else:
        one, among = series, sharing
        groups = run.units.population.astype(np.int64) * (len(series.words) + 1) + series.values + 1
    counts = np.bincount(groups[among], minlength=groups.max(initial=0).item() + 1)
    sizes = (counts[groups] * among).astype(width_of(0, run.size))
    seats: Array = np.zeros(len(sizes), dtype=np.int64)
    for share in step.shares:
        made = [places_of(step, share, size) for size in range(sizes.max(initial=0).item() + 1)]
        meant = among & one.is_among(share.series)
        seats[meant] = np.array(made, dtype=np.int64)[sizes[meant]]
    seats = seats.astype(width_of(0, seats.max(initial=0).item()))
    if run.units.alike:
        sizes, seats = np.tile(sizes, run.units.count), np.tile(seats, run.units.count)
    return sizes * sharing, seats


def _in_any(run: Held, taking_part: Truths) -> Truths:
    """For each unit of populations that are alike whether it takes part in any.

    Where a unit lacks its score its population is suspect; of the others all are the same.
    """
    by_population = taking_part.reshape(run.units.count, run.units.alike)
    return np.asarray(by_population.any(axis=0), dtype=np.bool_)


def places_of(step: PlacesStep, share: PlaceShare, members: int) -> int:
    """How many places a series of so many members has."""
    exact = exact_places(share, members)
    return exact[0] if step.rounding is None else step.rounding.divide(*exact)


def exact_places(share: PlaceShare, members: int) -> tuple[int, int]:
    """Numerator and denominator of the places, before rounding."""
    if share.rate is None:
        return share.number or 0, 1
    return share.rate[0] * members, share.rate[1]
