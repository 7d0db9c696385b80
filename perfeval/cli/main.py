"""The command ``perfeval``."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from perfeval.cli.words import Command, Parser

# Command -> module; a command's module is loaded only when it is used.
_COMMANDS = {
    "check": "check",
    "eval": "evaluate",
    "explain": "explain",
    "table": "table",
    "sql": "sql",
    "coverage": "coverage",
    "readings": "readings",
    "simulate": "simulate",
    "test": "test",
    "diff": "diff",
    "mutate": "mutate",
    "fmt": "fmt",
    "demo": "demo",
}
_ABOUT = "绩效评估方案写成规则书，就能检查、计算、逐条说明。"


def _command(name: str) -> Command:
    module = import_module(f"perfeval.cli.{_COMMANDS[name]}")
    command = module.COMMAND
    assert isinstance(command, Command)
    return command


def _overview() -> str:
    lines = ["用法：perfeval 命令 ……", "", _ABOUT, "", "命令"]
    lines.extend(f"  {name:10}{_command(name).about}" for name in _COMMANDS)
    lines.extend(["", "每个命令的用法：perfeval 命令 --help"])
    return "\n".join(lines)


def main(words: Sequence[str]) -> int:
    """Run one command; gives the exit status: 0 clean, 1 problems found, 2 could not run."""
    from perfeval.api import UnreadableError
    from perfeval.cli.output import complain

    if not words or words[0] in ("-h", "--help"):
        sys.stdout.write(_overview() + "\n")
        return 0 if words else 2
    if words[0] not in _COMMANDS:
        complain(f"没有“{words[0]}”这个命令。\n{_overview()}")
        return 2
    command = _command(words[0])
    parser = Parser(prog=f"perfeval {command.name}", description=command.about)
    command.arguments(parser)
    try:
        return command.run(parser.read(words[1:]))
    except UnreadableError as problem:
        complain(str(problem))
        return 2


def console() -> None:
    """Entry point of the command line; output never fails for want of a character."""
    gc.disable()  # the process lives for one command; collecting costs a tenth of its time
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    try:
        status = main(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads the output has read enough (perfeval … | head): nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    sys.exit(status)
