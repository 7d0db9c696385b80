"""Formulas of units, with every cap taken off in the sum where all that it limits comes together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from perfeval.rulebook import expressions as e
from perfeval.rulebook import rules as r
from perfeval.tables import errors
from perfeval.tables.draft import Draft, points_column
from perfeval.tables.flow import names_in
from perfeval.tables.lowering import stored
from perfeval.tables.model import FormulaStep
from perfeval.tables.places import UNIT_GRAIN


def define(draft: Draft) -> None:
    """Tell the draft what the formulas come to, before any condition asks about them."""
    for _, rule in draft.of_kind(r.Formula):
        draft.definitions[UNIT_GRAIN, rule.name] = [draft.bound(rule.expression)]


def formulas(draft: Draft, capped: Mapping[str, tuple[str, ...]]) -> None:
    """A step for each formula. capped: a cap's clause -> the clauses it limits."""
    sums: dict[str, e.Expression] = {}
    owners: dict[str, str] = {}
    # Columns that are never above zero: clauses that take points, and sums of such.
    deducting = {points_column(clause.name): None for clause, rule in draft.of_kind(r.Score) if rule.sign < 0}
    for clause, rule in draft.of_kind(r.Formula):
        if rule.name in sums:
            draft.findings.append(errors.computed_twice(rule.name, clause.span))
        sums[rule.name] = draft.bound(rule.expression)
        if all(isinstance(term, e.Quantity) and term.name in deducting for term in _terms(sums[rule.name])):
            deducting[rule.name] = None
        for name in _subtracted(sums[rule.name]):
            if name in deducting:
                draft.findings.append(errors.subtracted_twice(name, clause.span))
                sums[rule.name] = e.Signed(sums[rule.name])  # that is finding enough
        owners[rule.name] = clause.name
    circle = next(_circles(sums), None)
    if circle is not None:
        owner = next(clause for clause in draft.book.clauses if clause.name == owners[circle[0]])
        draft.findings.append(errors.circle(circle, owner.span))
        return
    for cap, members in capped.items():
        holders = [_holders(points_column(name), sums) for name in members]
        placed = False
        for name, expression in list(sums.items()):
            if _together(name, sums, holders):
                sums[name] = e.Sum((*_terms(expression), e.Quantity(points_column(cap))))
                placed = True
        if not placed:
            owner = next(clause for clause in draft.book.clauses if clause.name == cap)
            draft.findings.append(errors.cap_has_no_sum(cap, owner.span))
    for name, expression in sums.items():
        draft.definitions[UNIT_GRAIN, name] = [expression]
        draft.columns.pop((UNIT_GRAIN, name), None)
    clauses = {clause.name: clause for clause in draft.book.clauses}
    exact = {name: each for name, each in sums.items() if isinstance(each, e.Exact)}
    caught = _standing_for_themselves(exact)
    if caught:
        draft.findings.append(errors.circle(caught, clauses[owners[caught[0]]].span))
        return
    for name, expression in exact.items():
        draft.inlined[UNIT_GRAIN, name] = expression.operand
    for name, expression in sums.items():
        if isinstance(expression, e.Exact):
            continue
        lowered = stored(draft, name, expression, clauses[owners[name]])
        draft.nodes.append(FormulaStep(name, owners[name], UNIT_GRAIN, lowered))


def _standing_for_themselves(exact: Mapping[str, e.Expression]) -> tuple[str, ...]:
    """Names that stand for formulas (不作舍入) of which each needs the next, and the last the first."""
    left = {name: [each for each in names_in(made) if each in exact] for name, made in exact.items()}
    while free := [name for name, needs in left.items() if not any(each in left for each in needs)]:
        for name in free:
            del left[name]
    return tuple(left)


def _circles(sums: Mapping[str, e.Expression]) -> Iterator[tuple[str, ...]]:
    """Quantities that need themselves, with those between, in the order of the book."""
    caught = _caught(sums)
    for name, expression in caught.items():
        needs = _columns(expression, caught)
        if name in needs:
            between = [need for need in needs if need in caught and name in _columns(caught[need], caught)]
            yield tuple(dict.fromkeys([name, *between]))


def _caught(sums: Mapping[str, e.Expression]) -> dict[str, e.Expression]:
    """The sums that are left when again and again those go that need none of the others, or that none needs.

    Nothing is left of a book without circles, so that a long chain costs no more than its length.
    """
    needs = {name: [need for need in _own_columns(each) if need in sums] for name, each in sums.items()}
    needed: dict[str, list[str]] = {name: [] for name in sums}
    for name, own in needs.items():
        for need in own:
            needed[need].append(name)
    kept = dict(sums)
    for one, other in ((needs, needed), (needed, needs)):
        open_ends = {name: sum(each in kept for each in one[name]) for name in kept}
        waiting = [name for name, count in open_ends.items() if not count]
        while waiting:
            current = waiting.pop()
            del kept[current]
            for neighbour in other[current]:
                if neighbour in kept:
                    open_ends[neighbour] -= 1
                    if not open_ends[neighbour]:
                        waiting.append(neighbour)
    return kept


def _terms(expression: e.Expression) -> tuple[e.Expression, ...]:
    return expression.terms if isinstance(expression, e.Sum) else (expression,)


def _subtracted(expression: e.Expression) -> list[str]:
    """Columns that a sum takes off."""
    negative = [term.operand for term in _terms(expression) if isinstance(term, e.Negative)]
    return [term.name for term in negative if isinstance(term, e.Quantity)]


def _holders(column: str, sums: Mapping[str, e.Expression]) -> dict[str, None]:
    """The sums that add up a column, itself or through other sums."""
    users: dict[str, list[str]] = {}
    for name, expression in sums.items():
        for own in _own_columns(expression):
            users.setdefault(own, []).append(name)
    found: dict[str, None] = {}
    waiting = list(users.get(column, ()))
    while waiting:
        current = waiting.pop()
        if current not in found:
            found[current] = None
            waiting.extend(users.get(current, ()))
    return found


def _together(name: str, sums: Mapping[str, e.Expression], holders: list[dict[str, None]]) -> bool:
    """Whether this sum holds all wanted columns, and no other sum in it already does.

    holders: for each wanted column the sums that hold it.
    """
    if not all(name in each for each in holders):
        return False
    others = [term.name for term in _terms(sums[name]) if isinstance(term, e.Quantity) and term.name in sums]
    return not any(all(other in each for each in holders) for other in others)


def _own_columns(expression: e.Expression) -> dict[str, None]:
    """Columns of points that an expression adds up itself."""
    return _columns(expression, {})


def _columns(expression: e.Expression, sums: Mapping[str, e.Expression]) -> dict[str, None]:
    """Columns of points that an expression adds up, through other formulas too."""
    found: dict[str, None] = {}
    waiting = [expression]
    while waiting:
        current = waiting.pop()
        if isinstance(current, e.Sum):
            waiting.extend(current.terms)
        elif isinstance(current, e.Quantity) and current.name not in found:
            found[current.name] = None
            if current.name in sums:
                waiting.append(sums[current.name])
    return found
