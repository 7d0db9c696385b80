"""What an edit changes in the decision tables and steps: the rows that differ, old and new."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from perfeval.diff.edits import CLAUSE, Key
from perfeval.diff.trials import Trials
from perfeval.tables.cells import AnyValue, show_cell
from perfeval.tables.model import PlacesStep
from perfeval.tables.phrases import kind_of
from perfeval.tables.phrases_flow import Chart, chart_of, clauses_behind
from perfeval.tables.phrases_pages import Page, page_of

OLD, NEW = "旧", "新"
_ANY = show_cell(AnyValue())
_NUMBER = "行"
# The labels of a page that say what the node does; the others only point to other nodes.
_TELLING = ("对象", "结果", "取法", "做法")

# Where a clause stands is an edit of its own; (1) behind it is the item of its list.
_CITATION = re.compile(r"】[^】（]*(?:（[^0-9）]+）[^】（]*)?")

Cells = tuple[tuple[str, str], ...]


@frozen
class Line:
    """A sentence or a row of a table that only one side has. cells: (header, cell), those that ask."""

    side: str
    cells: Cells


@frozen
class NodeChange:
    """A table or step that differs: its kind and name, whether it is there at all, and the lines."""

    title: str
    sides: tuple[str, ...]
    lines: tuple[Line, ...]


def rows_of(trials: Trials) -> Mapping[Key, tuple[NodeChange, ...]]:
    """For each part that was edited the tables and steps that its edits change."""
    charts = _Charts(trials)
    return {key: charts.changes(key) for key in trials.keys}


class _Charts:
    def __init__(self, trials: Trials) -> None:
        self.trials = trials
        self.ends = self.chart(()), self.chart(trials.keys)

    def chart(self, taken: Sequence[Key]) -> Chart | None:
        book, model = self.trials.book(taken), self.trials.model(taken)
        return None if book is None or model is None else chart_of(book, model)

    def changes(self, key: Key) -> tuple[NodeChange, ...]:
        """What differs when only this part is exchanged; if that cannot be, what is the clause's own."""
        before, after = self.ends
        alone = self.chart((key,))
        undone = self.chart(self.trials.rest((key,)))
        if before is None or after is None:
            return ()
        if alone is not None:
            return tuple(_changes(before, alone))
        if undone is not None:
            return tuple(_changes(undone, after))
        return tuple(_changes(before, after, key[1])) if key[0] == CLAUSE else ()


def _changes(before: Chart, after: Chart, clause: str | None = None) -> Iterable[NodeChange]:
    """The nodes that differ, in the order of the newer book; of one clause only, if given."""
    old, new = _pages(before, after, clause), _pages(after, before, clause)
    for title in (*new, *(title for title in old if title not in new)):
        sides = tuple(side for side, pages in ((OLD, old), (NEW, new)) if title in pages)
        one, other = old.get(title, ()), new.get(title, ())
        if len(sides) == 2:
            one, other = _without(one, other), _without(other, one)
        lines = (*(Line(OLD, cells) for cells in one), *(Line(NEW, cells) for cells in other))
        if lines:
            yield NodeChange(title, sides, lines)


def _pages(chart: Chart, other: Chart, clause: str | None) -> dict[str, tuple[Cells, ...]]:
    """Title of each node that may differ -> its sentences and rows."""
    same_roster = chart.book.units == other.book.units
    theirs = {node.name: node for node in other.model.nodes}
    found: dict[str, tuple[Cells, ...]] = {}
    for number, node in enumerate(chart.model.nodes):
        # The page of places counts the units of each series.
        same = theirs.get(node.name) == node and (same_roster or not isinstance(node, PlacesStep))
        if not same and (clause is None or clause in clauses_behind(chart, number)):
            found[f"{kind_of(node)}“{node.name}”"] = tuple(_cells(page_of(chart, number)))
    return found


def _cells(page: Page) -> Iterable[Cells]:
    for label, sentences in page.parts:
        if label in _TELLING:
            yield from (((label, sentence),) for sentence in sentences)
    for row in page.grid.rows if page.grid else ():
        headers = page.grid.headers if page.grid else ()
        pairs = [(name, _CITATION.sub("】", cell)) for name, cell in zip(headers, row, strict=True)]
        yield tuple((name, cell) for name, cell in pairs if name != _NUMBER and cell not in ("", _ANY))


def _without(one: Sequence[Cells], other: Sequence[Cells]) -> tuple[Cells, ...]:
    left = list(other)
    kept: list[Cells] = []
    for cells in one:
        if cells in left:
            left.remove(cells)
        else:
            kept.append(cells)
    return tuple(kept)
