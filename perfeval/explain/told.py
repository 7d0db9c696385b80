"""What is told of one computed value."""

from __future__ import annotations

from attrs import frozen

from perfeval.explain.account import RowEntry


@frozen
class Told:
    """Whether there is a value, why it is what it is, further sentences, and the rows behind it."""

    there: bool
    why: str
    lines: tuple[str, ...] = ()
    rows: tuple[RowEntry, ...] = ()
