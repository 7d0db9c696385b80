"""``perfeval readings``: whose grade, rank or money depends on which reading."""

from __future__ import annotations

import argparse

from perfeval import api
from perfeval.cli.output import deliver, json_text, say_findings
from perfeval.cli.words import Command, Parser, take_format, take_ledgers, take_out, take_rules, whole_number
from perfeval.sensitivity.from_facts import LIMIT
from perfeval.sensitivity.study import Study


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
    take_format(parser)
    take_out(parser)


def _run(words: argparse.Namespace) -> int:
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


COMMAND = Command("readings", "看哪些单位的等次、名次、金额取决于口径怎样选", _arguments, _run)
