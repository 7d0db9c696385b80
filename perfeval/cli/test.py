"""``perfeval test``: do the examples of a rule book come out as they say?"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from perfeval import api
from perfeval.cli.output import say, say_findings, say_json
from perfeval.cli.words import Command, Parser, take_format, take_rules
from perfeval.diagnostics.diagnostic import Checked, has_errors
from perfeval.diagnostics.to_json import diagnostic_to_json
from perfeval.examples.suite import Failure, failures

if TYPE_CHECKING:
    from perfeval.examples.coverage import Coverage


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
    approved = api.check_approved(words.rules)
    if words.format == "json":
        _say_json(failed, len(suite.examples), coverage, approved)
    else:
        _say_text(failed, len(suite.examples), coverage, approved)
    incomplete = coverage is not None and not coverage.complete
    return 1 if failed or incomplete or approved.diagnostics else 0


def _say_text(
    failed: Sequence[Failure], examples: int, coverage: Coverage | None, approved: Checked[Path]
) -> None:
    from perfeval.examples.to_text import coverage_to_text, failures_to_text

    say(failures_to_text(failed, examples))
    if coverage is not None:
        say("\n" + coverage_to_text(coverage))
    if approved.value is not None:
        say(f"影响和审定的一致（{approved.value.name}）。")
    elif approved.diagnostics:
        say("影响和审定的对不上。")
    say_findings(approved.diagnostics, "text")


def _say_json(
    failed: Sequence[Failure], examples: int, coverage: Coverage | None, approved: Checked[Path]
) -> None:
    from perfeval.examples.to_json import coverage_to_json, failures_to_json

    say_json(
        {
            **failures_to_json(failed, examples),
            "coverage": None if coverage is None else coverage_to_json(coverage),
            "approved": None if approved.value is None and not approved.diagnostics else approved.ok,
            "diagnostics": [diagnostic_to_json(finding) for finding in approved.diagnostics],
        }
    )


COMMAND = Command("test", "运行规则书里的例，核对审定过的影响", _arguments, _run)
