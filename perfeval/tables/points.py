"""Clauses that give points: tables over rows of ledgers, then highest, sums and caps."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define

from perfeval.quantity.number import MAX_PLACES, Number
from perfeval.rulebook import expressions as e
from perfeval.rulebook import rules as r
from perfeval.rulebook.book import Clause
from perfeval.tables import errors
from perfeval.tables.cells import Among, Range, is_empty
from perfeval.tables.conditions import THIS_YEAR, row_cells, show_rows
from perfeval.tables.draft import Cells, Draft, RowDraft, both, make_table, points_column
from perfeval.tables.model import (
    CapStep,
    Column,
    Fixed,
    FormulaStep,
    Gather,
    Gathering,
    HighestRow,
    HitPolicy,
    Kind,
    Output,
)
from perfeval.tables.places import UNIT_GRAIN

NEXT_YEAR = "下年度"
EARLIER = "往年"
LATER = "以后年度"


@define
class Scored:
    """One scoring sentence: its clause, its table's column of points, and its column of units."""

    clause: Clause
    rule: r.Score
    points: str
    total: str


def periods(draft: Draft) -> None:
    """Tables that sort rows into this year, next year and earlier ones."""
    first, last = draft.book.year
    for clause, rule in draft.of_kind(r.Period):
        later = NEXT_YEAR if rule.carried else LATER
        for ledger in rule.ledgers:
            name = f"{ledger}的年度"
            spans = (
                (Range(low=first, high=last), THIS_YEAR),
                (Range(low=last, low_included=False), later),
                (Range(high=first, high_included=False), EARLIER),
            )
            rows = [RowDraft({rule.column: span}, (Fixed(year),), clause.name) for span, year in spans]
            draft.periods[ledger] = name
            draft.add_column(ledger, Column(name, Kind.TEXT, values=(THIS_YEAR, later, EARLIER)))
            draft.nodes.append(make_table(name, ledger, (name,), rows, HitPolicy.UNIQUE))


def scores(draft: Draft) -> list[Scored]:
    """A table of points for each scoring sentence."""
    found: list[Scored] = []
    per_clause: dict[str, int] = {}
    for clause, rule in draft.of_kind(r.Score):
        per_clause[clause.name] = per_clause.get(clause.name, 0) + 1
        nth = per_clause[clause.name]
        name = clause.name if nth == 1 else f"{clause.name}之{nth}"
        points = points_column(name)
        rows = _score_rows(draft, clause, rule)
        ledger = rule.rows.ledger
        outputs = [row.outputs[0] for row in rows]
        definitions = [output for output in outputs if output is not None and not isinstance(output, Fixed)]
        places = max(draft.places_of(part, ledger) for part in definitions)
        draft.add_column(ledger, Column(points, Kind.NUMBER, places, "分"))
        draft.nodes.append(make_table(name, ledger, (points,), rows, HitPolicy.UNIQUE))
        found.append(Scored(clause, rule, points, points))
    for name, count in per_clause.items():
        if count > 1:
            _join_parts(draft, name, [each for each in found if each.clause.name == name])
    return found


def _join_parts(draft: Draft, clause: str, parts: list[Scored]) -> None:
    """Several sentences of one clause: the clause gives their sum."""
    parts[0].total = f"{points_column(clause)}之1"
    terms = tuple(e.Quantity(part.total) for part in parts)
    draft.definitions[UNIT_GRAIN, points_column(clause)] = [e.Sum(terms)]
    draft.nodes.append(FormulaStep(points_column(clause), clause, UNIT_GRAIN, e.Sum(terms)))


