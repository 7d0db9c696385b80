"""The engine with rules/credit-2025 against the oracle, field by field."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from perfeval.evaluate.records import records_of, row_records_of
from perfeval.pipeline import evaluate, read_book
from perfeval.rulebook.book import RuleBook
from tests.oracles.credit_2025 import oracle, records
from tests.oracles.credit_2025.facts import HEADERS, random_facts
from tests.oracles.credit_2025.oracle import person_results, results
from tests.oracles.credit_2025.records import Ledgers, Outcome, Row
from tests.oracles.credit_2025.test_oracle import rows_of

FOLDER = Path(__file__).parents[3] / "rules" / "credit-2025"
LEDGER = "扣分记录"
SEEDS = 200
# In the book the measure has a name of its own, and measures come in the order of one list.
MEASURES = {"冻结本年度加分": "冻结加分"}
WORDS = ("单位", "状态", "环境等级", "用工等级", "综合等级")


@cache
def book() -> RuleBook:
    """The rule book, read once."""
    files = {path.name: path.read_bytes() for path in FOLDER.iterdir() if path.is_file()}
    read = read_book("book.jx", files["book.jx"], files)
    assert read.value is not None, [finding.message for finding in read.diagnostics]
    return read.value


def normal(name: str, value: object) -> object:
    """A result as both sides would write it: numbers as plain text."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, list | tuple):
        return sorted(MEASURES.get(str(each), str(each)) for each in value)
    if name in WORDS:
        return str(value)
    plain = f"{Decimal(str(value)):f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain == "-0" else plain


