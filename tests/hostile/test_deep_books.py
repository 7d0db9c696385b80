"""Books that nest or chain as far as the limits let them: no pass runs out of stack, nothing breaks."""

from attrs import evolve

from perfeval import pipeline
from perfeval.diagnostics.to_text import diagnostics_to_text
from perfeval.rulebook.book import RuleBook
from perfeval.syntax.limits import MAX_NESTING
from perfeval.tables.flow import in_order
from perfeval.tables.places import UNIT_GRAIN
from tests.rules.case_files import base, checked

TOTAL = "【综合得分】“综合得分”＝目标得分＋评议得分＋加减分。\n"
MONEY = "500元×在编人数"
CHAIN = 5_000
CIRCLE = "PE403"


def book_with(old: str, new: str) -> RuleBook:
    """The base book with one change."""
    case = evolve(base(), book=base().book.replace(old, new))
    assert old in base().book
    read = pipeline.read_book("book.jx", case.content(), case.files)
    assert read.value is not None, diagnostics_to_text(read.diagnostics)
    return read.value


def test_brackets_as_deep_as_allowed_are_compiled() -> None:
    """Sums within products within sums, down to the limit; every option is compiled."""
    inner = "500元×在编人数"
    for _ in range(MAX_NESTING):
        inner = f"（{inner}＋1元）"
    case = evolve(base(), book=base().book.replace(MONEY, f"{inner}"))
    read = checked(case)
    assert read.diagnostics == ()


def test_a_long_chain_of_formulas_is_compiled() -> None:
    """Each needs the next, which stands behind it: places, circles and order are found without recursion."""
    links = "".join(f"【链{link}号】“链{link}号”＝链{link + 1}号＋目标得分。\n" for link in range(CHAIN))
    book = book_with(TOTAL, f"{TOTAL}{links}【链{CHAIN}号】“链{CHAIN}号”＝目标得分。\n")
    model = pipeline.compile_tables(book, {}).value
    assert model is not None
    own = [node.name for node in model.nodes if node.name.startswith("链")]
    assert own == [f"链{link}号" for link in range(CHAIN, -1, -1)]
    assert {model.columns[UNIT_GRAIN, name].places for name in own} == {4}
    assert in_order(model.nodes) == (model.nodes, ())


def test_a_long_circle_of_formulas_is_a_finding() -> None:
    """It is told, with those that belong to it."""
    links = "".join(f"【链{link}号】“链{link}号”＝链{(link + 1) % 50}号＋目标得分。\n" for link in range(50))
    book = book_with(TOTAL, TOTAL + links)
    model = pipeline.compile_tables(book, {})
    assert model.value is None
    assert [found.code for found in model.diagnostics] == [CIRCLE]
