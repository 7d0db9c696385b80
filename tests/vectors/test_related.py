"""Figures of rows of other ledgers, of rows that relate to an element, and of runs, over arrays."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from perfeval.ledger.facts import Facts
from perfeval.rulebook.expressions import Statistic
from perfeval.tables import calculated as s
from perfeval.tables.model import Column, Kind
from perfeval.tables.places import UNIT_GRAIN
from perfeval.vectors import joins, lists
from perfeval.vectors.outcome import to_outcome
from perfeval.vectors.run import run_vectors
from tests.vectors.related import (
    COLUMNS,
    LEDGERS,
    MANY,
    OTHERS,
    ROWS,
    SHARED,
    book,
    disagree,
    facts_of,
    table_of,
)
from tests.vectors.same import frames_of_many
from tests.vectors.small import model_of, number

examples = settings(max_examples=100, deadline=None)
RELATIONS = ("IS", "IS", "ABOVE", "NOT_ABOVE", "BELOW", "NOT_BELOW")
NUMBERS = ("分", "次")
ORDERED = (Statistic.SUM, Statistic.MAX, Statistic.MIN, Statistic.LONGEST_RUN)
UNITS = [unit.name for unit in book().units]


@st.composite
def related_steps(draw: st.DrawFn, statistics: tuple[Statistic, ...]) -> s.RowsStep:
    """Figures of each unit or row, of the rows of any ledger that relate to it by up to three columns."""
    statistic, source = draw(st.sampled_from(statistics)), draw(st.sampled_from(NUMBERS))
    grain, ledger = draw(st.sampled_from(LEDGERS)), draw(st.sampled_from(LEDGERS))
    columns = st.sampled_from(("分", "次", "级", "日", "有效", "名"))
    relation = st.tuples(columns, st.sampled_from(RELATIONS)).map(lambda pair: (*pair, pair[0]))
    against = tuple(draw(st.lists(relation, max_size=3, unique_by=lambda each: each[0])))
    if statistic is not Statistic.RUN_HERE and draw(st.integers(0, 3)) == 0:
        grain, against = UNIT_GRAIN, ()
    top, trim = draw(st.integers(0, 2)), draw(st.sampled_from(((0, 0), (1, 0), (1, 1))))
    best = draw(st.sampled_from(("", "", "级", "日")))
    if statistic is Statistic.COUNT and draw(st.booleans()):
        source, top, trim, best = "", 0, (0, 0), ""
    return s.RowsStep(
        "得", "条", grain, ledger, statistic, source, "有效", top, draw(st.booleans()), best, trim, against
    )


def column_of(step: s.RowsStep) -> dict[tuple[str, str], Column]:
    return number(step.name, 0, step.grain)


@settings(max_examples=250, deadline=None)
@given(related_steps((*ORDERED, Statistic.COUNT, Statistic.DISTINCT)), MANY)
def test_rows_that_relate(step: s.RowsStep, every: list[Facts]) -> None:
    assert disagree([step], column_of(step), every) == []


@settings(max_examples=150, deadline=None)
@given(related_steps((Statistic.RUN_HERE,)), MANY)
def test_runs_up_to_a_row(step: s.RowsStep, every: list[Facts]) -> None:
    assert disagree([step], column_of(step), every) == []


@examples
@given(related_steps((Statistic.SUM, Statistic.COUNT, Statistic.RUN_HERE)), MANY, st.integers(1, 9))
def test_pairs_in_parts(step: s.RowsStep, every: list[Facts], at_once: int) -> None:
    """However many pairs are held at once, what comes out is the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(joins, "PAIRS_AT_ONCE", at_once)
        assert disagree([step], column_of(step), every) == []


def test_words_that_ledgers_number_otherwise() -> None:
    """Words are the same by what they say, and come before each other as text does."""
    facts = facts_of(
        table_of(ROWS, UNITS[:1] * 4, 级=("国家级", "省级", "市级", None), 名=("乙", "", "甲", "丙")),
        table_of(
            OTHERS,
            UNITS[:1] * 4,
            级=("县级", "省级", "市级", None),
            名=("丙", "甲", "", "乙"),
            有效=(True,) * 4,
        ),
    )
    for relation in RELATIONS[1:]:
        for column in ("级", "名"):
            step = s.RowsStep(
                "得", "条", ROWS, OTHERS, Statistic.COUNT, "", "有效", against=((column, relation, column),)
            )
            assert disagree([step], column_of(step), [facts, facts_of(), facts]) == []


def test_rows_that_lack_what_is_compared() -> None:
    """What is missing on either side is the same in no two, whichever of several columns it is."""
    mine = {"级": (None, "省级", "市级", "市级"), "名": ("乙", None, "甲", None), "次": (9, 1, 2, 3)}
    theirs = {"级": ("省级", None, "市级", "市级"), "名": ("乙", "甲", "甲", None), "次": (9, 2, 4, None)}
    facts = facts_of(
        table_of(ROWS, UNITS[:1] * 4, **mine, 分=(1, 2, 3, 4)),
        table_of(OTHERS, UNITS[:1] * 4, **theirs, 分=(1, 2, 3, 4), 有效=(True,) * 4),
    )
    for first, second in (("级", "名"), ("名", "级"), ("级", "次"), ("次", "名"), ("次", "次")):
        for statistic in (Statistic.SUM, Statistic.COUNT, Statistic.MAX, Statistic.RUN_HERE):
            against = ((first, "IS", first), (second, "IS", second))
            step = s.RowsStep("得", "条", ROWS, OTHERS, statistic, "分", "有效", against=against)
            assert disagree([step], column_of(step), [facts, facts_of(), facts]) == []


