"""Computing sentences -> tables and steps: formulas of rows, scales, cases, orders, bands, shares."""

from __future__ import annotations

from attrs import evolve

from perfeval.quantity.number import Number, power_of_ten
from perfeval.rulebook import calculations as k
from perfeval.rulebook import conditions as c
from perfeval.rulebook import expressions as e
from perfeval.rulebook.book import Clause
from perfeval.tables.calculated import BandsStep, OrderStep, ShareStep
from perfeval.tables.cells import Among, Cell, Range, range_of
from perfeval.tables.conditions import row_cell, unit_cells
from perfeval.tables.draft import Cells, Draft, RowDraft, both, make_table
from perfeval.tables.lowering import Lowering, stored
from perfeval.tables.model import Column, Fixed, FormulaStep, HitPolicy, Kind, Output
from perfeval.tables.places import UNIT_GRAIN

KINDS = (k.Scale, k.Cases, k.Ordering, k.Bands, k.ShareOut, k.RowFormula, k.LookedUp)


def _grain(rule: k.Calculation) -> str:
    return rule.ledger or UNIT_GRAIN


def _all(draft: Draft) -> list[tuple[Clause, k.Calculation]]:
    return [(clause, rule) for clause, rule in draft.rules if isinstance(rule, KINDS)]


def define(draft: Draft) -> None:
    """Tell the draft what every computed column may hold, before any condition asks about it."""
    for _, rule in _all(draft):
        place = (_grain(rule), rule.name)
        if isinstance(rule, k.Ordering):
            draft.columns[place] = Column(rule.name, Kind.NUMBER, whole=True)
        elif isinstance(rule, k.Bands):
            words = tuple(band.word for band in rule.bands)
            draft.columns[place] = Column(rule.name, Kind.TEXT, values=words)
        elif isinstance(rule, k.RowFormula):
            draft.definitions.setdefault(place, []).append(draft.bound(rule.expression))
        elif isinstance(rule, k.ShareOut):
            # Places of a step and of the amount, unit of the amount.
            step = e.Sum((e.Literal(rule.step, ""), draft.bound(rule.amount)))
            draft.definitions.setdefault(place, []).append(step)
        else:
            _define_outcomes(draft, place, k.outcomes_of(rule))


def _define_outcomes(draft: Draft, place: tuple[str, str], outcomes: tuple[k.Outcome, ...]) -> None:
    words = tuple(dict.fromkeys(each for each in outcomes if isinstance(each, str)))
    if words:
        known = draft.columns.get(place)
        values = tuple(dict.fromkeys([*(known.values if known else ()), *words]))
        draft.columns[place] = Column(place[1], Kind.TEXT, values=values)
        return
    made = [draft.bound(each) for each in outcomes if each is not None and not isinstance(each, str)]
    draft.definitions.setdefault(place, []).extend(made)


def build(draft: Draft) -> None:
    """Tables and steps of all computing sentences; all that they may ask about is defined."""
    for clause, rule in _all(draft):
        into = Lowering(draft, _grain(rule), clause)
        if isinstance(rule, k.RowFormula) and isinstance(rule.expression, e.Exact):
            draft.inlined[rule.ledger, rule.name] = rule.expression.operand
        elif isinstance(rule, k.RowFormula):
            made = stored(draft, rule.name, rule.expression, clause, rule.ledger)
            draft.nodes.append(FormulaStep(rule.name, clause.name, rule.ledger, made))
        elif isinstance(rule, k.Scale):
            _scale(into, rule)
        elif isinstance(rule, k.LookedUp):
            _looked_up(into, rule)
        elif isinstance(rule, k.Cases):
            _cases(into, rule)
        elif isinstance(rule, k.Ordering):
            keys = tuple((into.at_grain(key.column), key.highest) for key in rule.keys)
            grouped = into.grouped(rule.name, rule.group)
            draft.nodes.append(OrderStep(*grouped, keys, rule.dense, rule.once))
        elif isinstance(rule, k.Bands):
            _bands(into, rule)
        elif isinstance(rule, k.ShareOut):
            _share_out(into, rule)


