"""``perfeval test``: do the examples of a rule book come out as they say?"""

from __future__ import annotations

import argparse

from perfeval import api
from perfeval.cli.output import say, say_findings, say_json
from perfeval.cli.words import Command, Parser, take_format, take_rules
from perfeval.diagnostics.diagnostic import has_errors
from perfeval.examples.suite import failures


def _arguments(parser: Parser) -> None:
    take_rules(parser)
    take_format(parser)


def _run(words: argparse.Namespace) -> int:
    read = api.load_tested(words.rules)
    if read.value is None or has_errors(read.diagnostics):
        say_findings(read.diagnostics, words.format)
        return 1
    book, suite = read.value
    failed = tuple(failures(suite, book))
    if words.format == "json":
        from perfeval.examples.to_json import failures_to_json

        say_json(failures_to_json(failed, len(suite.examples)))
    else:
        from perfeval.examples.to_text import failures_to_text

        say(failures_to_text(failed, len(suite.examples)))
    return 1 if failed else 0


COMMAND = Command("test", "运行规则书里的例，看结果和写的是否一致", _arguments, _run)
