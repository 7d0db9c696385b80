"""The unknowns: one unit of any kind, and every row that the ledgers could hold about it.

A ledger with a row a unit has one row of unknowns. A ledger with a key of few values has a row for
each of them, there or not. Any other ledger has a few rows, each of which may stand for many alike.
Texts are codes (those that no rule names are below zero), days are counted, numbers are scaled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, pairwise, product

from attrs import Factory, define, evolve, frozen

from perfeval.ledger.schema import WIDEST_PLACES, Column, ColumnType, Ledger
from perfeval.quantity.number import MAX_DIGITS, MAX_PLACES
from perfeval.rulebook.book import RuleBook
from perfeval.tables.calculated import MatchStep, RowsStep
from perfeval.tables.flow import reads
from perfeval.tables.model import HighestRow, LookupStep, Model, Node
from perfeval.tables.places import UNIT_GRAIN, Place
from perfeval.verify.free import Registry
from perfeval.verify.kinds import Books, Kind, kinds_of, named
from perfeval.verify.terms import Term, Terms
from perfeval.verify.values import Value

# As many rows of a ledger at most whose key is written out value by value.
MOST_KEYS = 40
# As many years before and after the evaluation year as a day may lie.
YEARS_AROUND = 20
# The greatest number that a ledger may hold, at MAX_PLACES.
_GREATEST = 10 ** (MAX_DIGITS + MAX_PLACES) - 1

# As many different texts are told apart where rows of two ledgers are compared by them.
_MOST_TEXTS = 99

# The unknowns that are not of a row: the kind of the unit, and its rank.
UNIT, RANK = "单位", "名次"


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
    """A row that may be there. times: for how many rows alike it stands.

    filled: of the cells that may be empty, whether they are not.
    """

    ledger: str
    index: int
    exists: Term
    times: Term
    cells: Mapping[str, Term]
    filled: Mapping[str, Term]


@define(eq=False)
class Universe:
    """All unknowns, and what holds of them because the ledgers are in order.

    matched: columns whose texts are compared with those of another ledger.
    registry: the unknowns that stand for what no formula says. outright: numbers of the unit that such
    an unknown is in, with their places and when it is: a witness sets them as examples do.
    """

    terms: Terms
    bounds: Bounds
    kinds: tuple[Kind, ...]
    unit: Term
    ledgers: tuple[Ledger, ...]
    slots: dict[str, tuple[Slot, ...]] = Factory(dict)
    assumptions: list[Term] = Factory(list)
    days: tuple[date, date] = (date.min, date.max)
    codes: dict[str, int] = Factory(dict)
    matched: dict[Place, None] = Factory(dict)
    registry: Registry = Factory(Registry)
    outright: dict[str, tuple[Value, int, Term]] = Factory(dict)

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
    by_key = {_compared(node) for _, model in books for node in model.nodes}
    read = {grain for _, model in books for node in model.nodes for grain, _ in reads(node)}
    for ledger in ledgers:
        if ledger.per_unit or ledger.name in read or not bounds.keys_apart:
            found.slots[ledger.name] = _slots(found, ledger, books, by_key=ledger.name in by_key)
    found.matched.update(dict.fromkeys(_matched(books)))
    for book, _ in books:
        _declare(found, book)
    return found


def _compared(node: Node) -> str:
    """The ledger of which a step compares the rows with each other, so that it takes more of them."""
    if isinstance(node, RowsStep):
        return node.ledger if node.top or node.best_of or any(node.trim) else ""
    return node.ledger if isinstance(node, HighestRow) else ""


def _matched(books: Books) -> Iterator[Place]:
    """The columns that are compared with those of another ledger."""
    for book, model in books:
        own = [ledger.name for ledger in book.schema.ledgers if ledger.per_unit]
        for node in model.nodes:
            pairs: list[Place] = []
            if isinstance(node, MatchStep):
                pairs = [(node.grain, node.key), (node.other, node.key)]
            elif isinstance(node, RowsStep):
                pairs = [(node.ledger, column) for column, _, _ in node.against]
                pairs += [(node.grain, name) for _, _, name in node.against]
            for grain, name in pairs:
                yield from ((each, name) for each in (own if grain == UNIT_GRAIN else [grain]))


def same_unknowns(one: tuple[RuleBook, Model], other: tuple[RuleBook, Model]) -> bool:
    """Whether two books have the same unknowns: roster, ledgers, year, and what their rules ask of them."""
    return _shape(*one) == _shape(*other)


def _shape(book: RuleBook, model: Model) -> tuple[object, ...]:
    places = {place for node in model.nodes for place in reads(node)}
    steps = [node for node in model.nodes if isinstance(node, LookupStep | HighestRow | RowsStep)]
    return (
        book.year,
        book.units,
        book.schema.ledgers,
        sorted(named(book, model)),
        sorted({grain for grain, _ in places}),
        sorted({(step.ledger, step.wanted) for step in steps if isinstance(step, LookupStep)}),
        sorted({_compared(step) for step in steps}),
        sorted(_matched([(book, model)])),
    )


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
                merged[ledger.name] = evolve(known, columns=known.columns + more)
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
    filled = {
        column.name: terms.truth(f"{name}.{column.name}?") for column in ledger.columns if column.optional
    }
    return Slot(ledger.name, index, terms.truth(f"{name}?"), times, cells, filled)


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
        fewest = _MOST_TEXTS if (slot.ledger, column.name) in universe.matched else 1 + slot.index
        yield terms.at_most(terms.constant(-fewest), cell)
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
        low, high = -column.type.greatest, column.type.greatest
    least, most = column.ends
    low = low if least is None else max(low, least)
    high = high if most is None else min(high, most)
    return low, high


def _cell_among_others(universe: Universe, slot: Slot, ledger: Ledger, column: Column) -> Iterator[Term]:
    """What a cell owes to the other cells of its row, where both are filled in."""
    terms = universe.terms
    mine = _wide(terms, slot, ledger, column.name)
    if column.low_column is not None:
        owed = terms.at_most(_wide(terms, slot, ledger, column.low_column), mine)
        yield _if_filled(terms, slot, (column.name, column.low_column), owed)
    if column.high_column is not None:
        owed = terms.at_most(mine, _wide(terms, slot, ledger, column.high_column))
        yield _if_filled(terms, slot, (column.name, column.high_column), owed)
    if column.fill_in is not None:
        other = slot.cells[column.fill_in.column]
        if is_number(other):
            is_so = terms.is_value(other, universe.code(column.fill_in.value))
        else:
            is_so = other if column.fill_in.value == "是" else terms.negation(other)
        filled = terms.is_value(mine, column.fill_in.number.scaled(WIDEST_PLACES))
        owed = terms.any([terms.negation(is_so), filled])
        yield _if_filled(terms, slot, (column.name, column.fill_in.column), owed)


def _if_filled(terms: Terms, slot: Slot, names: tuple[str, str], owed: Term) -> Term:
    empty = [terms.negation(slot.filled[name]) for name in names if name in slot.filled]
    return terms.any([owed, *empty])


def _wide(terms: Terms, slot: Slot, ledger: Ledger, name: str) -> Term:
    """A number of a row at MAX_PLACES."""
    column = ledger.column(name)
    places = column.places if column is not None else 0
    return terms.times(slot.cells[name], 10 ** (WIDEST_PLACES - places))


def column_of(universe: Universe, ledger: str, name: str) -> Column | None:
    """The column of a ledger, as the books declare it."""
    known = next((each for each in universe.ledgers if each.name == ledger), None)
    return known.column(name) if known is not None else None


def unit_grain_slots(universe: Universe) -> Iterator[tuple[Ledger, Slot]]:
    """The ledgers with a row a unit, and their row."""
    for ledger in universe.ledgers:
        if ledger.per_unit and ledger.name in universe.slots:
            yield ledger, universe.slots[ledger.name][0]
