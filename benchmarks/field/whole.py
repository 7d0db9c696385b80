"""Whole processes: starting cold, facts and results as Parquet files, explanations, and memory."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from subprocess import PIPE, run
from tempfile import TemporaryDirectory

from attrs import frozen

from benchmarks.clock import ROOT, of_call
from benchmarks.field.jobs import Job, units_of
from benchmarks.field.measure import Say
from benchmarks.field.plan_facts import POPULATION, RULES, UNITS, book, write_parquet

_GROWTH = {"10 万": 943, "100 万": 9434, "1000 万": 94340}
_EXPLAINED = 943  # populations whose units are all explained
_ONE = "兰溪镇"


@frozen
class Process:
    """What one process took: processor time in seconds, peak memory in bytes."""

    seconds: float
    memory: int


# The peak of a process counts from before it became the program it is; so a small one starts it.
_START = """
import os, sys
child = os.fork()
if child == 0:
    os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
_, status, usage = os.wait4(child, 0)
print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss, os.waitstatus_to_exitcode(status), file=sys.stderr)
"""


def process(words: Sequence[str], out: Path | None = None) -> Process:
    """Run a Python with these arguments on one processor; what it prints goes to ``out`` or nowhere."""
    with (out or Path(os.devnull)).open("wb") as target:
        made = run(
            [sys.executable, "-S", "-E", "-c", _START, *words],
            cwd=ROOT,
            stdout=target,
            stderr=PIPE,
            check=True,
        )
    said = made.stderr.decode().splitlines()
    seconds, memory, status = said[-1].split()
    assert status == "0", said[-20:]
    return Process(float(seconds), int(memory) * 1024)


@frozen
class Cold:
    """A command in a process of its own: median of processor time, and peak memory."""

    name: str
    seconds: float
    memory: int


def cold(runs: int = 9) -> Iterator[Cold]:
    """Commands for 106 units against a Python that does nothing."""
    rules, facts = str(RULES), str(RULES / "facts")
    for name, words in (
        ("python -c pass", ["-c", "pass"]),
        ("perfeval eval", ["-m", "perfeval", "eval", rules, facts]),
        ("perfeval eval --format json", ["-m", "perfeval", "eval", rules, facts, "--format", "json"]),
        ("perfeval explain", ["-m", "perfeval", "explain", rules, facts, _ONE]),
    ):
        process(words)  # the first run warms the caches of files and of byte code
        found = [process(words) for _ in range(runs)]
        yield Cold(name, median(each.seconds for each in found), max(each.memory for each in found))


@frozen
class Growth:
    """``perfeval eval`` from Parquet files to Parquet files with all traces."""

    size: str
    units: int
    seconds: float
    memory: int


@frozen
class Explained:
    """Explanations from stored traces: seconds of processor time, and how many were aimed at."""

    name: str
    seconds: float
    aim: float


def stored(sizes: Sequence[str], say: Say) -> tuple[list[Growth], list[Explained]]:
    """Evaluate and store so many units, then explain some of them."""
    growth: list[Growth] = []
    explained: list[Explained] = []
    for size in sizes:
        with TemporaryDirectory() as folder:
            facts, results = Path(folder) / "facts", Path(folder) / "results"
            say(f"  Parquet {size}")
            write_parquet(facts, _GROWTH[size])
            words = ["eval", str(RULES), str(facts), "--population", POPULATION, "--format", "parquet"]
            made = process(["-m", "perfeval", *words, "--out", str(results)])
            growth.append(Growth(size, _GROWTH[size] * UNITS, made.seconds, made.memory))
            explained.extend(_explained(size, results))
    return growth, explained


def _explained(size: str, results: Path) -> Iterator[Explained]:
    if _GROWTH[size] == _EXPLAINED:
        words = [
            "-m",
            "perfeval",
            "explain",
            str(RULES),
            "--stored",
            str(results),
            "--all",
            "--format",
            "jsonl",
        ]
        made = process(words, results / "explained.jsonl")
        name = f"{_EXPLAINED * UNITS} 个单位逐一说明，JSON 一行一个（整个进程）"
        yield Explained(name, made.seconds, 20.0)
    if size == "100 万":
        from perfeval.explain.from_outcome import explain
        from perfeval.populations.stored import open_stored

        def one() -> object:
            outcome = open_stored(results, book()).outcome((str(4711),))
            assert outcome is not None
            return explain(outcome, 1)

        yield Explained(f"{size}个单位里说明一个（打开、读出、说明）", of_call(one, 9) / 1000, 0.05)


@frozen
class Memory:
    """Peak memory of a process that makes the facts, prepares one peer and runs it once."""

    job: str
    size: str
    peer: str
    memory: int


def memory(jobs: Sequence[Job], size: str, say: Say) -> Iterator[Memory]:
    """Peak memory of each peer alone, facts included."""
    for job in jobs:
        yield Memory(
            job.name, size, "只造事实", process(["-m", "benchmarks.field.alone", job.name, size]).memory
        )
        for peer in job.peers:
            if not peer.missing and units_of(size) <= min(peer.most, peer.ever):
                say(f"  memory: {job.name} {peer.name}")
                made = process(["-m", "benchmarks.field.alone", job.name, size, peer.name])
                yield Memory(job.name, size, peer.name, made.memory)
