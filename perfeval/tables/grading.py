"""Ranking, places, vetoes and grades -> steps and tables."""

from __future__ import annotations

from perfeval.quantity.interval import Interval
from perfeval.quantity.number import Number
from perfeval.quantity.rounding import Rounding
from perfeval.rulebook import rules as r
from perfeval.rulebook.book import Clause
from perfeval.rulebook.expressions import Quantity, Sum
from perfeval.tables import errors
from perfeval.tables.cells import Among, range_of
from perfeval.tables.conditions import GRADE, GRADE_BY_SCORE, count_column, grade_line, unit_cells
from perfeval.tables.draft import Cells, Draft, RowDraft, both, make_table
from perfeval.tables.model import (
    Column,
    Fixed,
    FormulaStep,
    HitPolicy,
    Kind,
    PlaceShare,
    PlacesStep,
    RankStep,
)
from perfeval.tables.places import UNIT_GRAIN

TAKING_PART = "参加排序"
# What goes before what in the table of grades; places of a higher grade go before those of a lower.
_FOUND_TO_BE, _BY_PLACE, _DIRECTLY, _BY_SCORE = 0, 100, 200, 300


def rank(draft: Draft) -> RankStep | None:
    """The ranking step, if the book has one."""
    ranks = draft.of_kind(r.Rank)
    for clause, _ in ranks[1:]:
        draft.findings.append(errors.said_twice("怎样排名次", ranks[0][0].name, clause.span))
    for clause, rule in ranks[:1]:
        draft.add_column(UNIT_GRAIN, Column(rule.name, Kind.NUMBER, whole=True))
        draft.add_column(UNIT_GRAIN, Column(TAKING_PART, Kind.BOOL))
        step = RankStep(rule.name, clause.name, rule.by, rule.groups, TAKING_PART)
        draft.nodes.append(step)
        return step
    return None


def vetoes(draft: Draft) -> dict[str, str]:
    """Tables of cases; grade -> the column that counts the cases that hold for a unit."""
    counts: dict[str, list[str]] = {}
    for clause, rule in draft.of_kind(r.Veto):
        rows = [
            RowDraft(unit_cells(draft, case.tests, clause), (Fixed(case.name),), clause.name, "", case.number)
            for case in rule.cases
        ]
        names = tuple(case.name for case in rule.cases)
        draft.add_column(UNIT_GRAIN, Column(rule.name, Kind.LIST, values=names))
        draft.nodes.append(make_table(rule.name, UNIT_GRAIN, (rule.name,), rows, HitPolicy.COLLECT))
        count = count_column(rule.name)
        draft.add_column(UNIT_GRAIN, Column(count, Kind.NUMBER, whole=True))
        draft.nodes.append(FormulaStep(count, clause.name, UNIT_GRAIN, Quantity(rule.name)))
        counts.setdefault(rule.grade, []).append(count)
    return {grade: _all_cases(draft, grade, columns) for grade, columns in counts.items()}


def _all_cases(draft: Draft, grade: str, columns: list[str]) -> str:
    """One column that counts the cases of all vetoes of a grade."""
    if len(columns) == 1:
        return columns[0]
    name = f"取消{grade}资格的情形数"
    draft.add_column(UNIT_GRAIN, Column(name, Kind.NUMBER, whole=True))
    terms = tuple(Quantity(column) for column in columns)
    draft.nodes.append(FormulaStep(name, "", UNIT_GRAIN, Sum(terms)))
    return name


# ---------------------------------------------------------------- places


def places(draft: Draft, ranking: RankStep | None, vetoed: dict[str, str]) -> dict[str, str]:
    """A step for each grade that has places; grade -> the column that says who got one."""
    filled: dict[str, str] = {}
    owners: dict[str, str] = {}
    for clause, rule in draft.of_kind(r.Places):
        if ranking is None:
            draft.findings.append(errors.no_rank(clause.span))
            continue
        name = f"取得{rule.grade}名额"
        if rule.grade in filled:
            draft.findings.append(errors.said_twice(f"{rule.grade}取前几名", owners[rule.grade], clause.span))
            continue
        owners[rule.grade] = clause.name
        rounding, all_in, pass_down = _choices(draft, rule, clause, rule.grade in vetoed)
        shares = tuple(_share(draft, share) for share in rule.shares)
        draft.add_column(UNIT_GRAIN, Column(name, Kind.BOOL))
        draft.nodes.append(
            PlacesStep(
                name,
                clause.name,
                rule.grade,
                ranking.by,
                TAKING_PART,
                shares,
                rounding,
                all_in,
                vetoed.get(rule.grade),
                pass_down,
            )
        )
        filled[rule.grade] = name
    return filled


