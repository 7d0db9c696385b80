"""A model as formulas over the unknowns of one unit, node by node.

Rank and place are unknowns: they depend on the other units of the series. Two ways to treat what is
gathered from the rows of a ledger:

* row by row over the unknown rows of the universe (then what is proved holds within its bounds);
* loosely: a sum, a count or a winner is an unknown of its own, the same for both models where they
  gather the same formulas. What is proved so holds for any number of rows; what is found so proves
  nothing, since such sums may not exist.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from attrs import evolve

from perfeval.analysis.ends import column_ends
from perfeval.evaluate.records import names_of_results
from perfeval.ledger.schema import ColumnType
from perfeval.rulebook.book import RuleBook
from perfeval.tables.calculated import CalculatedStep
from perfeval.tables.conditions import GRADE, GRADE_BY_SCORE
from perfeval.tables.grading import TAKING_PART
from perfeval.tables.model import (
    CapStep,
    Column,
    FormulaStep,
    Gather,
    Gathering,
    HighestRow,
    Kind,
    LookupStep,
    Model,
    Node,
    RankStep,
    Table,
)
from perfeval.tables.places import UNIT_GRAIN
from perfeval.verify import encode_steps as steps
from perfeval.verify.encode_calculated import encode_calculated
from perfeval.verify.encode_series import encode_places, encode_rank
from perfeval.verify.encode_tables import Reader, TableTerms, encode_output, encode_rows, varying_rows
from perfeval.verify.encoded import Encoded
from perfeval.verify.exact import compute
from perfeval.verify.fired import key_of_table
from perfeval.verify.free import Free
from perfeval.verify.terms import Term, Terms
from perfeval.verify.universe import Universe, column_of, same_cells
from perfeval.verify.values import Number, Value, count_of, missing, rescaled


class Encoder:
    """Encodes the nodes of one model, one after the other.

    side: which of the books of the universe the model belongs to. loose: how rows are gathered.
    results: the fields of a record.
    apart: steps over whole series whose rank or place is another than that of the other model.
    """

    def __init__(self, universe: Universe, side: int, model: Model, book: RuleBook, *, loose: bool) -> None:
        self.universe, self.side, self.model, self.book, self.loose = universe, side, model, book, loose
        self.terms: Terms = universe.terms
        self.done = Encoded()
        self.apart: list[str] = []
        self.results = names_of_results(book, model)
        self.ends = column_ends(book, model)
        self._base()

    # ------------------------------------------------------------ columns

    def _base(self) -> None:
        roles = [kind.roles[self.side] for kind in self.universe.kinds]
        code, true = self.universe.code, self.terms.true
        has_series = self.universe.one_of_kinds([role.series is not None for role in roles])
        for name, known, texts in (
            ("单位", true, [kind.units[0] for kind in self.universe.kinds]),
            ("类别", true, [role.category for role in roles]),
            ("序列", has_series, [role.series or "" for role in roles]),
        ):
            value = Value(known, self.universe.of_kinds([code(text) for text in texts]))
            self.done.columns[UNIT_GRAIN, name] = (value,)
        for ledger in self.book.schema.ledgers:
            slots = self.universe.slots.get(ledger.name, ())
            for column in ledger.columns:
                cells = tuple(
                    Value(slot.filled.get(column.name, true), slot.cells[column.name]) for slot in slots
                )
                self.done.columns[ledger.name, column.name] = cells
                if ledger.per_unit:
                    # Where the unit has no row nothing is known, and what stands there is not looked at.
                    own = evolve(cells[0], known=self.terms.all([slots[0].exists, cells[0].known]))
                    self.done.columns[UNIT_GRAIN, column.name] = (own,)

    def elements(self, grain: str) -> int:
        """How many elements a grain has."""
        return 1 if grain == UNIT_GRAIN else len(self.universe.slots.get(grain, ()))

    def values(self, grain: str, name: str) -> tuple[Value, ...]:
        """A column; what the roster says of the unit holds for each of its rows."""
        known = self.done.columns.get((grain, name))
        if known is None:
            known = self.done.columns[UNIT_GRAIN, name] * self.elements(grain)
        return known

    def column(self, grain: str, name: str) -> Column:
        """What the model says of a column."""
        return self.model.columns[grain, name]

    def value(self, grain: str, element: int, name: str) -> Value:
        """A value of one element."""
        return self.values(grain, name)[element]

    def number(self, grain: str, element: int, name: str) -> Number:
        """A number of one element and its places; a list counts as how many texts it holds."""
        column, value = self.column(grain, name), self.value(grain, element, name)
        if column.kind is Kind.LIST:
            return count_of(self.terms, value), 0
        return value, column.places

    def reader(self, grain: str, element: int) -> Reader:
        """How to read one element."""
        return Reader(
            self.terms,
            self.universe.code,
            partial(self.value, grain, element),
            partial(self.number, grain, element),
            self.free(grain, element),
        )

    def free(self, grain: str, element: int) -> Free:
        """What stands for what no formula says of one element."""
        return Free(
            self.terms,
            self.universe.registry,
            partial(self.number, grain, element),
            partial(self.ends.at, grain),
            partial(self.ends.ratio, grain),
            self.done.ranges,
        )

    def set_outright(self) -> dict[str, tuple[Value, int, Term]]:
        """The numbers of the unit that no formula says, with their places and when they are that."""
        return {
            name: (self.done.unit(name), self.column(UNIT_GRAIN, name).places, when)
            for name, when in self.done.outright.items()
            if self.column(UNIT_GRAIN, name).kind is Kind.NUMBER
        }

    # ------------------------------------------------------------ nodes

    def node(self, node: Node) -> None:
        """Encode one node; all that it reads is encoded."""
        if isinstance(node, Table):
            self._table(node)
        elif isinstance(node, FormulaStep):
            self._formula(node)
        elif isinstance(node, Gather):
            self._gather(node)
        elif isinstance(node, HighestRow):
            self._highest(node)
        elif isinstance(node, CapStep):
            self._cap(node)
        elif isinstance(node, LookupStep):
            self._lookup(node)
        elif isinstance(node, RankStep):
            encode_rank(self, node)
        elif isinstance(node, CalculatedStep):
            encode_calculated(self, node)
        else:
            encode_places(self, node)

    def _table(self, table: Table) -> None:
        grain, size = table.grain, self.elements(table.grain)
        readers = [self.reader(grain, element) for element in range(size)]
        rows = tuple(encode_rows(table, read) for read in readers)
        self.done.tables[key_of_table(table)] = rows
        columns = [self.column(grain, name) for name in table.outputs]
        for place, column in enumerate(columns):
            self.done.columns[grain, column.name] = tuple(
                encode_output(table, place, column, each.fires, read)
                for each, read in zip(rows, readers, strict=True)
            )
        if grain == UNIT_GRAIN:
            refused = [rows[0].clash, self._not_found(table, 0, rows[0])]
            self.done.divisions[f"{grain}，{table.name}"] = self.terms.any(readers[0].refused)
            for column in columns if readers[0].unsaid else ():
                self.done.outright[column.name] = self.terms.any(readers[0].unsaid)
            if table.name == GRADE:
                refused.append(self._ungraded(rows[0]))
            self.done.refusals[f"{grain}，{table.name}"] = self.terms.any(refused)
            return
        slots = self.universe.slots.get(grain, ())
        clashes = [
            self.terms.all([slot.exists, self.terms.any([each.clash, self._not_found(table, row, each)])])
            for row, (slot, each) in enumerate(zip(slots, rows, strict=True))
        ]
        self.done.divisions[f"{grain}，{table.name}"] = self.terms.any(
            self.terms.all([slot.exists, self.terms.any(read.refused)])
            for slot, read in zip(slots, readers, strict=True)
            if read.refused
        )
        self.done.refusals[f"{grain}，{table.name}"] = self.terms.any(clashes)
        by_name = {column.name: column for column in columns}
        for slot, each in zip(slots, rows, strict=True):
            single = self.terms.is_value(slot.times, 1)
            for fired in varying_rows(table, each.fires, by_name):
                self.done.assumptions.append(self.terms.any([self.terms.negation(fired), single]))

    def _not_found(self, table: Table, element: int, rows: TableTerms) -> Term:
        """Whether a table in which everyone has to be found has no row for an element."""
        if not table.strict:
            return self.terms.false
        there = [self.value(table.grain, element, name).known for name in table.inputs]
        return self.terms.all([*there, self.terms.negation(self.terms.any(rows.fires))])

    def _ungraded(self, rows: TableTerms) -> Term:
        """Whether the unit should have a grade (it is ranked, or has its scores) and has none."""
        by_score = self.model.node(GRADE_BY_SCORE)
        if (UNIT_GRAIN, TAKING_PART) in self.model.columns:
            expected = self.done.unit(TAKING_PART).term
        else:
            inputs = by_score.inputs if isinstance(by_score, Table) else ()
            scores = [name for name in inputs if self.column(UNIT_GRAIN, name).kind is Kind.NUMBER]
            expected = self.terms.all(self.done.unit(name).known for name in scores)
        return self.terms.all([expected, self.terms.negation(self.terms.any(rows.fires))])

    def _formula(self, step: FormulaStep) -> None:
        grain, places = step.grain, self.column(step.grain, step.name).places
        values: list[Value] = []
        refused: list[Term] = []
        for element in range(self.elements(grain)):
            free = self.free(grain, element)
            column = partial(self.number, grain, element)
            values.append(compute(self.terms, step.expression, column, free, places))
            by_zero, unsaid = free.taken()
            there = self.terms.true
            if grain != UNIT_GRAIN:
                there = self.universe.slots[grain][element].exists
            elif unsaid:
                self.done.outright[step.name] = self.terms.true
            refused.append(self.terms.all([there, self.terms.any(by_zero)]))
        if any(each is not self.terms.false for each in refused):
            self.done.divisions[f"{grain}，{step.name}"] = self.terms.any(refused)
        self.done.columns[grain, step.name] = tuple(values)

    def unknown(self, what: str, *parts: Value) -> str:
        """The name of an unknown that depends on these formulas and on nothing else."""
        return "，".join([what, *(part.key for part in parts)])

    def _gather(self, step: Gather) -> None:
        slots = self.universe.slots.get(step.ledger, ())
        source = self.values(step.ledger, step.source)
        winners = None if step.winners is None else self.values(step.ledger, step.winners)
        found = steps.gather(self.terms, step.how, slots, source, winners)
        if self.loose:
            name = self.unknown(f"{step.ledger}{step.how.value}", source[0], *(winners or ())[:1])
            found = evolve(found, before=self.terms.number(name))
            if step.how is Gathering.COUNT:
                self.done.ranges.append(self.terms.at_most(self.terms.zero, found.before))
        self.done.gathers[step.name] = found
        self.done.before[step.name] = found.before
        total = steps.limited(self.terms, found.before, step.sign, step.limit)
        self.done.columns[UNIT_GRAIN, step.name] = (Value(self.terms.true, total),)

    def _highest(self, step: HighestRow) -> None:
        terms, slots = self.terms, self.universe.slots.get(step.ledger, ())
        wide = max(self.column(step.ledger, name).places for name in step.by)
        points: list[Value] = []
        for element in range(len(slots)):
            numbers = [rescaled(terms, self.number(step.ledger, element, name), wide) for name in step.by]
            known = terms.any(number.known for number in numbers)
            given = [terms.choice(number.known, number.term, terms.zero) for number in numbers]
            points.append(Value(known, terms.sum(given)))
        keys = self.values(step.ledger, step.key)
        code = self.universe.code
        order = [
            (self.values(step.ledger, name), None if wish is None else code(wish))
            for name, wish in step.order
        ]
        if self.loose:
            wishes = "、".join(str(wish) for _, wish in order)
            read = [keys[0], points[0], *(values[0] for values, _ in order)]
            winner = terms.truth(self.unknown(f"{step.ledger}取高{wishes}", *read))
            won = [Value(points[0].known, winner)]
        else:
            won = steps.highest(terms, slots, keys, points, order)
            self._keys_of_their_own(step, keys)
        self.done.columns[step.ledger, step.name] = tuple(won)

    def _keys_of_their_own(self, step: HighestRow, keys: Sequence[Value]) -> None:
        """Rows alike are rows with a key each; where the key is no free text, a row stands for one."""
        terms, slots = self.terms, self.universe.slots.get(step.ledger, ())
        column = column_of(self.universe, step.ledger, step.key)
        free = column is not None and column.type is ColumnType.TEXT
        for index, slot in enumerate(slots):
            alone = [
                terms.negation(
                    terms.all([rival.exists, same_cells(terms, keys[index].term, keys[other].term)])
                )
                for other, rival in enumerate(slots)
                if other != index
            ]
            single = terms.is_value(slot.times, 1)
            self.done.assumptions.append(terms.any([single, terms.all(alone)]) if free else single)

    def _cap(self, step: CapStep) -> None:
        terms = self.terms
        parts = [
            rescaled(terms, self.number(UNIT_GRAIN, 0, name), step.places).term
            for name in (*step.members, *step.inner)
        ]
        if step.rows is not None:
            parts.append(self._capped_rows(step, *step.rows))
        before = terms.sum(parts)
        self.done.before[step.name] = before
        self.done.columns[UNIT_GRAIN, step.name] = (Value(terms.true, steps.cut(terms, step, before)),)

    def _capped_rows(self, step: CapStep, ledger: str, picks: str, gathers: tuple[str, ...]) -> Term:
        terms, slots = self.terms, self.universe.slots.get(ledger, ())
        inside = self.values(ledger, picks)
        total: list[Term] = []
        ways: list[str] = []
        read: list[Value] = [inside[0]] if inside else []
        for name in gathers:
            node, counted = self.model.node(name), self.done.gathers[name].counted
            places = self.column(UNIT_GRAIN, name).places
            within = [
                Value(
                    terms.all([value.known, picked.known, picked.term]),
                    rescaled(terms, (value, places), step.places).term,
                )
                for value, picked in zip(counted, inside, strict=True)
            ]
            read.extend(within[:1])
            how = node.how if isinstance(node, Gather) else Gathering.SUM
            ways.append(how.value)
            if how in (Gathering.MAX, Gathering.MIN):
                total.extend(terms.choice(each.known, each.term, terms.zero) for each in within)
            else:
                total.append(steps.together(terms, slots, within))
        if self.loose:
            return terms.number(self.unknown(f"{ledger}封顶{''.join(ways)}", *read))
        return terms.sum(total)

    def _lookup(self, step: LookupStep) -> None:
        terms, slots = self.terms, self.universe.slots.get(step.ledger, ())
        keys, values = self.values(step.ledger, step.key), self.values(step.ledger, step.value)
        if self.loose:
            name = f"{step.ledger}{step.key}{step.wanted}{step.value}"
            value = evolve(values[0], known=terms.truth(f"{name}？"), term=terms.number(name))
            self.done.columns[UNIT_GRAIN, step.name] = (value,)
            return
        found = missing(terms)
        for slot, key, value in zip(slots, keys, values, strict=True):
            here = terms.all([slot.exists, terms.is_value(key.term, step.wanted)])
            term = value.term if found.known is terms.false else terms.choice(here, value.term, found.term)
            found = Value(terms.any([here, found.known]), term)
        self.done.columns[UNIT_GRAIN, step.name] = (found,)


def encode(universe: Universe, side: int, book: RuleBook, model: Model, *, loose: bool = False) -> Encoder:
    """All nodes of a model in order."""
    encoder = Encoder(universe, side, model, book, loose=loose)
    for node in model.nodes:
        encoder.node(node)
    return encoder
