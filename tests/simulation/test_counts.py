"""What is counted is what the reference engine gives, draw by draw; and it is as probable as declared."""

from __future__ import annotations

import json
from collections import Counter
from math import comb

import pytest

from perfeval.api import load
from perfeval.ledger.schema import ColumnType, Ledger
from perfeval.rulebook.book import RuleBook
from perfeval.simulation.plan import Plan
from perfeval.simulation.prepared import Prepared
from perfeval.simulation.run import simulate
from perfeval.simulation.shares import quantiles
from perfeval.simulation.study import Simulation
from perfeval.simulation.to_csv import simulation_to_csv
from perfeval.simulation.to_json import simulation_to_json
from perfeval.simulation.to_text import simulation_to_text
from tests.docs.markdown import ROOT
from tests.simulation.naive import Naive, counted
from tests.simulation.small import (
    CLAUSES,
    LEDGERS,
    book_of,
    book_of_2013,
    files_of,
    folder_of_2013,
    prepared,
    simulated,
)
from tests.simulation.test_draws import EVERYTHING

DRAFT = ROOT / "rules" / "heshan-2014-draft"
BOOKS = ("credit-2025", "environment-2025", "heshan-2013", "students-2025", "townships-2025")


def small(text: str, clauses: str = CLAUSES, ledgers: dict[str, str] | None = None) -> Prepared:
    """The small book with its ledgers."""
    return prepared(book_of(clauses), files_of(LEDGERS if ledgers is None else ledgers), text)


def agree(made: Simulation, naive: Naive) -> None:
    """Every count is that of the outcomes."""
    tally = made.current.tally
    assert (tally.draws, tally.faulty) == (naive.draws, naive.faulty)
    for name, words in tally.words.items():
        assert words == [dict(each) for each in naive.values[name]]
    for name, ranks in tally.ranks.items():
        assert ranks == [dict(each) for each in naive.values[name]]
    for way in made.current.ways:
        known = naive.deciding.get((way.clause, way.how), Counter())
        assert tally.deciding[way] == [known.get(unit, 0) for unit in range(len(made.current.units))]


def test_counts_of_2013() -> None:
    """All kinds of sentences."""
    made = prepared(book_of_2013(), folder_of_2013(), EVERYTHING)
    found = simulated(made, 30)
    agree(found, counted(made, 30, ["等次", "名次"]))
    assert {way.how for way in found.current.ways} == {
        "计分",
        "封顶",
        "取消评优情形",
        "按得分评的等次",
        "等次",
    }


def uncertain(book: RuleBook) -> str:
    """A sentence about every column of numbers or truths that may vary by itself."""
    lines: list[str] = []
    for ledger in book.schema.ledgers:
        bounded = [each.low_column for each in ledger.columns] + [each.high_column for each in ledger.columns]
        for column in ledger.columns:
            if column.name in ledger.key or ledger.shared or column.low_column or column.high_column:
                continue
            whose = f"{ledger.name}的{column.name}"
            if column.type is ColumnType.BOOL:
                lines.append(f"{whose}，为是的可能性40%。")
            elif column.type.is_number and column.name not in bounded:
                unit = column.unit if column.unit in ("分", "元", "%") else ""
                lines.append(f"{whose}在上下{_width(ledger)}{unit}以内浮动。")
    return "\n".join(lines)


def _width(ledger: Ledger) -> int:
    return 2 if ledger.per_unit else 1


@pytest.mark.parametrize("name", BOOKS)
def test_every_book_can_be_simulated(name: str) -> None:
    """Rosters, ranks of computed groups, books whose words are no grades: the counts of the reference."""
    folder = ROOT / "rules" / name
    book = load(folder).value
    assert book is not None
    files = {file.name: file.read_bytes() for file in sorted((folder / "facts").glob("*.csv"))}
    made = prepared(book, files, uncertain(book))
    found = simulated(made, 6)
    watched = found.current.watched
    assert watched.words
    agree(found, counted(made, 6, [*watched.words, *watched.ranks]))
    assert simulation_to_json(found)
    assert simulation_to_csv(found)


def test_nothing_varies_where_everything_is_certain() -> None:
    """Chances of 100% and of 0%: every share is 1, and the result that of the facts."""
    text = """表彰每条成立的可能性100%。
    级别，为省级的可能性100%。
    张村平均每年有扣分0.0001次，原有的保留：分数为1分。
    李村有扣分的可能性0%，原有的保留：分数为1分。
    """
    ledgers = LEDGERS | {"表彰.csv": LEDGERS["表彰.csv"].replace("县级", "省级")}
    found = simulated(small(text, ledgers=ledgers), 50)
    base = found.current.base.columns
    for unit, counts in enumerate(found.current.tally.words["等次"]):
        assert counts == {base["单位", "等次"][unit]: 50}
    for unit, ranks in enumerate(found.current.tally.ranks["名次"]):
        assert ranks == {base["单位", "名次"][unit]: 50}


