"""The figures of all runs so far, kept beside the benchmarks, and the machine that they were taken on."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from attrs import asdict, define, field

from benchmarks.field.measure import Figure
from benchmarks.field.whole import Cold, Explained, Growth, Memory

FILE = Path(__file__).with_name("figures.json")
_PACKAGES = ("numpy", "pyarrow", "duckdb", "polars", "openfisca-core", "zen-engine", "datalogic-py")


@define
class Figures:
    """measured: by job and size. Each list is as it was last measured."""

    machine: str = ""
    versions: dict[str, str] = field(factory=dict)
    measured: dict[str, dict[str, list[Figure]]] = field(factory=dict)
    cold: list[Cold] = field(factory=list)
    growth: list[Growth] = field(factory=list)
    explained: list[Explained] = field(factory=list)
    memory: list[Memory] = field(factory=list)

    def write(self) -> None:
        """Keep them."""
        FILE.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def kept() -> Figures:
    """What was measured before; nothing where nothing was."""
    if not FILE.exists():
        return Figures()
    data: Mapping[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    measured = {
        job: {size: [Figure(**each) for each in figures] for size, figures in sizes.items()}
        for job, sizes in data["measured"].items()
    }
    return Figures(
        data["machine"],
        data["versions"],
        measured,
        [Cold(**each) for each in data["cold"]],
        [Growth(**each) for each in data["growth"]],
        [Explained(**each) for each in data["explained"]],
        [Memory(**each) for each in data["memory"]],
    )


def merged(before: Sequence[Any], now: Sequence[Any], key: Sequence[str]) -> list[Any]:
    """What was measured now in place of what it measures again, the rest as it was."""

    def of(each: Any) -> tuple[Any, ...]:
        return tuple(asdict(each)[name] for name in key)

    fresh = {of(each) for each in now}
    return [*(each for each in before if of(each) not in fresh), *now]


def machine() -> str:
    """The machine without names: what its processors and memory are like."""
    pages = os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else 0
    memory = pages * os.sysconf("SC_PAGE_SIZE") if pages else 0
    flags = _processor().get("flags", "").split()
    vectors = "AVX-512" if "avx512f" in flags else "AVX2" if "avx2" in flags else ""
    parts = [
        f"{os.cpu_count()} 个处理器（{platform.machine()}{'，' + vectors if vectors else ''}）",
        *([f"内存 {round(memory / 2**30)} GiB"] if memory else []),
        f"{platform.system()}，Python {platform.python_version()}",
    ]
    return "，".join(parts)


def _processor() -> dict[str, str]:
    """The first paragraph of what the system says of its processors."""
    about = Path("/proc/cpuinfo")
    lines = about.read_text().split("\n\n")[0].splitlines() if about.exists() else []
    pairs = (line.partition(":") for line in lines)
    return {name.strip(): value.strip() for name, _, value in pairs}


def versions() -> dict[str, str]:
    """The peers' packages that are installed."""
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
