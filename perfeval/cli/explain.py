"""``perfeval explain``: why a unit got its grade, clause by clause."""

from __future__ import annotations

import argparse

from perfeval import api
from perfeval.cli.output import deliver, json_text, say_findings
from perfeval.cli.words import Command, Parser, decisions, take_facts, take_format, take_out, take_rules
from perfeval.explain.account import Account


def _arguments(parser: Parser) -> None:
    take_rules(parser)
    take_facts(parser)
    parser.add_argument("unit", metavar="单位", help="单位的名称")
    take_format(parser)
    take_out(parser)


def _run(words: argparse.Namespace) -> int:
    account = api.explain(words.rules, words.facts, words.unit, dict(words.reading), decisions(words))
    if account.value is None:
        say_findings(account.diagnostics, words.format)
        return 1
    deliver(_shown(account.value, words.format), words.out)
    return 0


def _shown(account: Account, form: str) -> str:
    if form == "json":
        from perfeval.explain.to_json import account_to_json

        return json_text(account_to_json(account))
    from perfeval.explain.to_text import account_to_text

    return account_to_text(account)


COMMAND = Command("explain", "逐条说明一个单位的得分和等次", _arguments, _run)
