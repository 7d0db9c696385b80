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
    parser.add_argument("--coverage", action="store_true", help="还要看例是否把每一行、每个条件都测到")
    take_format(parser)


def _run(words: argparse.Namespace) -> int:
    read = api.load_tested(words.rules)
    if read.value is None or has_errors(read.diagnostics):
        say_findings(read.diagnostics, words.format)
        return 1
    book, suite = read.value
    failed = tuple(failures(suite, book))
    coverage = api.examples_coverage(book, suite) if words.coverage else None
    if words.format == "json":
        from perfeval.examples.to_json import coverage_to_json, failures_to_json

        more = {} if coverage is None else {"coverage": coverage_to_json(coverage)}
        say_json({**failures_to_json(failed, len(suite.examples)), **more})
    else:
        from perfeval.examples.to_text import coverage_to_text, failures_to_text

        say(failures_to_text(failed, len(suite.examples)))
        if coverage is not None:
            say("\n" + coverage_to_text(coverage))
    return 1 if failed or (coverage is not None and not coverage.complete) else 0


COMMAND = Command("test", "运行规则书里的例，看结果和写的是否一致", _arguments, _run)
