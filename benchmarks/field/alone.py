"""One peer in a process of its own, so that its memory can be told: ``python -m benchmarks.field.alone``."""

from __future__ import annotations

import sys

from benchmarks.field.measure import alone_on_a_processor


def run_once(job: str, size: str, peer: str = "") -> None:
    """Make the facts, prepare, and run, all of it held to the end. Without a peer: only the facts."""
    alone_on_a_processor()
    from benchmarks.field.jobs import SIZES, jobs

    found = next(each for each in jobs() if each.name == job)
    facts = found.facts(SIZES[size], 0)
    for each in found.peers:
        if each.name == peer:
            prepared = each.prepare(facts)
            made = prepared.run()
            del made


if __name__ == "__main__":
    run_once(*sys.argv[1:])
