"""Runs the nodes of a model in order over the columns of the facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import cast

from perfeval.diagnostics.diagnostic import Cell, Checked, Diagnostic
from perfeval.evaluate import errors, steps
from perfeval.evaluate.calculated import calculate
from perfeval.evaluate.formulas import Numbers, compute, rescaled
from perfeval.evaluate.held import NOTHING_GIVEN, Given, Held
from perfeval.evaluate.outcome import (
    GatherTrace,
    Outcome,
    PlacesTrace,
    TableTrace,
    Value,
    Values,
)
from perfeval.evaluate.tables import fire
from perfeval.ledger.facts import Facts
from perfeval.quantity.number import plain
from perfeval.rulebook.book import RuleBook
from perfeval.tables.calculated import CalculatedStep
from perfeval.tables.cells import show_value
from perfeval.tables.conditions import GRADE, GRADE_BY_SCORE
from perfeval.tables.flow import writes
from perfeval.tables.grading import TAKING_PART
from perfeval.tables.model import (
    CapStep,
    Fixed,
    FormulaStep,
    Gather,
    Gathering,
    HighestRow,
    HitPolicy,
    Kind,
    LookupStep,
    Model,
    Node,
    PlacesStep,
    RankStep,
    Table,
)
from perfeval.tables.places import UNIT_GRAIN


class Run(Held):
    """One evaluation of all units of the book, node by node."""

    # ------------------------------------------------------------ nodes

    def node(self, node: Node) -> None:
        """Make the columns and the trace of one node; then what is set outright takes their place."""
        self.make(node)
        for place in writes(node) if self.given else ():
            if place in self.given:
                values = list(self.columns[place])
                for unit, value in self.given[place].items():
                    values[unit] = value
                self.columns[place] = values

    def make(self, node: Node) -> None:
        """Make the columns and the trace of one node."""
        if isinstance(node, Table):
            self.table(node)
        elif isinstance(node, FormulaStep):
            size = self.grain_size(node.grain)
            column = partial(self.numbers, node.grain)
            tell = partial(self.divided_by_zero, node.name, node.clause, node.grain, None)
            values = compute(node.expression, column, size, tell)
            self.put(node.grain, node.name, values)
        elif isinstance(node, Gather):
            self.gather(node)
        elif isinstance(node, HighestRow):
            self.highest(node)
        elif isinstance(node, CapStep):
            self.cap(node)
        elif isinstance(node, LookupStep):
            self.lookup(node)
        elif isinstance(node, RankStep):
            self.rank(node)
        elif isinstance(node, CalculatedStep):
            self.columns[node.grain, node.name] = calculate(node, self)
        else:
            self.places(node)

    def divided_by_zero(
        self, name: str, clause: str, grain: str, held: list[int] | None, element: int
    ) -> None:
        """Keep the finding that an element's number is divided by 0."""
        own = element if held is None else held[element]
        unit = self.units_of(grain)[own]
        self.finding(unit, errors.divided_by_zero(name, self.named(grain, own), clause))

    def table(self, table: Table) -> None:
        """Which rows of a table fire, and what they give."""
        size = self.grain_size(table.grain)
        inputs = [self.column(table.grain, name) for name in table.inputs]
        fired, clashes = fire(table, inputs, size)
        self.traces[table.name] = TableTrace(fired)
        for element, row, other in clashes:
            self.clash(table, element, (table.rows[row].clause, table.rows[other].clause))
        if table.strict:
            self.check_strict(table, inputs, fired)
        for place, name in enumerate(table.outputs):
            self.output(table, place, name, fired)
        graded = (UNIT_GRAIN, GRADE_BY_SCORE) in self.model.columns
        if (table.grain, table.name) == (UNIT_GRAIN, GRADE) and graded and not self.partial:
            self.check_graded(table, fired)

    def check_strict(self, table: Table, inputs: Sequence[Values], fired: Sequence[tuple[int, ...]]) -> None:
        """Whoever has all that a table to be looked into asks about is found in it."""
        for element, rows in enumerate(fired):
            values = [column[element] for column in inputs]
            if not rows and None not in values:
                shown = "、".join(
                    self.value_shown(table.grain, name, value)
                    for name, value in zip(table.inputs, values, strict=True)
                )
                unit, who = self.units_of(table.grain)[element], self.named(table.grain, element)
                self.finding(unit, errors.not_in_table(table.name, who, shown, table.rows[0].clause))

    def value_shown(self, grain: str, name: str, value: Value) -> str:
        """A value of a column as text."""
        column = self.model.columns[grain, name]
        number = isinstance(value, int) and not isinstance(value, bool)
        return plain(cast(int, value), column.places) if number else show_value(cast(str, value))

    def check_graded(self, table: Table, fired: list[tuple[int, ...]]) -> None:
        """Every ranked unit, or where nobody is ranked every unit with a score, has a grade."""
        scores = self.score_inputs()
        taking_part = self.columns.get((UNIT_GRAIN, TAKING_PART))
        for unit, rows in enumerate(fired):
            known = all(self.columns[UNIT_GRAIN, name][unit] is not None for name in scores)
            expected = known if taking_part is None else taking_part[unit] is True
            if expected and not rows:
                shown = "，".join(name + self.shown(name, unit) for name in scores)
                self.finding(unit, errors.no_grade(self.book.units[unit].name, shown))

    def score_inputs(self) -> list[str]:
        """The numbers that the table of grades by score asks about."""
        table = self.model.table(GRADE_BY_SCORE)
        return [name for name in table.inputs if self.model.columns[UNIT_GRAIN, name].kind is Kind.NUMBER]

    def shown(self, name: str, unit: int) -> str:
        """A number of a unit as text with its unit."""
        column = self.model.columns[UNIT_GRAIN, name]
        return plain(cast(int, self.columns[UNIT_GRAIN, name][unit]), column.places) + column.unit

    def clash(self, table: Table, element: int, clauses: tuple[str, ...]) -> None:
        """Keep the finding that an element meets two rows of a table."""
        if table.grain == UNIT_GRAIN:
            unit, where = element, None
        else:
            unit = self.row_units[table.grain][element]
            where = Cell(f"{table.grain}.csv", self.facts.tables[table.grain].lines[element])
        self.finding(unit, errors.two_answers(table.name, self.book.units[unit].name, clauses, where))

    def output(self, table: Table, place: int, name: str, fired: list[tuple[int, ...]]) -> None:
        """One output column of a table."""
        grain = table.grain
        column = self.model.columns[grain, name]
        outputs = [row.outputs[place] for row in table.rows]
        if column.kind is not Kind.NUMBER:
            fixed = [output.value if isinstance(output, Fixed) else None for output in outputs]
            if table.hit_policy is HitPolicy.COLLECT:
                self.columns[grain, name] = [
                    tuple(dict.fromkeys(str(fixed[row]) for row in rows)) for rows in fired
                ]
            else:
                self.columns[grain, name] = [fixed[rows[0]] if rows else None for rows in fired]
            return
        values: list[int | None] = [None] * len(fired)
        for number, output in enumerate(outputs):
            if output is None or isinstance(output, Fixed):
                continue
            held = [element for element, rows in enumerate(fired) if rows and rows[0] == number]
            if held:
                tell = partial(self.divided_by_zero, name, table.rows[number].clause, grain, held)
                numbers = compute(output, partial(self.some, grain, held), len(held), tell)
                scaled = rescaled(*numbers, column.places)
                for element, value in zip(held, scaled, strict=True):
                    values[element] = value
        self.columns[grain, name] = values

    def some(self, grain: str, held: list[int], name: str) -> Numbers:
        """A column of numbers for these elements only."""
        delayed = self.delayed.get((grain, name), {})
        for element in held:
            if element in delayed:
                self.finding(self.units_of(grain)[element], delayed[element])
        values, places = self.plain_numbers(grain, name)
        return [values[element] for element in held], places

    def gather(self, step: Gather) -> None:
        """Values of rows -> one value a unit."""
        units = self.row_units[step.ledger]
        source = self.column(step.ledger, step.source)
        if step.how is Gathering.COUNT:
            points: Sequence[int | None] = [1 if value is True else None for value in source]
        else:
            points = cast(Sequence[int | None], source)
        winners = None if step.winners is None else self.column(step.ledger, step.winners)
        trace = steps.gather(step.how, points, winners, units, self.size)
        self.traces[step.name] = trace
        after = list(trace.before)
        if step.limit is not None:
            limit, sign = step.limit, step.sign
            after = [min(total, limit) if sign > 0 else max(total, -limit) for total in after]
        self.columns[UNIT_GRAIN, step.name] = after

    def highest(self, step: HighestRow) -> None:
        """Of a unit's rows with the same key the one that counts."""
        columns = [self.numbers(step.ledger, name) for name in step.by]
        places = max(own for _, own in columns)
        scaled = [rescaled(values, own, places) for values, own in columns]
        points = [
            sum(value for value in row if value is not None) if any(v is not None for v in row) else None
            for row in zip(*scaled, strict=True)
        ]
        order = [(self.column(step.ledger, name), wish) for name, wish in step.order]
        keys = self.column(step.ledger, step.key)
        lines = self.facts.tables[step.ledger].lines
        trace = steps.highest(keys, points, order, self.row_units[step.ledger], lines)
        self.traces[step.name] = trace
        self.columns[step.ledger, step.name] = [
            None if winner is None else winner == row for row, winner in enumerate(trace.winner)
        ]

    def cap(self, step: CapStep) -> None:
        """What a cap takes off."""
        parts: list[Sequence[int]] = []
        for name in (*step.members, *step.inner):
            values, places = self.numbers(UNIT_GRAIN, name)
            parts.append(cast(Sequence[int], rescaled(values, places, step.places)))
        if step.rows is not None:
            parts.append(self.capped_rows(step, *step.rows))
        values, trace = steps.cap(step, parts, self.size)
        self.traces[step.name] = trace
        self.columns[UNIT_GRAIN, step.name] = values

    def capped_rows(self, step: CapStep, ledger: str, picks: str, gathers: tuple[str, ...]) -> list[int]:
        """For each unit the counted points of the rows that a cap is about."""
        inside = self.column(ledger, picks)
        total = [0] * self.size
        for name in gathers:
            trace = self.traces[name]
            assert isinstance(trace, GatherTrace)
            places = self.model.columns[UNIT_GRAIN, name].places
            counted = rescaled(trace.counted, places, step.places)
            for row, value in enumerate(counted):
                if value is not None and inside[row] is True:
                    total[self.row_units[ledger][row]] += value
        return total

    def lookup(self, step: LookupStep) -> None:
        """For each unit the value of its row with the wanted key."""
        found: list[Value] = [None] * self.size
        keys, values = self.column(step.ledger, step.key), self.column(step.ledger, step.value)
        for row, unit in enumerate(self.row_units[step.ledger]):
            if keys[row] == step.wanted:
                found[unit] = values[row]
        self.columns[UNIT_GRAIN, step.name] = found

    # ------------------------------------------------------------ ranking

    def rank(self, step: RankStep) -> None:
        """The rank of each unit that takes part; a finding for one without a score."""
        taking_part = [
            unit.series is not None and _takes_part(step, unit.category, unit.series, unit.name)
            for unit in self.book.units
        ]
        scores = self.column(UNIT_GRAIN, step.by)
        ranks: list[Value] = [None] * self.size
        self.columns[UNIT_GRAIN, step.name] = ranks
        self.columns[UNIT_GRAIN, step.taking_part] = taking_part
        for unit, takes_part in enumerate(taking_part):
            if takes_part and scores[unit] is None and not self.partial:
                self.finding(unit, errors.no_score(step.by, self.book.units[unit].name))
        for series in self.whole_series(step.by, taking_part):
            for members in series.values():
                numbers = [score for unit in members if isinstance(score := scores[unit], int)]
                by_score = steps.competition_ranks(numbers)
                for unit, score in zip(members, numbers, strict=True):
                    ranks[unit] = by_score[score]

    def whole_series(self, by: str, taking_part: Values) -> Iterable[dict[str, list[int]]]:
        """For each population the ranked units of each series, if all of them are there with a score."""
        rank = next(node for node in self.model.nodes if isinstance(node, RankStep))
        wanted = {
            series.name: sum(_takes_part(rank, series.category, series.name, name) for name in series.units)
            for series in self.book.series
        }
        scores = self.column(UNIT_GRAIN, by)
        members: dict[int, dict[str, list[int]]] = {}
        for number, unit in enumerate(self.book.units):
            if unit.series is not None and taking_part[number] is True and scores[number] is not None:
                series = members.setdefault(self.populations[number], {})
                series.setdefault(unit.series, []).append(number)
        for series in members.values():
            yield {name: units for name, units in series.items() if len(units) == wanted[name]}

    def places(self, step: PlacesStep) -> None:
        """Whether each unit gets a place of its series."""
        scores = self.column(UNIT_GRAIN, step.by)
        cancelled = None if step.cancelled is None else self.column(UNIT_GRAIN, step.cancelled)
        got: list[Value] = [None] * self.size
        self.columns[UNIT_GRAIN, step.name] = got
        self.traces[step.name] = PlacesTrace({})
        for members in self.whole_series(step.by, self.column(UNIT_GRAIN, step.taking_part)):
            filled, self.traces[step.name] = steps.fill_places(step, members, scores, cancelled)
            for unit, has_place in filled.items():
                got[unit] = has_place


def _takes_part(step: RankStep, category: str, series: str, unit: str) -> bool:
    return category in step.groups or series in step.groups or unit in step.groups


def run(book: RuleBook, model: Model, facts: Facts) -> Checked[Outcome]:
    """Evaluate ``facts`` by ``model``; no value where a table has two answers or a score is missing."""
    running = Run(book, model, facts, None, NOTHING_GIVEN)
    for node in model.nodes:
        running.node(node)
        if running.found:
            return Checked(None, tuple(finding for _, finding in running.found))
    return Checked(Outcome(book, model, facts, running.columns, running.traces))


def run_apart(
    book: RuleBook, model: Model, facts: Facts, populations: Sequence[int], given: Given
) -> tuple[Outcome, tuple[tuple[int, Diagnostic], ...]]:
    """Evaluate several populations at once, none of which need be whole; findings by population.

    book: with the units of all populations, one after the other. populations, given: as in ``Run``.
    """
    running = Run(book, model, facts, populations, given)
    for node in model.nodes:
        running.node(node)
    outcome = Outcome(book, model, facts, running.columns, running.traces, tuple(populations))
    return outcome, tuple(running.found)
