"""Random fact sets and readings: valid, the same for the same seed, and biased towards boundaries."""

from collections.abc import Mapping
from fractions import Fraction
from random import Random
from typing import NamedTuple

from .dice import amount_between, any_date, chance, pick, shuffled, yes_no
from .facts_io import TABLES
from .heshan2013 import places
from .ledgers import (
    acceptance_rows,
    award_rows,
    cancelling_row,
    criticism_row,
    indicator_rows,
    national_award_rows,
    near_miss_rows,
    poll_row,
    veto_row,
)
from .points import CORRUPTION, CRITICISED, POLLED_LAST, VETOED, Facts, Row, cancellations, net_points
from .readings import READINGS, complete
from .roster import ROSTER, SEPARATE, SEQUENCES, TOWNSHIP, Unit, members
from .steering import STYLES, base_for, propose_totals, score_row, spread_total

ALL_KINDS = (VETOED, POLLED_LAST, CORRUPTION, CRITICISED)
GRADES = ("优秀", "达标", "基本达标", "不达标")


class Flavour(NamedTuple):
    """What a fact set is rich in: how many units in a hundred have something, and how totals fall."""

    styles: tuple[str, ...]
    awards: int = 10
    national: int = 2
    indicators: int = 60
    stray: int = 5
    acceptance: int = 10
    near_misses: int = 5
    one_kind: int = 8
    more_kinds: int = 3
    decided: int = 50
    idle_decisions: int = 2
    whole_sequences: int = 0
    history: int = 50
    date_edges: int = 20
    praised: int = 30
    laden: int = 0


FLAVOURS: dict[str, Flavour] = {
    "ordinary": Flavour(("spread",)),
    "last_place": Flavour(("last_place",)),
    "thresholds": Flavour(("thresholds",), history=90),
    "awards": Flavour(("ties", "last_place", "spread"), awards=80, national=15, laden=2),
    "empty": Flavour(STYLES),
    "direct": Flavour(("high", "high", "thresholds", "ties"), national=70, praised=90, one_kind=25),
    "cancelled": Flavour(("last_place", "ties"), one_kind=30, more_kinds=10, whole_sequences=3),
    "decisions": Flavour(("spread", "thresholds"), more_kinds=45, idle_decisions=25, history=90, laden=1),
    "indicators": Flavour(("thresholds", "last_place"), indicators=100, stray=40),
    "ties": Flavour(("ties", "level"), one_kind=15),
    "year_ends": Flavour(
        STYLES, awards=50, acceptance=50, near_misses=50, one_kind=20, date_edges=90, laden=1
    ),
    "loaded": Flavour(
        STYLES,
        awards=80,
        national=30,
        indicators=90,
        stray=30,
        acceptance=70,
        near_misses=50,
        one_kind=25,
        more_kinds=35,
        whole_sequences=1,
        history=100,
        date_edges=40,
        laden=4,
    ),
    "low": Flavour(("low", "thresholds", "extreme"), history=100, national=20, praised=70),
    "photo_finish": Flavour(("photo_finish", "last_place"), awards=30),
}


def flavour_of(seed: int) -> str:
    """The flavour of a seed; any run of consecutive seeds has all of them."""
    return tuple(FLAVOURS)[seed % len(FLAVOURS)]


def random_readings(seed: int) -> dict[str, str]:
    """All eleven readings: at times the defaults, at times one that differs, mostly any mixture."""
    rng = Random(f"readings {seed}")
    readings = complete({})
    shape = rng.randrange(8)
    if shape == 0:
        return readings
    names = [pick(rng, tuple(READINGS))] if shape == 1 else list(READINGS)
    for name in names:
        readings[name] = pick(rng, READINGS[name][1:] if shape == 1 else READINGS[name])
    return readings


