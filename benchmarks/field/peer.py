"""What a peer is: somebody who does a job on the same facts, timed, and shows its result to be checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from shutil import which
from typing import Any

from attrs import frozen

from benchmarks.field.draws import Array

LIMIT = "C，手写（极限）"
# Our arrays, when nobody asks how results came about.
UNTRACED = "perfeval vectors，不留轨迹"


@frozen(eq=False)
class Prepared:
    """A peer that has its facts in the form that suits it.

    run: what is timed. columns: what ``run`` gave as plain int64 columns, units and rows in their order;
    tables of rows by the name of their ledger, units by the empty name.
    """

    run: Callable[[], Any]
    columns: Callable[[Any], Mapping[str, Mapping[str, Array]]]


@frozen(eq=False)
class Peer:
    """One way of doing a job.

    name: as the tables of figures have it. prepare: takes the job's facts. needs: the modules that it is
    made with (a name that starts with ! is a program). most: with more units than that it is run only if
    all is asked for. ever: with more units than that it is never run.
    """

    name: str
    prepare: Callable[[Any], Prepared]
    needs: tuple[str, ...] = ()
    most: int = 1_000_000_000
    ever: int = 1_000_000_000

    @property
    def missing(self) -> str:
        """What it needs and this machine lacks; empty where nothing is."""
        for name in self.needs:
            if which(name[1:]) is None if name.startswith("!") else find_spec(name) is None:
                return name.lstrip("!")
        return ""
