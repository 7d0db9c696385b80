"""``perfeval check``: is the rule book in order?"""

from __future__ import annotations

import argparse

from perfeval import api
from perfeval.cli.output import say, say_findings
from perfeval.cli.words import Command, Parser, take_format, take_rules
from perfeval.diagnostics.diagnostic import has_errors
from perfeval.rulebook.book import ClauseKind, Reading, RuleBook


def _arguments(parser: Parser) -> None:
    take_rules(parser)
    take_format(parser)


def _run(words: argparse.Namespace) -> int:
    checked = api.check(words.rules)
    if checked.diagnostics or words.format == "json":
        say_findings(checked.diagnostics, words.format)
    if words.format == "text" and checked.value is not None and not has_errors(checked.diagnostics):
        say(_summary(checked.value, len(checked.diagnostics)))
    return 1 if has_errors(checked.diagnostics) or checked.value is None else 0


def _summary(book: RuleBook, warnings: int) -> str:
    ledgers = "、".join(ledger.name for ledger in book.schema.ledgers)
    lines = [
        f"《{book.title}》" + (f"没有错误，有{warnings}处要核对。" if warnings else "没有发现问题。"),
        f"  单位{len(book.units)}个，类别{len(book.categories)}个，序列{len(book.series)}个",
        f"  条款{len(book.clauses)}条：{_kinds(book)}",
        f"  口径{len(book.readings)}个",
        *(f"    {reading.name}：{_options(reading)}" for reading in book.readings),
        f"  台账{len(book.schema.ledgers)}个：{ledgers}",
    ]
    noted = [clause for clause in book.clauses if clause.kind is ClauseKind.EXPLANATORY and clause.note]
    if noted:
        lines.append("请留意")
        lines.extend(f"  {clause.citation.shown}【{clause.name}】{clause.note}" for clause in noted)
    return "\n".join(lines)


def _kinds(book: RuleBook) -> str:
    counts = [(kind, sum(1 for clause in book.clauses if clause.kind is kind)) for kind in ClauseKind]
    return "，".join(f"{kind.value}{count}条" for kind, count in counts if count)


def _options(reading: Reading) -> str:
    names = [option.name for option in reading.options]
    return "、".join(f"{name}（采用）" if name == reading.default else name for name in names)


COMMAND = Command("check", "检查规则书有没有问题", _arguments, _run)
