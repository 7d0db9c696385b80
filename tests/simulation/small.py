"""A small book to simulate, and the book of 2013; what a simulation makes of a few sentences."""

from __future__ import annotations

from functools import cache

from perfeval import pipeline
from perfeval.api import load
from perfeval.diagnostics.diagnostic import Checked, Diagnostic
from perfeval.ledger.facts import Facts
from perfeval.ledger.read import read_facts
from perfeval.rulebook.book import RuleBook
from perfeval.simulation.declared import Uncertainty
from perfeval.simulation.draws import Drawer, drawer_of
from perfeval.simulation.plan import Plan
from perfeval.simulation.prepared import Prepared, uncertainty_of
from perfeval.simulation.run import simulate
from perfeval.simulation.study import Simulation
from perfeval.source.text import SourceText
from tests.docs.markdown import ROOT
from tests.evaluate.mini import SCORES, read

FILE = "不确定.txt"
CLAUSES = """【表彰加分】表彰，按级别每次加：省级2分、县级1分。
【年度】表彰，只计日期在评估年度内的，以后的计入下年度。
【扣减】扣分，按分数栏的分数减分。
【封顶】【表彰加分】加分累计不超过3分。
【总分】“总分”＝基础分＋【表彰加分】＋【扣减】。
【排序】村按序列分别以总分从高到低排“名次”，同分的并列，并列之后空出相应名次。
等次由高到低：好、中、差。
【好】山村、水村各取前1名，评为好。
【并列】好末位并列的，全部入选。
【最低】评为好的，不另设最低分。
【取消】有下列“取消情形”之一的，取消好资格：（1）“被扣分”：有扣分的；（2）“人少”：人数在5以下的。
【递补】取消好资格空出的名额，依次递补。
【中】总分在80分以上的，评为中。
【差】总分够不上中的，评为差。
结果依次列出：单位、总分、名次、取消情形、等次。
"""
LEDGERS = {
    "得分.csv": SCORES,
    "表彰.csv": "单位,项目,级别,日期\n张村,甲,县级,2024-03-01\n李村,乙,省级,2024-04-01\n",
    "扣分.csv": "单位,事由,分数\n王村,丙,1.5\n",
}
PLAN_2013 = ROOT / "rules" / "heshan-2013"


def book_of(clauses: str = CLAUSES) -> RuleBook:
    """The small book with these clauses."""
    found = read(clauses)
    assert found.value is not None, found.diagnostics
    return found.value


def files_of(ledgers: dict[str, str]) -> dict[str, bytes]:
    """Ledgers as bytes."""
    return {name: text.encode() for name, text in ledgers.items()}


def folder_of_2013() -> dict[str, bytes]:
    """The example ledgers of 2013."""
    return {file.name: file.read_bytes() for file in sorted((PLAN_2013 / "facts").glob("*.csv"))}


@cache
def book_of_2013() -> RuleBook:
    """The book of 2013."""
    found = load(PLAN_2013).value
    assert found is not None
    return found


def bound(book: RuleBook, text: str) -> Checked[Uncertainty]:
    """What a text says of the facts of a book."""
    found = uncertainty_of(SourceText(FILE, text), [book])
    return Checked(found.value[0] if found.value else None, found.diagnostics)


def findings(book: RuleBook, text: str) -> list[Diagnostic]:
    """All that is wrong with a text."""
    return list(bound(book, text).diagnostics)


def prepared(book: RuleBook, files: dict[str, bytes], text: str) -> Prepared:
    """A book with its facts, and a text without findings."""
    given = pipeline.with_facts(book, {}, files)
    assert given.value is not None, given.diagnostics
    found = bound(given.value[0], text)
    assert found.value is not None, found.diagnostics
    return Prepared(*given.value, found.value)


def drawer(made: Prepared, seed: int = 7) -> Drawer:
    """What draws its facts."""
    return drawer_of(made.book, made.facts, made.uncertainty, seed)


def simulated(made: Prepared, draws: int, seed: int = 7, draft: Prepared | None = None) -> Simulation:
    """What comes out."""
    found = simulate([made, *([draft] if draft is not None else [])], Plan(draws, seed))
    assert found.value is not None, found.diagnostics
    return found.value


def read_again(book: RuleBook, files: dict[str, str]) -> Facts:
    """Ledgers as text, read as any others; they have no errors."""
    found = read_facts({name: text.encode() for name, text in files.items()}, book.schema, book.year[0].year)
    assert found.value is not None, found.diagnostics
    return found.value
