"""What combinations share is computed once, and comes to the very same as computing it each time."""

from __future__ import annotations

from random import Random

import pytest

from perfeval.diagnostics.to_text import diagnostics_to_text
from perfeval.evaluate.many_models import ManyModels
from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.records import records_of
from perfeval.evaluate.run import run
from perfeval.ledger.facts import Facts
from perfeval.ledger.read import read_facts
from perfeval.rulebook.book import RuleBook
from perfeval.tables.from_rulebook import compile_book
from perfeval.tables.many_readings import ManyReadings
from tests.heshan import book as heshan
from tests.oracle.generate import random_facts
from tests.sensitivity.small import BOOK, FAILING, LEDGERS, all_combinations, book_of, facts_of, named

SAMPLE = 25
# Things that look alike and are not: 1 and 0.1 are the same scaled integer; the same sum comes of
# other rows, of which another share is capped; the same column ranks by another score.
ALIKE = """【奖】口径“分值”：
  “一分”：表彰，每次加1分。
  “一角”：表彰，每次加0.1分。
  采用“一分”：试。
【同项】口径“先计”：
  “省级”：同一项目的表彰，只计加分最高的一次，加分相同的，先计级别为省级的，再计日期最早的。
  “县级”：同一项目的表彰，只计加分最高的一次，加分相同的，先计级别为县级的，再计日期最早的。
  采用“省级”：试。
【省顶】省级表彰，加分累计不超过0.5分。
【加分】“奖分”＝【奖】。
【总分】口径“折算”：
  “全计”：“加分”＝奖分×1；“总分”＝基础分＋加分。
  “折半”：“加分”＝奖分×0.5；“总分”＝基础分＋加分。
  采用“全计”：试。
【排序】口径“排序”：
  “总分”：村按序列分别以总分从高到低排“名次”，同分的并列，并列之后空出相应名次。
  “加分”：村按序列分别以加分从高到低排“名次”，同分的并列，并列之后空出相应名次。
  采用“总分”：试。
【好】村各序列取前40%，评为好。
【取整】好名额有小数的，四舍五入。
【并列】好末位并列的，全部入选。
【最低分】评为好的，不另设最低分。
【中】总分在70分以上的，评为中。
【差】总分够不上中的，评为差。
等次由高到低：好、中、差。
"""
# The same grades by other scores: what is said of units without a grade names the score.
GRADED_BY = """【奖】表彰，每次加1分。
【总分】“总分”＝基础分＋【奖】。
【中】口径“按”：
  “总分”：总分在70分以上的，评为中。
  “基础分”：基础分在70分以上的，评为中。
  采用“总分”：试。
等次由高到低：好、中、差。
"""
# Under one option a number is missing for a reason, which is told where something is computed from it.
COUNTED_DAYS = """【天数】口径“天数”：
  “工作日”：每次表彰的“天数”＝自日期至2024年12月31日的工作日数。
  “日历日”：每次表彰的“天数”＝自日期至2024年12月31日的天数。
  采用“工作日”：试。
【奖】表彰，天数在9天以上的，每次加1分。
【总分】“总分”＝基础分＋【奖】。
【中】总分在70分以上的，评为中。
【差】总分够不上中的，评为差。
等次由高到低：中、差。
"""
CALENDAR = "台账“日历”，不分单位，每个“日期”一行：“日期”：日期；“工作日”：是否。\n"
AWARDS = {"表彰": "单位,项目,级别,日期\n张村,甲,县级,2024-01-01\n张村,甲,省级,2024-02-01\n"}
BOOKS = {"small": BOOK, "failing": FAILING, "alike": ALIKE, "graded by": GRADED_BY}


def same(one: Outcome, other: Outcome) -> bool:
    """Whether two outcomes hold the same in every record, column and trace."""
    return (
        records_of(one) == records_of(other)
        and {place: list(values) for place, values in one.columns.items()}
        == {place: list(values) for place, values in other.columns.items()}
        and told(one) == told(other)
    )


def told(outcome: Outcome) -> dict[str, str]:
    """All that the traces hold, to compare."""
    return {name: repr(trace) for name, trace in outcome.traces.items()}


def check_models(book: RuleBook, sample: int | None) -> None:
    """Models made one after the other equal those made alone, or are refused for the same reasons."""
    many = ManyReadings(book)
    combinations = all_combinations(book)
    Random(7).shuffle(combinations)
    for combination in combinations[:sample]:
        shared = many.model(named(book, combination))
        alone = compile_book(book, named(book, combination))
        assert diagnostics_to_text(shared.diagnostics) == diagnostics_to_text(alone.diagnostics)
        assert (shared.value is None) == (alone.value is None)
        if shared.value is not None and alone.value is not None:
            assert shared.value.nodes == alone.value.nodes
            assert list(shared.value.columns.items()) == list(alone.value.columns.items())
            assert shared.value.readings == alone.value.readings


