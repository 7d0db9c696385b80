"""What a column may hold."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from perfeval.tables.cells import Value
from perfeval.tables.model import Kind


@frozen
class Domain:
    """All values of a column.

    values: of truths and texts, one by one; texts without any are texts of any wording. low, high:
    ends of numbers (scaled by ``places``) and days, both included, None for none. missing: whether
    there may be no value at all.
    """

    kind: Kind
    values: tuple[Value, ...] = ()
    low: int | date | None = None
    high: int | date | None = None
    places: int = 0
    missing: bool = False

    @property
    def is_ordered(self) -> bool:
        """Whether these are numbers or days, of which cells take ranges."""
        return self.kind in (Kind.NUMBER, Kind.DATE)

    @property
    def is_open(self) -> bool:
        """Whether these are texts of any wording."""
        return not self.is_ordered and not self.values


TRUTHS = Domain(Kind.BOOL, (True, False))
