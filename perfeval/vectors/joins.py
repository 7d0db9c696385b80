"""Which rows belong to which element: those of its unit, or of its population, that relate to it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from attrs import frozen

from perfeval.tables import calculated as s
from perfeval.tables.model import Kind
from perfeval.tables.places import UNIT_GRAIN, Place
from perfeval.vectors.held import Held
from perfeval.vectors.vector import Array, Truths, Vector, width_of

# As many pairs of an element and a row are held at once.
PAIRS_AT_ONCE = 2_000_000
_EQUAL = "IS"


@frozen(eq=False)
class Joined:
    """Rows in groups, and the elements whose rows they are.

    rows: numbers in their ledger, rising within each group. group: of each row. count: how many groups
    there are. own: the group (``count``, which has no rows, for none) of each element; None where element
    and group have the same number. elements: which ones of their grain these elements are.
    """

    rows: Array
    group: Array
    count: int
    own: Array | None
    elements: slice = slice(None)

    def groups_of_elements(self) -> Array:
        """The group of each element."""
        return np.arange(self.count) if self.own is None else self.own


def is_shared(ledger: str, run: Held) -> bool:
    """Whether the rows of a ledger are about no unit."""
    found = run.book.schema.ledger(ledger)
    return found is not None and found.shared


def populations_of(grain: str, run: Held) -> Array:
    """The population of each element; where there are no units at all, rows about none are of the first."""
    if grain == UNIT_GRAIN:
        return run.units.population
    unit = run.frames.ledgers[grain].unit
    found: Array = run.units.population[unit] if run.size else np.zeros(len(unit), dtype=np.int32)
    return found


def can_be_related(step: s.RowsStep, run: Held) -> bool:
    """Whether all that has to relate is of one kind, of which arrays say what comes first."""
    pairs = [((step.ledger, theirs), (step.grain, mine)) for theirs, _, mine in step.against]
    return all(_alike(run, *pair) for pair in pairs)


def can_be_matched(step: s.MatchStep, run: Held) -> bool:
    """The same of the keys of two ledgers."""
    return _alike(run, (step.other, step.key), (step.grain, step.key))


def _alike(run: Held, one: Place, other: Place) -> bool:
    kind = run.model.columns[one].kind
    return kind is run.model.columns[other].kind and kind is not Kind.LIST


def run_match(step: s.MatchStep, run: Held) -> None:
    """Whether another ledger has a row of the same unit with the same key."""
    group = run.frames.ledgers[step.other].unit
    own = None if step.grain == UNIT_GRAIN else run.frames.ledgers[step.grain].unit
    whole = Joined(np.arange(len(group)), group, run.size, own)
    found = _with_equal(whole, run.column(step.other, step.key), run.column(step.grain, step.key))
    known: Truths = np.zeros(found.count + 1, dtype=np.bool_)
    known[found.group] = True
    run.columns[step.grain, step.name] = Vector(Kind.BOOL, known[found.own])


def joined(step: s.RowsStep, run: Held, rows: Array) -> Iterator[Joined]:
    """These rows of ``step.ledger`` by element, all elements in order, perhaps in several parts."""
    whole = _by_unit(step, run, rows)
    for theirs, relation, mine in step.against:
        if relation == _EQUAL:
            whole = _with_equal(whole, run.column(step.ledger, theirs), run.column(step.grain, mine))
    if not run.grain_size(step.grain) or all(relation == _EQUAL for _, relation, _ in step.against):
        yield whole
    else:
        yield from _in_pairs(step, run, whole)


def _by_unit(step: s.RowsStep, run: Held, rows: Array) -> Joined:
    """An element has the rows of its unit; those about no unit are there for all of their population."""
    if is_shared(step.ledger, run):
        group = some(populations_of(step.ledger, run), rows)
        return Joined(rows, group, run.units.count, populations_of(step.grain, run))
    group = some(run.frames.ledgers[step.ledger].unit, rows)
    own = None if step.grain == UNIT_GRAIN else run.frames.ledgers[step.grain].unit
    return Joined(rows, group, run.size, own)


def some(values: Array, rows: Array) -> Array:
    """What a column has in these rows, each of which is there once, rising."""
    return values if len(rows) == len(values) else values[rows]


# ---------------------------------------------------------------- what has to be equal


def _with_equal(one: Joined, theirs: Vector, mine: Vector) -> Joined:
    """The groups divided by what rows and elements have in common; who lacks it has none."""
    rows, group = one.rows, one.group
    if theirs.present is not None:
        there = theirs.present[rows]
        rows, group = rows[there], group[there]
    first, second = comparable(theirs, mine)
    row_codes, codes, many = _codes(some(first, rows), second)
    own = one.groups_of_elements()
    lacking = own == one.count
    if mine.present is not None:
        lacking |= ~mine.present
    count = one.count
    if count * many > 4 * (len(rows) + len(own)) + 1000:
        group, own, count = _numbered_anew(group, own)
    group, own = (each.astype(np.int64) * many + code for each, code in ((group, row_codes), (own, codes)))
    count *= many
    if count > 4 * (len(rows) + len(own)) + 1000:
        group, own, count = _numbered_anew(group, own)
    return Joined(rows, group, count, np.where(lacking, count, own))


def _numbered_anew(group: Array, own: Array) -> tuple[Array, Array, int]:
    """The same groups with numbers next to each other: those far apart ask for room that nobody needs."""
    found, both = np.unique(np.concatenate([group, own]), return_inverse=True)
    return both[: len(group)], both[len(group) :], len(found)


def comparable(one: Vector, other: Vector) -> tuple[Array, Array]:
    """Two columns of one kind as numbers that compare as their values do; a missing one means nothing."""
    if one.kind is not Kind.TEXT or one.words == other.words == tuple(sorted(one.words)):
        return one.values, other.values
    words = {word: code for code, word in enumerate(sorted(dict.fromkeys((*one.words, *other.words))))}
    # A missing text has the code -1, which is the last entry.
    entries = [np.array([*(words[word] for word in each.words), -1]) for each in (one, other)]
    return entries[0][one.values], entries[1][other.values]


def _codes(one: Array, other: Array) -> tuple[Array, Array, int]:
    """Numbers from 0 for two columns, equal where their values are, and how many there may be."""
    values = np.concatenate([one, other])
    if values.dtype == np.bool_:
        values = values.astype(np.int8)
    if len(values) and values.dtype != np.object_:
        low, high = values.min().item(), values.max().item()
        if high - low < len(values):
            codes = values.astype(np.int64) - low
            return codes[: len(one)], codes[len(one) :], high - low + 1
    found, codes = np.unique(values, return_inverse=True)
    return codes[: len(one)], codes[len(one) :], len(found)


# ---------------------------------------------------------------- what comes before or behind


def _in_pairs(step: s.RowsStep, run: Held, whole: Joined) -> Iterator[Joined]:
    """Each element with rows of its own: of those of its group the ones that relate to it."""
    order = np.argsort(whole.group, kind="stable")
    rows, group = whole.rows[order], whole.group[order]
    own = whole.groups_of_elements()
    first = np.searchsorted(group, own, side="left")
    sizes = np.searchsorted(group, own, side="right") - first
    behind = np.cumsum(sizes)
    begin = 0
    while begin < len(own):
        before = behind[begin] - sizes[begin]
        end = max(begin + 1, np.searchsorted(behind, before + PAIRS_AT_ONCE, side="right").item())
        many = sizes[begin:end]
        element = np.repeat(np.arange(end - begin), many)
        # The first pair of each element stands at the first row of its group.
        start = np.repeat(first[begin:end] - (behind[begin:end] - many - before), many)
        meant = rows[np.arange(len(element)) + start]
        related = _related(step, run, meant, element + begin)
        yield Joined(meant[related], element[related], end - begin, None, slice(begin, end))
        begin = end


def _related(step: s.RowsStep, run: Held, rows: Array, elements: Array) -> Truths:
    """Whether all that is asked of each row and each element next to it holds; not where one is missing."""
    found: Truths = np.ones(len(rows), dtype=np.bool_)
    for theirs, relation, mine in step.against:
        if relation == _EQUAL:
            continue
        one, other = run.column(step.ledger, theirs), run.column(step.grain, mine)
        first, second = (
            values[at] for values, at in zip(comparable(one, other), (rows, elements), strict=True)
        )
        if relation in ("ABOVE", "NOT_ABOVE"):
            holds = (first > second) == (relation == "ABOVE")
        else:
            holds = (first < second) == (relation == "BELOW")
        found &= holds.astype(np.bool_)
        found &= one.known()[rows] & other.known()[elements]
    return found


def together(parts: list[Vector]) -> Vector:
    """Columns of numbers behind each other."""
    if len(parts) == 1:
        return parts[0]
    low, high = min(part.low for part in parts), max(part.high for part in parts)
    values = [part.values.astype(width_of(low, high), copy=False) for part in parts]
    whole = all(part.present is None for part in parts)
    present = None if whole else np.concatenate([part.known() for part in parts])
    return Vector(Kind.NUMBER, np.concatenate(values), present, (), low, high)
