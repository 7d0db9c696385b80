"""How a simulation is made."""

from __future__ import annotations

from attrs import frozen


@frozen
class Plan:
    """draws: how many times the facts are drawn, from ``seed``; these alone change what comes out.

    jobs: processes. at_once: draws that are evaluated together. 0: as many as are worth it. keep: the
    number (from 1) of a draw whose facts are kept, 0 for none.
    """

    draws: int
    seed: int
    jobs: int = 0
    at_once: int = 0
    keep: int = 0
