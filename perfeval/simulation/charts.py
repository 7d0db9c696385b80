"""A simulation as charts, PNG and SVG: for each series what its units may become, and their ranks.

Matplotlib draws them (extra ``charts``). An SVG is the same to the byte wherever the same versions of
Matplotlib and of the font are: letters are drawn as outlines, and nothing in it tells the day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.simulation import errors
from perfeval.simulation.shares import quantiles
from perfeval.simulation.study import Side, Simulation

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FORMS = ("svg", "png")
_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "Heiti SC",
    "SimHei",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Noto Sans CJK JP",
    "Noto Serif CJK SC",
    "SimSun",
    "Droid Sans Fallback",
)
# From good to bad, readable without colour by their lightness; grey is for having none.
_COLOURS = ("#1b6b3a", "#7fbf7b", "#f1c453", "#c8553d", "#7b3294", "#2c7fb8")
_NO_COLOUR = "#bbbbbb"
_LINE_COLOUR, _DRAFT_COLOUR = "#333333", "#2c7fb8"
# One unit takes so much of an axis; figures are laid out in hundredths of an inch.
_UNIT, _BAR = 10, 8
_SALT = "perfeval"


def missing_for_charts() -> Diagnostic | None:
    """What is not installed that charts need: Matplotlib, or a font with Chinese letters."""
    if find_spec("matplotlib") is None:
        return errors.package_missing("matplotlib", "charts", "画不了图")
    return errors.font_missing() if _font() is None else None


def _font() -> str | None:
    from matplotlib.font_manager import fontManager

    known = dict.fromkeys(font.name for font in fontManager.ttflist)
    return next((name for name in _FONTS if name in known), None)


def charts_of(made: Simulation, forms: Sequence[str] = FORMS) -> Iterator[tuple[str, bytes]]:
    """File names with their contents, by series; ``missing_for_charts`` must have found nothing."""
    import matplotlib as mpl

    settings: Any = {
        "font.family": [_font()],
        "axes.unicode_minus": False,
        "svg.fonttype": "path",
        "svg.hashsalt": _SALT,
        "font.size": 9,
    }
    with mpl.rc_context(settings):
        for title, numbers in made.current.groups().items():
            members = [made.current.units[number] for number in numbers]
            if any(_is_judged(made.current, number) for number in numbers):
                yield from _chart(made, title, members, forms)


def _is_judged(side: Side, number: int) -> bool:
    """Whether a unit has a word or a rank in any draw."""
    words = (word for counts in side.tally.words.values() for word in counts[number])
    ranks = (rank for counts in side.tally.ranks.values() for rank in counts[number])
    return any(value is not None for value in (*words, *ranks))


def _chart(
    made: Simulation, title: str, members: Sequence[str], forms: Sequence[str]
) -> Iterator[tuple[str, bytes]]:
    from matplotlib.figure import Figure

    words, ranks = made.current.watched.words, made.current.watched.ranks
    sides = [made.current, *([made.draft] if made.draft is not None else [])]
    panels = (1 if words else 0) + (1 if ranks else 0)
    figure = Figure(figsize=(5 + 4 * panels, 2 + -(-len(members) * len(sides) // 4)), dpi=150)
    axes: Any = figure.subplots(1, panels, sharey=True, squeeze=False)[0]
    axes[0].set_yticks([_UNIT * place for place in range(len(members))], members)
    axes[0].set_ylim(_UNIT * len(members) - _UNIT // 2, -_UNIT // 2)
    if words:
        _words(axes[0], sides, words[0], members, made.plan.draws)
        figure.legend(
            *axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=6, frameon=False
        )
    if ranks:
        _ranks(axes[-1], sides, ranks[0], members)
    both = "（每个单位上为现行，下为草案）" if len(sides) > 1 else ""
    figure.suptitle(f"{title}：模拟{made.plan.draws}次{both}")
    figure.set_layout_engine("constrained")
    for form in forms:
        out = BytesIO()
        metadata = {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
        figure.savefig(out, format=form, metadata=metadata)
        yield f"{title}.{form}", out.getvalue()


def _place(unit: int, side: int, sides: int) -> int:
    """Where the bar of a unit stands: in the middle, or above and below it."""
    return _UNIT * unit + (0 if sides == 1 else (2 * side - 1) * _BAR // 4)


def _words(axes: Axes, sides: Sequence[Side], name: str, members: Sequence[str], draws: int) -> None:
    """Stacked bars of how often each unit has each word; what is left are draws without a result."""
    order = sides[0].watched.order[sides[0].watched.words.index(name)]
    counts = [_counts_of(side, name) for side in sides]
    came = dict.fromkeys(value for side in counts for unit in side.values() for value in unit)
    values = [
        *(each for each in order if each in came),
        *(each for each in came if each and each not in order),
    ]
    named: list[str | None] = [*values, *([None] if None in came else [])]
    begun: dict[int, int] = {}
    for number, value in enumerate(named):
        places, starts, lengths = list[int](), list[int](), list[int]()
        for side, own in enumerate(counts):
            for unit, member in enumerate(members):
                place = _place(unit, side, len(sides))
                count = own.get(member, {}).get(value, 0)
                places.append(place)
                starts.append(begun.get(place, 0))
                lengths.append(count)
                begun[place] = begun.get(place, 0) + count
        colour = _NO_COLOUR if value is None else _COLOURS[number % len(_COLOURS)]
        axes.barh(
            places, lengths, _BAR // len(sides) - len(sides) + 1, starts, color=colour, label=value or "无"
        )
    axes.set_xlim(0, draws)
    axes.set_xticks(
        [draws * quarter // 4 for quarter in range(5)], [f"{25 * quarter}%" for quarter in range(5)]
    )
    axes.set_xlabel(name)


def _counts_of(side: Side, name: str) -> dict[str, dict[str | None, int]]:
    """By unit how often it has each word; empty where the book does not have the result."""
    return dict(zip(side.units, side.tally.words.get(name, ()), strict=False))


def _ranks(axes: Axes, sides: Sequence[Side], name: str, members: Sequence[str]) -> None:
    """For each unit its rank: thin from 5 to 95 per cent, thick from 25 to 75, and a mark in the middle."""
    from matplotlib.ticker import MaxNLocator

    most = 1
    for number, side in enumerate(sides):
        counted = dict(zip(side.units, side.tally.ranks.get(name, ()), strict=False))
        colour = _LINE_COLOUR if number == 0 else _DRAFT_COLOUR
        for unit, member in enumerate(members):
            found = quantiles(counted.get(member, {}))
            if found:
                place = _place(unit, number, len(sides))
                axes.hlines(place, found[0], found[4], colors=colour, linewidth=1)
                axes.hlines(place, found[1], found[3], colors=colour, linewidth=5)
                axes.plot(
                    [found[2]], [place], marker="o", color=colour, markersize=6, markerfacecolor="white"
                )
                most = max(most, found[4])
    axes.set_xlim(0, most + 1)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(axis="x", color="#dddddd")
    axes.set_axisbelow(True)
    axes.set_xlabel(f"{name}：细线为5%至95%，粗线为25%至75%，圆点为中位")