def tail(draws: int, share: tuple[int, int], count: int) -> tuple[int, int]:
    """The probability, as a fraction, that so many draws or more, or so many or fewer, have this share."""
    part, whole = share
    terms = [comb(draws, many) * part**many * (whole - part) ** (draws - many) for many in range(draws + 1)]
    return min(sum(terms[: count + 1]), sum(terms[count:])), whole**draws


def probable(draws: int, share: tuple[int, int], count: int) -> bool:
    """Whether a count is not among the one in a million that are farthest off, to either side."""
    part, whole = tail(draws, share, count)
    return part * 1_000_000 > whole


def test_bounds_are_no_formality() -> None:
    """What is off by a twentieth is improbable."""
    assert probable(2000, (1, 4), 500)
    assert not probable(2000, (1, 4), 600)
    assert not probable(2000, (1, 4), 400)


def test_two_coins() -> None:
    """张村 has 90, or 60 with one in four; 李村 80, or 95 with two in five: who is first has four cases."""
    text = """张村的基础分，为90分的可能性75%，为60分的可能性25%。
    李村的基础分，为80分的可能性60%，为95分的可能性40%。
    """
    found = simulated(small(text, ledgers={"得分.csv": LEDGERS["得分.csv"]}), 2000)
    ranks = dict(zip(found.current.units, found.current.tally.ranks["名次"], strict=True))
    words = dict(zip(found.current.units, found.current.tally.words["等次"], strict=True))
    # 张村: 90 and 李村 80: first; 90 and 95: second; 60: third, behind 王村 with 70.
    cases = {1: (45, 100), 2: (30, 100), 3: (25, 100)}
    assert sorted(each for each in ranks["张村"] if each) == [1, 2, 3]
    assert all(probable(2000, share, ranks["张村"][rank]) for rank, share in cases.items())
    assert words["张村"] == {
        "好": ranks["张村"][1],
        "中": ranks["张村"][2],
        "差": ranks["张村"][3],
    }
    assert probable(2000, (55, 100), ranks["李村"][1])
    # Too few people: never 好, and nothing about it varies.
    assert words["赵村"] == {"中": 2000}


def test_a_rate() -> None:
    """No row at all has the probability of Poisson's law; every further one costs points."""
    text = "张村平均每年有扣分0.5次，代替原有的：分数为1分。"
    made = small(text)
    naive = counted(made, 400, ["总分"])
    counts = naive.values["总分"][0]
    # exp(-1/2) is 0.60653..., half of it one row, an eighth two.
    for total, share in {910_000: 606_531, 900_000: 303_265, 890_000: 75_816}.items():
        assert probable(400, (share, 1_000_000), counts[total])
    found = simulated(made, 400)
    assert found.current.tally.deciding[found.current.ways[0]][0] in range(401)


def test_deviations_of_a_score() -> None:
    """Above the true score as often as below; within the stated width with the stated confidence."""
    text = "张村的基础分有抽样误差，90%的把握在上下5分以内。"
    naive = counted(small(text, ledgers={"得分.csv": LEDGERS["得分.csv"]}), 600, ["基础分"])
    counts = naive.values["基础分"][0]
    inside = sum(
        count for score, count in counts.items() if isinstance(score, int) and abs(score - 900_000) <= 50_000
    )
    # Whole points only, as the ledger has them: 84.5 to 95.5 are within, 92.9622 in a hundred.
    assert probable(600, (929_622, 1_000_000), inside)
    above = sum(count for score, count in counts.items() if isinstance(score, int) and score > 900_000)
    # Beyond half a point to the upper side: 43.4560 in a hundred.
    assert probable(600, (434_560, 1_000_000), above)


def test_a_sample_deviates_by_its_size() -> None:
    """80 of 100 by 400 answers: the standard deviation is 2; nine in ten are within 3.29."""
    ledgers = {"得分.csv": LEDGERS["得分.csv"].replace("李村,80,", "李村,80.0001,")}
    naive = counted(small("李村的基础分有抽样误差，样本400份。", ledgers=ledgers), 600, ["基础分"])
    counts = naive.values["基础分"][1]
    inside = sum(
        count for score, count in counts.items() if isinstance(score, int) and abs(score - 800_001) <= 32_897
    )
    assert probable(600, (9, 10), inside)


def test_quantiles_are_ranks_that_occur() -> None:
    """The least rank that so many per cent do not exceed; those without a rank do not count."""
    assert quantiles({1: 5, 2: 20, 3: 50, 4: 25, None: 900}) == (1, 2, 3, 3, 4)
    assert quantiles({1: 4, 2: 96}) == (2, 2, 2, 2, 2)
    assert quantiles({None: 3}) == ()


# ---------------------------------------------------------------- a draft


