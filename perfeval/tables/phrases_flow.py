"""Who makes and who uses each column, and which clauses stand behind each table and step."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from perfeval.diagnostics.diagnostic import Checked, Diagnostic
from perfeval.diagnostics.suggest import nearest
from perfeval.rulebook import rules as r
from perfeval.rulebook.book import Clause, RuleBook
from perfeval.source.fold import fold
from perfeval.tables.cells import AnyValue
from perfeval.tables.conditions import GRADE
from perfeval.tables.draft import GROUP_COLUMNS
from perfeval.tables.flow import reads, writes
from perfeval.tables.model import Model, Node, PlacesStep, RankStep, Table
from perfeval.tables.places import UNIT_GRAIN, Place

ROSTER = "名单"
# Ranks and places are given within series, which are in the roster.
SERIES_COLUMNS = ("类别", "序列")


@frozen
class Origin:
    """Where columns that a node reads come from.

    node: number of the node that makes them, from 0, or None; then ``ledger`` is the ledger that
    holds them, or None for what the roster says of units. columns: their names (none where it
    is enough that there is a row).
    """

    node: int | None
    ledger: str | None
    columns: tuple[str, ...]


@frozen
class Branch:
    """A node in the graph of requirements: the facts it reads, and the nodes it needs.

    facts: origins that are no nodes. again: needed nodes that stand further up. below: the others.
    """

    node: int
    facts: tuple[Origin, ...]
    again: tuple[int, ...]
    below: tuple[Branch, ...]


@frozen
class Found:
    """Numbers of nodes that a name stands for; clause: the clause of that name, if it is one."""

    numbers: tuple[int, ...]
    clause: Clause | None = None


@frozen(eq=False)
class Chart:
    """A rule book and its model, with the number of the node (from 0) that makes each column."""

    book: RuleBook
    model: Model
    makers: Mapping[Place, int]

    def node(self, number: int) -> Node:
        """The node with this number, from 0."""
        return self.model.nodes[number]

    def in_force(self) -> list[tuple[Clause, r.Rule]]:
        """All rules under the readings of the model, with their clauses, in book order."""
        found: list[tuple[Clause, r.Rule]] = []
        for clause in self.book.clauses:
            chosen = self.model.readings[clause.reading.name] if clause.reading else None
            found.extend((clause, rule) for rule in clause.rules_under(chosen))
        return found


def chart_of(book: RuleBook, model: Model) -> Chart:
    """The chart of a model that was made from ``book``."""
    makers = {place: number for number, node in enumerate(model.nodes) for place in writes(node)}
    return Chart(book, model, makers)


# ---------------------------------------------------------------- where columns come from


def origin_of(chart: Chart, place: Place) -> tuple[int | None, str | None]:
    """(number of the node, None), (None, ledger), or (None, None) for the roster."""
    grain, name = place
    if place in chart.makers:
        return chart.makers[place], None
    if name in GROUP_COLUMNS:
        return None, None
    if grain != UNIT_GRAIN:
        return None, grain
    holders = [ledger.name for ledger in chart.book.schema.ledgers if ledger.per_unit and ledger.column(name)]
    return None, holders[-1] if holders else None


def origins(chart: Chart, number: int) -> tuple[Origin, ...]:
    """What a node reads, by where it comes from, in the order in which it is read."""
    node = chart.node(number)
    needed = list(reads(node))
    if isinstance(node, RankStep | PlacesStep):
        needed += [(UNIT_GRAIN, name) for name in SERIES_COLUMNS]
    grouped: dict[tuple[int | None, str | None], list[str]] = {}
    for place in needed:
        grouped.setdefault(origin_of(chart, place), []).append(place[1])
    if isinstance(node, Table) and not grouped:
        grouped[None, node.grain if node.grain != UNIT_GRAIN else None] = []
    return tuple(Origin(made, ledger, tuple(names)) for (made, ledger), names in grouped.items())


def users(chart: Chart, number: int) -> tuple[int, ...]:
    """The numbers of the nodes that read what a node makes."""
    made = writes(chart.node(number))
    return tuple(
        other for other, node in enumerate(chart.model.nodes) if any(place in made for place in reads(node))
    )


def results_of(chart: Chart, number: int) -> tuple[str, ...]:
    """The columns made by a node that are fields of the result."""
    made = writes(chart.node(number))
    return tuple(name for grain, name in made if grain == UNIT_GRAIN and name in chart.book.results)


def requirements(chart: Chart) -> tuple[Branch, ...]:
    """The graph of requirements as trees, from the results in their order back to the ledgers.

    Each node stands in one place, where it is first needed; nodes that no result needs come last.
    """
    places = [chart.makers.get((UNIT_GRAIN, name)) for name in chart.book.results]
    roots = [number for number in places if number is not None]
    shown: dict[int, bool] = {}

    def branch(number: int) -> Branch:
        shown[number] = True
        sources = origins(chart, number)
        # In the order of evaluation no node needs a later one: what is shared is expanded first.
        needed = sorted(origin.node for origin in sources if origin.node is not None)
        facts = tuple(origin for origin in sources if origin.node is None)
        again = tuple(other for other in needed if other in shown)
        return Branch(number, facts, again, tuple(branch(other) for other in needed if other not in again))

    everything = (*roots, *reversed(range(len(chart.model.nodes))))
    return tuple(branch(number) for number in everything if number not in shown)


# ---------------------------------------------------------------- clauses


def clauses_behind(chart: Chart, number: int) -> tuple[str, ...]:
    """The names of the clauses that a node comes from, in book order.

    A node made only for the sake of others (a look-up, a helping number) has the clauses of those.
    """
    node = chart.node(number)
    names = list(node.clauses) if isinstance(node, Table) else [getattr(node, "clause", "")]
    for clause, rule in chart.in_force():
        if isinstance(node, PlacesStep) and _shapes_places(rule, node.grade):
            names.append(clause.name)
        if isinstance(node, Table) and node.name == GRADE and isinstance(rule, r.PlacesMinimum):
            names.append(clause.name)
    if not any(names):
        made = [name for _, name in writes(node)]
        names = [name for other in users(chart, number) for name in _asking(chart, other, made)]
    return tuple(clause.name for clause in chart.book.clauses if clause.name in names)


def _shapes_places(rule: r.Rule, grade: str) -> bool:
    kinds = r.PlacesRounding | r.PlacesTies | r.PlacesBackfill | r.Veto
    return isinstance(rule, kinds) and rule.grade == grade


def _asking(chart: Chart, number: int, columns: list[str]) -> tuple[str, ...]:
    """The clauses for whose sake a node reads one of ``columns``."""
    node = chart.node(number)
    if not isinstance(node, Table):
        return clauses_behind(chart, number)
    places = [place for place, name in enumerate(node.inputs) if name in columns]
    return tuple(
        row.clause for row in node.rows if any(not isinstance(row.cells[place], AnyValue) for place in places)
    )


# ---------------------------------------------------------------- finding by name


def find(chart: Chart, name: str) -> Checked[Found]:
    """What a user means by ``name``; a finding (PE704) if there is no such name.

    name: a table or step, a column that one makes, a clause (with or without 【】; then all its
    tables and steps, maybe none), or the number in the list.
    """
    wanted = fold(name).strip()
    nodes = chart.model.nodes
    if wanted.isdecimal() and 1 <= int(wanted) <= len(nodes):
        return Checked(Found((int(wanted) - 1,)))
    named = [number for number, node in enumerate(nodes) if fold(node.name) == wanted]
    bare = wanted.removeprefix("【").removesuffix("】")
    clause = next((clause for clause in chart.book.clauses if fold(clause.name) == bare), None)
    if clause is not None and (bare == wanted or not named):
        behind = [number for number in range(len(nodes)) if clause.name in clauses_behind(chart, number)]
        return Checked(Found(tuple(sorted(dict.fromkeys((*named, *behind)))), clause))
    if not named:
        named = [number for (_, column), number in chart.makers.items() if fold(column) == wanted]
    if named:
        return Checked(Found(tuple(dict.fromkeys(named))))
    return Checked(None, (_unknown(chart, name),))


def _unknown(chart: Chart, name: str) -> Diagnostic:
    known = [node.name for node in chart.model.nodes] + [clause.name for clause in chart.book.clauses]
    near = nearest(name, known)
    message = f"没有名为“{name}”的决策表、步骤或条款" + (f"，是不是“{near}”？" if near else "")
    hint = "不写名称，就列出全部决策表和步骤；也可以写列表里的序号。"
    return Diagnostic("PE704", message, None, (), hint)
