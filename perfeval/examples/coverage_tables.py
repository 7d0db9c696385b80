"""Rows of decision tables that fired, and conditions that were shown to decide.

A condition decides (MC/DC, unique cause) where two elements differ in it alone, among the conditions
of its row, and the table gives them different answers: the row fires for the one; for the other all
conditions of the row hold but this one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.tables import elements_that_meet
from perfeval.examples.goals import Goal, GoalKind, RowGoal, conditions_of, row_goal
from perfeval.tables.cells import AnyValue, show_cell
from perfeval.tables.draft import GROUP_COLUMNS
from perfeval.tables.model import HitPolicy, LookupStep, Model, Output, Table
from perfeval.verify.fired import fired_of

# What a table gives an element: the outputs of the rows that fired.
_Answer = tuple[tuple[Output, ...], ...]


def table_goals(models: Iterable[Model]) -> list[Goal]:
    """Each row, and each condition of each row, of every table of the models; equal rows once."""
    goals: dict[RowGoal, Goal] = {}
    for table in dict.fromkeys(node for model in models for node in model.nodes if isinstance(node, Table)):
        for number, row in enumerate(table.rows):
            asked = conditions_of(table, row)
            when = "，".join(name + show_cell(cell) for name, cell in asked) or "任何情况"
            said = f"表“{table.name}”{when}的一行"
            sought = row_goal(table, number, None)
            goals.setdefault(sought, Goal(GoalKind.ROW, row.clause, said, sought))
            for name, cell in asked:
                sought = row_goal(table, number, name)
                words = f"{said}：单凭“{name}”（{show_cell(cell)}）"
                goals.setdefault(sought, Goal(GoalKind.CONDITION, row.clause, words, sought))
    return list(goals.values())


@frozen(eq=False)
class _Seen:
    """The elements that one table was asked about.

    meets: for each row and each of its cells the elements for which it holds. fails: those with a
    known value for which it does not. passed: for each row the elements of the rows that go before
    it, in a FIRST table. fired: for each row its elements. answers: what the table gave each.
    """

    meets: tuple[tuple[frozenset[int], ...], ...]
    fails: tuple[tuple[frozenset[int], ...], ...]
    passed: tuple[tuple[frozenset[int], ...], ...]
    fired: tuple[tuple[int, ...], ...]
    answers: tuple[_Answer, ...]


def shown_in_tables(outcomes: Sequence[Outcome]) -> tuple[RowGoal, ...]:
    """The goals about tables that some elements of the outcomes reach."""
    found: list[RowGoal] = []
    tables: dict[Table, list[Outcome]] = {}
    for outcome in outcomes:
        for node in outcome.model.nodes:
            if isinstance(node, Table):
                tables.setdefault(node, []).append(outcome)
    for table, asked in tables.items():
        seen = [_seen(table, outcome) for outcome in asked]
        for number, row in enumerate(table.rows):
            if any(each.fired[number] for each in seen):
                found.append(row_goal(table, number, None))
            found.extend(
                row_goal(table, number, name)
                for place, (name, cell) in enumerate(zip(table.inputs, row.cells, strict=True))
                if not isinstance(cell, AnyValue) and _decides(seen, number, place)
            )
    return tuple(found)


def _seen(table: Table, outcome: Outcome) -> _Seen:
    fired = fired_of(outcome, table)
    everyone = range(len(fired))
    inputs = [outcome.columns[table.grain, name] for name in table.inputs]
    # What an example does not give, or what follows from that, shows nothing; but a unit may well
    # have no series, and no grade in an earlier year.
    may_lack = (*GROUP_COLUMNS, *(node.name for node in outcome.model.nodes if isinstance(node, LookupStep)))
    known = [
        frozenset(element for element in everyone if name in may_lack or values[element] is not None)
        for name, values in zip(table.inputs, inputs, strict=True)
    ]
    meets = tuple(
        tuple(
            frozenset(elements_that_meet(cell, values, everyone))
            for cell, values in zip(row.cells, inputs, strict=True)
        )
        for row in table.rows
    )
    fails = tuple(tuple(one - held for one, held in zip(known, row, strict=True)) for row in meets)
    first = table.hit_policy is HitPolicy.FIRST
    passed = tuple(
        tuple(
            frozenset(everyone).intersection(*meets[number])
            for number, other in enumerate(table.rows)
            if first and other.tier < row.tier
        )
        for row in table.rows
    )
    by_row = tuple(
        tuple(element for element in everyone if number in fired[element])
        for number in range(len(table.rows))
    )
    answers = tuple(tuple(table.rows[number].outputs for number in rows) for rows in fired)
    return _Seen(meets, fails, passed, by_row, answers)


def _decides(seen: Sequence[_Seen], row: int, place: int) -> bool:
    """Whether the row fired for one element, and for another this condition alone made a difference.

    A row that goes before this one would have hidden the difference.
    """
    given = dict.fromkeys(each.answers[element] for each in seen for element in each.fired[row])
    for each in seen:
        others = [held for index, held in enumerate(each.meets[row]) if index != place]
        near = each.fails[row][place].intersection(*others).difference(*each.passed[row])
        if any(answer != each.answers[element] for element in sorted(near) for answer in given):
            return True
    return False
