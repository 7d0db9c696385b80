"""Drawn facts: sound, within what was declared, and nothing else than that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest
from attrs import evolve

from perfeval.evaluate.run import run
from perfeval.ledger.facts import Facts, Table
from perfeval.simulation.declared import OfColumn
from perfeval.simulation.draws import facts_of
from perfeval.simulation.ledgers import ledgers_of
from perfeval.simulation.prepared import Prepared
from perfeval.simulation.run import facts_of_draw
from perfeval.vectors.outcome import to_outcome
from perfeval.vectors.run import run_vectors
from tests.simulation.small import (
    CLAUSES,
    LEDGERS,
    book_of,
    book_of_2013,
    drawer,
    files_of,
    folder_of_2013,
    prepared,
    read_again,
)
from tests.vectors.same import broken, differences, unsound

EVERYTHING = """公众评估得分有抽样误差，样本400份。
指标评估得分在上下2.5分以内浮动。
述绩述效评估得分有抽样误差，95%的把握在上下30分以内。
指标排位的本年排位按指标重排，上下至多2位。
民调的全市排名在上下40以内浮动。
区财政局的获省委省政府充分肯定，为是的可能性30%。
违纪的处分，为党纪处分的可能性40%，为无的可能性60%。
通报批评每条成立的可能性50%。
乡镇街道每个单位平均每年有表彰2.5次，代替原有的：级别为国家级5%、省部级25%、市级70%；对象为本单位。
驻区单位平均每年有上级验收0.5次，原有的保留：类型为重点指标；结果为合格50%、扣分50%；扣分为0.5分50%、1分50%。
兰溪镇有委员会决定的可能性50%，原有的保留：决定为直接认定不达标。
"""
DRAWS = 40


@cache
def everything() -> Prepared:
    """All kinds of sentences, about the facts of 2013."""
    return prepared(book_of_2013(), folder_of_2013(), EVERYTHING)


@cache
def drawn() -> tuple[Facts, ...]:
    """The facts of some draws."""
    frames = drawer(everything()).frames(0, DRAWS)
    return tuple(facts_of(everything().book, frames, draw) for draw in range(DRAWS))


def rows_of(table: Table) -> Iterator[dict[str, object]]:
    """The rows of a ledger, with 单位."""
    for row, unit in enumerate(table.units):
        yield {"单位": unit, **{name: values[row] for name, values in table.columns.items()}}


def renumbered(facts: Facts) -> Facts:
    """The same rows in the lines that they have in files of their own."""
    return Facts(
        {name: evolve(table, lines=tuple(range(2, len(table) + 2))) for name, table in facts.tables.items()}
    )


def same(one: Facts, other: Facts) -> bool:
    """Whether two facts are equal, cell by cell."""
    return all(
        (table.units, table.lines, dict(table.columns))
        == (other.tables[name].units, other.tables[name].lines, dict(other.tables[name].columns))
        for name, table in one.tables.items()
    )


def test_every_draw_can_be_read_as_files() -> None:
    """The reader of ledgers accepts each, and gives the same facts."""
    book = everything().book
    for facts in drawn():
        assert same(renumbered(facts), read_again(book, ledgers_of(book.schema, facts)))


def test_a_draw_alone_is_the_draw_among_many() -> None:
    """Whatever is drawn with it."""
    for number in (0, 1, 17, DRAWS - 1):
        assert same(facts_of_draw(drawer(everything()), number), drawn()[number])


def test_draws_and_seeds_differ() -> None:
    """No two of them are the same."""
    found = [*drawn(), *(facts_of_draw(drawer(everything(), 8), number) for number in range(3))]
    seen = {tuple(facts.tables["得分"].columns["公众评估得分"]) for facts in found}
    assert len(seen) == len(found)


def test_arrays_are_sound() -> None:
    """Those that are drawn, and those that come of them."""
    frames = drawer(everything()).frames(0, DRAWS)
    assert [
        (ledger, name, wrong)
        for ledger, frame in frames.ledgers.items()
        for name, vector in frame.columns.items()
        for wrong in broken(vector)
    ] == []
    assert unsound(run_vectors(everything().book, everything().model, frames)) == []


def test_what_is_not_declared_stays() -> None:
    """Ledgers, columns, rows of other units."""
    base = everything().facts.tables
    whole = ("一票否决", "历史等次", "单位", "违纪", "得分", "指标排位", "民调")
    varying = {
        ("单位", "获省委省政府充分肯定"),
        ("违纪", "处分"),
        *(("得分", name) for name in base["得分"].columns),
        ("指标排位", "本年排位"),
        ("民调", "全市排名"),
    }
    towns = everything().book.members("乡镇街道")
    for facts in drawn():
        for name in whole:
            table = facts.tables[name]
            assert (table.units, table.lines) == (base[name].units, base[name].lines)
            for column, values in table.columns.items():
                assert (name, column) in varying or values == base[name].columns[column]
        others = [row for row in rows_of(facts.tables["表彰"]) if row["单位"] not in towns]
        assert others == [row for row in rows_of(base["表彰"]) if row["单位"] not in towns]
        known = list(rows_of(base["上级验收"]))
        assert list(rows_of(facts.tables["上级验收"]))[: len(known)] == known
        assert facts.tables["委员会决定"].units in ((), ("兰溪镇",))


def test_sampled_scores() -> None:
    """Within their ends, at the places that the ledger has, around what they were."""
    base = everything().facts.tables["得分"].columns
    for column, high in (("公众评估得分", 100), ("述绩述效评估得分", 200)):
        places = zip(*(facts.tables["得分"].columns[column] for facts in drawn()), strict=True)
        for known, values in zip(base[column], places, strict=True):
            numbers = [value for value in values if isinstance(value, int)]
            assert isinstance(known, int)
            assert len(set(numbers)) > DRAWS // 4
            assert all(0 <= value <= high * 10_000 and value % 100 == 0 for value in numbers)
            assert min(numbers) <= known <= max(numbers)
    # 200 is the end: with so wide an error some come to it, and none beyond.
    assert any(2_000_000 in facts.tables["得分"].columns["述绩述效评估得分"] for facts in drawn())


def test_floating_scores() -> None:
    """By at most so much, to both sides."""
    base = everything().facts.tables["得分"].columns["指标评估得分"]
    moved = [
        value - known
        for facts in drawn()
        for known, value in zip(base, facts.tables["得分"].columns["指标评估得分"], strict=True)
        if isinstance(known, int) and isinstance(value, int)
    ]
    assert min(moved) == -25_000
    assert max(moved) == 25_000
    assert all(step % 100 == 0 for step in moved)


def test_steps_are_as_fine_as_what_is_written() -> None:
    """Whole points that float by half a point do so in tenths; by two points, in whole ones."""
    for width, step, reach in (("0.5", 1_000, 5_000), ("2", 10_000, 20_000)):
        text = f"张村的基础分在上下{width}分以内浮动。"
        made = drawer(prepared(book_of(), files_of({"得分.csv": LEDGERS["得分.csv"]}), text))
        found = {facts_of_draw(made, number).tables["得分"].columns["基础分"][0] for number in range(120)}
        assert found == {900_000 + moved for moved in range(-reach, reach + 1, step)}


def test_a_number_stays_below_the_other_of_its_row() -> None:
    """全市排名 is never beyond 参评总数, and some come to it."""
    rows = [row for facts in drawn() for row in rows_of(facts.tables["民调"])]
    pairs = [(row["全市排名"], row["参评总数"]) for row in rows]
    assert all(isinstance(rank, int) and isinstance(most, int) and 1 <= rank <= most for rank, most in pairs)
    assert any(rank == most for rank, most in pairs)
    assert any(rank == 1 for rank, _ in pairs)


def test_ranks_are_dealt_out_anew() -> None:
    """Of each figure the same ranks, none more than two places off."""
    base = list(rows_of(everything().facts.tables["指标排位"]))
    moved = 0
    for facts in drawn():
        rows = list(rows_of(facts.tables["指标排位"]))
        for figure in {row["指标"] for row in base}:
            before = [row["本年排位"] for row in base if row["指标"] == figure]
            after = [row["本年排位"] for row in rows if row["指标"] == figure]
            order = sorted(rank for rank in before if isinstance(rank, int))
            assert Counter(before) == Counter(after)
            for old, new in zip(before, after, strict=True):
                nearest = min(
                    abs(one - other)
                    for one, rank in enumerate(order)
                    for other, own in enumerate(order)
                    if rank == old and own == new
                )
                assert nearest <= 2
                moved = max(moved, nearest)
    assert moved == 2


def test_rows_that_may_not_count() -> None:
    """Each by itself; none is new."""
    base = everything().facts.tables["通报批评"]
    counts = Counter(line for facts in drawn() for line in facts.tables["通报批评"].lines)
    assert sorted(counts) == list(base.lines)
    assert all(0 < count < DRAWS for count in counts.values())
    assert len({facts.tables["通报批评"].lines for facts in drawn()}) > 4


def test_rows_that_are_alike_are_drawn_apart() -> None:
    """Of two equal rows now none counts, now one, now both."""
    row = "张村,甲,1"
    files = files_of(LEDGERS | {"扣分.csv": f"单位,事由,分数\n{row}\n{row}\n"})
    made = drawer(prepared(book_of(), files, "扣分每条成立的可能性50%。"))
    counts = Counter(len(facts_of_draw(made, number).tables["扣分"]) for number in range(60))
    assert sorted(counts) == [0, 1, 2]


def test_further_rows() -> None:
    """In place of those of the towns that could have come so; their values, their days, their names."""
    book = everything().book
    towns = book.members("乡镇街道")
    base = everything().facts.tables["表彰"]
    last = max(base.lines)
    others = [row for row in rows_of(base) if row["单位"] not in towns or row["对象"] != "本单位"]
    assert len(others) < len(base)
    levels: Counter[object] = Counter()
    for facts in drawn():
        table = facts.tables["表彰"]
        rows = list(rows_of(table))
        assert rows[: len(others)] == others
        added = rows[len(others) :]
        assert list(table.lines[len(others) :]) == list(range(last + 1, last + 1 + len(added)))
        named = [(row["单位"], row["项目"]) for row in added]
        assert len(set(named)) == len(named)
        for row in added:
            day = row["日期"]
            assert row["单位"] in towns and row["对象"] == "本单位"
            assert isinstance(day, date) and book.year[0] <= day <= book.year[1]
            levels[row["级别"]] += 1
    assert set(levels) == {"国家级", "省部级", "市级"}
    # 16 towns with 2.5 each in 40 draws: 1600, give or take six times the root of it.
    assert abs(levels.total() - 1600) <= 6 * 40


def test_what_a_row_fills_in() -> None:
    """合格 is never drawn with points off."""
    rows = [row for facts in drawn() for row in rows_of(facts.tables["上级验收"])]
    added = [(row["结果"], row["扣分"]) for row in rows if str(row["事项"]).startswith("模拟")]
    assert set(added) == {("合格", 0), ("扣分", 5_000), ("扣分", 10_000)}


@pytest.mark.parametrize("kept", range(len(EVERYTHING.splitlines())))
def test_one_sentence_draws_the_same_without_the_others(kept: int) -> None:
    """In any order, and whatever else varies; but for rows that stand below others."""
    line = EVERYTHING.splitlines()[kept]
    alone = prepared(book_of_2013(), folder_of_2013(), line)
    ledger = alone.uncertainty.sentences[0].ledger
    columns = [each.column.name for each in alone.uncertainty.sentences if isinstance(each, OfColumn)]
    for number in (0, 3):
        table, other = (
            facts.tables[ledger] for facts in (facts_of_draw(drawer(alone), number), drawn()[number])
        )
        names = columns or list(table.columns)
        assert (table.units, table.lines) == (other.units, other.lines)
        assert [table.columns[name] for name in names] == [other.columns[name] for name in names]


def test_the_order_of_rows_draws_nothing_else() -> None:
    """A ledger written upside down."""
    files = folder_of_2013()
    for name in ("得分.csv", "指标排位.csv", "通报批评.csv"):
        header, *rows = files[name].decode("utf-8-sig").splitlines()
        files[name] = "\n".join([header, *reversed(rows)]).encode()
    turned = drawer(prepared(book_of_2013(), files, EVERYTHING))
    for number in (0, 1, 2):
        facts = facts_of_draw(turned, number)
        for name in ("得分", "指标排位", "通报批评"):
            rows_here = [sorted(row.items(), key=str) for row in rows_of(facts.tables[name])]
            rows_there = [sorted(row.items(), key=str) for row in rows_of(drawn()[number].tables[name])]
            assert sorted(rows_here, key=str) == sorted(rows_there, key=str)


def test_rows_of_a_ledger_that_was_empty() -> None:
    """No file at all: the first further row stands in line 2."""
    book = book_of(CLAUSES)
    files = files_of({"得分.csv": LEDGERS["得分.csv"]})
    text = "张村平均每年有扣分20次，原有的保留：分数为0.5分。"
    facts = facts_of_draw(drawer(prepared(book, files, text)), 0)
    table = facts.tables["扣分"]
    assert len(table) > 5
    assert table.lines == tuple(range(2, len(table) + 2))
    assert set(table.columns["分数"]) == {5_000}


def test_empty_cells_stay_empty() -> None:
    """Nothing is drawn where nothing is known."""
    book = book_of(
        "【总分】“总分”＝基础分。\n附件　更多\n"
        "台账“调查”，一次一行：“得数”：分，0至100，选填；“话”：文字，选填。\n"
    )
    files = files_of(LEDGERS | {"调查.csv": "单位,得数,话\n张村,,甲\n李村,50,\n"})
    text = "得数有抽样误差，样本9份。王村平均每年有调查9次，原有的保留。"
    table = facts_of_draw(drawer(prepared(book, files, text)), 0).tables["调查"]
    assert table.columns["得数"][0] is None
    assert table.columns["得数"][1] not in (None, 500_000)
    assert table.columns["话"][:2] == ("甲", None)
    assert len(table) > 2
    assert set(table.columns["得数"][2:]) == set(table.columns["话"][2:]) == {None}


def test_the_outcome_of_a_draw_is_that_of_the_reference() -> None:
    """Columns, traces and ledgers."""
    made = everything()
    outcomes = run_vectors(made.book, made.model, drawer(made).frames(0, 8))
    for number in range(8):
        known = run(made.book, made.model, drawn()[number]).value
        assert known is not None
        assert list(differences(known, to_outcome(outcomes, number))) == []
