"""``perfeval readings``: whose grade, rank or money depends on which reading."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from perfeval import api
from perfeval.cli.output import deliver, deliver_with_findings, json_text, say_findings
from perfeval.cli.words import (
    Command,
    Parser,
    take_format,
    take_ledgers,
    take_out,
    take_populations,
    take_rules,
    whole_number,
)
from perfeval.folders import is_for_populations
from perfeval.sensitivity.from_facts import LIMIT
from perfeval.sensitivity.study import Study

if TYPE_CHECKING:
    from perfeval.populations.evaluation import Evaluation
    from perfeval.populations.studied import Studied


def _arguments(parser: Parser) -> None:
    take_rules(parser)
    take_ledgers(parser)
    parser.add_argument(
        "--limit",
        type=whole_number,
        default=LIMIT,
        metavar="数",
        help=f"组合不超过这么多就全部试过，超过的只试单独换一个和同时换两个的（默认 {LIMIT}）",
    )
    take_populations(parser)
    parser.add_argument(
        "--engine",
        choices=("auto", "python", "vectors"),
        default="auto",
        help="由谁来算：auto（默认，按单位多少选）、python、vectors（要装 numpy）；结果都一样",
    )
    take_format(parser)
    take_out(parser)


def _run(words: argparse.Namespace) -> int:
    if is_for_populations(words.facts, words.population, words.engine):
        return _run_populations(words)
    study = api.readings(words.rules, words.facts, words.limit)
    if study.value is None:
        say_findings(study.diagnostics, words.format)
        return 1
    deliver(_shown(study.value, words.format), words.out)
    return 1 if study.value.failures else 0


def _shown(study: Study, form: str) -> str:
    if form == "json":
        from perfeval.sensitivity.to_json import study_to_json

        return json_text(study_to_json(study))
    from perfeval.sensitivity.to_text import study_to_text

    return study_to_text(study)


# ---------------------------------------------------------------- populations


def _run_populations(words: argparse.Namespace) -> int:
    from perfeval.populations.studied import studied

    made = api.evaluate_populations(words.rules, words.facts, words.population, {}, words.engine)
    if made.value is None:
        say_findings(made.diagnostics, words.format)
        return 1
    failed = False

    def watched() -> Iterator[Studied]:
        nonlocal failed
        for each in studied(evaluation, words.limit):
            failed = failed or bool(each.study.failures)
            yield each

    evaluation = made.value
    pieces = _pieces(evaluation, watched(), words.format)
    wrong = deliver_with_findings(
        pieces, lambda: (*made.diagnostics, *evaluation.findings()), words.format, words.out
    )
    return 1 if failed or wrong else 0


def _pieces(evaluation: Evaluation, studies: Iterator[Studied], form: str) -> Iterator[str]:
    """The studies as pieces of text; none where there are no studies."""
    if not evaluation.names:
        for each in studies:
            yield _shown(each.study, form)
    elif form == "text":
        from perfeval.populations.studied_to_text import studies_to_text

        yield from studies_to_text(evaluation.names, studies)
    else:
        from perfeval.populations.studied_to_json import studies_to_json

        first = next(studies, None)
        if first is not None:
            yield json_text(studies_to_json(evaluation, chain([first], studies)))


COMMAND = Command("readings", "看哪些单位的等次、名次、金额取决于口径怎样选", _arguments, _run)
