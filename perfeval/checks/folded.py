"""Findings that say the same of one clause, told once with their number."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from perfeval.diagnostics.diagnostic import Diagnostic


def folded(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """One finding for those of one name and one message, the first; its words tell how many there are.

    The number is part of the name as well, so that an answer to two does not answer a third.
    """
    alike: dict[tuple[str, str, str], list[Diagnostic]] = {}
    for each in found:
        alike.setdefault((each.clause, each.name, each.message), []).append(each)
    return [_one_for(same) for same in alike.values()]


def _one_for(same: list[Diagnostic]) -> Diagnostic:
    first, count = same[0], len(same)
    if count == 1:
        return first
    name = f"{first.name}，{count}处" if first.name else ""
    return evolve(first, name=name, message=f"{first.message}，这样的有{count}处")
