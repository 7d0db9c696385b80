"""``perfeval diff``: what a new version of a rule book changes, for whom, and by which edits."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from perfeval import api
from perfeval.cli.output import deliver, json_text, say, say_findings
from perfeval.cli.words import Command, Parser, take_format, take_out, take_readings
from perfeval.diagnostics.diagnostic import has_errors

if TYPE_CHECKING:
    from perfeval.diff.comparison import Comparison

_CANNOT = 2


def _arguments(parser: Parser) -> None:
    parser.add_argument("old", type=Path, metavar="旧规则书", help="含 book.jx 的文件夹，或 .jx 文件")
    parser.add_argument("new", type=Path, metavar="新规则书", help="同上；和旧的比较")
    parser.add_argument("--facts", type=Path, metavar="台账", help="放台账的文件夹：算出谁受影响、因哪处修改")
    take_readings(parser)
    parser.add_argument(
        "--approve",
        action="store_true",
        help="把影响写成新规则书旁边的“影响.txt”，以后 perfeval test 与它核对",
    )
    take_format(parser)
    take_out(parser)


def _run(words: argparse.Namespace) -> int:
    readings = dict(words.reading)
    if words.approve and words.facts is None:
        raise api.UnreadableError("审定影响要有台账：加上 --facts 台账")
    # What is approved must not depend on whether a solver is installed.
    compared = api.compare(words.old, words.new, words.facts, readings, prove=not words.approve)
    if compared.value is None or has_errors(compared.diagnostics):
        say_findings(compared.diagnostics, words.format)
        return _CANNOT
    say_findings(compared.diagnostics, "text")
    if words.approve:
        file = api.approve(compared.value, words.old, words.new, words.facts, readings)
        if words.format == "text":
            say(f"已写成“{file}”。请审阅，再和规则书一起保存。\n")
    deliver(_shown(compared.value, words), words.out)
    return 1 if compared.value.changes_anything else 0


def _shown(comparison: Comparison, words: argparse.Namespace) -> str:
    if words.format == "json":
        from perfeval.diff.to_json import comparison_to_json

        return json_text(comparison_to_json(comparison))
    from perfeval.diff.to_text import comparison_to_text

    return comparison_to_text(comparison, (str(words.old), str(words.new)))


COMMAND = Command("diff", "比较两本规则书：改了什么，谁受影响，因哪处修改", _arguments, _run)
