"""A small book whose readings act on each other, and its combinations evaluated one by one."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from pathlib import Path

from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.records import Record, records_of
from perfeval.evaluate.run import run
from perfeval.ledger.facts import Facts
from perfeval.ledger.read import read_facts
from perfeval.rulebook.book import RuleBook
from perfeval.tables.from_rulebook import compile_book
from tests.evaluate.mini import HEAD, SCORES, SOURCE, TAIL, read

Combination = tuple[str, ...]

SCORING = """【奖】口径“计次”：
  “每次”：表彰，每次加4分。
  “一次”：表彰，不论次数，共加4分。
  采用“每次”：按次。
【奖顶】口径“封顶”：
  “六分”：【奖】加分累计不超过6分。
  “九分”：【奖】加分累计不超过9分。
  采用“六分”：从严。
【罚】扣分，按分数栏的分数减分。
"""
TOTAL = "【总分】“总分”＝基础分＋【奖】＋【罚】。\n"
RANKING = """【排序】村按序列分别以总分从高到低排“名次”，同分的并列，并列之后空出相应名次。
【好】村各序列取前40%，评为好。
【取整】口径“取整”：
  “舍”：好名额有小数的，舍去小数。
  “入”：好名额有小数的，进一取整。
  “四舍五入”：好名额有小数的，四舍五入。
  采用“四舍五入”：通常如此。
【并列】口径“并列”：
  “全入”：好末位并列的，全部入选。
  “全不入”：好末位并列、名额容不下的，全部不入选。
  采用“全入”：同分同名次。
【最低分】评为好的，不另设最低分。
【中】总分在70分以上的，评为中。
"""
WORST = "【差】总分够不上中的，评为差。\n"
# Under 六十 nobody grades a unit of more than 60 and less than 70.
GAP = """【差】口径“差”：
  “够不上”：总分够不上中的，评为差。
  “六十”：总分在60分以下的，评为差。
  采用“够不上”：不留空。
"""
# Under 不计 the points of 【奖】 come to nothing, which the tables refuse.
UNUSED = """【总分】口径“总分”：
  “计”：“总分”＝基础分＋【奖】＋【罚】。
  “不计”：“总分”＝基础分＋【罚】。
  采用“计”：照原文。
"""
RESULTS = """【奖金】“奖金”按等次：好3000元、中1000元、差0元。
等次由高到低：好、中、差。
"""
BOOK = SCORING + TOTAL + RANKING + WORST + RESULTS
FAILING = SCORING + UNUSED + RANKING + GAP + RESULTS
AWARDS = (
    "张村,甲,省级,2024-05-01\n李村,乙,县级,2024-05-02\n李村,丙,省级,2024-05-03\n李村,丁,省级,2024-06-03\n"
)
LEDGERS = {
    "得分": SCORES.replace("李村,80", "李村,86").replace("王村,70", "王村,88"),
    "表彰": f"单位,项目,级别,日期\n{AWARDS}钱村,戊,县级,2024-07-01\n",
    "扣分": "单位,事由,分数\n王村,迟报,1.5\n赵村,迟报,24\n",
}


def book_of(clauses: str, ledgers: str = "") -> RuleBook:
    """A book without mistakes. ledgers: declarations of ledgers beside those of the small book."""
    book = read(clauses, ledgers)
    assert book.diagnostics == ()
    assert book.value is not None
    return book.value


def facts_of(book: RuleBook, ledgers: Mapping[str, str] = LEDGERS) -> Facts:
    """The facts in these ledgers."""
    facts = read_facts({f"{name}.csv": text.encode() for name, text in ledgers.items()}, book.schema)
    assert facts.diagnostics == ()
    assert facts.value is not None
    return facts.value


def all_combinations(book: RuleBook) -> list[Combination]:
    """Every combination of options, in book order."""
    return list(product(*([option.name for option in reading.options] for reading in book.readings)))


def named(book: RuleBook, combination: Combination) -> dict[str, str]:
    """A combination with the names of its readings."""
    return dict(zip((reading.name for reading in book.readings), combination, strict=True))


def plainly(book: RuleBook, facts: Facts, combination: Combination) -> Outcome | None:
    """What one combination gives, evaluated by itself; None where it cannot be."""
    model = compile_book(book, named(book, combination))
    return None if model.value is None else run(book, model.value, facts).value


def records_by_combination(book: RuleBook, facts: Facts) -> dict[Combination, list[Record]]:
    """The records of all combinations that can be evaluated, each by itself."""
    found: dict[Combination, list[Record]] = {}
    for combination in all_combinations(book):
        outcome = plainly(book, facts, combination)
        if outcome is not None:
            found[combination] = records_of(outcome)
    return found


def write_folder(folder: Path, clauses: str) -> None:
    """The book and its ledgers as files of one folder."""
    folder.mkdir()
    (folder / "book.jx").write_text(HEAD + clauses + TAIL, encoding="utf-8")
    (folder / "原文.txt").write_bytes(SOURCE)
    for name, rows in LEDGERS.items():
        (folder / f"{name}.csv").write_text(rows, encoding="utf-8")
