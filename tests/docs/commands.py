"""The lines of a shell block, run inside this process."""

import io
import re
from contextlib import redirect_stderr, redirect_stdout

from perfeval.cli.main import main
from tests.docs.markdown import ROOT

# Said once in the tutorial; they concern the reader's own shell and are not run.
NOT_RUN = ("source .venv/bin/activate", r".venv\Scripts\activate")


def run(line: str) -> tuple[str, int]:
    """What a line prints, on both streams in order, and its exit status."""
    if line in NOT_RUN:
        return "", 0
    program, *words = line.split()
    if program == "make":
        return _make(words)
    assert program == "perfeval", f"only perfeval and make are shown, not {line!r}"
    printed = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(printed):
        try:
            status = main(words)
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
    return printed.getvalue(), status


def _make(words: list[str]) -> tuple[str, int]:
    """A goal must exist in the Makefile and in make.cmd; what ``make demo`` runs is run."""
    (goal,) = words
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    windows = (ROOT / "make.cmd").read_text(encoding="utf-8")
    recipe = re.search(rf"^{goal}:.*\n((?:\t.*\n)*)", makefile, re.MULTILINE)
    assert recipe is not None, f"the Makefile has no {goal}"
    assert re.search(rf"^:{goal}$", windows, re.MULTILINE), f"make.cmd has no {goal}"
    if goal != "demo":
        return "", 0
    (line,) = recipe[1].splitlines()
    return run(line.strip().replace("@$(BIN)/perfeval", "perfeval"))
