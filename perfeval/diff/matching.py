"""Which clause of the newer book is which of the older: by name, by likeness, and in which order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from perfeval.diff.wording import likeness
from perfeval.rulebook.book import Clause

# Two clauses are one under another name if their sentences have so many per cent in common; fewer
# will do where they stand in the same place of the plan or quote the same words.
_SURE, _ENOUGH = 85, 60


def body(text: str) -> str:
    """The sentences of a clause without its name."""
    return text.partition("】")[2]


def new_names(old: Sequence[Clause], new: Sequence[Clause]) -> dict[str, str]:
    """Old name -> new name of the clauses that were renamed, the most alike first."""
    gone = [clause for clause in old if clause.name not in [each.name for each in new]]
    come = [clause for clause in new if clause.name not in [each.name for each in old]]
    pairs = [
        (alike, -first, -second)
        for first, one in enumerate(gone)
        for second, other in enumerate(come)
        if (alike := _alike(one, other))
    ]
    found: dict[str, str] = {}
    for _, first, second in sorted(pairs, reverse=True):
        one, other = gone[-first], come[-second]
        if one.name not in found and other.name not in found.values():
            found[one.name] = other.name
    return found


def _alike(one: Clause, other: Clause) -> int:
    """How alike two clauses are in per cent, 0 where they are not alike enough to be one."""
    if one.kind is not other.kind:
        return 0
    share = likeness(body(one.text), body(other.text))
    near = one.citation.path == other.citation.path or one.citation.quotes == other.citation.quotes
    return share if share >= (_ENOUGH if near else _SURE) else 0


def out_of_order(old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """The fewest of the names in both that must be moved to make the one order the other, in new order."""
    places = {name: place for place, name in enumerate(old)}
    common = [name for name in new if name in places]
    # The longest run of names whose old places rise: ends[n] is where the best run of n + 1 ends.
    ends: list[int] = []
    lengths: list[int] = []
    for name in common:
        length = bisect_left(ends, places[name])
        ends[length : length + 1] = [places[name]]
        lengths.append(length)
    staying: list[str] = []
    wanted = len(ends) - 1
    for name, length in zip(reversed(common), reversed(lengths), strict=True):
        if length == wanted and (not staying or places[name] < places[staying[-1]]):
            staying.append(name)
            wanted -= 1
    return tuple(name for name in common if name not in staying)
