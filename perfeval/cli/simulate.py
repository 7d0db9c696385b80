"""``perfeval simulate``: how often each unit has which grade and rank where the facts are uncertain."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from time import monotonic_ns
from typing import TYPE_CHECKING

from perfeval import api
from perfeval.cli.output import deliver, json_text, say_findings
from perfeval.cli.words import (
    Command,
    Parser,
    take_format,
    take_ledgers,
    take_readings,
    take_rules,
    whole_number,
)
from perfeval.diagnostics.diagnostic import Diagnostic, has_errors
from perfeval.simulation import errors
from perfeval.simulation.plan import Plan

if TYPE_CHECKING:
    from perfeval.simulation.study import Simulation

# What of the facts may be otherwise; no .jx, which would be taken for a rule book.
UNCERTAINTY_FILE = "不确定.txt"
DRAWS = 1_000
MOST_DRAWS = 10_000_000
SEED = 1
# What --charts takes, and the forms that it means.
_CHARTS = {"both": ("svg", "png"), "svg": ("svg",), "png": ("png",), "none": ()}
_JSON, _CHART_FOLDER = "模拟.json", "图"


def _draws(text: str) -> int:
    number = whole_number(text)
    if not 1 <= number <= MOST_DRAWS:
        raise argparse.ArgumentTypeError(f"“{text}”应在1至{MOST_DRAWS}之间")
    return number


def _arguments(parser: Parser) -> None:
    take_rules(parser)
    take_ledgers(parser)
    about = f"模拟多少次（默认 {DRAWS}）"
    parser.add_argument("--draws", type=_draws, default=DRAWS, metavar="次数", help=about)
    about = f"随机数的种子；种子相同，结果逐字节相同（默认 {SEED}）"
    parser.add_argument("--seed", type=whole_number, default=SEED, metavar="数", help=about)
    about = "草案（另一本规则书），用同样的模拟来比"
    parser.add_argument("--against", type=Path, metavar="草案", help=about)
    about = f"写明哪些事实拿不准的文件（默认是台账或规则书文件夹里的“{UNCERTAINTY_FILE}”）"
    parser.add_argument("--uncertainty", type=Path, metavar="文件", help=about)
    take_readings(parser)
    about = "同时用几个处理器（默认按多少自动定）；不影响结果"
    parser.add_argument("--jobs", type=whole_number, default=0, metavar="个数", help=about)
    take_format(parser)
    about = f"把 {_JSON}、CSV 表和图写到这个文件夹"
    parser.add_argument("--out", type=Path, metavar="文件夹", help=about)
    about = "把第几次模拟的台账也写下来，配合 --out；可以再用 eval、explain 看这一次"
    parser.add_argument("--keep", type=whole_number, default=0, metavar="第几次", help=about)
    about = "画哪种图（默认 both），配合 --out"
    parser.add_argument("--charts", choices=tuple(_CHARTS), default="both", help=about)


def _run(words: argparse.Namespace) -> int:
    forms = _CHARTS[words.charts] if words.out is not None else ()
    missing = _missing(forms)
    if missing is not None:
        say_findings((missing,), words.format)
        return 1
    made = api.simulate(
        [words.rules, *([words.against] if words.against is not None else [])],
        words.facts,
        words.uncertainty or _uncertainty_file(words.rules, words.facts),
        Plan(words.draws, words.seed, words.jobs, keep=words.keep),
        dict(words.reading),
        _progress(),
    )
    if made.value is None or has_errors(made.diagnostics):
        say_findings(made.diagnostics, words.format)
        return 1
    if words.out is not None:
        _write(made.value, words.out, forms)
    deliver(_shown(made.value, words.format), None)
    if made.diagnostics:
        # Warnings change no result; they go beside it, whatever its form.
        say_findings(made.diagnostics, "text")
    return 0


def _missing(forms: tuple[str, ...]) -> Diagnostic | None:
    """What would be found to be missing only when all is drawn."""
    if find_spec("numpy") is None:
        return errors.package_missing("numpy", "columns", "不能模拟")
    if not forms:
        return None
    from perfeval.simulation.charts import missing_for_charts

    return missing_for_charts()


def _uncertainty_file(rules: Path, facts: Path) -> Path:
    """Where it is said what is uncertain. Raises UnreadableError where it is not."""
    places = (facts / UNCERTAINTY_FILE, (rules if rules.is_dir() else rules.parent) / UNCERTAINTY_FILE)
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        shown = "、".join(f"“{place}”" for place in places)
        hint = "写一个，或用 --uncertainty 指明；没有写明拿不准的，一律照台账，就没有可模拟的。"
        raise api.UnreadableError(f"没有写明哪些事实拿不准：找过{shown}。{hint}")
    return found


def _shown(made: Simulation, form: str) -> str:
    if form == "json":
        from perfeval.simulation.to_json import simulation_to_json

        return json_text(simulation_to_json(made))
    from perfeval.simulation.to_text import simulation_to_text

    return simulation_to_text(made)


def _write(made: Simulation, folder: Path, forms: tuple[str, ...]) -> None:
    """All forms into a folder. Raises UnreadableError where it cannot be written."""
    from perfeval.simulation.to_csv import simulation_to_csv

    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _JSON).write_text(_shown(made, "json") + "\n", encoding="utf-8", newline="\n")
        for name, text in simulation_to_csv(made).items():
            # Excel takes a CSV file for UTF-8 only if it begins with the mark.
            (folder / name).write_text(text, encoding="utf-8-sig", newline="\n")
        for name, text in _kept(made):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8-sig", newline="\n")
        if forms:
            from perfeval.simulation.charts import charts_of

            (folder / _CHART_FOLDER).mkdir(exist_ok=True)
            for name, content in charts_of(made, forms):
                (folder / _CHART_FOLDER / name).write_bytes(content)
    except OSError as error:
        raise api.UnreadableError(f"写不了“{folder}”：{error.strerror}") from error


def _kept(made: Simulation) -> Iterator[tuple[str, str]]:
    """The ledgers of the draw to be kept, as they are read by the current book."""
    from perfeval.simulation.ledgers import ledgers_of

    facts, number = made.current.kept, made.plan.keep
    for name, text in ledgers_of(made.current.base.book.schema, facts).items() if facts is not None else ():
        yield f"第{number}次台账/{name}", text


def _progress() -> Callable[[int, int], None]:
    """Tells how far it is and how long it will take, on a terminal only."""
    began = monotonic_ns()

    def tell(done: int, of: int) -> None:
        if sys.stderr.isatty():
            left = (monotonic_ns() - began) * (of - done) // (done * 1_000_000_000)
            rest = f"，还要约{left}秒 " if done < of else "            \n"
            sys.stderr.write(f"\r模拟 {done}/{of}{rest}")
            sys.stderr.flush()

    return tell


COMMAND = Command("simulate", "事实拿不准时，看各单位的等次、名次会怎样，各条款起多大作用", _arguments, _run)
