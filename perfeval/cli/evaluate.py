"""``perfeval eval``: every unit's points, total, rank, grade, money and measures."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from perfeval import api
from perfeval.cli.output import deliver, deliver_with_findings, json_text, say_findings
from perfeval.cli.words import (
    Command,
    Parser,
    decisions,
    take_day,
    take_format,
    take_populations,
    take_readings,
    take_rules,
)
from perfeval.diagnostics.diagnostic import Diagnostic, has_errors
from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.readings import Decisions
from perfeval.folders import is_for_populations

if TYPE_CHECKING:
    from perfeval.populations.evaluation import Evaluation

_FORMATS = ("text", "json", "csv", "parquet")
_ENGINES = ("auto", "python", "vectors", "duckdb")
# These take and leave the data where it is.
_ELSEWHERE = ("postgres", "spark")


def _arguments(parser: Parser) -> None:
    take_rules(parser)
    about = "放台账（CSV 文件）的文件夹；--engine postgres 时写模式名，spark 时写地址"
    parser.add_argument("facts", metavar="台账", help=about)
    take_readings(parser)
    take_day(parser)
    take_populations(parser)
    about = (
        "由谁来算：auto（默认，按单位多少选）、python、vectors（要装 numpy）、duckdb（要装 duckdb）；"
        "postgres、spark：在数据库、集群里算，数据留在那里；结果都一样"
    )
    parser.add_argument("--engine", choices=(*_ENGINES, *_ELSEWHERE), default=_ENGINES[0], help=about)
    about = "--engine postgres、spark 时，数据库或集群的地址"
    parser.add_argument("--address", metavar="地址", help=about)
    take_format(parser, _FORMATS)
    parser.add_argument("--progress", action="store_true", help="存 Parquet 时总是显示进度")
    about = "写到文件里，不显示；--format parquet 写到文件夹里，中断了再运行就接着算"
    parser.add_argument("--out", metavar="文件", help=about)


def _run(words: argparse.Namespace) -> int:
    if words.engine in _ELSEWHERE:
        from perfeval.cli.evaluate_elsewhere import run_elsewhere

        return run_elsewhere(words)
    if words.address is not None:
        raise api.UnreadableError("--address 只和 --engine postgres、--engine spark 一起用")
    words.facts = Path(words.facts)
    words.out = None if words.out is None else Path(words.out)
    if words.format == "parquet":
        return _store(words)
    if is_for_populations(words.facts, words.population, words.engine):
        return _run_populations(words)
    outcome = api.evaluate(words.rules, words.facts, dict(words.reading))
    if outcome.value is None or has_errors(outcome.diagnostics):
        say_findings(outcome.diagnostics, words.format)
        return 1
    deliver(_shown(outcome.value, words.format, decisions(words)), words.out, _encoding(words))
    if outcome.diagnostics:
        # Warnings change no result; they go beside it, whatever its form.
        say_findings(outcome.diagnostics, "text")
    return 0


def _encoding(words: argparse.Namespace) -> str:
    # Excel takes a CSV file for UTF-8 only if it begins with the mark.
    return "utf-8-sig" if words.format == "csv" else "utf-8"


def _shown(outcome: Outcome, form: str, decided: Decisions) -> str:
    if form == "json":
        from perfeval.evaluate.to_json import outcome_to_json

        return json_text(outcome_to_json(outcome, decided))
    from perfeval.evaluate import to_text

    return to_text.outcome_to_csv(outcome) if form == "csv" else to_text.outcome_to_text(outcome, decided)


# ---------------------------------------------------------------- populations


def _run_populations(words: argparse.Namespace) -> int:
    made = api.evaluate_populations(
        words.rules, words.facts, words.population, dict(words.reading), words.engine
    )
    if made.value is None:
        say_findings(made.diagnostics, words.format)
        return 1
    evaluation = made.value
    pieces = _pieces(evaluation, words.format, decisions(words))

    def found() -> tuple[Diagnostic, ...]:
        return (*made.diagnostics, *evaluation.findings())

    return 1 if deliver_with_findings(pieces, found, words.format, words.out, _encoding(words)) else 0


def _pieces(evaluation: Evaluation, form: str, decided: Decisions) -> Iterator[str]:
    """The results as pieces of text; none where nobody has any."""
    from perfeval.populations import to_text
    from perfeval.populations.to_json import evaluation_to_json

    if not evaluation.names:
        for result in evaluation:
            yield _shown(result.outcome, form, decided)
        return
    if form == "csv":
        yield from to_text.results_to_csv(evaluation.names, evaluation)
    elif form == "text":
        book, model = evaluation.book, evaluation.model
        yield from to_text.results_to_text(book, model, evaluation.names, evaluation, decided)
    else:
        results = iter(evaluation)
        first = next(results, None)
        if first is not None:
            yield json_text(evaluation_to_json(evaluation, chain([first], results), decided))


def _store(words: argparse.Namespace) -> int:
    """Results and traces into a folder; standard output has nothing, unless it be findings."""
    from perfeval.populations.progress import shown_progress

    if words.out is None:
        raise api.UnreadableError("存成 Parquet 要写明文件夹：加上 --out 文件夹")
    if words.engine not in ("auto", "vectors"):
        raise api.UnreadableError("存成 Parquet 只能由 vectors 来算：去掉 --engine，或写 --engine vectors")
    with shown_progress(words.progress or None) as progress:
        stored = api.store_populations(
            words.rules, words.facts, words.population, words.out, dict(words.reading), progress
        )
    say_findings(stored.diagnostics, "text")
    return 1 if stored.value is None or has_errors(stored.diagnostics) else 0


COMMAND = Command("eval", "按台账评出各单位的得分、名次、等次、奖金和处理", _arguments, _run)
