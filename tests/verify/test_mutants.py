"""Books with every slip of the pen: each is told apart by facts, or proved the same and found the same."""

from __future__ import annotations

import pytest

from perfeval.evaluate.records import Record, records_of
from perfeval.evaluate.run import run
from perfeval.ledger.read import read_facts
from perfeval.mutation.from_book import mutants_of
from perfeval.rulebook.book import RuleBook
from perfeval.tables.from_rulebook import compile_book
from perfeval.tables.model import Model
from perfeval.verify.compare import Comparison
from perfeval.verify.proof import Verdict
from tests.verify.books import BOOKS, random_ledgers, side
from tests.verify.test_compare import confirm

SEEDS = range(15)


def results(book: RuleBook, model: Model, seed: int) -> list[Record] | None:
    """The records for random ledgers; None where they are turned down or have no result."""
    files = {
        name: text
        for name, text in random_ledgers(seed).items()
        if book.schema.ledger(name.removesuffix(".csv"))
    }
    facts = read_facts(files, book.schema)
    outcome = None if facts.value is None else run(book, model, facts.value).value
    return None if outcome is None else records_of(outcome)


@pytest.mark.parametrize("name", ["highest", "caps", "deductions"])
def test_every_mutant_is_decided_and_rightly(name: str) -> None:
    """No mutant is left open; the engine confirms every witness, and no facts refute a proof."""
    book, _ = side(BOOKS[name])
    comparisons: dict[tuple[str, str] | None, tuple[Model, Comparison]] = {}
    verdicts: list[Verdict] = []
    for mutant in mutants_of(book).mutants:
        if mutant.reading not in comparisons:
            model = compile_book(book, dict([mutant.reading] if mutant.reading else [])).value
            assert model is not None
            comparisons[mutant.reading] = (model, Comparison(book, model))
        model, comparison = comparisons[mutant.reading]
        proof = comparison.against(mutant.book, mutant.model)
        verdicts.append(proof.verdict)
        assert proof.verdict is not Verdict.OPEN, (mutant.new, proof.reason)
        if proof.verdict is Verdict.DIFFERENT:
            confirm((book, model), (mutant.book, mutant.model), proof)
        else:
            for seed in SEEDS:
                assert results(book, model, seed) == results(mutant.book, mutant.model, seed), mutant.new
    assert len(verdicts) > 30
    assert Verdict.DIFFERENT in verdicts