def normalised(given: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    """Records with all their results in the normal form."""
    return [{name: normal(name, value) for name, value in record.items()} for record in given]


def disagreements(texts: dict[str, str], readings: dict[str, str] | None = None) -> list[str]:
    """Each field in which the engine and the oracle differ, and each that only one of them has."""
    ledgers = {name: rows_of(text) for name, text in texts.items()}
    files = {f"{name}.csv": text.encode() for name, text in texts.items()}
    made = evaluate(book(), readings or {}, files)
    assert made.value is not None, [finding.message for finding in made.diagnostics]
    of_units = differences(records_of(made.value), results(ledgers))
    return of_units + differences(row_records_of(made.value)[LEDGER], person_results(ledgers))


def differences(engine: Sequence[Mapping[str, object]], known: Sequence[Mapping[str, object]]) -> list[str]:
    """Each field of two lists of records that is not the same; the order of fields counts."""
    found = [] if len(engine) == len(known) else [f"{len(engine)} records, not {len(known)}"]
    for mine, yours in zip(normalised(engine), normalised(known), strict=False):
        if list(mine) != list(yours):
            found.append(f"{list(mine)} are not {list(yours)}")
        who = f"{yours['单位']}{yours.get('文号', '')}"
        wrong = [name for name, value in yours.items() if mine.get(name) != value]
        found += [f"{who} {name}: {mine.get(name)!r}, not {yours[name]!r}" for name in wrong]
    return found


def test_example_ledgers() -> None:
    texts = {name: (FOLDER / "facts" / f"{name}.csv").read_text(encoding="utf-8") for name in HEADERS}
    assert disagreements(texts) == []


@pytest.mark.parametrize("seed", range(SEEDS))
def test_random_ledgers(seed: int) -> None:
    assert disagreements(random_facts(random.Random(seed))) == []


# ---------------------------------------------------------------- the readings that are not adopted

counted = records.standing_outcome
in_force = records.in_force
by_record = oracle.overdue_points
graded = oracle.grades_of


def capped_after_factor(row: Row, unit_rows: list[Row]) -> Outcome:
    """Choice 2: the cap of one record comes after the factor, and 30% of that when repaired."""
    found = counted(row, unit_rows)
    if found.status not in ("计入", "已修复") or found.factor is None:
        return found
    price = records.PRICES[row["类别"]]
    points = int(row["数量"]) * Fraction(price[records.SEVERITIES.index(row["严重程度"])]) * found.factor
    share = Fraction(3, 10) if found.status == "已修复" else Fraction(1)
    net = records.round_points(min(points, Fraction(price[3])) * share)
    return Outcome(row, found.gross, found.order, found.factor, net, found.status)


def new_term_only(row: Row) -> bool:
    """Choice 3: once repaired, the new term alone counts."""
    if not row["修复日期"]:
        return in_force(row)
    months = 12 if row["严重程度"] == "严重" else 6
    return records.add_months(records.day(row["修复日期"]), months) > records.AS_OF


def run_without_gaps(ledgers: Ledgers, unit: str) -> int:
    """Choice 4: quarters without monitoring are passed over."""
    rows = [row for row in records.of_unit(ledgers, "监测", unit) if int(row["监测次数"]) > 0]
    longest = run = 0
    for row in sorted(rows, key=lambda row: int(row["季度"])):
        run = run + 1 if int(row["达标次数"]) < int(row["监测次数"]) else 0
        longest = max(longest, run)
    return longest


def ten_in_all(ledgers: Ledgers, row: Row) -> Fraction:
    """Choice 5: what a matter adds to the total of its enterprise, which is ten at most."""
    rows = records.of_unit(ledgers, "整改", row["单位"])
    before = sum((working_days(ledgers, each) for each in rows[: rows.index(row)]), Fraction(0))
    return min(Fraction(10), before + working_days(ledgers, row)) - min(Fraction(10), before)


def working_days(ledgers: Ledgers, row: Row) -> Fraction:
    """Half a point for each working day of one matter, without a limit; by_record has the limit."""
    deadline = records.day(row["期限届满日"])
    until = records.day(row["完成日期"]) if row["完成日期"] else records.AS_OF
    late = [each for each in ledgers["日历"] if deadline < records.day(each["日期"]) <= until]
    found = Fraction(sum(each["是否工作日"] == "是" for each in late), 2)
    assert min(Fraction(10), found) == by_record(ledgers, row)
    return found


def not_taking_part(ledgers: Ledgers, unit: str, sheet: oracle.Sheet | None) -> tuple[str, str, str]:
    """Choice 6: who does not take part has no grade whatever happens."""
    return ("暂不评级",) * 3 if sheet is None else graded(ledgers, unit, sheet)


OTHERS: list[tuple[str, str, object, str, Callable[..., object]]] = [
    ("单件封顶与倍数", "先乘倍数后封顶", records, "standing_outcome", capped_after_factor),
    ("修复后的有效期", "一律按新的", records, "in_force", new_term_only),
    ("没有监测的季度", "跳过", oracle, "longest_exceeding_run", run_without_gaps),
    ("整改最多扣10分", "合计", oracle, "overdue_points", ten_in_all),
    ("不参评企业的重大事故", "不参评优先", oracle, "grades_of", not_taking_part),
]


@pytest.mark.parametrize(("reading", "option", "module", "name", "other"), OTHERS)
def test_other_readings(
    monkeypatch: pytest.MonkeyPatch,
    reading: str,
    option: str,
    module: object,
    name: str,
    other: Callable[..., object],
) -> None:
    """Each choice of the contract taken the other way, in the book by its reading, in the oracle by hand."""
    adopted = [results(drawn) + person_results(drawn) for drawn in map(ledgers_of, range(40))]
    monkeypatch.setattr(module, name, other)
    changed = 0
    for seed, before in enumerate(adopted):
        assert disagreements(random_facts(random.Random(seed)), {reading: option}) == []
        drawn = ledgers_of(seed)
        changed += results(drawn) + person_results(drawn) != before
    assert changed


def ledgers_of(seed: int) -> dict[str, list[Row]]:
    """The random ledgers of a seed, as the oracle reads them."""
    return {name: rows_of(text) for name, text in random_facts(random.Random(seed)).items()}