# ---------------------------------------------------------------- choices


def _output(into: Lowering, name: str, outcome: k.Outcome) -> Output:
    if outcome is None:
        return None
    if isinstance(outcome, str):
        return Fixed(outcome)
    return stored(into.draft, name, outcome, into.clause, into.grain)


def _present(into: Lowering, column: str) -> Cell:
    """Holds for any number that is there, lest a missing one falls to 其余."""
    known = into.draft.column(into.grain, column)
    if known.kind is Kind.NUMBER:
        return Range(places=known.places)
    return Among(known.values) if known.values else Range()


def _scale(into: Lowering, rule: k.Scale) -> None:
    column = into.at_grain(rule.column)
    places = into.draft.column(into.grain, column).places
    rows: list[RowDraft] = []
    for row in rule.rows:
        tier = 0
        if row.interval is not None:
            cell: Cell = range_of(row.interval, places)
        elif row.values is not None:
            cell = Among(row.values)
        else:
            cell, tier = _present(into, column), 1
        output = _output(into, rule.name, row.outcome)
        rows.append(RowDraft({column: cell}, (output,), into.clause.name, tier=tier))
    policy = HitPolicy.FIRST if any(row.tier for row in rows) else HitPolicy.UNIQUE
    table = make_table(into.title(rule.name), into.grain, (rule.name,), rows, policy)
    into.draft.nodes.append(table)


def _looked_up(into: Lowering, rule: k.LookedUp) -> None:
    columns = [into.at_grain(name) for name in rule.columns]
    rows: list[RowDraft] = []
    for line in rule.rows:
        cells: Cells = {}
        for name, asked in zip(columns, line.inputs, strict=True):
            if asked is None:
                cells[name] = _present(into, name)
            elif isinstance(asked, tuple):
                cells[name] = Among(asked)
            else:
                cells[name] = range_of(asked, into.draft.column(into.grain, name).places)
        rows.append(RowDraft(cells, (_output(into, rule.name, line.outcome),), into.clause.name))
    if rule.missing is not None:
        cells = {name: _present(into, name) for name in columns}
        output = _output(into, rule.name, rule.missing)
        rows.append(RowDraft(cells, (output,), into.clause.name, "查不到的", tier=1))
    policy = HitPolicy.UNIQUE if rule.missing is None else HitPolicy.FIRST
    table = make_table(into.title(rule.name), into.grain, (rule.name,), rows, policy)
    into.draft.nodes.append(evolve(table, strict=rule.missing is None))


def _tests(into: Lowering, tests: tuple[c.UnitTest, ...] | tuple[c.RowTest, ...]) -> Cells:
    cells: Cells = {}
    if into.grain == UNIT_GRAIN:
        return unit_cells(into.draft, tests, into.clause)  # type: ignore[arg-type]
    for test in tests:
        cells = both(cells, row_cell(into.draft, into.grain, test, into.clause))  # type: ignore[arg-type]
    return cells


def _cases(into: Lowering, rule: k.Cases) -> None:
    if rule.combining is not None and rule.combining is not k.Combining.FIRST:
        _combined(into, rule, rule.combining)
        return
    in_order = rule.combining is k.Combining.FIRST
    rows: list[RowDraft] = []
    for number, branch in enumerate(rule.branches):
        last = not branch.tests
        cells = _otherwise(into, rows) if last else _tests(into, branch.tests)
        tier = number if in_order or last else 0
        output = _output(into, rule.name, branch.outcome)
        rows.append(RowDraft(cells, (output,), into.clause.name, tier=tier))
    into.draft.nodes.append(
        make_table(into.title(rule.name), into.grain, (rule.name,), rows, HitPolicy.FIRST)
    )


def _otherwise(into: Lowering, rows: list[RowDraft]) -> Cells:
    """What 其余的 asks for: that the numbers which the other branches compare are there."""
    asked = dict.fromkeys(name for row in rows for name in row.cells)
    columns = {name: into.draft.column(into.grain, name) for name in asked}
    return {
        name: Range(places=column.places) for name, column in columns.items() if column.kind is Kind.NUMBER
    }