def _share(draft: Draft, share: r.Share) -> PlaceShare:
    series = tuple(
        each.name for each in draft.book.series if each.name in share.groups or each.category in share.groups
    )
    if share.rate:
        return PlaceShare(series, None, (share.number.units, 10**share.number.places))
    return PlaceShare(series, share.number.scaled(0), None)


def _choices(
    draft: Draft, rule: r.Places, clause: Clause, vetoed: bool
) -> tuple[Rounding | None, bool, bool]:
    """Rounding, ties and backfill as the book states them; what it leaves open is a finding."""
    grade, span = rule.grade, clause.span
    _each_once(draft, grade)
    rounding = [x.rounding for _, x in draft.rules if isinstance(x, r.PlacesRounding) and x.grade == grade]
    ties = [x.all_in for _, x in draft.rules if isinstance(x, r.PlacesTies) and x.grade == grade]
    passed = [x.pass_down for _, x in draft.rules if isinstance(x, r.PlacesBackfill) and x.grade == grade]
    minimum = [x for _, x in draft.rules if isinstance(x, r.PlacesMinimum) and x.grade == grade]
    if any(share.rate for share in rule.shares) and not rounding:
        wording = f"{grade}名额有小数的，四舍五入"
        draft.findings.append(errors.choice_missing(f"{grade}名额有小数时怎么取整", wording, span))
    if not ties:
        wording = f"{grade}末位并列的，全部入选"
        draft.findings.append(errors.choice_missing(f"{grade}末位并列时怎么办", wording, span))
    if vetoed and not passed:
        wording = f"取消{grade}资格空出的名额，依次递补"
        draft.findings.append(errors.choice_missing(f"取消{grade}资格后空出的名额怎么办", wording, span))
    if not minimum:
        wording = f"评为{grade}的，不另设最低分"
        draft.findings.append(errors.choice_missing(f"评为{grade}要不要最低分", wording, span))
    all_in, pass_down = (ties or [True])[0], (passed or [True])[0]
    return (rounding[0] if rounding else None), all_in, pass_down


def _each_once(draft: Draft, grade: str) -> None:
    """Each choice about the places of a grade is made once."""
    choices = (
        (r.PlacesRounding, f"{grade}名额怎么取整"),
        (r.PlacesTies, f"{grade}末位并列时怎么办"),
        (r.PlacesBackfill, f"取消{grade}资格后空出的名额怎么办"),
        (r.PlacesMinimum, f"评为{grade}要不要最低分"),
    )
    for kind, what in choices:
        said = [clause for clause, rule in draft.rules if isinstance(rule, kind) and rule.grade == grade]
        for clause in said[1:]:
            draft.findings.append(errors.said_twice(what, said[0].name, clause.span))


# ---------------------------------------------------------------- grades


def grades(draft: Draft, ranking: RankStep | None, filled: dict[str, str]) -> None:
    """The grade by score, and the grade: found to be, by place, directly, by score, in this order."""
    grading = [draft.of_kind(kind) for kind in (r.Places, r.GradeByScore, r.GradeDirectly, r.FoundToBe)]
    if not any(grading):
        return
    values = draft.book.grades
    # A book put together from parts of two may grade by a list that it does not have.
    unknown = [
        (clause, rule.grade)
        for clause, rule in draft.rules
        if isinstance(rule, r.Places | r.GradeByScore | r.GradeDirectly | r.FoundToBe)
        and rule.grade not in values
    ]
    if unknown:
        draft.findings.extend(errors.nothing_makes(grade, clause.span) for clause, grade in unknown)
        return
    taking_part = _taking_part(ranking)
    draft.add_column(UNIT_GRAIN, Column(GRADE_BY_SCORE, Kind.TEXT, values=values))
    draft.add_column(UNIT_GRAIN, Column(GRADE, Kind.TEXT, values=values))
    by_score: list[RowDraft] = []
    for clause, rule in draft.of_kind(r.GradeByScore):
        cells = both(taking_part, unit_cells(draft, rule.tests, clause, GRADE_BY_SCORE))
        by_score.append(RowDraft(cells, (Fixed(rule.grade),), clause.name))
    by_score.sort(key=lambda row: _place_of(row, values))
    draft.nodes.append(make_table(GRADE_BY_SCORE, UNIT_GRAIN, (GRADE_BY_SCORE,), by_score, HitPolicy.UNIQUE))
    rows = _verdicts(draft, r.FoundToBe, taking_part)
    if ranking is not None:
        rows += _by_place(draft, filled, taking_part)
    rows += _verdicts(draft, r.GradeDirectly, taking_part)
    for row in by_score:
        cells = both(taking_part, {GRADE_BY_SCORE: Among((_grade_of(row),))})
        rows.append(RowDraft(cells, row.outputs, row.clause, tier=_BY_SCORE))
    draft.nodes.append(make_table(GRADE, UNIT_GRAIN, (GRADE,), rows, HitPolicy.FIRST))


