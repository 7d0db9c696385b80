"""The examples of a book, made ready to be run on it and on variants of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import frozen

from perfeval.diagnostics.diagnostic import Checked, Diagnostic
from perfeval.evaluate.situations import Judged, Read, judge, read_situations
from perfeval.examples.actual import Actual, actual_of
from perfeval.ledger.schema import Schema
from perfeval.resolve.readings import unknown_readings
from perfeval.rulebook.book import RuleBook
from perfeval.rulebook.examples import Claim, ClaimedRefusal, Example, Expectation
from perfeval.tables.from_rulebook import compile_book
from perfeval.tables.model import Model

# The option chosen for each reading that an expectation names.
Choice = tuple[tuple[str, str], ...]
Compiler = Callable[[RuleBook, Mapping[str, str]], Checked[Model]]


@frozen(eq=False)
class Suite:
    """Examples, their facts read against a schema, and what is to be run under which readings.

    file: the name of the rule book, in which the rows of examples stand. plan: for each choice of
    readings the pairs of example and expectation (by number), in order.
    """

    examples: tuple[Example, ...]
    file: str
    schema: Schema
    reads: tuple[Read, ...]
    plan: Mapping[Choice, tuple[tuple[int, int], ...]]


@frozen(eq=False)
class Failure:
    """A claim that does not hold.

    actual: what came out. judged, situation: the run, and the number of the example's situation in
    it; None where the rules could not be compiled under these readings.
    """

    example: Example
    expectation: Expectation
    claim: Claim
    actual: Actual
    judged: Judged | None
    situation: int


def suite_of(book: RuleBook, examples: Sequence[Example], file: str) -> Suite:
    """Read the facts of all examples, and sort what they expect by readings."""
    plan: dict[Choice, list[tuple[int, int]]] = {}
    for number, example in enumerate(examples):
        for place, expectation in enumerate(example.expectations):
            plan.setdefault(tuple(sorted(expectation.readings)), []).append((number, place))
    reads = read_situations(book.schema, [example.situation for example in examples], file)
    return Suite(
        tuple(examples), file, book.schema, reads, {choice: tuple(pairs) for choice, pairs in plan.items()}
    )


def unexpected_refusals(suite: Suite) -> tuple[Diagnostic, ...]:
    """Why facts are turned down in examples that do not say that they are: mistakes in the examples."""
    return tuple(
        finding
        for example, read in zip(suite.examples, suite.reads, strict=True)
        if not any(
            isinstance(claim, ClaimedRefusal) for each in example.expectations for claim in each.claims
        )
        for finding in read.refusals
    )


@frozen(eq=False)
class Run:
    """All examples that expect something under one choice of readings, evaluated.

    pairs: of example and expectation, by number. judged: None where the rules could not be
    compiled, for the reasons in ``findings``. places: number of an example -> its place in the run.
    """

    pairs: tuple[tuple[int, int], ...]
    judged: Judged | None
    findings: tuple[Diagnostic, ...]
    places: Mapping[int, int]


def runs(suite: Suite, book: RuleBook, compiler: Compiler = compile_book) -> Iterator[Run]:
    """One run for each choice of readings.

    book: the suite's own or a variant of it. compiler: gives the model of the book under a choice.
    """
    reads = suite.reads
    if book.schema != suite.schema:
        reads = read_situations(book.schema, [each.situation for each in suite.examples], suite.file)
    for choice, pairs in suite.plan.items():
        # A variant of the book may not have them any more.
        unknown = unknown_readings(book, dict(choice))
        model = Checked[Model](None, unknown) if unknown else compiler(book, dict(choice))
        asked = tuple(dict.fromkeys(number for number, _ in pairs))
        places = {number: place for place, number in enumerate(asked)}
        if model.value is None:
            yield Run(pairs, None, model.diagnostics, places)
        else:
            judged = judge(book, model.value, [reads[number] for number in asked])
            yield Run(pairs, judged, model.diagnostics, places)


def failures(suite: Suite, book: RuleBook, compiler: Compiler = compile_book) -> Iterator[Failure]:
    """The claims that do not hold under the rules of ``book``, choice by choice."""
    for run in runs(suite, book, compiler):
        if run.judged is None:
            yield from _not_compiled(suite, run.pairs, run.findings)
            continue
        for number, place in run.pairs:
            yield from _failed(suite.examples[number], place, run.judged, run.places[number])


def passes(suite: Suite, book: RuleBook, compiler: Compiler = compile_book) -> bool:
    """Whether every claim holds under the rules of ``book``; stops at the first that does not."""
    return next(failures(suite, book, compiler), None) is None


def _not_compiled(
    suite: Suite, pairs: Sequence[tuple[int, int]], findings: tuple[Diagnostic, ...]
) -> Iterator[Failure]:
    said = "；".join(dict.fromkeys(finding.message for finding in findings))
    for number, place in pairs:
        example = suite.examples[number]
        expectation = example.expectations[place]
        for claim in expectation.claims:
            yield Failure(example, expectation, claim, Actual(False, f"规则算不出来：{said}"), None, 0)


def _failed(example: Example, place: int, judged: Judged, situation: int) -> Iterator[Failure]:
    expectation = example.expectations[place]
    refused = judged.refusals[situation]
    for claim in expectation.claims:
        if refused or isinstance(claim, ClaimedRefusal):
            actual = _refusal(claim, refused)
        else:
            actual = actual_of(claim, judged, situation)
        if not actual.holds:
            yield Failure(example, expectation, claim, actual, judged, situation)
            if refused or isinstance(claim, ClaimedRefusal):
                return


def _refusal(claim: Claim, refused: tuple[Diagnostic, ...]) -> Actual:
    """Facts are turned down: every finding has to be of the kind that the example names."""
    said = "；".join(dict.fromkeys(finding.message for finding in refused))
    if not isinstance(claim, ClaimedRefusal):
        return Actual(False, f"拒绝：{said}")
    if not refused:
        return Actual(False, "没有拒绝")
    holds = all(claim.reason in finding.message for finding in refused)
    return Actual(holds, f"拒绝：{said}")
