"""Can this happen at all? Questions about one model, each answered with facts, or with a proof, or 未定.

What coverage asks of a set of examples is only fair where it can be met: that a row is used, that a
condition decides by itself, that a cap binds or does not. One encoded model serves all questions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from attrs import evolve

from perfeval.evaluate.outcome import CapTrace, GatherTrace, Outcome, Value
from perfeval.evaluate.situations import judge
from perfeval.evaluate.tables import fire
from perfeval.rulebook.book import RuleBook
from perfeval.rulebook.examples import Situation
from perfeval.tables.cells import ANY
from perfeval.tables.model import CapStep, Gather, HitPolicy, Model, Table
from perfeval.tables.places import UNIT_GRAIN
from perfeval.verify.alike import value_differs
from perfeval.verify.ample import ample_bounds, figured_ledgers, rest_on_rows
from perfeval.verify.baseline import Baseline, facts_of
from perfeval.verify.compare import NO_SOLVER, NOT_CONFIRMED, TOO_HARD, TOO_MANY_ROWS, bounds_for
from perfeval.verify.differences import refused
from perfeval.verify.encode import Encoder, encode
from perfeval.verify.encode_series import plain_series
from perfeval.verify.encode_tables import chosen_rows, encode_output
from perfeval.verify.fired import fired_of, key_of_table
from perfeval.verify.free import rests_on_guesses
from perfeval.verify.proof import BEYOND, Answer, Found, Impossible, Undecided
from perfeval.verify.ranges import ranges_of
from perfeval.verify.replay import Side
from perfeval.verify.rivals import Standing, whole_points, with_rivals
from perfeval.verify.sampled import computes
from perfeval.verify.solver import STEPS, Solver, is_installed
from perfeval.verify.solver import Answer as Said
from perfeval.verify.terms import Term
from perfeval.verify.universe import ANY_ROW, Bounds, universe_of
from perfeval.verify.witness import Seen, least, situation_of, unit_of

# Where a book computes what no formula says, each question may cost so many times less, and after so
# many of them without an answer no more are asked.
_FEWER, _MOST_GIVEN_UP, _MOST_ASKED = 12, 8, 30
# Whether an outcome shows, for one unit of it, what was asked for.
Shows = Callable[[Outcome, int], bool]


class Questions:
    """Questions about one model. near: facts of a real unit that answers should stay close to.

    steps: how much work one question may cost, in the solver's count. patience: how many times as many
    questions as usual are asked where a book computes what no formula says.
    """

    def __init__(
        self,
        book: RuleBook,
        model: Model,
        near: Situation | None = None,
        steps: int = STEPS,
        patience: int = 1,
    ) -> None:
        self.side = Side(book, model)
        self.computes = computes(model)
        self.near, self.steps = near, steps // _FEWER if self.computes else steps
        self.patience, self.given_up, self.asked = patience, 0, 0

    @cached_property
    def _strict(self) -> tuple[Encoder, Solver]:
        return self._encoded(bounds_for(self.near), loose=False)

    @cached_property
    def _wide(self) -> tuple[Encoder, Solver] | None:
        """Over as many rows as the rules need for all that they count to; None if those are too many."""
        ample = ample_bounds([(self.side.book, self.side.model)], bounds_for(self.near))
        return None if ample is None else self._encoded(ample, loose=False)

    @cached_property
    def _loose(self) -> tuple[Encoder, Solver]:
        return self._encoded(ANY_ROW, loose=True)

    def _encoded(self, bounds: Bounds, *, loose: bool) -> tuple[Encoder, Solver]:
        book, model = self.side.book, self.side.model
        encoder = encode(universe_of([(book, model)], bounds), 0, book, model, loose=loose)
        encoder.universe.outright.update(encoder.set_outright())
        solver = Solver(self.steps)
        solver.require([*encoder.universe.assumptions, *encoder.done.assumptions, *encoder.done.ranges])
        return encoder, solver

    # ------------------------------------------------------------ what coverage asks

    def can_fire(self, table: str | Table, row: int) -> Answer:
        """Whether a row (from 0) of a table is ever used."""
        node = self._table(table)

        def truth(encoder: Encoder) -> Term:
            return _some_element(
                encoder, node, lambda element: encoder.done.tables[key_of_table(node)][element].fires[row]
            )

        def shows(outcome: Outcome, unit: int) -> bool:
            fired = fired_of(outcome, node)
            return any(row in fired[element] for element in _elements(outcome, node, unit))

        return self.find(truth, shows)

    def can_decide(self, table: str | Table, row: int, cell: int) -> Answer:
        """Whether a cell alone ever keeps its row from holding, and the table gives something else for it."""
        node = self._table(table)

        def truth(encoder: Encoder) -> Term:
            return _some_element(encoder, node, lambda element: _decides(encoder, node, row, cell, element))

        def shows(outcome: Outcome, unit: int) -> bool:
            return any(
                _is_decided(outcome, node, row, cell, element) for element in _elements(outcome, node, unit)
            )

        return self.find(truth, shows)

    def _table(self, table: str | Table) -> Table:
        return self.side.model.table(table) if isinstance(table, str) else table

    def can_bind(self, step: str) -> Answer:
        """Whether a cap, or the limit of a clause, ever takes anything off."""
        return self.find(
            lambda encoder: encoder.terms.negation(_untouched(encoder, step)),
            lambda outcome, unit: _taken_off(outcome, step, unit) != 0,
        )

    def can_stay_below(self, step: str) -> Answer:
        """Whether there ever are points under a cap, or the limit of a clause, that it leaves whole."""

        def truth(encoder: Encoder) -> Term:
            none = encoder.terms.is_value(encoder.done.before[step], 0)
            return encoder.terms.all([_untouched(encoder, step), encoder.terms.negation(none)])

        return self.find(
            truth,
            lambda outcome, unit: _taken_off(outcome, step, unit) == 0 and _before(outcome, step, unit) != 0,
        )

    # ------------------------------------------------------------ any question

    def find(self, truth: Callable[[Encoder], Term], shows: Shows, *, tidy: bool = False) -> Answer:
        """Facts of a unit for which ``truth`` holds of the model, as an outcome of the engine ``shows``.

        tidy: with whole points and ordinary values where that can be had, which takes longer.
        """
        if not is_installed():
            return Undecided(NO_SOLVER)
        if self.given_up >= self.patience * _MOST_GIVEN_UP or self.asked >= self.patience * _MOST_ASKED:
            return Undecided(BEYOND)
        answer = self._asked(truth, shows, tidy=tidy)
        self.asked += self.computes
        self.given_up += isinstance(answer, Undecided) and answer.reason == BEYOND
        return answer

    def _asked(self, truth: Callable[[Encoder], Term], shows: Shows, *, tidy: bool) -> Answer:
        encoder, solver = self._strict
        wanted = truth(encoder)
        said = Said.NO if wanted is encoder.terms.false else solver.ask([wanted])
        if said is Said.NO:
            wide = self._wide
            if wide is None:
                return Undecided(TOO_MANY_ROWS)
            encoder, solver = wide
            wanted = truth(encoder)
            said = Said.NO if wanted is encoder.terms.false else solver.ask([wanted])
        if said is Said.UNKNOWN:
            return Undecided(BEYOND if rests_on_guesses(solver, [wanted]) else TOO_HARD)
        if said is Said.NO:
            return self._impossible(truth, encoder, solver)
        # A table with two answers gives no outcome; that is ruled out only where it comes in the way.
        for more in ([], [encoder.terms.negation(refused(encoder))]):
            found = self._confirmed(encoder, solver, [wanted, *more], shows, tidy=tidy)
            if found is not None:
                return found
        return Undecided(BEYOND if rests_on_guesses(solver, [wanted]) else NOT_CONFIRMED)

    def never(self, truth: Callable[[Encoder], Term]) -> bool:
        """Whether it is proved that ``truth`` never holds of the model, refused facts included."""
        if not is_installed():
            return False
        if self._is_refuted(truth, *self._loose):
            return True
        encoder, solver = self._strict
        if self._rests_on_rows(truth(encoder), solver):
            return False
        return all(
            encoded is not None and self._is_refuted(truth, *encoded)
            for encoded in (self._strict, self._wide)
        )

    def _is_refuted(self, truth: Callable[[Encoder], Term], encoder: Encoder, solver: Solver) -> bool:
        wanted = truth(encoder)
        return wanted is encoder.terms.false or solver.ask([wanted]) is Said.NO

    def _impossible(
        self, truth: Callable[[Encoder], Term], strict: Encoder, asked: Solver
    ) -> Impossible | Undecided:
        """The ranges that a proof rests on: any number of rows, where it holds for sums left open."""
        loose, solver = self._loose
        wanted = truth(loose)
        whatever = wanted is loose.terms.false or solver.ask([wanted]) is Said.NO
        if not whatever and self._rests_on_rows(truth(strict), asked):
            return Undecided(BEYOND)
        return Impossible(ranges_of(strict.universe, counted=not whatever))

    def _rests_on_rows(self, wanted: Term, solver: Solver) -> bool:
        """Whether more rows than were looked at might change the answer."""
        ledgers = figured_ledgers(self.side.model, self.side.book.schema.ledgers)
        return bool(ledgers) and rest_on_rows(solver.unknowns([wanted]), ledgers)

    def _confirmed(
        self, encoder: Encoder, solver: Solver, wanted: Sequence[Term], shows: Shows, *, tidy: bool
    ) -> Found | None:
        universe = encoder.universe
        # With numbers that no formula says, what is found is seldom worth making small.
        quick = not tidy and self.computes
        bases = [Baseline(universe)]
        if self.near is not None and self.near.units:
            known = facts_of(universe, self.near)
            bases = [known, *bases] if known is not None else bases
        for base in bases:
            own = (
                [universe.one_of_kinds([base.unit in kind.units for kind in universe.kinds])]
                if base.unit
                else []
            )
            seen = least(solver, [*wanted, *own], plain_series(encoder), base, tidy=tidy, quick=quick)
            if seen is not None:
                found = self._replayed(base, seen, shows)
                if found is not None:
                    return found
        return None

    def _replayed(self, base: Baseline, seen: Seen, shows: Shows) -> Found | None:
        unit, situation = unit_of(base, seen), situation_of(base, seen)
        tried = [situation]
        if seen.rank is not None:
            ends = whole_points(self.side, situation, unit, frozenset())
            if ends is not None:
                tried.append(
                    with_rivals(self.side, situation, unit, Standing(seen.rank - 1, ends[1], ends[0]))
                )
        judged = judge(self.side.book, self.side.model, tried)
        for number, each in enumerate(tried):
            place = judged.unit(number, unit)
            if place is not None and not judged.refusals[number] and shows(judged.outcome, place):
                return Found(each, unit)
        return None


# ---------------------------------------------------------------- as formulas


def _some_element(encoder: Encoder, table: Table, holds: Callable[[int], Term]) -> Term:
    """Whether something holds for some element of a table's grain: the unit, or a row that is there."""
    if table.grain == UNIT_GRAIN:
        return holds(0)
    slots = encoder.universe.slots.get(table.grain, ())
    return encoder.terms.any(encoder.terms.all([slot.exists, holds(slot.index)]) for slot in slots)


