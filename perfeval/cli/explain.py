"""``perfeval explain``: why a unit got its grade, clause by clause."""

from __future__ import annotations

import argparse

from perfeval import api
from perfeval.cli.output import say, say_findings, say_json
from perfeval.cli.words import Command, Parser, take_facts, take_format, take_rules


def _arguments(parser: Parser) -> None:
    take_rules(parser)
    take_facts(parser)
    parser.add_argument("unit", metavar="单位", help="单位的名称")
    take_format(parser)


def _run(words: argparse.Namespace) -> int:
    account = api.explain(words.rules, words.facts, words.unit, dict(words.reading))
    if account.value is None:
        say_findings(account.diagnostics, words.format)
        return 1
    if words.format == "json":
        from perfeval.explain.to_json import account_to_json

        say_json(account_to_json(account.value))
    else:
        from perfeval.explain.to_text import account_to_text

        say(account_to_text(account.value))
    return 0


COMMAND = Command("explain", "逐条说明一个单位的得分和等次", _arguments, _run)