def both(draws: int, plan: Plan | None = None) -> Simulation:
    """The book of 2013 and the draft that follows it, on the same facts."""
    draft = load(DRAFT).value
    assert draft is not None
    books = [prepared(book, folder_of_2013(), EVERYTHING) for book in (book_of_2013(), draft)]
    found = simulate(books, plan or Plan(draws, 7))
    assert found.value is not None
    return found.value


def test_a_draft_is_paired_draw_by_draw() -> None:
    """The same draws: who changes from what to what is counted from both outcomes of each."""
    found = both(25)
    assert found.draft is not None
    assert found.pairing is not None
    draft = load(DRAFT).value
    assert draft is not None
    old = counted(prepared(book_of_2013(), folder_of_2013(), EVERYTHING), 25, ["等次"])
    new = counted(prepared(draft, folder_of_2013(), EVERYTHING), 25, ["等次"])
    changes: list[dict[tuple[object, object], int]] = [{} for _ in found.paired]
    anyone = 0
    for one, other in zip(old.outcomes, new.outcomes, strict=True):
        assert one is not None
        assert other is not None
        pairs = list(zip(one.columns["单位", "等次"], other.columns["单位", "等次"], strict=True))
        anyone += any(before != after for before, after in pairs)
        for unit, pair in enumerate(pairs):
            changes[unit][pair] = changes[unit].get(pair, 0) + 1
    assert found.pairing.changes["等次"] == changes
    assert found.pairing.any_unit["等次"] == anyone > 0
    assert found.paired == found.current.units
    assert found.draft.tally.words["等次"] == [dict(each) for each in new.values["等次"]]


@pytest.mark.parametrize("plan", [Plan(25, 7, 1, 1), Plan(25, 7, 1, 7), Plan(25, 7, 2, 4)], ids=str)
def test_nothing_depends_on_cores_and_parts(plan: Plan) -> None:
    """The same bytes, in every form."""
    known, made = both(25), both(25, plan)
    assert simulation_to_json(made) == simulation_to_json(known)
    assert str(simulation_to_json(made)) == str(simulation_to_json(known))
    assert simulation_to_csv(made) == simulation_to_csv(known)


def test_another_seed_gives_other_counts() -> None:
    """So equal counts above are no accident."""
    made = prepared(book_of_2013(), folder_of_2013(), EVERYTHING)
    one, other = (simulated(made, 20, seed).current.tally.ranks for seed in (7, 8))
    assert one != other


# ---------------------------------------------------------------- draws that are not decided

DIVIDED = """【率】“率”＝基础分÷人数，保留两位小数，四舍五入。
【评】“评”分情形：率在5以上的，为“高”；其余的，为“低”。
结果依次列出：单位、率、评。
"""


def test_draws_that_cannot_be_decided_are_told() -> None:
    """Where 人数 comes to 0 the number cannot be computed; such draws are in no count, and are told."""
    text = "李村的人数，为10的可能性90%，为0的可能性10%。"
    ledgers = {
        "得分.csv": "单位,基础分,人数\n张村,90,10\n李村,80,20\n王村,70,7\n赵村,90,5\n钱村,60,5\n林场,1,1\n"
    }
    made = small(text, DIVIDED, ledgers)
    found = simulated(made, 60)
    naive = counted(made, 60, ["评"])
    agree(found, naive)
    assert 0 < len(naive.faulty) < 30
    parts = simulate([made], Plan(60, 7, 1, 7)).value
    assert parts is not None
    assert simulation_to_json(parts) == simulation_to_json(found)
    told = [fault.draw - 1 for fault in found.current.faults]
    assert told == naive.faulty[:3]
    assert {each.code for fault in found.current.faults for each in fault.findings} == {"PE506"}
    (data,) = json.loads(json.dumps(simulation_to_json(found)))["books"]
    assert data["undecided"] == [number + 1 for number in naive.faulty]
    assert [each["draw"] for each in data["why"]] == data["undecided"][:3]
    text = simulation_to_text(found)
    shown = "、".join(map(str, data["undecided"]))
    assert (
        f"{len(naive.faulty)}次评不出结果（第{shown}次），没有计在下面；计入的是其余{naive.draws}次。" in text
    )
    assert "要除以0" in text


def test_facts_that_are_wrong_from_the_start() -> None:
    """What the reference finds in the facts as they are is found before anything is drawn."""
    ledgers = {
        "得分.csv": "单位,基础分,人数\n张村,90,0\n李村,80,20\n王村,70,7\n赵村,90,5\n钱村,60,5\n林场,1,1\n"
    }
    made = small("李村的人数，为10的可能性100%。", DIVIDED, ledgers)
    found = simulate([made], Plan(5, 1))
    assert found.value is None
    assert [each.code for each in found.diagnostics] == ["PE506"]


def test_a_book_without_anything_to_count() -> None:
    """Neither words nor ranks."""
    found = simulate([small("基础分在上下1分以内浮动。", "【总分】“总分”＝基础分。")], Plan(5, 1))
    assert [each.code for each in found.diagnostics] == ["PE912"]