def _taking_part(ranking: RankStep | None) -> Cells:
    """Only ranked units are graded; where nobody is ranked, everyone is."""
    return {} if ranking is None else {TAKING_PART: Among((True,))}


def _grade_of(row: RowDraft) -> str:
    output = row.outputs[0]
    assert isinstance(output, Fixed) and isinstance(output.value, str)
    return output.value


def _place_of(row: RowDraft, values: tuple[str, ...]) -> int:
    return values.index(_grade_of(row))


def _verdicts(
    draft: Draft, kind: type[r.FoundToBe] | type[r.GradeDirectly], taking_part: Cells
) -> list[RowDraft]:
    rows: list[RowDraft] = []
    clauses: list[Clause] = []
    for clause, rule in draft.of_kind(kind):
        cells = both(taking_part, unit_cells(draft, rule.tests, clause, GRADE_BY_SCORE))
        tier = _FOUND_TO_BE if isinstance(rule, r.FoundToBe) else _DIRECTLY
        rows.append(RowDraft(cells, (Fixed(rule.grade),), clause.name, tier=tier))
        clauses.append(clause)
        if _grade_of(rows[0]) != rule.grade:
            draft.findings.append(errors.rows_meet(clauses[0].name, clause.name, clause.span))
    return rows


def _by_place(draft: Draft, filled: dict[str, str], taking_part: Cells) -> list[RowDraft]:
    rows: list[RowDraft] = []
    order = draft.book.grades
    for clause, rule in draft.of_kind(r.Places):
        if rule.grade not in filled:
            continue
        cells = both(taking_part, {filled[rule.grade]: Among((True,))})
        for _, minimum in draft.of_kind(r.PlacesMinimum):
            if minimum.grade == rule.grade and minimum.reach is not None:
                cells = both(cells, _minimum(draft, minimum.reach, minimum.quantity, clause))
        tier = _BY_PLACE + order.index(rule.grade)
        rows.append(RowDraft(cells, (Fixed(rule.grade),), clause.name, tier=tier))
    rows.sort(key=lambda row: _place_of(row, order))
    return rows


def _minimum(draft: Draft, grade: str, quantity: str, clause: Clause) -> Cells:
    line = grade_line(draft, grade, quantity)
    if line is None:
        draft.findings.append(errors.grade_without_line(grade, quantity, clause.span))
        return {}
    number, included = line
    interval = Interval(low=Number(number.units, number.places), low_included=included)
    return {quantity: range_of(interval, draft.column(UNIT_GRAIN, quantity).places)}


def remarks(draft: Draft, ranking: RankStep | None) -> None:
    """Remarks on graded units: 是 where the tests hold, 否 for the others, under every reading."""
    names: dict[str, str] = {}
    for clause in draft.book.clauses:
        options = clause.reading.options if clause.reading else ()
        for rule in [*clause.rules, *(rule for option in options for rule in option.rules)]:
            if isinstance(rule, r.Remark):
                names.setdefault(rule.name, clause.name)
    for name, owner in names.items():
        taking_part = _taking_part(ranking)
        rows: list[RowDraft] = []
        for clause, rule in draft.of_kind(r.Remark):
            if rule.name == name:
                cells = both(taking_part, unit_cells(draft, rule.tests, clause))
                rows.append(RowDraft(cells, (Fixed(True),), clause.name))
        rows.append(RowDraft(taking_part, (Fixed(False),), owner, tier=1))
        draft.add_column(UNIT_GRAIN, Column(name, Kind.BOOL))
        draft.nodes.append(make_table(name, UNIT_GRAIN, (name,), rows, HitPolicy.FIRST))
