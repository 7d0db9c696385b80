"""What of the facts is uncertain, and how: the sentences of an uncertainty file, bound to the schema."""

from __future__ import annotations

from attrs import field, frozen

from perfeval.ledger.facts import CellValue
from perfeval.ledger.schema import Column
from perfeval.quantity.number import Number
from perfeval.source.text import Span

# Probabilities are counted in millionths: percentages of four decimal places.
MILLION = 1_000_000


@frozen
class Chance:
    """A value and its probability in millionths."""

    value: CellValue
    share: int


@frozen
class Declared:
    """One sentence. text: as written. ledger: whose rows it is about.

    units: the units that are concerned, in roster order; of a ledger that is about no unit ("",).
    """

    text: str
    span: Span = field(eq=False)
    ledger: str
    units: tuple[str, ...]


@frozen
class OfColumn(Declared):
    """A sentence about the cells of one column."""

    column: Column


@frozen
class SampledRate(OfColumn):
    """Each number is the mean of a sample of so many answers between the ends of the column."""

    size: int


@frozen
class HalfWidth(OfColumn):
    """Each number is normally distributed; with ``confidence`` per cent it is within ``width``."""

    width: Number
    confidence: int


@frozen
class Floating(OfColumn):
    """Each number is moved by up to ``width``, all steps alike probable."""

    width: Number


@frozen
class Reordered(OfColumn):
    """The numbers of all rows with the same ``key`` are dealt out anew, none moving by more than ``most``."""

    key: str | None
    most: int


@frozen
class Redrawn(OfColumn):
    """Each cell is one of these values; the shares make up a whole."""

    chances: tuple[Chance, ...]


@frozen
class Stands(Declared):
    """Each row counts with this probability, in millionths."""

    share: int


@frozen
class Arriving(Declared):
    """Further rows. rate: so many a year for each unit on average; else at most one, with ``share``.

    replaces: the rows in the ledger that could have come from this sentence do not count. cells: for
    each column of the ledger that is not left open the values it may have; open are days, which are
    all days of the evaluation year alike, texts, which differ from all others, and what may be empty.
    """

    rate: Number | None
    share: int
    replaces: bool
    cells: tuple[tuple[str, tuple[Chance, ...]], ...]

    @property
    def values(self) -> dict[str, tuple[Chance, ...]]:
        """The values by column."""
        return dict(self.cells)


@frozen
class Uncertainty:
    """All that is uncertain, in the order of the file. file: its name as shown."""

    file: str
    sentences: tuple[Declared, ...]
