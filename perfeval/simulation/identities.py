"""What tells the rows of a ledger apart, so that a draw belongs to a row wherever it stands in its file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from perfeval.ledger.schema import Ledger
from perfeval.vectors.frames import Frames


def names_of_units(frames: Frames) -> list[str]:
    """The names of all units, in their order."""
    return [str(name) for name in frames.units.columns["单位"].to_values()]


def names_of_rows(ledger: Ledger, frames: Frames) -> list[tuple[str, ...]]:
    """For each row its ledger, its unit and its key; without a key its cells, and the how-manieth it is.

    Rows that are alike in everything are numbered; which of them is which makes no difference.
    """
    frame = frames.ledgers[ledger.name]
    names = names_of_units(frames)
    units = ["" if ledger.shared else names[unit] for unit in frame.unit.tolist()]
    telling: Sequence[str] = ledger.key
    if not telling and not ledger.per_unit:
        telling = [column.name for column in ledger.columns]
    cells = [frame.columns[name].to_values() for name in telling]
    rows = [(ledger.name, unit, *(str(column[row]) for column in cells)) for row, unit in enumerate(units)]
    seen: Counter[tuple[str, ...]] = Counter()
    made: list[tuple[str, ...]] = []
    for row in rows:
        made.append((*row, str(seen[row])))
        seen[row] += 1
    return made
