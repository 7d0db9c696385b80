"""``perfeval mutate``: would the examples notice a slip in the rules?"""

from __future__ import annotations

import argparse
import sys

from perfeval import api
from perfeval.cli.output import say, say_findings, say_json
from perfeval.cli.words import Command, Parser, take_format, take_rules, whole_number
from perfeval.mutation.report import LIMIT

_EVERY = 20


def _arguments(parser: Parser) -> None:
    take_rules(parser)
    parser.add_argument("--suggest", action="store_true", help="写出缺的例，可以直接放进规则书")
    about = f"例没有发现的，最多求证这么多个是不是同义（默认 {LIMIT}）"
    parser.add_argument("--limit", type=whole_number, default=LIMIT, metavar="数", help=about)
    take_format(parser)


def _run(words: argparse.Namespace) -> int:
    report = api.mutate(words.rules, limit=words.limit, suggest=words.suggest, progress=_progress)
    if report.value is None:
        say_findings(report.diagnostics, words.format)
        return 1
    if words.format == "json":
        from perfeval.mutation.to_json import report_to_json

        say_json(report_to_json(report.value))
    else:
        from perfeval.mutation.to_text import report_to_text

        say(report_to_text(report.value))
    return 1 if report.value.survived else 0


def _progress(done: int, of: int) -> None:
    """How far it is, on a terminal only."""
    if sys.stderr.isatty() and (done % _EVERY == 0 or done == of):
        sys.stderr.write(f"\r用例试改写 {done}/{of}" + ("\n" if done == of else ""))
        sys.stderr.flush()


COMMAND = Command("mutate", "把规则逐句写错一处，看例能不能发现", _arguments, _run)
