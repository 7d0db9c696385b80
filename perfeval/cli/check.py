"""``perfeval check``: is the rule book in order?"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from perfeval import api
from perfeval.checks.answers import Answered
from perfeval.cli.output import complain, in_folder, say, say_findings
from perfeval.cli.words import FORMATS, Command, Parser, take_format
from perfeval.diagnostics.diagnostic import Checked, Diagnostic, Severity, has_errors
from perfeval.pipeline import Examined
from perfeval.rulebook.book import ClauseKind, Reading, RuleBook

_FORMATS = (*FORMATS, "sarif", "github")


def _arguments(parser: Parser) -> None:
    about = "含 book.jx 的文件夹，或 .jx 文件；可写几本"
    parser.add_argument("rules", type=Path, nargs="+", metavar="规则书", help=about)
    parser.add_argument("--answered", action="store_true", help="也列出已由口径或知悉答复的问题")
    parser.add_argument(
        "--about", action=_TellAbout, metavar="代码或名称", help="一项检查查什么、为什么、怎么改，如 PE808"
    )
    take_format(parser, _FORMATS)


class _TellAbout(argparse.Action):
    """Tells about a check and ends, like --help: no rule book is needed."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        """What is looked for, why, and what to do; or which checks there are."""
        from perfeval.checks.about import ABOUT, about

        found = about(str(values))
        if found is None:
            known = "、".join(f"{each.code}{each.title}" for each in ABOUT)
            parser.error(f"没有“{values}”这项检查，有的是：{known}")
        say(
            f"{found.code} {found.title}（{found.severity.value}）\n"
            f"  查什么：{found.what}\n  为什么要紧：{found.why}\n  怎么改：{found.remedy}"
        )
        parser.exit()


def _run(words: argparse.Namespace) -> int:
    checked, missing = [], 0
    for path in words.rules:
        # A book that cannot be read does not keep the findings of the others back.
        try:
            checked.append((path, api.check(path)))
        except api.UnreadableError as problem:
            complain(str(problem))
            missing += 1
    if words.format == "text":
        for path, each in checked:
            _say_text(path if len(words.rules) > 1 else None, each, answered=words.answered)
    else:
        found = [named for path, each in checked for named in in_folder(_folder(path), each.diagnostics)]
        say_findings(found, words.format)
    if missing:
        return 2
    return (
        1 if any(each.value is None or any(map(_needs_work, each.diagnostics)) for _, each in checked) else 0
    )


def _say_text(path: Path | None, checked: Checked[Examined], *, answered: bool) -> None:
    """Findings and a summary. path: of this book, where files must be told from those of other books."""
    found = checked.diagnostics if path is None else in_folder(_folder(path), checked.diagnostics)
    say_findings(found, "text")
    if checked.value is None or has_errors(found):
        return
    say(_summary(checked.value, found, listed=answered))
    if answered:
        say("\n".join(_answer(each) for each in checked.value.answered))


def _folder(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def _needs_work(found: Diagnostic) -> bool:
    """Errors, and warnings that nobody answered."""
    return found.severity is not Severity.HINT


def _answer(answered: Answered) -> str:
    found = answered.finding
    place = f"【{found.clause}】" if found.clause else ""
    line = f"第{found.where.line}行 " if found.where is not None and found.where.line is not None else ""
    return f"{found.code} {line}{place}{found.message}\n    {answered.by}：{answered.reason}"


def _summary(examined: Examined, found: Sequence[Diagnostic], *, listed: bool) -> str:
    book, warnings = examined.book, sum(map(_needs_work, found))
    ledgers = "、".join(ledger.name for ledger in book.schema.ledgers)
    lines = [
        f"《{book.title}》" + (f"没有错误，有{warnings}处要核对。" if warnings else "没有发现问题。"),
        f"  单位{len(book.units)}个，类别{len(book.categories)}个，序列{len(book.series)}个",
        f"  条款{len(book.clauses)}条：{_kinds(book)}",
        f"  口径{len(book.readings)}个",
        *(f"    {reading.name}：{_options(reading)}" for reading in book.readings),
        f"  台账{len(book.schema.ledgers)}个：{ledgers}",
    ]
    if examined.answered:
        more = "" if listed else "（加 --answered 列出）"
        lines.append(f"  已由口径或知悉答复的问题{len(examined.answered)}个{more}")
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