# ---------------------------------------------------------------- runs

# Ends of the types that arrays of numbers are held in, with a gap and with none.
AT_ENDS = [
    [127, 128, 126, 130],
    [-128, 127],
    [-129, -128, -127, -127],
    [2**31 - 1, 2**31, -(2**31)],
    [5, 6, 6, 7, 10**6],
    [5, 6, 6, 7],
    [2**63 - 2, 2**63 - 1, -(2**63)],
    [2**63 - 1, 2**63, 2**63 + 1, 0],
    [-(2**63) - 1, -(2**63), 2**64, 2**64 + 1],
    [7],
    [],
]


@pytest.mark.parametrize("values", AT_ENDS)
def test_runs_at_the_ends_of_machine_integers(values: list[int]) -> None:
    """No number follows the greatest of its type; the same number twice is one of the run."""
    rows = facts_of(table_of(ROWS, UNITS[:1] * len(values), 次=values, 有效=(True,) * len(values)))
    steps = [
        s.RowsStep("不同", "条", UNIT_GRAIN, ROWS, Statistic.DISTINCT, "次", "有效"),
        s.RowsStep("最长", "条", UNIT_GRAIN, ROWS, Statistic.LONGEST_RUN, "次", "有效"),
        s.RowsStep("到此", "条", ROWS, ROWS, Statistic.RUN_HERE, "次", "有效"),
    ]
    columns = number("不同", 0) | number("最长", 0) | number("到此", 0, ROWS)
    assert disagree(steps, columns, [rows, facts_of(), rows]) == []


def test_how_long_runs_are() -> None:
    """By hand: 1 to 3 and 5 to 6, of which 6 is not picked; runs do not go on in another unit."""
    about = [UNITS[0]] * 6 + [UNITS[1]]
    numbers = (3, 1, 2, 5, 6, None, 4)
    picked = (True, True, True, True, False, True, True)
    rows = facts_of(table_of(ROWS, about, 次=numbers, 有效=picked))
    step = s.RowsStep("到此", "条", ROWS, ROWS, Statistic.RUN_HERE, "次", "有效")
    longest = s.RowsStep("最长", "条", UNIT_GRAIN, ROWS, Statistic.LONGEST_RUN, "次", "有效")
    own = model_of([step, longest], {**COLUMNS, **number("到此", 0, ROWS), **number("最长", 0)})
    made = to_outcome(run_vectors(book(), own, frames_of_many(book(), [(book(), rows)], alike=True)), 0)
    assert made.columns[ROWS, "到此"] == [3, 1, 2, 1, 0, None, 1]
    assert made.columns[UNIT_GRAIN, "最长"] == [3, 1, 0, 0, 0]


# ---------------------------------------------------------------- what is left to lists, and what is not


@examples
@given(st.sampled_from(("IS", "级", "名")), st.sampled_from(LEDGERS), MANY)
def test_what_the_reference_does_itself(asked: str, ledger: str, every: list[Facts]) -> None:
    """Texts and numbers are never the same; an order by words; rows stand in the order of their file."""
    if asked == "IS":
        against = (("名", "IS", "次"),)
        step: s.CalculatedStep = s.RowsStep(
            "得", "条", ROWS, ledger, Statistic.COUNT, "", "有效", top=1, against=against
        )
    else:
        step = s.OrderStep("得", "条", ROWS, ("日",), True, None, ((asked, True), ("次", False)), False)
    assert disagree([step], number("得", 0, ROWS), every) == []


@examples
@given(st.sampled_from(LEDGERS), st.sampled_from(LEDGERS), st.sampled_from(("次", "级", "日", "名")), MANY)
def test_rows_of_the_same_key(grain: str, other: str, key: str, every: list[Facts]) -> None:
    step = s.MatchStep("得", "条", grain, other, key)
    assert disagree([step], {(grain, "得"): Column("得", Kind.BOOL)}, every) == []


@given(related_steps((*ORDERED, Statistic.COUNT, Statistic.RUN_HERE)))
@example(s.RowsStep("得", "条", ROWS, SHARED, Statistic.SUM, "次", "有效"))
def test_no_figure_of_rows_is_left_to_lists(step: s.RowsStep) -> None:
    """What relates columns of one kind is done over arrays, whatever it asks for."""
    facts = facts_of(table_of(ROWS, UNITS[:2], 次=(1, 2), 有效=(True, True)))
    own = model_of([step], {**COLUMNS, **column_of(step)})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lists, "calculate", None)
        run_vectors(book(), own, frames_of_many(book(), [(book(), facts)], alike=True))
