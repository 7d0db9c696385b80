"""The values of formulas for many assignments at once, in plain Python: a second reading of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from perfeval.verify.terms import Op, Term, in_order

Column = Sequence[int]


def values_of(wanted: Sequence[Term], given: Mapping[str, Column], size: int) -> dict[int, Column]:
    """The values of formulas by their number; truths are 0 and 1. given: the unknowns by name."""
    done: dict[int, Column] = {}
    for term in in_order(wanted):
        done[term.number] = _values(term, [done[part.number] for part in term.parts], given, size)
    return done


def _values(term: Term, parts: list[Column], given: Mapping[str, Column], size: int) -> Column:
    match term.op:
        case Op.CONSTANT:
            return [term.constant] * size
        case Op.NUMBER | Op.TRUTH:
            return given[term.name]
        case Op.SUM:
            total = [term.constant] * size
            for factor, part in zip(term.factors, parts, strict=True):
                total = [one + factor * other for one, other in zip(total, part, strict=True)]
            return total
        case Op.PRODUCT:
            product = [1] * size
            for part in parts:
                product = [one * other for one, other in zip(product, part, strict=True)]
            return product
        case Op.FLOOR:
            return [value // term.constant for value in parts[0]]
        case Op.CHOICE:
            return [yes if test else no for test, yes, no in zip(*parts, strict=True)]
        case Op.TRUE | Op.FALSE:
            return [int(term.op is Op.TRUE)] * size
        case Op.NOT:
            return [1 - value for value in parts[0]]
        case Op.ALL:
            return [int(all(row)) for row in zip(*parts, strict=True)]
        case Op.ANY:
            return [int(any(row)) for row in zip(*parts, strict=True)]
        case Op.AT_MOST_ZERO:
            return [int(value <= 0) for value in parts[0]]
        case Op.IS_ZERO:
            return [int(value == 0) for value in parts[0]]
