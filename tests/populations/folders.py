"""Folders of ledgers with random facts of many populations, for every book in rules/."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from attrs import asdict, has

from perfeval import pipeline
from perfeval.evaluate.outcome import Outcome
from perfeval.populations.evaluation import Evaluation
from perfeval.rulebook.book import RuleBook
from tests.heshan.book import files_of
from tests.oracle import generate
from tests.oracles.credit_2025 import facts as credit
from tests.oracles.environment_2025 import facts as environment
from tests.oracles.students_2025 import facts as students
from tests.oracles.townships_2025 import facts as townships

RULES = Path(__file__).parents[2] / "rules"
Files = Mapping[str, bytes]
Key = tuple[str, ...]
K = TypeVar("K", bound=Key)


def _heshan(seed: int) -> dict[str, bytes]:
    return dict(files_of(generate.random_facts(seed)))


def _texts(made: Callable[[random.Random], Mapping[str, str]]) -> Callable[[int], dict[str, bytes]]:
    def files(seed: int) -> dict[str, bytes]:
        texts = made(random.Random(seed))
        return {
            name if name.endswith(".csv") else f"{name}.csv": text.encode() for name, text in texts.items()
        }

    return files


FACTS: Mapping[str, Callable[[int], dict[str, bytes]]] = {
    "heshan-2013": _heshan,
    "credit-2025": _texts(credit.random_facts),
    "environment-2025": _texts(environment.random_facts),
    "students-2025": _texts(students.random_facts),
    "townships-2025": _texts(townships.random_facts),
}
BOOKS = tuple(FACTS)


@cache
def book_of(name: str) -> RuleBook:
    """A book in rules/, read once."""
    files = {path.name: path.read_bytes() for path in (RULES / name).iterdir() if path.is_file()}
    read = pipeline.read_book("book.jx", files["book.jx"], files)
    assert read.value is not None, [finding.message for finding in read.diagnostics]
    return read.value


@cache
def clean_seed(name: str, number: int) -> int:
    """A seed whose facts have not even a warning; others for other numbers."""
    seed = 1000 if number == 0 else clean_seed(name, number - 1) + 1
    while pipeline.evaluate(book_of(name), {}, FACTS[name](seed)).diagnostics:
        seed += 1
    return seed


def rows_of(content: bytes) -> list[list[str]]:
    """The header and the rows of a file."""
    return [row for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) if row]


def text_of(rows: Sequence[Sequence[str]]) -> bytes:
    """A file with this header and these rows."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def together(
    names: Sequence[str], folders: Mapping[K, Files], mixed: random.Random | None = None
) -> dict[str, bytes]:
    """One folder with the rows of all these, each with its population's columns.

    mixed: rows of populations stand in any order among each other, those of one keep theirs; the columns
    stand anywhere.
    """
    made: dict[str, bytes] = {}
    for file in dict.fromkeys(file for files in folders.values() for file in files):
        place = mixed.randrange(3) if mixed is not None else 0
        rows: list[tuple[float, list[str]]] = []
        header: list[str] = []
        for number, (key, files) in enumerate(folders.items()):
            if file not in files:
                continue
            top, *below = rows_of(files[file])
            header = [*top[:place], *names, *top[place:]]
            spots = sorted(mixed.random() for _ in below) if mixed is not None else [number] * len(below)
            rows.extend(
                (spot, [*row[:place], *key, *row[place:]]) for spot, row in zip(spots, below, strict=True)
            )
        rows.sort(key=lambda each: each[0])
        made[file] = text_of([header, *(row for _, row in rows)])
    return made


def evaluation_of(
    book: RuleBook, files: Files, names: Sequence[str] = ("辖区",), engine: str = "python"
) -> Evaluation:
    """The evaluation of a folder by an engine, not yet iterated over."""
    made = pipeline.evaluate_populations(book, {}, files, names, engine)
    assert made.value is not None, made.diagnostics
    return made.value


def is_sound(book: RuleBook, files: Files) -> bool:
    """Whether these facts can be evaluated alone."""
    return pipeline.evaluate(book, {}, files).value is not None


def same(one: Outcome, other: Outcome, *, lines: bool = False) -> None:
    """Both are equal in units, facts, columns and traces; lines: also in the lines of their files."""
    assert one.book.units == other.book.units
    assert plain(one.columns) == plain(other.columns)
    assert plain(one.traces) == plain(other.traces)
    for name, table in one.facts.tables.items():
        also = other.facts.tables[name]
        assert (table.units, plain(table.columns)) == (also.units, plain(also.columns)), name
        assert not lines or table.lines == also.lines, name


def plain(value: Any) -> object:
    """Outcomes as data that can be compared: sequences as lists, traces as dicts of their fields."""
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return plain(asdict(value, recurse=False)) if has(type(value)) else value
