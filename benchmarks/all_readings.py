"""All combinations of readings of the 2013 book, together and (a sample of them) one by one."""

from __future__ import annotations

from itertools import product
from random import Random

from benchmarks.clock import ROOT, of_call, of_process
from perfeval import api
from perfeval.evaluate.many_models import ManyModels
from perfeval.evaluate.run import run
from perfeval.ledger.facts import Facts
from perfeval.ledger.read import read_facts
from perfeval.rulebook.book import RuleBook
from perfeval.sensitivity.from_facts import LIMIT, study
from perfeval.tables.from_rulebook import compile_book
from perfeval.tables.many_readings import ManyReadings
from perfeval.tables.model import Model

RULES = ROOT / "rules" / "heshan-2013"
CASES = {"ordinary": RULES / "facts", "edge": ROOT / "tests" / "heshan" / "cases" / "edge" / "facts"}
SAMPLE = 50
DISTRICTS = 40


def report() -> None:
    """For each case: compiling and evaluating, the whole study, and the whole command; then districts."""
    book = api.load(RULES).value
    assert book is not None
    names = [reading.name for reading in book.readings]
    options = ([option.name for option in reading.options] for reading in book.readings)
    combinations = [dict(zip(names, chosen, strict=True)) for chosen in product(*options)]
    for case, folder in CASES.items():
        print(f"\n{len(combinations)} combinations of readings, {case} case, processor time")
        facts = read_facts({file.name: file.read_bytes() for file in folder.iterdir()}, book.schema).value
        assert facts is not None
        _passes(book, facts, combinations)
        took = of_process(["-m", "perfeval", "readings", str(RULES), str(folder)], 3)
        print(f"  {'perfeval readings':22} {took:8.1f} ms")
    _districts(book)


def _districts(book: RuleBook) -> None:
    """Districts with random facts, each studied alone by the reference, and all at once over arrays."""
    # These load NumPy, which the rest does without.
    from benchmarks.field.plan_facts import facts_of, ledgers
    from benchmarks.field.plan_vectors import frames_of_arrow
    from perfeval.sensitivity.from_frames import study_frames

    tables = ledgers(0, DISTRICTS)
    frames, alone = frames_of_arrow(tables, DISTRICTS), [facts_of(tables, each) for each in range(2)]
    print(f"\n{DISTRICTS} districts of 106 units with random facts, processor time")
    for name, count, call in (
        ("by the reference", len(alone), lambda: [study(book, each) for each in alone]),
        ("over arrays", DISTRICTS, lambda: study_frames(ManyReadings(book), frames, LIMIT)),
    ):
        took = of_call(call, 1)
        print(f"  {name:22} {took:8.1f} ms for {count:5}   {took / count:6.1f} ms each")


def _passes(book: RuleBook, facts: Facts, combinations: list[dict[str, str]]) -> None:
    """What is shared grows with use, so it is made anew for each call."""
    sample = Random(1).sample(combinations, SAMPLE)
    alone = [model for each in sample if (model := compile_book(book, each).value) is not None]
    compiler = ManyReadings(book)
    together = [model for each in combinations if (model := compiler.model(each).value) is not None]
    passes = (
        ("compile, one by one", len(sample), lambda: [compile_book(book, each) for each in sample]),
        ("compile, shared", len(combinations), lambda: _compile(ManyReadings(book), combinations)),
        ("evaluate, one by one", len(alone), lambda: [run(book, model, facts) for model in alone]),
        ("evaluate, shared", len(together), lambda: _evaluate(ManyModels(book, facts), together)),
        ("the whole study", len(combinations), lambda: study(book, facts)),
    )
    for name, count, call in passes:
        took = of_call(call, 3)
        print(f"  {name:22} {took:8.1f} ms for {count:5}   {took / count:6.3f} ms each")


def _compile(many: ManyReadings, combinations: list[dict[str, str]]) -> None:
    for each in combinations:
        many.model(each)


def _evaluate(many: ManyModels, models: list[Model]) -> None:
    for model in models:
        many.run(model)


if __name__ == "__main__":
    report()
