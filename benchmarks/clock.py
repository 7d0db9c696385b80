"""Processor time of calls and of whole processes; medians, since machines are noisy."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent


def of_process(words: Sequence[str], runs: int = 9) -> float:
    """Median processor milliseconds (user and system) of a Python process with these arguments."""
    found = []
    for _ in range(runs + 1):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *words], stdout=subprocess.DEVNULL, cwd=ROOT, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return median(found[1:]) * 1000  # the first run warms the caches of files and of byte code


def of_call(call: Callable[[], object], runs: int = 31) -> float:
    """Median processor milliseconds of one call, after two calls that are not counted."""
    call()
    call()
    found = []
    for _ in range(runs):
        before = time.process_time()
        call()
        found.append(time.process_time() - before)
    return median(found) * 1000