@define
class _Sentence:
    """One scoring sentence while its rows are made; cells pick the rows of the ledger."""

    draft: Draft
    clause: Clause
    rule: r.Score
    cells: Cells

    def row(self, more: Cells, output: Output, note: str = "") -> RowDraft:
        return RowDraft(both(self.cells, more), (output,), self.clause.name, note)

    def fixed(self, more: Cells, points: Number) -> RowDraft:
        """A row that gives ``points``, or the limit for one row where that is less."""
        limit, note = self.rule.each_limit, ""
        if limit is not None and limit.scaled(MAX_PLACES) < points.scaled(MAX_PLACES):
            points, note = limit, f"每项最高{limit}分"
        return self.row(more, _literal(points, self.rule.sign), note)

    def varying(self, column: str, points: e.Expression, per_one: Number, step: int | None) -> list[RowDraft]:
        """Points that grow with ``column``: as they are below the limit, and from it on the limit.

        per_one: the points for one step. step: the smallest value that gives points (None: any).
        """
        places = self.draft.column(self.rule.rows.ledger, column).places
        output: Output = e.Negative(points) if self.rule.sign < 0 else points
        low = None if step is None else Number(step, 0).scaled(places)
        limit = self.rule.each_limit
        if limit is None:
            return [self.row({column: Range(low=low, places=places)}, output)]
        # The first value of the column whose points reach the limit: limit ÷ points for one, up.
        wide = 2 * MAX_PLACES
        reach = -(-limit.scaled(wide) * 10**places // per_one.scaled(wide)) * (step or 1)
        below = Range(low=low, high=reach, high_included=False, places=places)
        above = Range(low=reach, places=places)
        capped = self.row({column: above}, _literal(limit, self.rule.sign), f"每项最高{limit}分")
        # Where one step reaches the limit there is nothing below it.
        return [capped] if is_empty(below) else [self.row({column: below}, output), capped]


def _literal(points: Number, sign: int) -> e.Literal:
    return e.Literal(Number(sign * points.units, points.places), "分")


def _score_rows(draft: Draft, clause: Clause, rule: r.Score) -> list[RowDraft]:
    sentence = _Sentence(draft, clause, rule, row_cells(draft, rule.rows, clause))
    by = rule.by
    if isinstance(by, r.EachPoints):
        return [sentence.fixed({}, by.points)]
    if isinstance(by, r.LevelPoints):
        return [sentence.fixed({by.column: Among((value,))}, points) for value, points in by.points]
    if isinstance(by, r.ColumnPoints):
        return sentence.varying(by.column, e.Quantity(by.column), Number(1, 0), None)
    return _step_rows(sentence, by)


def _step_rows(sentence: _Sentence, by: r.StepPoints) -> list[RowDraft]:
    draft, ledger = sentence.draft, sentence.rule.rows.ledger
    name = f"{by.now}比{by.before}前移位数"
    if (ledger, name) not in draft.columns:
        draft.add_column(ledger, Column(name, Kind.NUMBER))
        ahead = e.Sum((e.Quantity(by.before), e.Negative(e.Quantity(by.now))))
        draft.nodes.append(FormulaStep(name, sentence.clause.name, ledger, ahead))
    steps: e.Expression = e.Quantity(name) if by.step == 1 else e.Steps(e.Quantity(name), by.step)
    each = e.Product((steps, e.Literal(by.points, "分")))
    return sentence.varying(name, each, by.points, by.step)


# ---------------------------------------------------------------- highest and sums


def highest(draft: Draft, scored: Sequence[Scored]) -> dict[str, str]:
    """Steps that keep one row of each key; ledger -> the column that says which rows won."""
    winners: dict[str, str] = {}
    for clause, rule in draft.of_kind(r.Highest):
        by = tuple(
            each.points for each in scored if each.rule.rows.ledger == rule.ledger and each.rule.sign > 0
        )
        if not by:
            draft.findings.append(errors.no_highest(rule.ledger, clause.span))
            continue
        order = tuple(
            (wish.column, wish.value if isinstance(wish, r.PreferValue) else None)
            for wish in rule.preferences
        )
        draft.add_column(rule.ledger, Column(clause.name, Kind.BOOL))
        draft.nodes.append(HighestRow(clause.name, clause.name, rule.ledger, rule.key, by, order))
        winners[rule.ledger] = clause.name
    return winners


def totals(draft: Draft, scored: Sequence[Scored], winners: dict[str, str]) -> None:
    """For each scoring sentence the sum, or the highest, of a unit's rows."""
    for each in scored:
        rule, ledger = each.rule, each.rule.rows.ledger
        source = draft.column(ledger, each.points)
        places = max(source.places, rule.all_limit.places if rule.all_limit else 0)
        if places > source.places:
            draft.add_column(ledger, Column(each.points, Kind.NUMBER, places, "分"))
        how = Gathering.SUM
        if rule.once:
            how = Gathering.MAX if rule.sign > 0 else Gathering.MIN
        limit = None if rule.all_limit is None else rule.all_limit.scaled(places)
        draft.add_column(UNIT_GRAIN, Column(each.total, Kind.NUMBER, places, "分"))
        won = winners.get(ledger) if rule.sign > 0 else None
        draft.nodes.append(
            Gather(each.total, each.clause.name, ledger, each.points, how, won, rule.sign, limit)
        )


# ---------------------------------------------------------------- caps


@define
class _CapDraft:
    clause: Clause
    rule: r.Cap
    members: tuple[str, ...]


def caps(draft: Draft, scored: Sequence[Scored]) -> dict[str, tuple[str, ...]]:
    """Steps that cut sums; cap's clause -> the clauses that it limits, inner caps first."""
    drafts: list[_CapDraft] = []
    for clause, rule in draft.of_kind(r.Cap):
        if rule.rows is not None:
            on_rows = rule.rows
            members = [
                each.clause.name
                for each in scored
                if each.rule.rows.ledger == on_rows.ledger and each.rule.sign == rule.sign
            ]
        else:
            members = [each.clause.name for each in scored if each.clause.name in rule.clauses]
            for name in rule.clauses:
                if name not in members:
                    draft.findings.append(errors.not_scored(name, clause.span))
        drafts.append(_CapDraft(clause, rule, tuple(dict.fromkeys(members))))
    drafts.sort(key=lambda cap: (len(cap.members), cap.rule.rows is None))
    for index, cap in enumerate(drafts):
        _check_nesting(draft, cap, drafts[:index])
        inner = [other for other in drafts[:index] if all(name in cap.members for name in other.members)]
        _cap_step(draft, cap, inner, scored)
    return {cap.clause.name: cap.members for cap in drafts}


def _check_nesting(draft: Draft, cap: _CapDraft, before: Sequence[_CapDraft]) -> None:
    for other in before:
        shared = [name for name in other.members if name in cap.members]
        if shared and len(shared) < len(other.members):
            draft.findings.append(errors.caps_cross(other.clause.name, cap.clause.name, cap.clause.span))


def _cap_step(draft: Draft, cap: _CapDraft, inner: list[_CapDraft], scored: Sequence[Scored]) -> None:
    rule, clause = cap.rule, cap.clause
    members = tuple(points_column(name) for name in cap.members)
    rows = None
    if rule.rows is not None:
        ledger = rule.rows.ledger
        picks = f"{clause.name}的范围"
        draft.add_column(ledger, Column(picks, Kind.BOOL))
        row = RowDraft(row_cells(draft, rule.rows, clause), (Fixed(True),), clause.name, show_rows(rule.rows))
        draft.nodes.append(make_table(picks, ledger, (picks,), [row], HitPolicy.UNIQUE))
        gathers = tuple(each.total for each in scored if each.clause.name in cap.members)
        rows, members = (ledger, picks, gathers), ()
    counted = [draft.column(UNIT_GRAIN, name).places for name in (members or (rows[2] if rows else ()))]
    places = max([rule.limit.places, *counted])
    draft.add_column(UNIT_GRAIN, Column(points_column(clause.name), Kind.NUMBER, places, "分"))
    draft.nodes.append(
        CapStep(
            points_column(clause.name),
            clause.name,
            rule.sign,
            rule.limit.scaled(places),
            places,
            members,
            rows,
            tuple(points_column(other.clause.name) for other in inner),
        )
    )
