"""``perfeval eval``: every unit's points, total, rank, grade, money and measures."""

from __future__ import annotations

import argparse

from perfeval import api
from perfeval.cli.output import deliver, json_text, say_findings
from perfeval.cli.words import Command, Parser, decisions, take_facts, take_format, take_out, take_rules
from perfeval.diagnostics.diagnostic import has_errors
from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.readings import Decisions

_FORMATS = ("text", "json", "csv")


def _arguments(parser: Parser) -> None:
    take_rules(parser)
    take_facts(parser)
    take_format(parser, _FORMATS)
    take_out(parser)


def _run(words: argparse.Namespace) -> int:
    outcome = api.evaluate(words.rules, words.facts, dict(words.reading))
    if outcome.value is None or has_errors(outcome.diagnostics):
        say_findings(outcome.diagnostics, words.format)
        return 1
    # Excel takes a CSV file for UTF-8 only if it begins with the mark.
    encoding = "utf-8-sig" if words.format == "csv" else "utf-8"
    deliver(_shown(outcome.value, words.format, decisions(words)), words.out, encoding)
    if outcome.diagnostics:
        # Warnings change no result; they go beside it, whatever its form.
        say_findings(outcome.diagnostics, "text")
    return 0


def _shown(outcome: Outcome, form: str, decided: Decisions) -> str:
    if form == "json":
        from perfeval.evaluate.to_json import outcome_to_json

        return json_text(outcome_to_json(outcome, decided))
    from perfeval.evaluate import to_text

    return to_text.outcome_to_csv(outcome) if form == "csv" else to_text.outcome_to_text(outcome, decided)


COMMAND = Command("eval", "按台账评出各单位的得分、名次、等次、奖金和处理", _arguments, _run)
