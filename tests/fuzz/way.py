"""The whole way of one input, and what must hold of everything that comes out on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from attrs import evolve, field, frozen

from perfeval import pipeline
from perfeval.diagnostics.diagnostic import Checked, Diagnostic, has_errors
from perfeval.diagnostics.to_json import diagnostic_to_json
from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.run import run
from perfeval.evaluate.to_json import outcome_to_json
from perfeval.examples.suite import passes
from perfeval.explain.from_outcome import explain
from perfeval.explain.to_json import account_to_json
from perfeval.explain.to_text import account_to_text
from perfeval.ledger.facts import Facts
from perfeval.ledger.read import read_facts
from perfeval.rulebook.book import RuleBook
from perfeval.syntax.parse import parse
from perfeval.tables.model import Model
from tests.fuzz.inputs import BOOK, CHECKS, LAYOUT, Input
from tests.fuzz.promises import BrokenPromiseError, findings_of, hold, printable
from tests.fuzz.round_trip import lay_out


@frozen
class Fate:
    """How far an input came, and the codes of what was found on the way, each as often as it was."""

    reached: str
    codes: tuple[str, ...] = field(default=())

    def on(self, reached: str, findings: tuple[Diagnostic, ...]) -> Fate:
        """The same, some passes further on."""
        return evolve(self, reached=reached, codes=(*self.codes, *(each.code for each in findings)))


@contextmanager
def without_kept_trees() -> Iterator[None]:
    """Every text is parsed anew, and nothing of it is written to the disk."""
    with patch.object(pipeline, "surface_tree", parse):
        yield


def fate_of(given: Input) -> Fate:
    """Send an input through every pass that it reaches. Raises BrokenPromiseError, or what a pass raises."""
    if given.content is None:
        return _on_ledgers(given, given.base.book, given.base.model, Fate("规则书"))
    text = pipeline.parse_text(BOOK, given.content)
    bound = pipeline.bind_book(text, given.base.files)
    found = findings_of(bound, {BOOK: given.content, **given.base.files})
    fate = Fate("句子" if text.value else "文字").on("句子" if text.value else "文字", found)
    if text.value is not None and given.also == LAYOUT:
        lay_out(BOOK, text.value.source.text)
    if text.value is None or bound.value is None:
        return fate
    book = bound.value
    if given.also == CHECKS:
        findings_of(pipeline.check_book(text, given.base.files), {BOOK: given.content})
    suite = pipeline.read_examples(text.value, book)
    options = pipeline.check_every_option(book)
    hold((*suite.diagnostics, *options), {BOOK: given.content})
    fate = fate.on("规则书", (*suite.diagnostics, *options))
    if has_errors(options):
        return fate
    if suite.value is not None and not has_errors(suite.diagnostics):
        passes(suite.value, book)
    model = _model(book)
    return _on_ledgers(given, book, model, fate)


def _on_ledgers(given: Input, book: RuleBook, model: Model, fate: Fate) -> Fate:
    ledgers = given.ledgers(book)
    facts = read_facts(ledgers, book.schema, book.year[0].year)
    files = {**{f"{ledger.name}.csv": b"" for ledger in book.schema.ledgers}, **ledgers}
    fate = fate.on("规则书", findings_of(facts, files))
    if facts.value is None:
        return fate
    outcome = _evaluated(book, model, facts.value)
    fate = fate.on("台账", findings_of(outcome, files))
    if outcome.value is None or has_errors(outcome.diagnostics) or not book.units:
        return fate
    account = explain(outcome.value, given.unit(len(book.units)))
    printable(account_to_text(account), "the account")
    json.dumps(account_to_json(account), allow_nan=False)
    return fate.on("说明", ())


def _model(book: RuleBook) -> Model:
    """The tables of a book in which no option has an error."""
    model = pipeline.compile_tables(book, {}).value
    if model is None:
        raise BrokenPromiseError("checked under every option, and yet not compiled")
    return model


def _evaluated(book: RuleBook, model: Model, facts: Facts) -> Checked[Outcome]:
    """The outcome, which is the same when it is computed again."""
    first, second = run(book, model, facts), run(book, model, facts)
    if _as_data(first) != _as_data(second):
        raise BrokenPromiseError("two evaluations of the same facts differ")
    return first


def _as_data(outcome: Checked[Outcome]) -> str:
    found = [diagnostic_to_json(each) for each in outcome.diagnostics]
    results = None if outcome.value is None else outcome_to_json(outcome.value)
    return json.dumps([found, results], allow_nan=False)
