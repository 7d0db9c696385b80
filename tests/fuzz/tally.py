"""What came of many inputs: counts, the slowest and the largest one, failures; as data and as a table."""

from __future__ import annotations

import json
from collections import Counter

from attrs import define, field, frozen
from tabulate import tabulate

from tests.fuzz.way import Fate


@frozen
class Failure:
    """An input that broke a promise: its number, its kind, and what happened in which line of code."""

    number: int
    kind: str
    what: str
    where: str


@define
class Tally:
    """Counts that can be added up. slowest: seconds and number; largest: KiB above the start and number."""

    inputs: int = 0
    seconds: float = 0.0
    kinds: Counter[str] = field(factory=Counter)
    reached: Counter[str] = field(factory=Counter)
    codes: Counter[str] = field(factory=Counter)
    slowest: tuple[float, int] = (0.0, -1)
    largest: tuple[int, int] = (0, -1)
    failures: list[Failure] = field(factory=list)

    def count(self, number: int, kind: str, fate: Fate | Failure, seconds: float) -> None:
        """One input more."""
        self.inputs += 1
        self.seconds += seconds
        self.kinds[kind] += 1
        self.slowest = max(self.slowest, (seconds, number))
        if isinstance(fate, Failure):
            self.failures.append(fate)
        else:
            self.reached[f"{kind.split(maxsplit=1)[0]} 到{fate.reached}"] += 1
            self.codes.update(fate.codes)

    def add(self, other: Tally) -> None:
        """The inputs of another tally as well."""
        self.inputs += other.inputs
        self.seconds += other.seconds
        self.kinds += other.kinds
        self.reached += other.reached
        self.codes += other.codes
        self.slowest = max(self.slowest, other.slowest)
        self.largest = max(self.largest, other.largest)
        self.failures.extend(other.failures)

    def alike(self) -> list[tuple[int, Failure]]:
        """Failures of one kind at one place as the first of them, and how many they are; most first."""
        counts = Counter((each.where, each.what[:40]) for each in self.failures)
        first = {
            (each.where, each.what[:40]): each for each in sorted(self.failures, key=_number, reverse=True)
        }
        return [(count, first[same]) for same, count in counts.most_common()]


def _number(failure: Failure) -> int:
    return failure.number


def to_json(tally: Tally, seed: str) -> str:
    """Everything, for the records."""
    data = {
        "version": 1,
        "seed": seed,
        "inputs": tally.inputs,
        "processor_seconds": round(tally.seconds, 1),
        "kinds": dict(sorted(tally.kinds.items())),
        "reached": dict(sorted(tally.reached.items())),
        "findings": dict(sorted(tally.codes.items())),
        "slowest": {"seconds": round(tally.slowest[0], 3), "number": tally.slowest[1]},
        "largest": {"kib_above_start": tally.largest[0], "number": tally.largest[1]},
        "failures": [
            {"number": each.number, "kind": each.kind, "what": each.what, "where": each.where}
            for each in sorted(tally.failures, key=_number)
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def to_text(tally: Tally, seed: str) -> str:
    """The same as tables; of failures that are alike only the first."""
    about = (
        ("inputs", tally.inputs),
        ("processor time", f"{tally.seconds:.1f} s"),
        ("slowest input", f"{tally.slowest[0]:.3f} s (number {tally.slowest[1]})"),
        ("peak memory above the start", f"{tally.largest[0] / 1024:.1f} MiB (number {tally.largest[1]})"),
        ("failures", len(tally.failures)),
    )
    parts = [
        tabulate(about, tablefmt="plain"),
        tabulate(sorted(tally.kinds.items()), ("kind", "inputs"), tablefmt="simple"),
        tabulate(sorted(tally.reached.items()), ("how far", "inputs"), tablefmt="simple"),
        _in_columns(sorted(tally.codes.items())),
    ]
    for count, failure in tally.alike():
        parts.append(
            f"{count} x  {failure.what}\n    {failure.where}\n    {failure.kind}; again: "
            f'python -m tests.fuzz --seed "{seed}" --only {failure.number}'
        )
    return "\n\n".join(parts) + "\n"


def _in_columns(codes: list[tuple[str, int]], width: int = 8) -> str:
    shown = [f"{code} {count}" for code, count in codes]
    rows = [shown[start : start + width] for start in range(0, len(shown), width)]
    return "findings by code\n" + tabulate(rows, tablefmt="plain")
