"""Every claim that can fail can be explained, whatever an example leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfeval import api
from perfeval.evaluate.situations import judge
from perfeval.examples.actual import Actual
from perfeval.examples.suite import Failure
from perfeval.examples.why import why
from perfeval.quantity.number import Number
from perfeval.resolve.known import known_of
from perfeval.rulebook.examples import Claim, ClaimedPoints, ClaimedResult
from perfeval.tables.conditions import GRADE
from perfeval.tables.from_rulebook import compile_book

RULES = Path(__file__).resolve().parents[2] / "rules"


@pytest.mark.parametrize("name", ["heshan-2013", "heshan-2014-draft"])
def test_every_claim_can_be_explained(name: str) -> None:
    """Points of every clause and every result, for every unit of every example of a book."""
    read = api.load_tested(RULES / name)
    assert read.value is not None
    book, suite = read.value
    model = compile_book(book, {}).value
    assert model is not None
    known = known_of(book)
    explained = 0
    for example in suite.examples:
        judged = judge(book, model, [example.situation])
        span = example.span
        for unit in example.situation.units[:2]:
            results = (GRADE, *known.numbers, *known.truths, *known.cases)
            claims: list[Claim] = [ClaimedResult(unit, each, None, span) for each in results]
            claims.extend(
                ClaimedPoints(unit, clause, Number(99, 0), before=False, span=span) for clause in known.scored
            )
            for claim in claims:
                failure = Failure(example, example.expectations[0], claim, Actual(False, ""), judged, 0)
                reason = why(failure)
                if judged.refusals[0]:
                    assert reason is None
                    continue
                assert reason is not None
                assert "None" not in "".join([*reason.story, *(each.why for each in reason.clauses)])
                explained += 1
    assert explained > 1000
