"""Inputs spread over processes, each input with a limit of time and of memory.

A process that is stuck where no limit reaches it, or that dies, costs one input: that input is a
failure, and another process goes on behind it.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path

from attrs import define, field

from perfeval import pipeline
from tests.fuzz import bases
from tests.fuzz.inputs import BOOK, SHARES, input_of
from tests.fuzz.tally import Failure, Tally
from tests.fuzz.way import fate_of, without_kept_trees
from tests.heshan.book import ROOT

SECONDS = 2
MEBIBYTES = 200
# A process that has said nothing for so long is stuck; it speaks at least once in so many inputs.
STUCK = 60.0
CHUNK = 50


class TooSlowError(Exception):
    """An input has used up its processor time."""


def fate_or_failure(seed: str, number: int, tally: Tally) -> None:
    """Try one input and count what came of it."""
    start = time.process_time()
    kind = "?"
    try:
        given = input_of(seed, number)
        kind = f"{given.kind} {given.base.name}"
        start = time.process_time()
        with _limited_time():
            fate = fate_of(given)
    except Exception as error:
        failure = Failure(number, kind, f"{type(error).__name__}: {error}"[:600], _place(error))
        tally.count(number, kind, failure, time.process_time() - start)
    else:
        tally.count(number, kind, fate, time.process_time() - start)


def _place(error: Exception) -> str:
    """The innermost lines of the program where it happened."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if str(ROOT) in frame.filename]
    shown = [
        f"{Path(frame.filename).relative_to(ROOT).as_posix()}:{frame.lineno} {frame.name}" for frame in frames
    ]
    return " < ".join(reversed(shown[-3:]))


def prepare() -> None:
    """Read the base books, load both grammars and the solver, so that no input pays for it."""
    for _, _, name in SHARES:
        base = bases.base(name)
        bases.names(base.name, "sentence")
        bases.names(base.name, "example")
    village = bases.base("village")
    pipeline.check_book(pipeline.parse_text(BOOK, village.text.encode()), village.files)
    for number in range(100):
        fate_or_failure("warm", number, Tally())
    gc.collect()
    gc.freeze()


# ---------------------------------------------------------------- limits


@contextmanager
def _limited_time() -> Iterator[None]:
    """Raise TooSlowError after SECONDS of processor time: a busy machine makes no input slow."""
    if sys.platform == "win32":
        yield
        return
    signal.signal(signal.SIGPROF, _too_slow)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _too_slow(*_: object) -> None:
    raise TooSlowError(f"more than {SECONDS} s")


def _limit_memory() -> None:
    """From here on no input gets more than MEBIBYTES: what asks for more raises MemoryError."""
    if sys.platform == "win32":
        return
    import resource

    size = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) if _has_proc() else 0
    if size:
        limit = size * resource.getpagesize() + MEBIBYTES * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _has_proc() -> bool:
    return Path("/proc/self/statm").is_file()


def _forget_peak() -> None:
    """Count the most memory anew, where the system can: preparing takes more than any input should."""
    # Linux alone has the file; 5 is its word for the peak. Elsewhere less is noticed, the limit holds.
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _peak_memory() -> int:
    """The most memory that this process ever had, in KiB; 0 where it cannot be asked."""
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)


# ---------------------------------------------------------------- processes


def try_inputs(seed: str, numbers: Sequence[int], to_parent: Connection) -> None:
    """Try these inputs; tell each number before it is tried, and after each chunk what came of it."""
    with without_kept_trees():
        prepare()
        _limit_memory()
        _forget_peak()
        start = peak = _peak_memory()
        for first in range(0, len(numbers), CHUNK):
            tally = Tally()
            for number in numbers[first : first + CHUNK]:
                to_parent.send(number)
                fate_or_failure(seed, number, tally)
                now = _peak_memory()
                if now > peak:
                    peak = now
                    tally.largest = (peak - start, number)
            to_parent.send(tally)
    to_parent.send(None)


Work = Callable[[str, Sequence[int], Connection], None]


@define(eq=False)
class _Worker:
    """A process and its inputs: how many it has told of, and the one that it is trying.

    heard: when it was last heard of.
    """

    work: Work
    seed: str
    numbers: Sequence[int]
    process: multiprocessing.process.BaseProcess = field(init=False)
    pipe: Connection = field(init=False)
    told: int = field(init=False, default=0)
    trying: int = field(init=False, default=-1)
    heard: float = field(init=False, factory=time.monotonic)

    def start(self) -> _Worker:
        """Let the process begin."""
        context = multiprocessing.get_context("spawn")
        self.pipe, child = context.Pipe(duplex=False)
        self.process = context.Process(target=self.work, args=(self.seed, self.numbers, child), daemon=True)
        self.process.start()
        child.close()
        return self

    def rest(self) -> list[int]:
        """The inputs that it has not told of, without the one on which it was lost."""
        return [number for number in self.numbers[self.told :] if number != self.trying]


def run_inputs(
    seed: str,
    numbers: range,
    jobs: int,
    progress: Callable[[Tally, float], None] = lambda tally, seconds: None,
    work: Work = try_inputs,
) -> Tally:
    """Try inputs in so many processes. progress: told what came of them so far, and the seconds gone."""
    begun = time.monotonic()
    whole = Tally()
    workers = [_Worker(work, seed, numbers[job::jobs]).start() for job in range(min(jobs, len(numbers)))]
    while workers:
        wait([worker.pipe for worker in workers], timeout=1.0)
        for worker in list(workers):
            lost = _listen(worker, whole)
            if lost is None:
                continue
            workers.remove(worker)
            if lost:
                workers.extend(_go_on(worker, whole, lost))
        progress(whole, time.monotonic() - begun)
    return whole


def _listen(worker: _Worker, whole: Tally) -> str | None:
    """Take what a process has to say. None: it goes on; empty: it is done; else what became of it."""
    try:
        while worker.pipe.poll():
            said = worker.pipe.recv()
            worker.heard = time.monotonic()
            if said is None:
                worker.process.join()
                return ""
            if isinstance(said, Tally):
                whole.add(said)
                worker.told += said.inputs
            else:
                worker.trying = said
    except EOFError:
        worker.process.join()
        return f"the process died with {worker.process.exitcode}"
    if time.monotonic() - worker.heard > STUCK:
        worker.process.kill()
        worker.process.join()
        return f"stuck for {STUCK:.0f} s"
    return None


def _go_on(worker: _Worker, whole: Tally, lost: str) -> list[_Worker]:
    """Note the input on which a process was lost, and let another one do what it has not told of."""
    if worker.trying < 0:
        raise RuntimeError(f"{lost} before its first input")
    whole.count(worker.trying, "?", Failure(worker.trying, "?", lost, ""), 0.0)
    rest = worker.rest()
    return [_Worker(worker.work, worker.seed, rest).start()] if rest else []
