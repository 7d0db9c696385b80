"""``python -m tests.fuzz --inputs 20000 --jobs 2 --seed 1``: see docs/fuzzing.md."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from tests.fuzz.inputs import Input, input_of
from tests.fuzz.tally import Tally, to_json, to_text
from tests.fuzz.way import fate_of, without_kept_trees
from tests.fuzz.workers import run_inputs

# Progress is said anew after so many seconds.
_EVERY = 5.0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=20_000, help="how many inputs")
    parser.add_argument("--first", type=int, default=0, help="number of the first one")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many processes")
    parser.add_argument("--seed", default="1", help="another seed makes other inputs")
    parser.add_argument("--only", type=int, help="show one input, and what comes of it")
    parser.add_argument("--summary", type=Path, help="a file for the summary as JSON")
    return parser.parse_args()


def _progress(total: int) -> Callable[[Tally, float], None]:
    said = -_EVERY

    def say(tally: Tally, seconds: float) -> None:
        nonlocal said
        if not tally.inputs or seconds - said < _EVERY:
            return
        said = seconds
        left = seconds / tally.inputs * (total - tally.inputs)
        sys.stderr.write(
            f"{tally.inputs}/{total} inputs, {tally.inputs / seconds:.0f} a second, "
            f"{len(tally.failures)} failures, {left / 60:.1f} minutes left\n"
        )
        sys.stderr.flush()

    return say


def _show(given: Input) -> None:
    """The input as it is, and the promise that it breaks, if any, as a traceback."""
    sys.stdout.write(f"{given.kind} {given.base.name}\n")
    if given.content is not None:
        sys.stdout.write(given.content.decode("utf-8", errors="backslashreplace") + "\n")
    for name, content in given.ledgers(given.base.book).items() if given.content is None else ():
        sys.stdout.write(f"==== {name}\n{content.decode('utf-8', errors='backslashreplace')}\n")
    with without_kept_trees():
        sys.stdout.write(f"{fate_of(given)}\n")


def main() -> int:
    """Run; 0 where every promise was kept."""
    wanted = _arguments()
    if wanted.only is not None:
        _show(input_of(wanted.seed, wanted.only))
        return 0
    numbers = range(wanted.first, wanted.first + wanted.inputs)
    tally = run_inputs(wanted.seed, numbers, wanted.jobs, _progress(wanted.inputs))
    if wanted.summary:
        wanted.summary.write_text(to_json(tally, wanted.seed), encoding="utf-8")
    sys.stdout.write(to_text(tally, wanted.seed))
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