def _decides(encoder: Encoder, table: Table, row: int, cell: int, element: int) -> Term:
    terms, done = encoder.terms, encoder.done.tables[key_of_table(table)][element]
    others = [term for place, term in enumerate(done.cells[row]) if place != cell]
    holds = [terms.all(cells) for cells in done.cells]
    if table.hit_policy is HitPolicy.COLLECT:
        holds[row] = terms.true
        fires, _ = chosen_rows(terms, table, holds)
    else:
        # Order means nothing within a tier: were the cell to hold, this row would be the one that is
        # used, unless one of a lower tier is.
        fires = tuple(terms.known(number == row) for number in range(len(table.rows)))
        others.extend(terms.negation(holds[number]) for number in _lower(table, row))
    read = encoder.reader(table.grain, element)
    differ = []
    for place, name in enumerate(table.outputs):
        column = encoder.column(table.grain, name)
        given = encode_output(table, place, column, fires, read)
        differ.append(value_differs(encoder, column.kind, encoder.values(table.grain, name)[element], given))
    return terms.all([*others, terms.negation(done.cells[row][cell]), terms.any(differ)])


def _lower(table: Table, row: int) -> list[int]:
    """The rows of lower tiers, which go before a row of a FIRST table."""
    if table.hit_policy is not HitPolicy.FIRST:
        return []
    return [number for number, each in enumerate(table.rows) if each.tier < table.rows[row].tier]


