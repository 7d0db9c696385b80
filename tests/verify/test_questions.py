"""Whether a row can be used, a cell decide, a cap bind: facts that show it, or a proof that none do."""

from __future__ import annotations

import pytest

from perfeval.evaluate.situations import judge
from perfeval.tables.cells import ANY
from perfeval.tables.model import CapStep, Gather, Table
from perfeval.verify import questions as module
from perfeval.verify.proof import Answer, Found, Impossible, Undecided
from perfeval.verify.questions import Questions
from tests.verify import books
from tests.verify.books import BOOKS, side


@pytest.mark.parametrize("name", BOOKS)
def test_every_question_about_a_small_book_is_answered(name: str) -> None:
    """Nothing is left open, and nearly everything can happen."""
    book, model = side(BOOKS[name])
    asked = Questions(book, model)
    answers: list[Answer] = []
    for node in model.nodes:
        if isinstance(node, Table):
            for row, each in enumerate(node.rows):
                answers.append(asked.can_fire(node.name, row))
                cells = [place for place, cell in enumerate(each.cells) if cell != ANY]
                answers.extend(asked.can_decide(node.name, row, place) for place in cells)
        elif isinstance(node, CapStep) or (isinstance(node, Gather) and node.limit is not None):
            answers.extend([asked.can_bind(node.name), asked.can_stay_below(node.name)])
    assert not [answer for answer in answers if isinstance(answer, Undecided)]
    assert sum(isinstance(answer, Found) for answer in answers) > len(answers) // 2


def test_facts_that_are_found_show_it() -> None:
    """Judged again, the row is used and the limit takes something off."""
    book, model = side(BOOKS["all limit"])
    asked = Questions(book, model)
    for row in range(3):
        found = asked.can_fire("等次", row)
        assert isinstance(found, Found)
        judged = judge(book, model, [found.situation])
        place = judged.unit(0, found.unit)
        assert place is not None
        assert row in judged.outcome.table_trace("等次").fired[place]
    binding = asked.can_bind("【奖】")
    assert isinstance(binding, Found)
    assert sum(len(given.rows) for given in binding.situation.rows) == 2
    below = asked.can_stay_below("【奖】")
    assert isinstance(below, Found)
    assert sum(len(given.rows) for given in below.situation.rows) == 1


def test_what_cannot_happen_is_proved() -> None:
    """A limit that two limits below it can never reach; a grade that no score leaves room for."""
    text = (
        "【奖】表彰，每次加2分，合计最高加5分。\n【顶】【奖】加分累计不超过6分。\n"
        "【总分】“总分”＝基础分＋【奖】。\n【好】总分在106分以上的，评为好。\n【中】总分够不上好的，评为中。\n"
        "等次由高到低：好、中。\n"
    )
    book, model = side(text)
    asked = Questions(book, model)
    never = asked.can_bind("【顶】")
    assert isinstance(never, Impossible)
    assert "各台账行数不限" in never.ranges
    best = asked.can_fire("按得分评的等次", 0)
    assert isinstance(best, Impossible)
    assert any("基础分0至100" in line for line in best.ranges)
    assert isinstance(asked.can_fire("按得分评的等次", 1), Found)


def test_a_place_takes_a_whole_series_to_show() -> None:
    """The grade by place is shown with scores for the other units of the series."""
    book, model = side(BOOKS["village"])
    found = Questions(book, model).can_fire("等次", 0)
    assert isinstance(found, Found)
    assert len(found.situation.units) > 1


def test_without_the_solver_all_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the reason is told."""
    monkeypatch.setattr(module, "is_installed", lambda: False)
    book, model = side(books.BOOKS["once"])
    answer = Questions(book, model).can_fire("等次", 0)
    assert isinstance(answer, Undecided)
    assert "求解器" in answer.reason