def _combined(into: Lowering, rule: k.Cases, combining: k.Combining) -> None:
    """A column for each circumstance; those that hold are put together."""
    draft, clause = into.draft, into.clause
    # What a circumstance that does not hold brings in; of the highest or lowest it takes no part.
    outcomes = [each.outcome for each in rule.branches if isinstance(each.outcome, e.Expression)]
    units = (draft.unit_of(draft.bound(outcome), into.grain) for outcome in outcomes)
    zero = e.Literal(_NONE, next((unit for unit in units if unit), ""))
    neutral: Output = {k.Combining.SUM: zero, k.Combining.PRODUCT: e.Literal(_ONE, "")}.get(combining)
    names: list[str] = []
    asked: list[RowDraft] = []
    for number, branch in enumerate(rule.branches, 1):
        if not branch.tests:
            continue
        name, holds = f"{rule.name}（{number}）", f"{rule.name}（{number}）符合"
        output = _output(into, name, branch.outcome)
        row = RowDraft(_tests(into, branch.tests), (output, e.Literal(_ONE, "")), clause.name)
        rest = RowDraft({}, (neutral, e.Literal(_NONE, "")), clause.name, tier=1)
        asked.append(row)
        made = [each for each in (output, neutral) if isinstance(each, e.Expression)]
        draft.definitions[into.grain, name] = made
        draft.definitions[into.grain, holds] = [e.Literal(_ONE, "")]
        draft.nodes.append(
            make_table(into.title(name), into.grain, (name, holds), [row, rest], HitPolicy.FIRST)
        )
        names.append(name)
    parts = tuple(e.Quantity(name) for name in names)
    count = into.formula(
        f"{rule.name}符合的情形数", e.Sum(tuple(e.Quantity(f"{name}符合") for name in names))
    )
    rows = [RowDraft({count: Range(low=1)}, (_put_together(parts, combining),), clause.name)]
    for branch in rule.branches:
        if not branch.tests:
            cells = both(_otherwise(into, asked), {count: Range(low=0, high=0)})
            rows.append(RowDraft(cells, (_output(into, rule.name, branch.outcome),), clause.name, tier=1))
    draft.definitions[into.grain, rule.name].append(_put_together(parts, combining))
    draft.nodes.append(make_table(into.title(rule.name), into.grain, (rule.name,), rows, HitPolicy.FIRST))


def _put_together(parts: tuple[e.Quantity, ...], combining: k.Combining) -> e.Expression:
    if combining in (k.Combining.HIGHEST, k.Combining.LOWEST):
        return e.Extreme(parts, combining is k.Combining.HIGHEST)
    return e.Product(parts) if combining is k.Combining.PRODUCT else e.Sum(parts)


_NONE, _ONE = Number(0, 0), Number(1, 0)


# ---------------------------------------------------------------- orders, bands, shares


def _bands(into: Lowering, rule: k.Bands) -> None:
    bands: list[tuple[str, tuple[int, int] | None, bool]] = []
    for band in rule.bands:
        share = None if band.number is None else (band.number.units, power_of_ten(band.number.places))
        bands.append((band.word, share, band.rate))
    key = (into.at_grain(rule.key.column), rule.key.highest)
    step = BandsStep(
        *into.grouped(rule.name, rule.group),
        key,
        tuple(bands),
        rule.rounding,
        rule.high,
    )
    into.draft.nodes.append(step)


def _share_out(into: Lowering, rule: k.ShareOut) -> None:
    total = f"{rule.name}的总额"
    amount = stored(into.draft, total, rule.amount, into.clause, into.grain)
    into.formula(total, amount)
    places = into.draft.column(into.grain, rule.name).places
    step = ShareStep(
        *into.grouped(rule.name, rule.group),
        total,
        into.at_grain(rule.by),
        rule.step.scaled(places),
        power_of_ten(places - into.draft.column(into.grain, total).places),
        tuple((into.at_grain(key.column), key.highest) for key in rule.remainder),
        rule.roster_order,
    )
    into.draft.nodes.append(step)
