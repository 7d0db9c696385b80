"""``perfeval table``: the decision tables and steps of a rule book, all in a list or one by name."""

from __future__ import annotations

import argparse

from perfeval import api, pipeline
from perfeval.cli.output import say, say_findings, say_json
from perfeval.cli.words import Command, Parser, take_format, take_readings, take_rules
from perfeval.tables.phrases_flow import Chart, Found, chart_of, find

_FORMATS = ("text", "json", "markdown")


def _arguments(parser: Parser) -> None:
    take_rules(parser)
    parser.add_argument(
        "name", metavar="名称", nargs="?", help="决策表、步骤或条款的名称，或列表里的序号；不写就列出全部"
    )
    take_readings(parser)
    take_format(parser, _FORMATS)


def _run(words: argparse.Namespace) -> int:
    book = api.load(words.rules)
    if book.value is None:
        say_findings(book.diagnostics, words.format)
        return 1
    model = pipeline.compile_tables(book.value, dict(words.reading))
    if model.value is None:
        say_findings(model.diagnostics, words.format)
        return 1
    chart = chart_of(book.value, model.value)
    found = None if words.name is None else find(chart, words.name)
    if found is not None and found.value is None:
        say_findings(found.diagnostics, words.format)
        return 1
    _say(chart, None if found is None else found.value, words.format)
    return 0


def _say(chart: Chart, found: Found | None, form: str) -> None:
    """The pages of what was found, or for None the list of all."""
    if form == "json":
        from perfeval.tables.to_json import tables_to_json

        say_json(tables_to_json(chart, found))
        return
    from perfeval.tables import to_text

    if form == "markdown":
        say(to_text.list_to_markdown(chart) if found is None else to_text.found_to_markdown(chart, found))
    else:
        say(to_text.list_to_text(chart) if found is None else to_text.found_to_text(chart, found))


COMMAND = Command("table", "列出决策表和步骤，或说明其中一个", _arguments, _run)
