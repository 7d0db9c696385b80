"""The 2013 plan on its ordinary case: cold commands, and the passes one by one when warm."""

from __future__ import annotations

from benchmarks.clock import ROOT, of_call, of_process
from perfeval import api, pipeline
from perfeval.evaluate.records import records_of
from perfeval.evaluate.run import run
from perfeval.explain.from_outcome import explain
from perfeval.ledger.read import read_facts
from perfeval.source.text import SourceText
from perfeval.syntax.parse import parse
from perfeval.tables.from_rulebook import compile_book

RULES = ROOT / "rules" / "heshan-2013"
FACTS = RULES / "facts"


def cold() -> None:
    """Whole processes against a Python that does nothing."""
    rules, facts = str(RULES), str(FACTS)
    bare = of_process(["-c", "pass"])
    print(f"processor time of whole processes, median of 9\n  python -c pass       {bare:7.1f} ms")
    for name, words in (
        ("eval", ["eval", rules, facts]),
        ("eval --format json", ["eval", rules, facts, "--format", "json"]),
        ("explain", ["explain", rules, facts, "兰溪镇"]),
        ("check", ["check", rules]),
    ):
        took = of_process(["-m", "perfeval", *words])
        print(f"  {name:20} {took:7.1f} ms   {took - bare:+7.1f} ms   {took / bare:5.1f} x bare")


def warm() -> None:
    """Each pass in a process that has done it before, as ratios to the evaluation."""
    content = (RULES / "book.jx").read_bytes()
    files = {"source.txt": (RULES / "source.txt").read_bytes()}
    ledgers = {file.name: file.read_bytes() for file in sorted(FACTS.iterdir())}
    book = api.load(RULES).value
    assert book is not None
    model, read = compile_book(book, {}).value, read_facts(ledgers, book.schema).value
    assert model is not None and read is not None
    outcome = run(book, model, read).value
    assert outcome is not None
    passes = (
        ("evaluate 106 units, with traces", lambda: run(book, model, read)),
        ("records", lambda: records_of(outcome)),
        ("explain one unit", lambda: explain(outcome, 1)),
        ("read the ledgers", lambda: read_facts(ledgers, book.schema)),
        ("compile the tables", lambda: compile_book(book, {})),
        ("parse book.jx", lambda: parse(SourceText("book.jx", content.decode("utf-8")))),
        ("parse, bind, verify quotes", lambda: pipeline.read_book("book.jx", content, files)),
    )
    print("\nprocessor time of single passes when warm, median of 31")
    first = 0.0
    for name, call in passes:
        took = of_call(call)
        first = first or took
        print(f"  {name:34} {took:7.2f} ms   {took / first:6.2f} x evaluation")


def report() -> None:
    """Both."""
    cold()
    warm()


if __name__ == "__main__":
    report()