def random_facts(seed: int) -> Facts:
    """A valid fact set. Totals are steered under the default readings or ``random_readings(seed)``."""
    rng = Random(f"facts {seed}")
    flavour = FLAVOURS[flavour_of(seed)]
    facts: Facts = {table: [] for table in TABLES}
    facts["单位"] = [unit_row(rng, unit, flavour) for unit in ROSTER]
    if flavour_of(seed) != "empty":
        fill_ledgers(rng, facts, flavour)
    add_scores(rng, facts, flavour, random_readings(seed))
    for rows in facts.values():
        # Results go by the roster, so the order of the rows must not matter.
        if chance(rng, 50):
            rng.shuffle(rows)
    # A table without rows may have a file or none; without any ledger there are just two files.
    keep_empty = flavour_of(seed) != "empty" and chance(rng, 50)
    return {table: rows for table, rows in facts.items() if rows or keep_empty}


def unit_row(rng: Random, unit: Unit, flavour: Flavour) -> Row:
    """One row of 单位; a unit without staff is among the possibilities."""
    return {
        "单位": unit.name,
        "在编人数": str(pick(rng, (0, 1, 2, 7, rng.randrange(150), rng.randrange(150), rng.randrange(150)))),
        "党政正职人数": str(pick(rng, (0, 1, 2, 2))),
        "其他班子成员人数": str(rng.randrange(10)),
        "主要负责人两年内异动": yes_no(rng, 40),
        "获省委省政府充分肯定": yes_no(rng, flavour.praised),
        "省市绩效评估中加分": yes_no(rng, flavour.praised),
    }


def fill_ledgers(rng: Random, facts: Facts, flavour: Flavour) -> None:
    """Everything but 单位 and 得分."""
    cancelled = shuffled(rng, SEQUENCES)[: flavour.whole_sequences]
    laden = [unit.name for unit in shuffled(rng, ROSTER)[: flavour.laden]]
    if laden:
        # Only a 乡镇街道 can meet all four 情形, so let there be one.
        laden.append(pick(rng, [unit.name for unit in ROSTER if unit.category == TOWNSHIP]))
    for unit in ROSTER:
        if unit.name in laden:
            add_everything(rng, facts, unit, flavour)
            continue
        add_points(rng, facts, unit, flavour)
        add_near_misses(rng, facts, unit, flavour)
        add_kinds(rng, facts, unit, flavour, cancel=unit.sequence in cancelled)
        add_history(rng, facts, unit, flavour)


def add_points(rng: Random, facts: Facts, unit: Unit, flavour: Flavour) -> None:
    """表彰, 指标排位 and 上级验收 (指标排位 of other units has no effect)."""
    if chance(rng, flavour.awards):
        facts["表彰"] += award_rows(rng, unit, flavour.date_edges)
    if chance(rng, flavour.national):
        facts["表彰"] += national_award_rows(rng, unit)
    if chance(rng, flavour.indicators if unit.category == TOWNSHIP else flavour.stray):
        facts["指标排位"] += indicator_rows(rng, unit)
    if chance(rng, flavour.acceptance):
        facts["上级验收"] += acceptance_rows(rng, unit, flavour.date_edges)


def add_near_misses(rng: Random, facts: Facts, unit: Unit, flavour: Flavour) -> None:
    """Rows that come close to a 情形 and mostly miss it, by the date, the rank or a condition."""
    if chance(rng, flavour.near_misses):
        facts["违纪"] += near_miss_rows(rng, unit, flavour.date_edges)
    if chance(rng, flavour.near_misses):
        day = (
            any_date(rng, flavour.date_edges) if chance(rng, 30) else pick(rng, ("2012-12-31", "2014-01-01"))
        )
        facts["一票否决"].append(veto_row(rng, unit, day))
    if chance(rng, flavour.near_misses):
        day = (
            any_date(rng, flavour.date_edges) if chance(rng, 30) else pick(rng, ("2012-12-31", "2014-01-01"))
        )
        facts["通报批评"].append(criticism_row(rng, unit, day))
    if unit.category == TOWNSHIP and chance(rng, 70):
        facts["民调"] += [poll_row(rng, unit, last=False) for _ in range(rng.randrange(1, 5))]
    if unit.category != TOWNSHIP and chance(rng, flavour.stray):
        facts["民调"].append(poll_row(rng, unit, last=True))


