"""The evaluation runs these very tables: what is changed in one changes the results, and nothing else."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import pytest
from attrs import evolve

from perfeval.evaluate.outcome import CapTrace, Value
from perfeval.evaluate.records import records_of
from perfeval.evaluate.run import run
from perfeval.quantity.number import Number
from perfeval.rulebook.expressions import Literal
from perfeval.tables.cells import Cell, Range
from perfeval.tables.draft import GROUP_COLUMNS
from perfeval.tables.flow import in_order, reads, writes
from perfeval.tables.model import CapStep, Model, Node, Output, Row, Table
from perfeval.tables.places import UNIT_GRAIN
from tests.heshan.book import book
from tests.tables.plan import Changes, changes, every_option, facts, model_of, outcome, words_of

CASES = ("ordinary", "edge")
MONEY = ("奖金总额", "党政正职奖金下限", "其他班子成员奖金下限")


def with_node(model: Model, name: str, changed: Node) -> Model:
    """The model with another node in the place of the one called ``name``."""
    assert model.node(name) is not None
    return evolve(model, nodes=tuple(changed if node.name == name else node for node in model.nodes))


def with_rows(name: str, change: Callable[[Row], Row | None]) -> Model:
    """The model with the rows of one table changed, or left out where ``change`` gives None."""
    model = model_of()
    table = model.table(name)
    rows = tuple(new for row in table.rows if (new := change(row)) is not None)
    assert rows != table.rows
    return with_node(model, name, evolve(table, rows=rows))


def with_cell(row: Row, place: int, cell: Cell) -> Row:
    """The row with another cell in one place."""
    return evolve(row, cells=(*row.cells[:place], cell, *row.cells[place + 1 :]))


def points(number: int) -> Output:
    """So many 分 as the output of a row."""
    return Literal(Number(number, 0), "分")


def giving(old: int, new: int) -> Callable[[Row], Row]:
    """A change of rows: those that give ``old`` 分 give ``new``."""
    return lambda row: evolve(row, outputs=(points(new),)) if row.outputs == (points(old),) else row


def records(model: Model, case: str) -> dict[str, dict[str, object]]:
    """Records by unit."""
    return {str(record["单位"]): dict(record) for record in records_of(outcome(model, case))}


# ---------------------------------------------------------------- points


@pytest.mark.parametrize("case", CASES)
def test_a_point_above_the_cap_is_cut_off_again(case: str) -> None:
    """国家级 5 -> 6: the clause gives one more for each row, the cap takes it, no record changes."""
    before, after = outcome(model_of(), case), outcome(with_rows("表彰", giving(5, 6)), case)
    assert changes(before, after) == {}
    given = ("表彰", "【表彰】")
    more = differing(before.columns[given], after.columns[given])
    assert more and all(pair == (5, 6) for pair in more.values())
    sums, cuts = (UNIT_GRAIN, "【表彰】"), (UNIT_GRAIN, "【表彰封顶】")
    raised = differing(before.columns[sums], after.columns[sums])
    cut = differing(before.columns[cuts], after.columns[cuts])
    assert raised and list(raised) == list(cut)


def differing(before: Sequence[Value], after: Sequence[Value]) -> dict[int, tuple[Value, Value]]:
    """What differs between two columns, by place."""
    pairs = enumerate(zip(before, after, strict=True))
    return {place: (one, other) for place, (one, other) in pairs if one != other}


def test_one_output() -> None:
    """省部级 2 -> 3: one more for each unit with such an award, and the ranks and grades that follow."""
    gained = {
        "沧水铺镇", "新市渡镇", "区委统战部", "区住房和城乡建设局", "区司法局", "区审计局",
        "区安全生产监督管理局", "交警三大队", "区工商联", "市区海事分局", "市住房公积金管理中心赫山管理部",
        "益阳广播电视台赫山记者站", "区政协机关", "龙岭工业园",
    }  # fmt: skip
    before = records(model_of(), "ordinary")
    expected: Changes = {}
    for unit, record in before.items():
        if unit in gained:
            raised = (
                ("表彰加分", "加减分", "综合得分")
                if record["综合得分"] is not None
                else ("表彰加分", "加减分")
            )
            expected[unit] = {name: (str(record[name]), one_more(record[name])) for name in raised}
    swaps = {
        "区人民政府办公室": (5, 6),
        "区住房和城乡建设局": (6, 5),
        "区总工会": (3, 4),
        "区工商联": (4, 3),
        "赫山国税局": (13, 14),
        "市住房公积金管理中心赫山管理部": (14, 13),
    }
    for unit, ranks in swaps.items():
        expected.setdefault(unit, {})["名次"] = ranks
    expected["区人民政府办公室"] |= {
        "等次": ("优秀", "达标"),
        "优岗比例": ("0.2", "0.15"),
        "奖金总额": ("206000", "103000"),
        "党政正职奖金下限": ("6000", "3000"),
        "其他班子成员奖金下限": ("19200", "9600"),
        "处理": (["通报表彰"], []),
    }
    expected["区住房和城乡建设局"] |= {
        "等次": ("达标", "优秀"),
        "优岗比例": ("0.15", "0.2"),
        "奖金总额": ("51000", "102000"),
        "党政正职奖金下限": ("3000", "6000"),
        "其他班子成员奖金下限": ("8400", "16800"),
        "处理": ([], ["通报表彰"]),
    }
    after = outcome(with_rows("表彰", giving(2, 3)), "ordinary")
    assert changes(outcome(model_of(), "ordinary"), after) == expected


def one_more(amount: object) -> str:
    """A decimal text plus one."""
    raised = Fraction(str(amount)) + 1
    hundredths = raised * 100
    assert hundredths.denominator == 1
    whole, rest = divmod(hundredths.numerator, 100)
    return f"{whole}.{rest:02}".rstrip("0").rstrip(".")


@pytest.mark.parametrize("case", CASES)
def test_a_step(case: str) -> None:
    """A cap of 4 instead of 5: one less for each unit that the cap leaves 5, no other amount changes."""
    model = model_of()
    cap = model.node("【表彰封顶】")
    assert isinstance(cap, CapStep) and (cap.limit, cap.places) == (50, 1)
    before, after = outcome(model, case), outcome(with_node(model, cap.name, evolve(cap, limit=40)), case)
    trace = before.traces[cap.name]
    assert isinstance(trace, CapTrace)
    at_cap = [unit.name for unit, total in zip(book().units, trace.before, strict=True) if total >= 50]
    found = changes(before, after)
    less = {unit: fields["表彰加分"] for unit, fields in found.items() if "表彰加分" in fields}
    assert at_cap and list(less) == at_cap
    for old, new in less.values():
        assert Fraction(str(old)) - Fraction(str(new)) == 1
    for fields in found.values():
        assert "表彰加分" in fields or not {"加减分", "综合得分"} & set(fields)


# ---------------------------------------------------------------- grades and measures

LINE = 8000000  # 800 分 at four decimal places


def raised_line(row: Row) -> Row:
    """A change of rows: what ended or began at 700 ends or begins at 800."""
    cell = row.cells[1]
    assert isinstance(cell, Range) and cell.places == 4
    low = LINE if cell.low == 7000000 else cell.low
    high = LINE if cell.high == 7000000 else cell.high
    return with_cell(row, 1, evolve(cell, low=low, high=high))


def test_both_cells_of_a_line() -> None:
    """700 -> 800: who was 达标 below 800 is 基本达标, with all that hangs on it; nobody else changes."""
    before = records(model_of(), "ordinary")
    twice = {
        "区委老干部局": ["通报", "通报批评", "不得参加其他奖励评选", "主要负责人诫勉谈话"],
        "赫山食品药品监督管理分局": ["通报", "建议诫勉谈话主要负责人"],
    }
    expected: Changes = {}
    for unit, record in before.items():
        if record["等次"] == "达标" and Fraction(str(record["综合得分"])) < 800:
            expected[unit] = {
                "等次": ("达标", "基本达标"),
                "优岗比例": ("0.15", "0.1"),
                **{name: (str(record[name]), "0") for name in MONEY},
                "处理": ([], twice.get(unit, ["通报"])),
            }
    assert len(expected) == 25 and all(unit in expected for unit in twice)
    after = outcome(with_rows("按得分评的等次", raised_line), "ordinary")
    assert changes(outcome(model_of(), "ordinary"), after) == expected


def test_one_cell_alone_leaves_a_gap() -> None:
    """Only 达标 begins at 800: those between meet no clause, and the evaluation is refused by name."""
    before = records(model_of(), "ordinary")
    lost = [
        unit
        for unit, record in before.items()
        if record["等次"] == "达标" and Fraction(str(record["综合得分"])) < 800
    ]
    changed = with_rows("按得分评的等次", lambda row: raised_line(row) if row.clause == "达标" else row)
    refused = run(book(), changed, facts("ordinary"))
    assert refused.value is None
    assert [finding.code for finding in refused.diagnostics] == ["PE503"] * len(lost)
    assert [finding.message.split("（")[0] for finding in refused.diagnostics] == lost


@pytest.mark.parametrize("case", CASES)
def test_a_row_of_a_list(case: str) -> None:
    """Without the row of 通报表彰 those graded 优秀 are not commended; nothing else changes."""
    before = records(model_of(), case)
    expected: Changes = {
        unit: {"处理": (["通报表彰"], [])} for unit, record in before.items() if record["等次"] == "优秀"
    }
    changed = with_rows("处理", lambda row: None if row.clause == "优秀处理" else row)
    assert expected
    assert changes(outcome(model_of(), case), outcome(changed, case)) == expected


def test_the_order_of_a_first_table() -> None:
    """With the rows of 等次 upside down the score goes before the place: no 优秀 at 700 or more."""
    table = model_of().table("等次")
    changed = with_node(model_of(), "等次", evolve(table, rows=tuple(reversed(table.rows))))
    before, after = records(model_of(), "ordinary"), records(changed, "ordinary")
    for unit, record in before.items():
        lost = record["等次"] == "优秀" and Fraction(str(record["综合得分"])) >= 700
        assert after[unit]["等次"] == ("达标" if lost else record["等次"])
    assert [record["等次"] for record in before.values()].count("优秀") == 28


def test_two_rows_of_a_unique_table() -> None:
    """A second row that holds is a finding that names table, ledger and line; there is no outcome."""
    table = model_of().table("表彰")
    again = evolve(table.rows[0], outputs=(points(6),))
    changed = with_node(model_of(), "表彰", evolve(table, rows=(*table.rows, again)))
    checked = run(book(), changed, facts("ordinary"))
    assert checked.value is None
    ledger = facts("ordinary").tables["表彰"]
    clashing = [
        line
        for line, unit, level, whom in zip(
            ledger.lines, ledger.units, ledger.columns["级别"], ledger.columns["对象"], strict=True
        )
        if (level, whom) == ("国家级", "本单位")
    ]
    found = [getattr(finding.where, "line", None) for finding in checked.diagnostics]
    assert found and all(line in clashing for line in found)
    assert all("表彰" in finding.message for finding in checked.diagnostics)


# ---------------------------------------------------------------- the model is whole


@pytest.mark.parametrize("readings", every_option(), ids=words_of)
def test_what_is_read_is_there(readings: Mapping[str, str]) -> None:
    """Each column that a node reads is a fact, in the roster, or made by a node before it; once."""
    model = model_of(readings)
    ledgers = book().schema.ledgers
    there = {(ledger.name, column.name) for ledger in ledgers for column in ledger.columns}
    there |= {(UNIT_GRAIN, column.name) for ledger in ledgers if ledger.per_unit for column in ledger.columns}
    there |= {(grain, name) for grain in (UNIT_GRAIN, *(x.name for x in ledgers)) for name in GROUP_COLUMNS}
    for node in model.nodes:
        missing = [place for place in reads(node) if place not in there]
        assert missing == [], node.name
        made = writes(node)
        assert not there & set(made), node.name
        there |= set(made)
    assert there <= set(model.columns)
    assert all((UNIT_GRAIN, name) in there for name in book().results)


@pytest.mark.parametrize("readings", every_option(), ids=words_of)
def test_every_row_is_whole(readings: Mapping[str, str]) -> None:
    """A cell for each input, a value for each output, and a clause of the book."""
    clauses = [clause.name for clause in book().clauses]
    for node in model_of(readings).nodes:
        if isinstance(node, Table):
            assert node.rows, node.name
            for row in node.rows:
                assert (len(row.cells), len(row.outputs)) == (len(node.inputs), len(node.outputs))
                assert row.clause in clauses
        else:
            assert getattr(node, "clause", "") in ("", *clauses)


# ---------------------------------------------------------------- order means nothing


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("case", CASES)
def test_the_order_of_clauses_means_nothing(case: str, seed: int) -> None:
    """The clauses in any order give the same records of all 106 units, under any readings."""
    dice = random.Random(seed)
    readings = dice.choice(every_option())
    clauses = dice.sample(book().clauses, len(book().clauses))
    shuffled = model_of(readings, evolve(book(), clauses=tuple(clauses)))
    expected = records_of(outcome(model_of(readings), case))
    assert len(expected) == 106
    assert records_of(outcome(shuffled, case)) == expected


@pytest.mark.parametrize("seed", range(8))
def test_the_order_of_nodes_means_nothing(seed: int) -> None:
    """Nodes in any order are put into one in which each finds what it reads, with the same records."""
    model = model_of()
    ordered, left = in_order(tuple(random.Random(seed).sample(model.nodes, len(model.nodes))))
    assert left == ()
    assert records_of(outcome(evolve(model, nodes=ordered), "edge")) == records_of(outcome(model, "edge"))
