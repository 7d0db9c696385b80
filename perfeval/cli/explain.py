"""``perfeval explain``: why a unit got its grade, clause by clause; or all units, each on a line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from perfeval import api
from perfeval.cli.output import deliver, deliver_lines, json_text, say_findings
from perfeval.cli.words import (
    Command,
    Parser,
    decisions,
    take_day,
    take_format,
    take_out,
    take_readings,
    take_rules,
)
from perfeval.diagnostics.diagnostic import Checked, has_errors
from perfeval.explain.account import Account

if TYPE_CHECKING:
    # One account of one unit does without them.
    from perfeval.populations.explained import Accounts, Asked

_FORMATS = ("text", "json", "jsonl")


def _arguments(parser: Parser) -> None:
    take_rules(parser)
    parser.add_argument("facts", metavar="台账", nargs="?", help="放台账的文件夹；有 --stored 时不写")
    parser.add_argument("unit", metavar="单位", nargs="?", help="单位的名称；有 --all 时不写")
    parser.add_argument("--all", action="store_true", help="所有单位，每个单位一行（--format jsonl）")
    about = "不用台账，读 eval --format parquet --out 存好的结果"
    parser.add_argument("--stored", type=Path, metavar="结果文件夹", help=about)
    about = "台账里区分群体（辖区、年份等）的一栏，写了值就只要那个群体；可写多次"
    parser.add_argument("--population", action="append", default=[], metavar="栏名[=值]", help=about)
    take_readings(parser)
    take_day(parser)
    take_format(parser, _FORMATS)
    take_out(parser)


def _run(words: argparse.Namespace) -> int:
    if words.stored is not None:
        # What stands behind the rule book is the unit: there are no ledgers.
        if words.unit is not None or words.reading:
            more = "--reading（存好的结果已经定了口径）" if words.reading else f"台账“{words.facts}”"
            raise api.UnreadableError(f"有 --stored 时不能再写{more}")
        words.facts, words.unit = None, words.facts
    elif words.facts is None:
        raise api.UnreadableError("缺少：台账（放台账的文件夹），或者 --stored 结果文件夹")
    if (words.unit is None) != words.all:
        raise api.UnreadableError("要么写一个单位的名称，要么写 --all")
    if words.all and words.format != "jsonl":
        raise api.UnreadableError("--all 要和 --format jsonl 一起写")
    if words.stored is None and not words.population and words.format != "jsonl":
        made = api.explain(words.rules, words.facts, words.unit, dict(words.reading), decisions(words))
        return _deliver_one(made, words, {})
    return _run_many(words)


def _deliver_one(made: Checked[Account], words: argparse.Namespace, population: dict[str, str]) -> int:
    if made.value is None:
        say_findings(made.diagnostics, words.format)
        return 1
    deliver(_shown(made.value, words.format, population), words.out)
    return 0


def _shown(account: Account, form: str, population: dict[str, str]) -> str:
    if form == "json":
        from perfeval.explain.to_json import account_to_json

        data = account_to_json(account)
        if population:
            data = {"version": data.pop("version"), "population": population, **data}
        return json_text(data)
    from perfeval.explain.to_text import account_to_text

    told = "、".join(f"{name}“{value}”" for name, value in population.items())
    return f"{told}\n{account_to_text(account)}" if told else account_to_text(account)


# ---------------------------------------------------------------- stored results, many populations


def _run_many(words: argparse.Namespace) -> int:
    """Accounts of populations, or read from stored results."""
    from perfeval.populations.explained import Asked

    pairs = [text.replace("＝", "=").partition("=") for text in words.population]
    asked = Asked(words.unit, {name: value for name, mark, value in pairs if mark})
    made = _accounts(words, [name for name, _, _ in pairs], asked)
    accounts = made.value
    if accounts is None:
        say_findings(made.diagnostics, words.format)
        return 1
    several = accounts.several()
    if several is not None and words.format != "jsonl":
        say_findings((several,), words.format)
        return 1
    if words.format == "jsonl":
        lines = accounts.lines(decisions(words))
        first = next(lines, None)
        if first is not None:
            deliver_lines(chain([first], lines), words.out)
        told = first is not None
    else:
        told = _deliver_first(accounts, words)
    found = (*made.diagnostics, *accounts.findings(told=told))
    if not has_errors(found):
        return 0
    say_findings(found, "text" if told else words.format)
    return 1


def _accounts(words: argparse.Namespace, names: Sequence[str], asked: Asked) -> Checked[Accounts]:
    if words.stored is not None:
        return api.stored_accounts(words.rules, words.stored, asked)
    from perfeval.populations.explained import accounts_of, asked_results

    engine = "python" if asked.values else "auto"
    made = api.evaluate_populations(words.rules, words.facts, names, dict(words.reading), engine)
    if made.value is None:
        return Checked(None, made.diagnostics)
    evaluation = made.value
    results = asked_results(evaluation, asked)
    found = accounts_of(evaluation.names, evaluation.source.keys, results, asked, evaluation.findings)
    return Checked(found.value, (*made.diagnostics, *found.diagnostics))


def _deliver_first(accounts: Accounts, words: argparse.Namespace) -> bool:
    """The account in the one population that is asked for; whether there is any."""
    from perfeval.explain.from_outcome import explain

    for result, unit in accounts.found():
        account = explain(result.outcome, unit, decisions(words))
        population = dict(zip(accounts.names, result.key, strict=True))
        deliver(_shown(account, words.format, population), words.out)
        return True
    return False


COMMAND = Command("explain", "逐条说明一个单位的得分和等次", _arguments, _run)
