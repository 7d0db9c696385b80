"""A small book around computing sentences, and what it makes of ledgers."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from hashlib import sha256

from attrs import frozen

from perfeval import pipeline
from perfeval.diagnostics.diagnostic import Checked, Diagnostic, Severity
from perfeval.diagnostics.to_text import diagnostics_to_text
from perfeval.evaluate.outcome import Outcome, Value
from perfeval.rulebook.book import RuleBook
from perfeval.tables.places import UNIT_GRAIN
from tests.vectors.same import disagreements_of_files

SOURCE = "试行办法\n一、总则\n按本办法计算。\n".encode()
_HEAD = f"""《试行办法》
评估年度：2025年1月1日至2025年12月31日。
原文：“source.txt”，从“一、总则”到“按本办法计算。”。
原文校验码：{sha256(SOURCE).hexdigest()}。

一、总则
"""
# Five in two series: three towns of the plain, two of the hills.
FIVE = "类别“乡镇”：序列“平原”3个：甲镇、乙镇、丙镇；序列“山区”2个：丁镇、戊镇。"
UNITS = ("甲镇", "乙镇", "丙镇", "丁镇", "戊镇")


@frozen
class Frame:
    """Sentences, and the ledgers that they ask for."""

    clauses: str
    annex: str
    units: str = FIVE

    def text(self) -> str:
        """The whole book; a line that names no clause gets one of its own."""
        lines: list[str] = []
        for number, line in enumerate(self.clauses.strip().splitlines(), 1):
            starts = line.startswith(("“", "每")) and "”" in line
            lines.append(f"【条{number}】{line}" if starts else line)
        body = "\n".join(lines)
        return f"{_HEAD}{self.units}\n> 按本办法计算。\n{body}\n\n附件\n{self.annex.strip()}\n"

    def read(self) -> Checked[RuleBook]:
        """The book, and what is found in it by any pass."""
        return _read(self.text())

    def codes(self) -> list[str]:
        """Codes of the errors that the text has, in order."""
        return [each.code for each in self.errors()]

    def errors(self) -> list[Diagnostic]:
        """The errors that the text has."""
        return [each for each in self.read().diagnostics if each.severity is Severity.ERROR]

    def book(self) -> RuleBook:
        """The book, which is sound."""
        found = self.read()
        assert found.value is not None and not self.errors(), diagnostics_to_text(found.diagnostics)
        return found.value

    def of(self, **ledgers: str) -> Made:
        """What comes of these ledgers: rows below the header, parted by blanks."""
        found = self.evaluated(**ledgers)
        assert found.value is not None and not found.diagnostics, diagnostics_to_text(found.diagnostics)
        return Made(found.value)

    def refused(self, **ledgers: str) -> list[str]:
        """Codes of what the evaluation cannot decide."""
        return [each.code for each in self.evaluated(**ledgers).diagnostics]

    def evaluated(self, **ledgers: str) -> Checked[Outcome]:
        """The outcome and its findings. Ledgers that are not given are empty.

        Every outcome is also made over arrays, which has to be the same.
        """
        book = self.book()
        files: dict[str, bytes] = {}
        for ledger in book.schema.ledgers:
            columns = [column.name for column in ledger.columns]
            header = ",".join(columns if ledger.shared else ["单位", *columns])
            rows = "\n".join(ledgers.get(ledger.name, "").split())
            files[f"{ledger.name}.csv"] = f"{header}\n{rows}\n".encode()
        assert all(f"{name}.csv" in files for name in ledgers), sorted(files)
        model = pipeline.compile_tables(book, {}).value
        assert model is not None
        assert disagreements_of_files(book, model, files) == []
        return pipeline.evaluate(book, {}, files)


@frozen(eq=False)
class Made:
    """What an evaluation made, as one would write it: 2.5, 优秀, None where there is nothing."""

    outcome: Outcome

    def column(self, name: str, ledger: str = UNIT_GRAIN) -> list[str | None]:
        """The values of a column, of the units in the order of the roster or of a ledger's rows."""
        places = self.outcome.model.columns[ledger, name].places
        return [_show(value, places) for value in self.outcome.columns[ledger, name]]

    def one(self, name: str, unit: str = "甲镇") -> str | None:
        """The value of one unit."""
        units = [each.name for each in self.outcome.book.units]
        return self.column(name)[units.index(unit)]


@lru_cache(maxsize=64)
def _read(text: str) -> Checked[RuleBook]:
    book = pipeline.read_book("book.jx", text.encode(), {"source.txt": SOURCE})
    if book.value is None:
        return book
    return Checked(book.value, (*book.diagnostics, *pipeline.check_every_option(book.value)))


def _show(value: Value, places: int) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    assert isinstance(value, int), repr(value)
    number = format(Decimal(value).scaleb(-places), "f")
    return number.rstrip("0").rstrip(".") if "." in number else number


def for_units(values: str, *units: str) -> str:
    """Rows of a ledger, one for each unit: the values are parted by blanks."""
    parts = values.split()
    names = units or UNITS
    return "\n".join(f"{name},{value}" for name, value in zip(names, parts, strict=False))
