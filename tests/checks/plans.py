"""Books whose plan is just what they quote, to see what checks say about words of the plan."""

from __future__ import annotations

import re
from hashlib import sha256

from perfeval import pipeline
from perfeval.checks.answers import Settled
from perfeval.checks.blocks import rules_of
from perfeval.checks.check import Check
from perfeval.checks.examine import examine, subject_of
from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.rulebook.book import RuleBook
from perfeval.rulebook.rules import Score
from perfeval.source.text import Span
from perfeval.syntax.tree import Item
from tests.evaluate.mini import TAIL

_LAST = "各项加分减分都计入合计。"


def settled(check: Check, body: str, tail: str = TAIL) -> Settled:
    """What one check finds, and what the book answers.

    body: headings, quotations and clauses; the plan is made of the headings and quotations. A last
    clause adds up all points.
    """
    book, _ = _read(body, tail, "")
    scoring = [clause.name for clause in book.clauses if any(isinstance(r, Score) for r in rules_of(clause))]
    total = f"【合计】“合计”＝{'＋'.join(f'【{name}】' for name in scoring)}。" if scoring else "仅作说明。"
    book, items = _read(body, tail, total)
    subject = subject_of(book, items, ())
    assert subject is not None, pipeline.check_every_option(book)
    return examine(subject, (), (check,))


def _read(body: str, tail: str, total: str) -> tuple[RuleBook, tuple[Item, ...]]:
    kept = [line for line in body.strip().splitlines() if line[0] in ">一二三四"]
    plan = [re.sub("^(?:> |[一二三四](?=（))", "", line) for line in kept]
    source = "\n".join(["小方案", *plan, _LAST, ""]).encode()
    text = f"""《小方案》
评估年度：2024年1月1日至2024年12月31日。
原文：“原文.txt”，从“{plan[0]}”到“{_LAST}”。
原文校验码：{sha256(source).hexdigest()}。

{body.strip()}
> {_LAST}
{total or "仅作说明。"}
{tail}"""
    surface = pipeline.parse_text("小方案.jx", text.encode())
    book = pipeline.bind_book(surface, {"原文.txt": source})
    assert [each.message for each in book.diagnostics] == []
    assert book.value is not None
    assert surface.value is not None
    return book.value, surface.value.items


def findings(check: Check, body: str, tail: str = TAIL) -> list[tuple[str, str, str]]:
    """Clause, name and underlined words of the open findings of one check."""
    told = settled(check, body, tail).open
    assert [each.code for each in told] == [check.code] * len(told)
    return [(each.clause, each.name, _words(each)) for each in told]


def _words(found: Diagnostic) -> str:
    assert isinstance(found.where, Span)
    return found.where.text
