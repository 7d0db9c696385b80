"""``perfeval eval --engine postgres`` and ``--engine spark``: the plan is run where the data is."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from perfeval import api, pipeline
from perfeval.cli.output import complain, say, say_findings
from perfeval.diagnostics.diagnostic import Diagnostic, has_errors
from perfeval.rulebook.book import RuleBook
from perfeval.tables.model import Model


def run_elsewhere(words: argparse.Namespace) -> int:
    """Evaluate in place; what was written where is said, results are not shown."""
    book = api.load(words.rules)
    model = None if book.value is None else pipeline.compile_tables(book.value, dict(words.reading))
    if book.value is None or model is None or model.value is None:
        say_findings(book.diagnostics if model is None else model.diagnostics, "text")
        return 1
    return ENGINES[words.engine](words, book.value, model.value)


def _in_postgres(words: argparse.Namespace, book: RuleBook, model: Model) -> int:
    from perfeval.sql.postgres import run_in_place

    if words.address is None:
        raise api.UnreadableError("要写明数据库：加上 --address，如 --address postgresql://用户@主机/库名")
    if words.population:
        complain("在数据库里，群体由各表的 _population 一栏区分，不用写 --population。")
        return 2
    prefix = {} if words.out is None else {"prefix": words.out}
    made = run_in_place(book, model, words.address, words.facts, **prefix)
    if made.value is not None:
        say("\n".join(f"已写表“{table}”，{rows}行" for _, table, rows in made.value.tables))
        if made.value.wrong:
            say(f"有{made.value.wrong}个群体评不出来，它们在结果表里的“问题”一栏不是空的")
    return _told(made.diagnostics, failed=made.value is None or bool(made.value.wrong))


def _on_spark(words: argparse.Namespace, book: RuleBook, model: Model) -> int:
    from perfeval.sql.spark import evaluate_on_spark

    if words.out is None:
        raise api.UnreadableError("要写明结果放在哪里：加上 --out，如 --out hdfs:///评估/结果")
    made = evaluate_on_spark(book, model, words.facts, words.out, words.population, words.address)
    if made.value is not None:
        run = made.value
        say(f"评了{run.populations}个群体，其中{run.without}个没有结果；结果在 {words.out}")
    return _told(made.diagnostics, failed=made.value is None)


def _told(found: tuple[Diagnostic, ...], *, failed: bool) -> int:
    say_findings(found, "text")
    return 1 if failed or has_errors(found) else 0


ENGINES: dict[str, Callable[[argparse.Namespace, RuleBook, Model], int]] = {
    "postgres": _in_postgres,
    "spark": _on_spark,
}
