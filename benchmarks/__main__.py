"""What things cost: ``python -m benchmarks [PART ...] [--sizes ...] [--full] [--write]``.

Parts: the jobs that others do as well (plan-traced, plan, pipeline, tables), whole processes (cold;
growth: from Parquet to Parquet, and explanations from what is stored; memory), and what only we do (start,
examples, readings, checks, books). Without any named: jobs and processes, at sizes that take some ten
minutes. Sizes of growth are 10 万, 100 万 and, with --full, 1000 万.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from benchmarks.field.measure import alone_on_a_processor

_JOBS = ("plan-traced", "plan", "pipeline", "tables")
_WHOLE = ("cold", "growth", "memory")
_OWN = {
    "start": "start",
    "examples": "many_examples",
    "readings": "all_readings",
    "checks": "table_checks",
    "books": "long_books",
}
_SIZES = ("106", "1 万", "100 万", "1000 万")
_BOUNDED = _SIZES[:3]
_GROWN = ("10 万", "100 万", "1000 万")


def _say(text: str) -> None:
    print(text, flush=True)


def main(words: Sequence[str]) -> None:
    """Measure what is asked for, say it, and keep and write it where that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", choices=[[], *_JOBS, *_WHOLE, *_OWN])
    parser.add_argument("--sizes", default="", help=f"of {', '.join(_SIZES)}; several with commas")
    parser.add_argument("--full", action="store_true", help="all sizes, and peers that take minutes")
    parser.add_argument("--seconds", type=float, default=20, help="about how long the rounds of a size take")
    parser.add_argument("--write", action="store_true", help="keep the figures and write docs/benchmarks.md")
    given = parser.parse_args(words)
    alone_on_a_processor()
    parts = given.parts or [*_JOBS, *_WHOLE]
    sizes = given.sizes.split(",") if given.sizes else _SIZES if given.full else _BOUNDED
    if set(parts) & {*_JOBS, *_WHOLE}:
        _field(parts, sizes, full=given.full, seconds=given.seconds, write=given.write)
    for part in parts:
        if part in _OWN:
            import_module(f"benchmarks.{_OWN[part]}").report()


def _field(parts: Sequence[str], sizes: Sequence[str], *, full: bool, seconds: float, write: bool) -> None:
    # These load the libraries, which look at how many processors there are.
    from benchmarks.field.figures import Figures, kept, machine, merged, versions
    from benchmarks.field.jobs import jobs
    from benchmarks.field.measure import measure
    from benchmarks.field.to_markdown import FILE, document
    from benchmarks.field.whole import cold, memory, stored

    figures = kept() if write else Figures()
    figures.machine, figures.versions = machine(), versions()
    for job in jobs():
        for size in sizes if job.name in parts else ():
            made = measure(job, size, full=full, seconds=seconds, say=_say)
            figures.measured.setdefault(job.name, {})[size] = made
            if write:
                figures.write()
    if set(parts) & set(_WHOLE) and not hasattr(os, "fork"):
        _say("  whole processes are measured where the system can fork")
        parts = [part for part in parts if part not in _WHOLE]
    if "cold" in parts:
        figures.cold = list(cold())
    if "growth" in parts:
        grown = [size for size in _GROWN if size in sizes or size == "10 万"]
        growth, explained = stored(grown, _say)
        figures.growth = merged(figures.growth, growth, ("size",))
        figures.explained = merged(figures.explained, explained, ("name",))
    if "memory" in parts:
        plan = [job for job in jobs() if job.name == "plan-traced"]
        figures.memory = list(memory(plan, "100 万", _say))
    text = document(figures, jobs())
    if write:
        figures.write()
        FILE.write_text(text, encoding="utf-8")
    else:
        _say(text)


if __name__ == "__main__":
    main(sys.argv[1:])
