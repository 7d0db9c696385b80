"""Figures -> docs/benchmarks.md; its words are in page.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.clock import ROOT
from benchmarks.field.figures import Figures
from benchmarks.field.jobs import SIZES, Job, units_of
from benchmarks.field.measure import Figure
from benchmarks.field.peer import LIMIT, UNTRACED

FILE = ROOT / "docs" / "benchmarks.md"
_WORDS = Path(__file__).with_name("page.md")
OURS = "perfeval vectors"
_DUCKDB, _POLARS = "DuckDB，手写", "Polars，手写"
_BIG = "100 万"


def document(figures: Figures, jobs: Sequence[Job]) -> str:
    """The whole page."""
    pieces = {
        "machine": figures.machine,
        "versions": "，".join(f"{name} {number}" for name, number in figures.versions.items()),
        "cold": _cold(figures),
        "growth": _growth(figures),
        "explained": _explained(figures),
        "memory": _memories(figures),
        "aims": _aims(figures),
    }
    for job in jobs:
        pieces[job.name] = job.title
        pieces[f"{job.name}-table"] = _table(list(_rows(figures.measured.get(job.name, {}), job)))
    text = _WORDS.read_text(encoding="utf-8")
    for name, piece in pieces.items():
        text = text.replace(f"{{{name}}}", piece)
    return text


def _table(rows: Sequence[Sequence[str]]) -> str:
    head, *body = rows
    lines = [head, ["---", *("---:" for _ in head[1:])], *body]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _rows(measured: dict[str, list[Figure]], job: Job) -> Iterator[list[str]]:
    sizes = [size for size in SIZES if size in measured]
    yield ["谁", *(f"{size}个单位" for size in sizes), "每秒单位数", "与 vectors 比", "错的行"]
    ours = {size: each.seconds for size in sizes for each in measured[size] if each.peer == OURS}
    for peer in job.peers:
        own = {size: each for size in sizes for each in measured[size] if each.peer == peer.name}
        shown = [_time(own[size]) if size in own else "没有测" for size in sizes]
        timed = [size for size in sizes if size in own and own[size].seconds]
        # Speed and ratio at one million units, or at the greatest number of units that was measured.
        at = _BIG if _BIG in timed else timed[-1] if timed else ""
        speed = f"{_count(units_of(at) / own[at].seconds)}（{at}）" if at else "－"
        ratio = f"{own[at].seconds / ours[at]:.2f}" if at and ours.get(at) else "－"
        wrong = str(sum(own[size].wrong for size in timed)) if timed else "－"
        yield [peer.name, *shown, speed, ratio, wrong]


def _time(figure: Figure) -> str:
    if figure.note:
        return figure.note
    milliseconds = figure.seconds * 1000
    if milliseconds >= 10_000:
        return f"{figure.seconds:.1f} 秒"
    digits = 3 if milliseconds < 1 else 2 if milliseconds < 10 else 1 if milliseconds < 100 else 0
    return f"{milliseconds:.{digits}f} 毫秒"


def _count(number: float) -> str:
    if number >= 1e6:
        return f"{number / 1e4:.0f} 万"
    return f"{number / 1e4:.1f} 万" if number >= 1e4 else f"{number:.0f}"


def _memory(number: int) -> str:
    return f"{number / 2**20:.0f} MiB" if number < 2**30 else f"{number / 2**30:.2f} GiB"


def _cold(figures: Figures) -> str:
    rows = [
        [f"`{each.name}`", f"{each.seconds * 1000:.0f} 毫秒", _memory(each.memory)] for each in figures.cold
    ]
    return _table([["命令", "处理器时间", "内存"], *rows])


def _growth(figures: Figures) -> str:
    rows = []
    for each in sorted(figures.growth, key=lambda each: each.units):
        own = f"{each.seconds / each.units * 1e6:.2f} 微秒"
        rows.append([f"{each.size}（{each.units}）", f"{each.seconds:.1f} 秒", own, _memory(each.memory)])
    return _table([["单位数", "处理器时间", "每个单位", "内存最高值"], *rows])


def _explained(figures: Figures) -> str:
    rows = [[each.name, f"{each.seconds * 1000:.0f} 毫秒"] for each in figures.explained]
    return _table([["做什么", "处理器时间"], *rows])


def _memories(figures: Figures) -> str:
    rows = [[each.job, each.peer, _memory(each.memory)] for each in figures.memory]
    return _table([["哪一项", "谁", "内存最高值"], *rows])


def _aims(figures: Figures) -> str:
    """What was aimed at and what was reached, at one million units."""

    def seconds(job: str, peer: str, size: str = _BIG) -> float:
        found = figures.measured.get(job, {}).get(size, [])
        return next((each.seconds for each in found if each.peer == peer), 0.0)

    def against(mine: float, other: float) -> str:
        return f"{other / mine:.2f} 倍" if mine and other else "没有测"

    hands = [each for name in (_DUCKDB, _POLARS) if (each := seconds("plan-traced", name))]
    plan, tables = seconds("plan-traced", OURS), seconds("tables", OURS)
    fast = f"{units_of(_BIG) / tables / 1e6:.0f} 百万行" if tables else "没有测"
    openfisca, limit = seconds("pipeline", "OpenFisca"), seconds("tables", LIMIT)
    rows: list[list[str]] = [
        ["整个方案带轨迹，比最快的手写查询快", "2 倍", against(plan, min(hands, default=0.0))],
        ["整个方案带轨迹，比手写的 DuckDB 查询快", "2 倍", against(plan, seconds("plan-traced", _DUCKDB))],
        ["简化流程，比 OpenFisca 快，而且全对", "1 倍以上", against(seconds("pipeline", OURS), openfisca)],
        ["加分和等次两张表，每秒", "40 百万行", fast],
        ["加分和等次两张表，C 的极限比它快", "3 倍以内（要融合的内核）", against(limit, tables)],
    ]
    if plan:
        traced, untraced = seconds("plan", OURS), seconds("plan", UNTRACED)
        cost = f"{(traced / untraced - 1) * 100:+.0f}%" if traced and untraced else "没有测"
        rows.append(["轨迹的代价（数组，留轨迹和不留比）", "25% 以内", cost])
    by_size = {each.size: each for each in figures.growth}
    if {"10 万", "1000 万"} <= set(by_size):
        small, large = by_size["10 万"], by_size["1000 万"]
        ratio = large.seconds / large.units / (small.seconds / small.units)
        rows.append(["1000 万个单位，每个单位的时间与 10 万个时比", "1.5 倍以内", f"{ratio:.2f} 倍"])
        rows.append(["1000 万个单位的内存", "4 GB 以内", _memory(large.memory)])
    rows.extend(
        [told.name, f"{told.aim * 1000:.0f} 毫秒以内", f"{told.seconds * 1000:.0f} 毫秒"]
        for told in figures.explained
    )
    return _table([["目标", "要", "实际"], *rows])