def check_outcomes(book: RuleBook, facts: Facts, sample: int | None, seed: int) -> None:
    """Outcomes made one after the other equal those made alone, or fail for the same reasons."""
    compiler, evaluator = ManyReadings(book), ManyModels(book, facts)
    combinations = all_combinations(book)
    Random(seed).shuffle(combinations)
    for combination in combinations[:sample]:
        model = compiler.model(named(book, combination)).value
        alone_model = compile_book(book, named(book, combination)).value
        if model is None or alone_model is None:
            assert model is alone_model
            continue
        shared, alone = evaluator.run(model), run(book, alone_model, facts)
        assert diagnostics_to_text(shared.diagnostics) == diagnostics_to_text(alone.diagnostics)
        assert (shared.value is None) == (alone.value is None)
        if shared.value is not None and alone.value is not None:
            assert same(shared.value, alone.value), combination


@pytest.mark.parametrize("clauses", BOOKS.values(), ids=BOOKS)
def test_models_of_a_small_book(clauses: str) -> None:
    """Every combination of a small book, in any order."""
    check_models(book_of(clauses), None)


def test_models_of_the_2013_book() -> None:
    """A sample of its combinations."""
    check_models(heshan.book(), 200)


@pytest.mark.parametrize("clauses", BOOKS.values(), ids=BOOKS)
@pytest.mark.parametrize("ledgers", [LEDGERS, LEDGERS | AWARDS], ids=["points", "equal points"])
@pytest.mark.parametrize("seed", range(3))
def test_outcomes_of_a_small_book(clauses: str, ledgers: dict[str, str], seed: int) -> None:
    """Every combination of a small book, those that fail too, in several orders."""
    book = book_of(clauses)
    check_outcomes(book, facts_of(book, ledgers), None, seed)


@pytest.mark.parametrize("case", ["ordinary", "edge", 1, 2, 3, 4])
def test_outcomes_of_the_2013_book(case: str | int) -> None:
    """A sample of its combinations on several sets of facts, records, columns and traces."""
    rows = heshan.case_facts(case) if isinstance(case, str) else random_facts(case)
    facts = read_facts(heshan.files_of(rows), heshan.book().schema).value
    assert facts is not None
    check_outcomes(heshan.book(), facts, SAMPLE, len(str(case)))


@pytest.mark.parametrize("seed", range(2))
def test_reasons_why_numbers_are_missing_are_kept(seed: int) -> None:
    """A calendar that lacks days is an obstacle to the option that counts them, and to no other."""
    book = book_of(COUNTED_DAYS, CALENDAR)
    facts = facts_of(book, LEDGERS | {"日历": "日期,工作日\n2024-05-01,否\n"})
    check_outcomes(book, facts, None, seed)
    compiler, evaluator = ManyReadings(book), ManyModels(book, facts)
    models = [compiler.model({"天数": option}).value for option in ("工作日", "日历日", "工作日")]
    found = [[each.code for each in evaluator.run(model).diagnostics] for model in models if model]
    assert [codes[:1] for codes in found] == [["PE509"], [], ["PE509"]]


def test_models_from_elsewhere_are_shared_too() -> None:
    """Models that were compiled one by one, and are gone when the next one comes."""
    book = book_of(BOOK)
    facts = facts_of(book)
    evaluator = ManyModels(book, facts)
    for combination in all_combinations(book):
        model = compile_book(book, named(book, combination)).value
        assert model is not None
        shared, alone = evaluator.run(model).value, run(book, model, facts).value
        assert shared is not None and alone is not None
        assert same(shared, alone)


def test_equal_work_is_done_once() -> None:
    """A combination that was evaluated before makes no new column, and gives the same objects."""
    book = book_of(BOOK)
    compiler, evaluator = ManyReadings(book), ManyModels(book, facts_of(book))
    adopted, other = all_combinations(book)[0], all_combinations(book)[1]
    first = evaluator.run(compiler.model(named(book, adopted)).value).value  # type: ignore[arg-type]
    evaluator.run(compiler.model(named(book, other)).value)  # type: ignore[arg-type]
    made = dict(evaluator.columns)
    again = evaluator.run(compiler.model(named(book, adopted)).value).value  # type: ignore[arg-type]
    assert first is not None and again is not None
    assert evaluator.columns == made
    assert all(again.columns[place] is values for place, values in first.columns.items())
