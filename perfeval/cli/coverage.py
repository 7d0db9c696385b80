"""``perfeval coverage``: is every character of the plan accounted for, and as what?"""

from __future__ import annotations

import argparse

from perfeval import api
from perfeval.cli.output import say, say_findings, say_json
from perfeval.cli.words import Command, Parser, take_format, take_rules


def _arguments(parser: Parser) -> None:
    take_rules(parser)
    take_format(parser)


def _run(words: argparse.Namespace) -> int:
    coverage = api.coverage(words.rules)
    if coverage.value is None:
        say_findings(coverage.diagnostics, words.format)
        return 1
    if words.format == "json":
        from perfeval.analysis.to_json import coverage_to_json

        say_json(coverage_to_json(coverage.value))
    else:
        from perfeval.analysis.to_text import coverage_to_text

        say(coverage_to_text(coverage.value))
    return 0 if coverage.value.accounted == coverage.value.characters else 1


COMMAND = Command("coverage", "查原文每一段话的交代：计算、说明、另行规定、酌情", _arguments, _run)
