"""How tables and steps came to their columns, as arrays; the same as the reference's traces."""

from __future__ import annotations

from attrs import frozen

from perfeval.vectors.vector import Array, Truths, Vector


@frozen(eq=False)
class FiredRows:
    """Which rows of a table fired: ``rows[index[element]]``, numbers from 0 in order."""

    index: Array
    rows: tuple[tuple[int, ...], ...]


@frozen(eq=False)
class GatheredRows:
    """counted: what each row gave, missing where it did not count; before: for each unit, unlimited."""

    counted: Vector
    before: Vector


@frozen(eq=False)
class CountedRows:
    """What each row brought into a figure, missing where it did not count."""

    counted: Vector


@frozen(eq=False)
class HighestRows:
    """For each row the place, in the frame of its ledger, of the row that counts; -1 for none."""

    winner: Array


@frozen(eq=False)
class CapBefore:
    """For each unit what the members gave together before this cap."""

    before: Vector


@frozen(eq=False)
class SeriesSeats:
    """Places in series, for each unit of one that is whole (``units`` above 0).

    units, places: of its series. considered: whether it is ranked for the places; if so, rank and tied:
    its competition rank, and how many share its score.
    """

    units: Array
    places: Array
    considered: Truths
    rank: Array
    tied: Array


VectorTrace = FiredRows | GatheredRows | CountedRows | HighestRows | CapBefore | SeriesSeats
