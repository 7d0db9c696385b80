"""``perfeval demo``: the 2013 plan on its example ledgers, then one unit explained."""

from __future__ import annotations

import argparse
from pathlib import Path

from perfeval import api
from perfeval.cli.output import say, say_findings
from perfeval.cli.words import Command, Parser
from perfeval.evaluate.to_text import outcome_to_text
from perfeval.explain.to_text import account_to_text

UNIT = "兰溪镇"


def _arguments(parser: Parser) -> None:
    """No arguments."""


def rules_folder() -> Path:
    """Where the rule books are: in the package when installed, beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    beside = package.parent / "rules"
    return beside if beside.is_dir() else package / "_rules"


def _run(words: argparse.Namespace) -> int:
    rules = rules_folder() / "heshan-2013"
    outcome = api.evaluate(rules, rules / "facts")
    if outcome.value is None:
        say_findings(outcome.diagnostics, "text")
        return 1
    say(outcome_to_text(outcome.value))
    account = api.account_of(outcome.value, UNIT)
    assert account.value is not None
    say(f"\n以{UNIT}为例，逐条说明：\n\n{account_to_text(account.value)}")
    say("\n接着试试：\n  perfeval explain rules/heshan-2013 rules/heshan-2013/facts 区财政局")
    return 0


COMMAND = Command("demo", "演示：评出2013年的全部单位，并逐条说明一个单位", _arguments, _run)
