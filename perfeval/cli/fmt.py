"""``perfeval fmt``: rule books in their usual layout."""

from __future__ import annotations

import argparse
from pathlib import Path

from perfeval import api
from perfeval.cli.output import complain, say, say_findings
from perfeval.cli.words import Command, Parser


def _arguments(parser: Parser) -> None:
    about = "含 book.jx 的文件夹，或 .jx 文件；可写几本"
    parser.add_argument("rules", type=Path, nargs="+", metavar="规则书", help=about)
    about = "不改文件，只列出排版不合的规则书；有的话，退出码是1"
    parser.add_argument("--check", action="store_true", help=about)


def _run(words: argparse.Namespace) -> int:
    return max([_one(path, check=words.check) for path in words.rules])


def _one(path: Path, *, check: bool) -> int:
    """One book; the exit status. A book that cannot be read does not keep the others from being done."""
    try:
        done = api.format_book(path, write=not check)
    except api.UnreadableError as problem:
        complain(str(problem))
        return 2
    if done.value is None:
        say_findings(done.diagnostics, "text")
        return 1
    if done.value.line is None:
        say(f"排版没有要改的：{path}")
        return 0
    say(f"排版{'要改' if check else '改好了'}：{path}，第一处在第{done.value.line}行")
    return 1 if check else 0


COMMAND = Command("fmt", "把规则书排成通常的样子，不改变意思", _arguments, _run)
