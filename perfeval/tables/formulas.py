"""Formulas of units, with every cap taken off in the sum where all that it limits comes together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from perfeval.rulebook import expressions as e
from perfeval.rulebook import rules as r
from perfeval.tables import errors
from perfeval.tables.draft import Draft, points_column
from perfeval.tables.model import UNIT_GRAIN, FormulaStep


def formulas(draft: Draft, capped: Mapping[str, tuple[str, ...]]) -> None:
    """A step for each formula. capped: a cap's clause -> the clauses it limits."""
    sums: dict[str, e.Expression] = {}
    owners: dict[str, str] = {}
    for clause, rule in draft.of_kind(r.Formula):
        if rule.name in sums:
            draft.findings.append(errors.computed_twice(rule.name, clause.span))
        sums[rule.name] = draft.bound(rule.expression)
        deducting = _deducting(draft, sums)
        for name in _subtracted(sums[rule.name]):
            if name in deducting:
                draft.findings.append(errors.subtracted_twice(name, clause.span))
        owners[rule.name] = clause.name
    circle = next(_circles(sums), None)
    if circle is not None:
        owner = next(clause for clause in draft.book.clauses if clause.name == owners[circle[0]])
        draft.findings.append(errors.circle(circle, owner.span))
        return
    for cap, members in capped.items():
        wanted = [points_column(name) for name in members]
        placed = False
        for name, expression in list(sums.items()):
            if _together(expression, wanted, sums):
                terms = expression.terms if isinstance(expression, e.Sum) else (expression,)
                sums[name] = e.Sum((*terms, e.Quantity(points_column(cap))))
                placed = True
        if not placed:
            owner = next(clause for clause in draft.book.clauses if clause.name == cap)
            draft.findings.append(errors.cap_has_no_sum(cap, owner.span))
    for name, expression in sums.items():
        draft.definitions.setdefault(name, []).append(expression)
        draft.nodes.append(FormulaStep(name, owners[name], UNIT_GRAIN, expression))


def _circles(sums: Mapping[str, e.Expression]) -> Iterator[tuple[str, ...]]:
    """Quantities that need themselves, with those between, in the order of the book."""
    for name, expression in sums.items():
        needs = [need for need in _columns(expression, sums) if need in sums]
        if name in needs:
            between = [need for need in dict.fromkeys(needs) if name in _columns(sums[need], sums)]
            yield tuple(dict.fromkeys([name, *between]))


def _deducting(draft: Draft, sums: Mapping[str, e.Expression]) -> list[str]:
    """Columns that are never above zero: clauses that take points, and sums of such."""
    found = [points_column(clause.name) for clause, rule in draft.of_kind(r.Score) if rule.sign < 0]
    for name, expression in sums.items():
        terms = expression.terms if isinstance(expression, e.Sum) else (expression,)
        if all(isinstance(term, e.Quantity) and term.name in found for term in terms):
            found.append(name)
    return found


def _subtracted(expression: e.Expression) -> list[str]:
    """Columns that a sum takes off."""
    terms = expression.terms if isinstance(expression, e.Sum) else (expression,)
    negative = [term.operand for term in terms if isinstance(term, e.Negative)]
    return [term.name for term in negative if isinstance(term, e.Quantity)]


def _together(expression: e.Expression, wanted: list[str], sums: Mapping[str, e.Expression]) -> bool:
    """Whether this sum holds all wanted columns, and no single term of it already does."""
    terms = expression.terms if isinstance(expression, e.Sum) else (expression,)
    inside = [_columns(term, sums) for term in terms]
    everything = [name for columns in inside for name in columns]
    if not all(name in everything for name in wanted):
        return False
    through_others = [
        columns
        for term, columns in zip(terms, inside, strict=True)
        if isinstance(term, e.Quantity) and term.name in sums
    ]
    return not any(all(name in columns for name in wanted) for columns in through_others)


def _columns(expression: e.Expression, sums: Mapping[str, e.Expression]) -> list[str]:
    """Columns of points that an expression adds up, through other formulas too."""
    found: list[str] = []
    waiting = [expression]
    seen: list[str] = []
    while waiting:
        current = waiting.pop()
        if isinstance(current, e.Sum):
            waiting.extend(current.terms)
        elif isinstance(current, e.Quantity):
            if current.name in sums and current.name not in seen:
                seen.append(current.name)
                waiting.append(sums[current.name])
            found.append(current.name)
    return found