def _untouched(encoder: Encoder, step: str) -> Term:
    """Whether a cap or a limit takes nothing off."""
    node = encoder.model.node(step)
    value = encoder.done.unit(step).term
    if isinstance(node, CapStep):
        return encoder.terms.is_value(value, 0)
    return encoder.terms.equal(value, encoder.done.before[step])


# ---------------------------------------------------------------- as the engine has it


def _elements(outcome: Outcome, table: Table, unit: int) -> Sequence[int]:
    """The elements of a table's grain that are about a unit."""
    if table.grain == UNIT_GRAIN:
        return [unit]
    rows = outcome.facts.tables[table.grain].units
    return [row for row, name in enumerate(rows) if name == outcome.book.units[unit].name]


def _is_decided(outcome: Outcome, table: Table, row: int, cell: int, element: int) -> bool:
    """Whether the row does not hold, would hold without this cell, and the table then gave another answer."""
    inputs = [[_value(outcome, table, name, element)] for name in table.inputs]
    cells = tuple(ANY if place == cell else each for place, each in enumerate(table.rows[row].cells))
    without = evolve(table.rows[row], cells=cells)
    alone = evolve(table, rows=(table.rows[row],))
    freed = evolve(table, rows=(without,))
    if fire(alone, inputs, 1)[0][0] or not fire(freed, inputs, 1)[0][0]:
        return False
    lower = evolve(table, rows=tuple(table.rows[number] for number in _lower(table, row)))
    if lower.rows and fire(lower, inputs, 1)[0][0]:
        return False
    then: Sequence[int] = (row,)
    if table.hit_policy is HitPolicy.COLLECT:
        rows = (*table.rows[:row], without, *table.rows[row + 1 :])
        then = fire(evolve(table, rows=rows), inputs, 1)[0][0]
    now = fired_of(outcome, table)[element]
    return _given(table, now) != _given(table, then)


def _given(table: Table, fired: Sequence[int]) -> list[object]:
    """What the rows that fired give."""
    outputs = [table.rows[row].outputs for row in fired]
    return list(dict.fromkeys(outputs)) if table.hit_policy is HitPolicy.COLLECT else list(outputs[:1])


def _value(outcome: Outcome, table: Table, name: str, element: int) -> Value:
    values = outcome.columns.get((table.grain, name))
    if values is None:
        unit = outcome.facts.tables[table.grain].units[element]
        names = [each.name for each in outcome.book.units]
        return outcome.columns[UNIT_GRAIN, name][names.index(unit)]
    return values[element]


def _before(outcome: Outcome, step: str, unit: int) -> int:
    trace = outcome.traces[step]
    assert isinstance(trace, CapTrace | GatherTrace)
    return trace.before[unit]


def _taken_off(outcome: Outcome, step: str, unit: int) -> int:
    value = outcome.columns[UNIT_GRAIN, step][unit]
    assert isinstance(value, int)
    node = outcome.model.node(step)
    return _before(outcome, step, unit) - value if isinstance(node, Gather) else value
