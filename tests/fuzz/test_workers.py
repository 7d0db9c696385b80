"""Many inputs in several processes: each is counted once, and one that kills its process is a failure."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from multiprocessing.connection import Connection

import pytest

from tests.fuzz import workers
from tests.fuzz.tally import Tally, to_json
from tests.fuzz.way import Fate, without_kept_trees
from tests.fuzz.workers import CHUNK, fate_or_failure, run_inputs

DEADLY = 2 * CHUNK + 7


def dies(seed: str, numbers: Sequence[int], to_parent: Connection) -> None:
    """Stands for work of which one input kills the process."""
    for first in range(0, len(numbers), CHUNK):
        tally = Tally()
        for number in numbers[first : first + CHUNK]:
            to_parent.send(number)
            if number == DEADLY:
                os._exit(3)
            tally.count(number, seed, Fate("说明", ("PE101",)), 0.001 * number)
        to_parent.send(tally)
    to_parent.send(None)


def test_an_input_that_kills_its_process_is_one_failure() -> None:
    """All others are counted, each once."""
    tally = run_inputs("甲", range(4 * CHUNK), 2, work=dies)
    assert tally.inputs == 4 * CHUNK
    assert tally.kinds == {"甲": 4 * CHUNK - 1, "?": 1}
    assert tally.codes == {"PE101": 4 * CHUNK - 1}
    assert [failure.number for failure in tally.failures] == [DEADLY]
    assert tally.slowest == (0.001 * (4 * CHUNK - 1), 4 * CHUNK - 1)
    assert json.loads(to_json(tally, "甲"))["failures"][0]["number"] == DEADLY


def test_processes_find_what_one_process_finds() -> None:
    """An input is the same in every process, whatever its hashes of text are."""
    here = Tally()
    with without_kept_trees():
        for number in range(40):
            fate_or_failure("甲", number, here)
    there = run_inputs("甲", range(40), 2)
    assert (there.kinds, there.reached, there.codes) == (here.kinds, here.reached, here.codes)


@pytest.mark.skipif(sys.platform == "win32", reason="no timer of processor time")
def test_an_input_that_does_not_end_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is stopped, and the next one is tried."""

    def endless(*_: object) -> None:
        while True:
            pass

    monkeypatch.setattr(workers, "SECONDS", 0.05)
    monkeypatch.setattr(workers, "fate_of", endless)
    tally = Tally()
    fate_or_failure("甲", 1, tally)
    assert [failure.what.partition(":")[0] for failure in tally.failures] == ["TooSlowError"]
