"""The rule books of rules/, and facts for each: their own, and random ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from random import Random

from perfeval import pipeline
from perfeval.diagnostics.diagnostic import has_errors
from perfeval.ledger.read import read_facts
from perfeval.rulebook.book import RuleBook
from perfeval.tables.model import Model
from tests.heshan.book import files_of
from tests.oracle.generate import random_facts as of_2013
from tests.oracles.credit_2025.facts import random_facts as of_credit
from tests.oracles.environment_2025.facts import random_facts as of_environment
from tests.oracles.students_2025.facts import random_facts as of_students
from tests.oracles.townships_2025.facts import random_facts as of_townships
from tests.vectors.same import Read

RULES = Path(__file__).resolve().parents[2] / "rules"
Texts = Callable[[Random], dict[str, str]]
_RANDOM: dict[str, Texts] = {
    "credit-2025": of_credit,
    "environment-2025": of_environment,
    "students-2025": of_students,
    "townships-2025": of_townships,
}
NAMES = ("heshan-2013", *_RANDOM)


@cache
def book(name: str) -> RuleBook:
    """The rule book, read once."""
    files = {path.name: path.read_bytes() for path in (RULES / name).iterdir() if path.is_file()}
    found = pipeline.read_book("book.jx", files["book.jx"], files)
    assert found.value is not None, found.diagnostics
    return found.value


def model(name: str, readings: Mapping[str, str]) -> Model:
    """Its model under these readings."""
    found = pipeline.compile_tables(book(name), readings)
    assert found.value is not None, found.diagnostics
    return found.value


def read(of: RuleBook, files: Mapping[str, bytes]) -> Read:
    """Ledgers without errors as facts, and the book with their units."""
    own = pipeline.of_facts(of, files)
    found = read_facts(files, own.schema, own.year[0].year)
    assert found.value is not None and not has_errors(found.diagnostics), found.diagnostics
    return own, found.value


def own_facts(name: str) -> Read:
    """The facts that lie beside the book."""
    files = {path.name: path.read_bytes() for path in (RULES / name / "facts").iterdir()}
    return read(book(name), files)


def random_files(name: str, seed: int) -> dict[str, bytes]:
    """Random ledgers, fond of ends of ranges, ties and gaps."""
    if name == "heshan-2013":
        return files_of(of_2013(seed))
    texts = _RANDOM[name](Random(seed))
    return {f"{ledger}.csv": text.encode() for ledger, text in texts.items()}


def random_read(name: str, seed: int) -> Read:
    """Random ledgers as facts."""
    return read(book(name), random_files(name, seed))