def add_kinds(rng: Random, facts: Facts, unit: Unit, flavour: Flavour, *, cancel: bool) -> None:
    """取消评优情形, none, one or more, and 委员会决定 (which has no effect below two)."""
    number = 0
    if chance(rng, flavour.more_kinds):
        number = rng.randrange(2, 5)
    elif cancel or chance(rng, flavour.one_kind):
        number = 1
    # 民调 of other units brings nothing about, so it would not cancel them.
    possible = ALL_KINDS if unit.category == TOWNSHIP else (VETOED, CORRUPTION, CRITICISED)
    for kind in shuffled(rng, possible)[:number]:
        # Events of one kind count as one 情形, however many there are.
        for _ in range(pick(rng, (1, 1, 1, 2, 3))):
            table, row = cancelling_row(rng, unit, kind)
            facts[table].append(row)
    if chance(rng, flavour.decided if number >= 2 else flavour.idle_decisions):
        facts["委员会决定"].append({"单位": unit.name, "决定": "直接认定不达标"})


def add_history(rng: Random, facts: Facts, unit: Unit, flavour: Flavour) -> None:
    """历史等次 of 2012, and of other years, which have no effect."""
    for year, percent in (
        ("2012", flavour.history),
        ("2011", flavour.history // 2),
        ("2010", 3),
        ("2013", 3),
    ):
        if chance(rng, percent):
            grade = pick(rng, (*GRADES, "基本达标", "不达标"))
            facts["历史等次"].append({"单位": unit.name, "年度": year, "等次": grade})


def add_everything(rng: Random, facts: Facts, unit: Unit, flavour: Flavour) -> None:
    """A unit with rows in every ledger: all kinds, a decision or none, awards of every sort."""
    for _ in range(2):
        facts["表彰"] += award_rows(rng, unit, flavour.date_edges)
    facts["表彰"] += national_award_rows(rng, unit)
    facts["指标排位"] += indicator_rows(rng, unit)
    facts["上级验收"] += acceptance_rows(rng, unit, flavour.date_edges)
    facts["违纪"] += near_miss_rows(rng, unit, flavour.date_edges)
    facts["民调"].append(poll_row(rng, unit, last=False))
    for kind in shuffled(rng, ALL_KINDS):
        table, row = cancelling_row(rng, unit, kind)
        facts[table].append(row)
    if chance(rng, 50):
        facts["委员会决定"].append({"单位": unit.name, "决定": "直接认定不达标"})
    add_history(rng, facts, unit, flavour)


def add_scores(rng: Random, facts: Facts, flavour: Flavour, readings: Mapping[str, str]) -> None:
    """得分: totals as the styles of the flavour want them."""
    for sequence in SEQUENCES:
        # Points differ by reading, so a boundary is exact under one choice of readings only.
        chosen = complete(readings if chance(rng, 50) else {})
        units = members(sequence)
        eligible = [unit for unit in units if not cancellations(facts, unit)]
        style = pick(rng, flavour.styles)
        totals = propose_totals(rng, style, units, eligible, places(sequence, chosen))
        for unit in units:
            points = net_points(facts, unit, chosen)
            facts["得分"].append(score_row(rng, unit, base_for(totals[unit.name], points)))
    for unit in ROSTER:
        if unit.sequence is None and not (unit.category == SEPARATE and chance(rng, 50)):
            total = pick(rng, (spread_total(rng), amount_between(rng, 0, 10_000_000)))
            facts["得分"].append(score_row(rng, unit, base_for(total, Fraction(0))))
