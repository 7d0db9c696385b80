"""The unknowns: one unit of any kind, and every row that the ledgers could hold about it.

A ledger with a row a unit has one row of unknowns. A ledger with a key of few values has a row for
each of them, there or not. Any other ledger has a few rows, each of which may stand for many alike.
Texts are codes (those that no rule names are below zero), days are counted, numbers are scaled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, pairwise, product

from attrs import Factory, define, frozen

from perfeval.ledger.schema import Column, ColumnType, Ledger
from perfeval.quantity.number import MAX_DIGITS, MAX_PLACES
from perfeval.rulebook.book import RuleBook, Unit
from perfeval.tables.cells import Among
from perfeval.tables.flow import reads
from perfeval.tables.model import HighestRow, LookupStep, Model, RankStep, Table
from perfeval.verify.terms import Term, Terms

# As many rows of a ledger at most whose key is written out value by value.
MOST_KEYS = 40
# As many years before and after the evaluation year as a day may lie.
YEARS_AROUND = 20
# The greatest number that a ledger may hold, at MAX_PLACES.
_GREATEST = 10 ** (MAX_DIGITS + MAX_PLACES) - 1

# The unknowns that are not of a row: the kind of the unit, and its rank.
UNIT, RANK = "单位", "名次"

Books = Sequence[tuple[RuleBook, Model]]


@frozen
class Bounds:
    """How many unknown rows a ledger has, and for how many rows alike each of them may stand.

    keys_apart: whether rows whose key can be written out are rows of their own.
    more: further rows of some ledgers, for those that a known unit has.
    """

    rows: int = 3
    rows_by_key: int = 4
    alike: int = 99
    keys_apart: bool = True
    more: tuple[tuple[str, int], ...] = ()

    def rows_of(self, ledger: str, *, by_key: bool) -> int:
        """How many rows; by_key: whether rows of this ledger are compared by a key."""
        return (self.rows_by_key if by_key else self.rows) + dict(self.more).get(ledger, 0)


# One row of each ledger, whatever its key: what is true of it is true of every row.
ANY_ROW = Bounds(1, 1, 1, keys_apart=False)


@frozen(eq=False)
class Slot:
    """A row that may be there. times: for how many rows alike it stands."""

    ledger: str
    index: int
    exists: Term
    times: Term
    cells: Mapping[str, Term]


@frozen
class Kind:
    """Units that no rule tells apart: what they are in each book, and their names."""

    roles: tuple[Unit, ...]
    units: tuple[str, ...]


@define(eq=False)
class Universe:
    """All unknowns, and what holds of them because the ledgers are in order."""

    terms: Terms
    bounds: Bounds
    kinds: tuple[Kind, ...]
    unit: Term
    ledgers: tuple[Ledger, ...]
    slots: dict[str, tuple[Slot, ...]] = Factory(dict)
    assumptions: list[Term] = Factory(list)
    days: tuple[date, date] = (date.min, date.max)
    codes: dict[str, int] = Factory(dict)

    def code(self, text: str) -> int:
        """The number that stands for a text that a rule or the schema names."""
        return self.codes.setdefault(text, len(self.codes) + 1)

    def text_of(self, code: int) -> str:
        """The text that a code stands for."""
        return next(text for text, own in self.codes.items() if own == code)

    def of_kinds(self, values: Sequence[int], first: int = 0) -> Term:
        """A number that depends on the kind of the unit alone; first: the kind of the first value."""
        if len(set(values)) == 1:
            return self.terms.constant(values[0])
        # Halved again and again, so that a book with very many kinds makes no deep formula.
        half = len(values) // 2
        below = self.terms.at_most(self.unit, self.terms.constant(first + half - 1))
        return self.terms.choice(
            below, self.of_kinds(values[:half], first), self.of_kinds(values[half:], first + half)
        )

    def one_of_kinds(self, wanted: Sequence[bool]) -> Term:
        """Whether the unit is of one of the kinds that are marked."""
        return self.terms.is_value(self.of_kinds([int(each) for each in wanted]), 1)


def universe_of(books: Books, bounds: Bounds) -> Universe:
    """The unknowns for one book, or for two that are compared (facts are in order for both)."""
    terms = Terms()
    kinds = kinds_of(books)
    ledgers = merged_ledgers([book for book, _ in books])
    found = Universe(terms, bounds, kinds, terms.number(UNIT), ledgers)
    found.assumptions.append(terms.at_most(terms.zero, found.unit))
    found.assumptions.append(terms.at_most(found.unit, terms.constant(len(kinds) - 1)))
    first = min(book.year[0] for book, _ in books)
    last = max(book.year[1] for book, _ in books)
    found.days = (date(first.year - YEARS_AROUND, 1, 1), date(last.year + YEARS_AROUND, 12, 31))
    by_key = {node.ledger for _, model in books for node in model.nodes if isinstance(node, HighestRow)}
    read = {grain for _, model in books for node in model.nodes for grain, _ in reads(node)}
    for ledger in ledgers:
        if ledger.per_unit or ledger.name in read or not bounds.keys_apart:
            found.slots[ledger.name] = _slots(found, ledger, books, by_key=ledger.name in by_key)
    for book, _ in books:
        _declare(found, book)
    return found


def same_unknowns(one: tuple[RuleBook, Model], other: tuple[RuleBook, Model]) -> bool:
    """Whether two books have the same unknowns: roster, ledgers, year, and what their rules ask of them."""
    return _shape(*one) == _shape(*other)


def _shape(book: RuleBook, model: Model) -> tuple[object, ...]:
    places = {place for node in model.nodes for place in reads(node)}
    steps = [node for node in model.nodes if isinstance(node, LookupStep | HighestRow)]
    return (
        book.year,
        book.units,
        book.schema.ledgers,
        sorted(_named(book, model)),
        sorted({grain for grain, _ in places}),
        sorted({(step.ledger, step.wanted) for step in steps if isinstance(step, LookupStep)}),
        sorted({step.ledger for step in steps if isinstance(step, HighestRow)}),
    )


# ---------------------------------------------------------------- kinds of units


def kinds_of(books: Books) -> tuple[Kind, ...]:
    """Units of the roster (those that all books know), put together where no rule tells them apart."""
    rosters = [{unit.name: unit for unit in book.units} for book, _ in books]
    named = {name for book, model in books for name in _named(book, model)}
    groups: dict[tuple[object, ...], list[str]] = {}
    for name in rosters[0]:
        if all(name in roster for roster in rosters):
            roles = [(roster[name].category, roster[name].series) for roster in rosters]
            groups.setdefault((*roles, name if name in named else None), []).append(name)
    return tuple(
        Kind(tuple(roster[names[0]] for roster in rosters), tuple(names)) for names in groups.values()
    )


def _named(book: RuleBook, model: Model) -> Iterator[str]:
    """The units that some rule, or some ledger, names."""
    for node in model.nodes:
        if isinstance(node, RankStep):
            yield from node.groups
        if isinstance(node, Table) and "单位" in node.inputs:
            column = node.inputs.index("单位")
            for row in node.rows:
                cell = row.cells[column]
                if isinstance(cell, Among):
                    yield from (str(value) for value in cell.values)
    for ledger in book.schema.ledgers:
        yield from ledger.excepted


def merged_ledgers(books: Sequence[RuleBook]) -> tuple[Ledger, ...]:
    """The ledgers of the books by name, with the columns of all."""
    merged: dict[str, Ledger] = {}
    for book in books:
        for ledger in book.schema.ledgers:
            known = merged.get(ledger.name)
            if known is None:
                merged[ledger.name] = ledger
            else:
                more = tuple(column for column in ledger.columns if known.column(column.name) is None)
                merged[ledger.name] = Ledger(
                    known.name,
                    known.columns + more,
                    known.per_unit,
                    known.key,
                    known.required,
                    known.excepted,
                )
    return tuple(merged.values())


# ---------------------------------------------------------------- rows


def _slots(universe: Universe, ledger: Ledger, books: Books, *, by_key: bool) -> tuple[Slot, ...]:
    one = universe.terms.constant(1)
    if ledger.per_unit:
        return (_slot(universe, ledger, 0, {}, one),)
    if ledger.key and universe.bounds.keys_apart:
        keys = keys_of(ledger)
        if keys:
            return tuple(_slot(universe, ledger, index, key, one) for index, key in enumerate(keys))
        wanted = {
            node.wanted
            for _, model in books
            for node in model.nodes
            if isinstance(node, LookupStep) and node.ledger == ledger.name
        }
        count = max(universe.bounds.rows_of(ledger.name, by_key=by_key), len(wanted) + 1)
        return tuple(_slot(universe, ledger, index, {}, one) for index in range(count))
    slots = []
    for index in range(universe.bounds.rows_of(ledger.name, by_key=by_key)):
        times = universe.terms.number(f"{ledger.name}#{index}×") if universe.bounds.alike > 1 else one
        slots.append(_slot(universe, ledger, index, {}, times))
    return tuple(slots)


def keys_of(ledger: Ledger) -> list[dict[str, str]]:
    """All keys that rows of a ledger can have, where they can be written out; each has one row at most."""
    values = [column.values for name in ledger.key if (column := ledger.column(name)) is not None]
    keys = list(product(*values))
    if not ledger.key or not all(values) or len(keys) > MOST_KEYS:
        return []
    return [dict(zip(ledger.key, key, strict=True)) for key in keys]


def _slot(universe: Universe, ledger: Ledger, index: int, key: Mapping[str, str], times: Term) -> Slot:
    terms, name = universe.terms, f"{ledger.name}#{index}"
    cells: dict[str, Term] = {}
    for column in ledger.columns:
        if column.name in key:
            cells[column.name] = terms.constant(universe.code(key[column.name]))
        elif column.type is ColumnType.BOOL:
            cells[column.name] = terms.truth(f"{name}.{column.name}")
        else:
            cells[column.name] = terms.number(f"{name}.{column.name}")
    return Slot(ledger.name, index, terms.truth(f"{name}?"), times, cells)


# ---------------------------------------------------------------- what holds of rows in order


def _declare(universe: Universe, book: RuleBook) -> None:
    """What the schema of one book asks of the rows."""
    terms = universe.terms
    for ledger in book.schema.ledgers:
        slots = universe.slots.get(ledger.name, ())
        for slot in slots:
            universe.assumptions.extend(row_in_order(universe, slot, ledger))
            one, most = terms.constant(1), terms.constant(universe.bounds.alike)
            universe.assumptions.extend([terms.at_most(one, slot.times), terms.at_most(slot.times, most)])
        if ledger.required and ledger.per_unit:
            excepted = [any(name in ledger.excepted for name in kind.units) for kind in universe.kinds]
            universe.assumptions.append(terms.any([slots[0].exists, universe.one_of_kinds(excepted)]))
        if not ledger.key:
            # Rows are filled from the first on: which of several unknown rows is there means nothing.
            for one_slot, next_slot in pairwise(slots):
                universe.assumptions.append(terms.any([one_slot.exists, terms.negation(next_slot.exists)]))
        for one_slot, other in combinations(slots, 2) if ledger.key else ():
            pairs = [(one_slot.cells[name], other.cells[name]) for name in ledger.key]
            alike = terms.all(same_cells(terms, *pair) for pair in pairs)
            both = terms.all([one_slot.exists, other.exists, alike])
            universe.assumptions.append(terms.negation(both))


def row_in_order(universe: Universe, slot: Slot, ledger: Ledger) -> Iterator[Term]:
    """What a schema asks of the cells of one row."""
    for column in ledger.columns:
        yield from _cell_in_order(universe, slot, column)
        yield from _cell_among_others(universe, slot, ledger, column)


def same_cells(terms: Terms, one: Term, other: Term) -> Term:
    """Whether two cells hold the same."""
    return terms.equal(one, other) if is_number(one) else terms.same(one, other)


def is_number(term: Term) -> bool:
    """Whether a formula is a number rather than a truth."""
    return term.op.value in ("constant", "number", "sum", "product", "floor", "choice")


def _cell_in_order(universe: Universe, slot: Slot, column: Column) -> Iterator[Term]:
    terms, cell = universe.terms, slot.cells[column.name]
    if column.values:
        yield terms.any(terms.is_value(cell, universe.code(value)) for value in column.values)
    elif column.type is ColumnType.TEXT:
        # Only which texts are equal matters: the first row has the first, the next it or a second, …
        yield terms.less(cell, terms.zero)
        yield terms.at_most(terms.constant(-1 - slot.index), cell)
    elif column.type is not ColumnType.BOOL:
        low, high = ends_of(universe, column)
        yield terms.at_most(terms.constant(low), cell)
        yield terms.at_most(cell, terms.constant(high))


def ends_of(universe: Universe, column: Column) -> tuple[int, int]:
    """The least and the greatest value of a column of numbers, years or days, as it is kept."""
    if column.type is ColumnType.DATE:
        return universe.days[0].toordinal(), universe.days[1].toordinal()
    if column.type is ColumnType.YEAR:
        low, high = 1000, 9999
    else:
        greatest = _GREATEST // 10 ** (MAX_PLACES - column.type.places)
        low, high = -greatest, greatest
    factor = 10 ** (MAX_PLACES - column.type.places)
    if column.low is not None:
        low = max(low, -(-column.low.scaled(MAX_PLACES) // factor))
    if column.high is not None:
        high = min(high, column.high.scaled(MAX_PLACES) // factor)
    return low, high


def _cell_among_others(universe: Universe, slot: Slot, ledger: Ledger, column: Column) -> Iterator[Term]:
    """What a cell owes to the other cells of its row."""
    terms = universe.terms
    if column.low_column is not None:
        yield terms.at_most(
            _wide(terms, slot, ledger, column.low_column), _wide(terms, slot, ledger, column.name)
        )
    if column.high_column is not None:
        yield terms.at_most(
            _wide(terms, slot, ledger, column.name), _wide(terms, slot, ledger, column.high_column)
        )
    if column.fill_in is not None:
        other = slot.cells[column.fill_in.column]
        if is_number(other):
            is_so = terms.is_value(other, universe.code(column.fill_in.value))
        else:
            is_so = other if column.fill_in.value == "是" else terms.negation(other)
        wide = _wide(terms, slot, ledger, column.name)
        filled = terms.is_value(wide, column.fill_in.number.scaled(MAX_PLACES))
        yield terms.any([terms.negation(is_so), filled])


def _wide(terms: Terms, slot: Slot, ledger: Ledger, name: str) -> Term:
    """A number of a row at MAX_PLACES."""
    column = ledger.column(name)
    places = column.type.places if column is not None else 0
    return terms.times(slot.cells[name], 10 ** (MAX_PLACES - places))


def column_of(universe: Universe, ledger: str, name: str) -> Column | None:
    """The column of a ledger, as the books declare it."""
    known = next((each for each in universe.ledgers if each.name == ledger), None)
    return known.column(name) if known is not None else None


def unit_grain_slots(universe: Universe) -> Iterator[tuple[Ledger, Slot]]:
    """The ledgers with a row a unit, and their row."""
    for ledger in universe.ledgers:
        if ledger.per_unit and ledger.name in universe.slots:
            yield ledger, universe.slots[ledger.name][0]
