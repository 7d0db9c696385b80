"""Reading the words of a command line, in Chinese."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from attrs import frozen

from perfeval.evaluate.readings import Decision
from perfeval.quantity.calendar import read_date

FORMATS = ("text", "json")

_PHRASES = (
    (re.compile(r"the following arguments are required: (.*)"), r"缺少：\1"),
    (re.compile(r"unrecognized arguments: (.*)"), r"不认识：\1"),
    (
        re.compile(r"argument (.*?): invalid choice: '(.*?)' \(choose from (.*)\)"),
        r"\1 不能是“\2”，可用的有 \3",
    ),
    (re.compile(r"argument (.*?): expected one argument"), r"\1 后面要跟一个值"),
    (re.compile(r"argument (.*?): (.*)"), r"\1：\2"),
)


class Parser(argparse.ArgumentParser):
    """An argument parser whose help and mistakes are in Chinese."""

    def __init__(self, **settings: object) -> None:
        super().__init__(add_help=False, **settings)  # type: ignore[arg-type]
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """The words of a command line; options may stand before, between and behind the others."""
        self.usage = self._usage()
        return self.parse_intermixed_args(words)

    def _usage(self) -> str:
        parts = [self.prog]
        for action in self._actions:
            shown = _shown(action)
            parts.append(shown if action.required else f"[{shown}]")
        return " ".join(parts)

    def format_usage(self) -> str:
        """One line: the command and its words."""
        return f"用法：{self._usage()}\n"

    def format_help(self) -> str:
        """Usage, what the command does, and each of its words, aligned for Chinese."""
        from perfeval.source.width import display_width, pad

        shown = [(_shown(action), action.help or "") for action in self._actions]
        width = max(display_width(words) for words, _ in shown)
        lines = [f"  {pad(words, width)}  {about}" for words, about in shown]
        return "\n".join([self.format_usage(), self.description or "", "", *lines, ""])

    def error(self, message: str) -> None:  # type: ignore[override]
        """Say what is wrong and how the command is used; exit status 2."""
        for pattern, chinese in _PHRASES:
            if pattern.fullmatch(message):
                message = pattern.sub(chinese, message)
                break
        self.exit(2, f"{self.format_usage()}命令写得不对：{message}\n")


def _shown(action: argparse.Action) -> str:
    """One word of a command as users write it: 台账, --format {text,json}."""
    value = "{" + ",".join(action.choices) + "}" if action.choices else str(action.metavar or "")
    if not action.option_strings:
        return value
    return f"{action.option_strings[-1]} {value}".rstrip()


def reading(text: str) -> tuple[str, str, str | None]:
    """``名额取整=向下取整：理由`` -> name, option and reason. Raises argparse's error for other forms."""
    name, mark, rest = text.replace("＝", "=").partition("=")
    option, *reason = re.split("[:：]", rest, maxsplit=1)
    if not (mark and name.strip() and option.strip()):
        raise argparse.ArgumentTypeError(f"“{text}”应写成 口径=选项，如 名额取整=向下取整")
    return name.strip(), option.strip(), "".join(reason).strip() or None


class _TakeReading(argparse.Action):
    """Collects names with their options in ``reading``, and their reasons in ``reasons``."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        """Take one more reading."""
        assert isinstance(values, tuple)
        name, option, reason = values
        namespace.reading = [*namespace.reading, (name, option)]
        namespace.reasons = {**namespace.reasons, name: reason}


def day(text: str) -> date:
    """A day of the calendar. Raises argparse's error for other texts."""
    found = read_date(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"“{text}”应是日期，如 2013-12-05")
    return found


def whole_number(text: str) -> int:
    """A number without sign. Raises argparse's error for other texts."""
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"“{text}”应是整数，如 5000")
    return int(text)


@frozen
class Command:
    """One command: its name, a line about it, how it takes arguments and what it does.

    run returns the exit status: 0 clean, 1 problems in what the user gave.
    """

    name: str
    about: str
    arguments: Callable[[Parser], None]
    run: Callable[[argparse.Namespace], int]


def take_rules(parser: Parser) -> None:
    """The rule book: a folder with book.jx, or a .jx file."""
    parser.add_argument("rules", type=Path, metavar="规则书", help="含 book.jx 的文件夹，或 .jx 文件")


def take_ledgers(parser: Parser) -> None:
    """The folder of ledgers."""
    parser.add_argument("facts", type=Path, metavar="台账", help="放台账（CSV 文件）的文件夹")


def take_populations(parser: Parser) -> None:
    """The columns that tell populations apart."""
    about = "台账里区分群体（辖区、年份等）的一栏，各群体分别评；可写多次"
    parser.add_argument("--population", action="append", default=[], metavar="栏名", help=about)


def take_facts(parser: Parser) -> None:
    """The folder of ledgers, readings other than the adopted ones, and when these were decided."""
    take_ledgers(parser)
    take_readings(parser)
    take_day(parser)


def take_day(parser: Parser) -> None:
    """When readings other than the adopted ones were decided."""
    about = "换用的口径是哪天定的，如 2013-12-05"
    parser.add_argument("--on", type=day, metavar="日期", help=about)


def take_readings(parser: Parser) -> None:
    """Readings other than the adopted ones; a reason may stand behind each."""
    parser.set_defaults(reasons={})
    parser.add_argument(
        "--reading",
        type=reading,
        action=_TakeReading,
        default=[],
        metavar="口径=选项[：理由]",
        help="换用另一种口径，可写多次",
    )


def decisions(words: argparse.Namespace) -> dict[str, Decision]:
    """Why, and on which day, the readings of a command line were chosen."""
    return {name: Decision(reason, words.on) for name, reason in words.reasons.items()}


def take_format(parser: Parser, formats: tuple[str, ...] = FORMATS) -> None:
    """The form of what is printed."""
    about = f"输出形式：{'、'.join(formats)}（默认 {formats[0]}）"
    parser.add_argument("--format", choices=formats, default=formats[0], help=about)


def take_out(parser: Parser) -> None:
    """A file to write to."""
    parser.add_argument("--out", type=Path, metavar="文件", help="写到文件里，不显示")
