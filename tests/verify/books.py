"""Small books for the solver: clauses, edits of them, and random facts."""

from __future__ import annotations

from random import Random

from perfeval import pipeline
from perfeval.evaluate.outcome import Outcome
from perfeval.rulebook.book import RuleBook
from perfeval.tables.model import Model
from tests.evaluate import mini
from tests.examples.village import CLAUSES

TOTAL = "【总分】“加分”＝【奖】；“总分”＝基础分＋加分。\n"
GRADES = """【好】总分在85分以上的，评为好。
【中】总分在70分以上、够不上好的，评为中。
【差】总分够不上中的，评为差。
等次由高到低：好、中、差。
"""
BOOKS = {
    "village": CLAUSES,
    "once": f"【奖】表彰，不论次数，共加2分。\n{TOTAL}{GRADES}",
    "all limit": f"【奖】表彰，按级别每次加：省级3分、县级0.25分，合计最高加5分。\n{TOTAL}{GRADES}",
    "each limit": f"【奖】排位，本年位次比上年位次每前移2位加1.5分，每项最高加4分。\n{TOTAL}{GRADES}",
    "highest": (
        "【奖】省级表彰，每次加3分。\n【小奖】县级表彰，每次加2分。\n"
        "【取高】同一项目的表彰，只计加分最高的一次，加分相同的，先计级别为县级的，再计日期最早的。\n"
        "【总分】“加分”＝【奖】＋【小奖】；“总分”＝基础分＋加分。\n" + GRADES
    ),
    "caps": (
        "【省】省级表彰，每次加3分。\n【县】县级表彰，每次加2分。\n【行顶】省级表彰，加分累计不超过7分。\n"
        "【总顶】【省】、【县】加分累计不超过8分。\n【总分】“加分”＝【省】＋【县】；“总分”＝基础分＋加分。\n"
        + GRADES
    ),
    "deductions": (
        "【罚】扣分，按分数栏的分数减分。\n【罚顶】【罚】减分累计不超过5分。\n"
        "【总分】“减分”＝【罚】；“总分”＝基础分＋减分。\n" + GRADES
    ),
    "money": (
        f"【奖】表彰，每次加2分。\n{TOTAL}{GRADES}【奖金】评为好的村：“奖金”＝200.5元×人数；“半数”＝奖金×50%。\n"
    ),
}


def side(clauses: str) -> tuple[RuleBook, Model]:
    """A small book and its model."""
    book = mini.read(clauses)
    assert book.value is not None, book.diagnostics
    model = pipeline.compile_tables(book.value, {})
    assert model.value is not None, model.diagnostics
    return book.value, model.value


def random_ledgers(seed: int) -> dict[str, bytes]:
    """Ledgers in order for the small books, as the files of a folder."""
    dice = Random(seed)
    units = ("张村", "李村", "王村", "赵村", "钱村", "林场")
    days = ("2023-12-31", "2024-01-01", "2024-06-01", "2024-12-31", "2025-01-01")
    tables: dict[str, list[str]] = {
        "得分": ["单位,基础分,人数"],
        "表彰": ["单位,项目,级别,日期"],
        "排位": ["单位,上年位次,本年位次"],
        "扣分": ["单位,事由,分数"],
        "往年": ["单位,年度,等次"],
        "情况": ["单位,山区,类型"],
    }
    for unit in units:
        score = dice.choice(("60", "69.99", "70", "78", "80", "82.5", "85", "100", "0"))
        tables["得分"].append(f"{unit},{score},{dice.randrange(12)}")
        for _ in range(dice.choice((0, 0, 1, 2, 3))):
            level = dice.choice(("省级", "县级"))
            tables["表彰"].append(f"{unit},{dice.choice('甲乙')},{level},{dice.choice(days)}")
        for _ in range(dice.choice((0, 1, 2))):
            tables["排位"].append(f"{unit},{dice.randrange(1, 12)},{dice.randrange(1, 12)}")
        for _ in range(dice.choice((0, 0, 1, 2))):
            tables["扣分"].append(f"{unit},迟报,{dice.choice(('0', '1', '3.5', '10'))}")
        for year in (2022, 2023):
            if dice.randrange(2):
                tables["往年"].append(f"{unit},{year},{dice.choice(('好', '中', '差'))}")
    return {f"{name}.csv": "\n".join([*rows, ""]).encode() for name, rows in tables.items()}


def outcome_of(book: RuleBook, seed: int) -> Outcome:
    """The outcome for random ledgers, of those that the book has."""
    known = [ledger.name for ledger in book.schema.ledgers]
    files = {name: text for name, text in random_ledgers(seed).items() if name.removesuffix(".csv") in known}
    done = pipeline.evaluate(book, {}, files)
    assert done.value is not None, done.diagnostics
    return done.value
