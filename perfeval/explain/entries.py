"""What is asked of the entries that are told of rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from perfeval.explain.account import RowEntry, Status
from perfeval.explain.batch import Batch
from perfeval.explain.view import View

# Tells what became of a row of a unit.
Tell = Callable[[View, int], RowEntry | None]

# In what entries have to be alike, as what a clause says may hang on it: the status, whether there are no
# points, no reason and no value, and which kind of cells is told.
Outline = tuple[str, bool, bool, bool, tuple[str, ...]]


class Entries(Protocol):
    """What is told of the rows of a batch, each told once. Texts are pieces of JSON."""

    def outline(self, view: View, row: int) -> Outline | None:
        """In what the entry of a row has to be like others; None: nothing is told of it."""

    def summary(self, view: View) -> tuple[Outline, ...]:
        """The outlines of the entries of all rows of the unit, sorted."""

    def kind(self, view: View) -> int:
        """A number for what the summary is."""

    def every_kind(self, batch: Batch) -> Sequence[int]:
        """The same of each unit."""

    def first(self, view: View, status: Status) -> bytes:
        """Why the first of these entries has this status."""

    def all(self, view: View) -> bytes:
        """All these entries, parted by commas."""

    def alls(self, batch: Batch) -> Sequence[bytes]:
        """The same of each unit."""

    def whole(self, view: View, row: int) -> bytes:
        """The entry as data; its cells are left out."""

    def part(self, view: View, row: int, what: str) -> bytes:
        """One of its texts: why, points or value."""

    def told(self, view: View, row: int) -> RowEntry | None:
        """The entry itself, in the place of cells which kind of them is told."""
