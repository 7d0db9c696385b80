"""A simulation as tables for spreadsheets: one file for each kind of count."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from perfeval.simulation.shares import QUANTILES, quantiles, share
from perfeval.simulation.study import Side, Simulation
from perfeval.simulation.tally import Pairing

NOTHING = "无"
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def simulation_to_csv(made: Simulation) -> dict[str, str]:
    """File name -> content: 分布.csv, 名次.csv, 条款.csv, and with a draft 变化.csv."""
    sides = [("现行", made.current), *([("草案", made.draft)] if made.draft is not None else [])]
    files = {
        "分布.csv": _text(
            ("规则书", "单位", "结果", "取值", "次数", "占比"),
            (row for name, side in sides for row in _values(name, side)),
        ),
        "名次.csv": _text(
            ("规则书", "单位", "结果", "有名次的次数", *(f"{each}%分位" for each in QUANTILES)),
            (row for name, side in sides for row in _ranks(name, side)),
        ),
        "条款.csv": _text(
            ("规则书", "条款", "怎样起作用", "单位", "次数", "占比"),
            (row for name, side in sides for row in _clauses(name, side)),
        ),
    }
    if made.pairing is not None:
        header = ("单位", "结果", "现行", "草案", "次数", "占比")
        files["变化.csv"] = _text(header, _changes(made.pairing, made.paired))
    return files


def _values(title: str, side: Side) -> Iterable[Sequence[str]]:
    draws = side.tally.draws
    for name, words in side.tally.words.items():
        for unit, counts in zip(side.units, words, strict=True):
            for word, count in counts.items():
                yield title, unit, name, word or NOTHING, str(count), share(count, draws)
    for name, ranks in side.tally.ranks.items():
        for unit, ranked in zip(side.units, ranks, strict=True):
            for rank, count in ranked.items():
                yield (
                    title,
                    unit,
                    name,
                    NOTHING if rank is None else str(rank),
                    str(count),
                    share(count, draws),
                )


def _ranks(title: str, side: Side) -> Iterable[Sequence[str]]:
    for name, counted in side.tally.ranks.items():
        for unit, counts in zip(side.units, counted, strict=True):
            ranked = sum(count for rank, count in counts.items() if rank is not None)
            found = [str(each) for each in quantiles(counts)] or [""] * len(QUANTILES)
            yield title, unit, name, str(ranked), *found


def _clauses(title: str, side: Side) -> Iterable[Sequence[str]]:
    draws = side.tally.draws
    for way in side.ways:
        whole = side.tally.anywhere.get(way, 0)
        yield title, way.clause, way.how, "全部", str(whole), share(whole, draws)
        for unit, count in zip(side.units, side.tally.deciding.get(way, ()), strict=False):
            if count:
                yield title, way.clause, way.how, unit, str(count), share(count, draws)


def _changes(pairing: Pairing, names: Sequence[str]) -> Iterable[Sequence[str]]:
    for name, changes in pairing.changes.items():
        for unit, counts in zip(names, changes, strict=True):
            for (old, new), count in counts.items():
                shown = (old or NOTHING, new or NOTHING)
                yield unit, name, *shown, str(count), share(count, pairing.draws)


def _text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def _cell(text: str) -> str:
    """A text that a spreadsheet does not run as a formula."""
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text
