"""What the tests of this folder share."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from perfeval.diagnostics.diagnostic import Checked
from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.run import run
from perfeval.ledger.facts import Facts
from perfeval.rulebook.book import RuleBook
from perfeval.tables.model import Model
from tests.sql import server


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The address of a PostgreSQL that runs for these tests alone."""
    if server.programs() is None and not os.environ.get("CI"):
        pytest.skip("PostgreSQL is not installed")
    # A socket's path is short: not below the folders of pytest.
    with tempfile.TemporaryDirectory(prefix="pg") as folder, server.running(Path(folder)) as found:
        yield found


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Sequence[Facts]:
    """The facts with which the evaluation itself had to help: those that the query calls wrong."""
    found: list[Facts] = []

    def noted(book: RuleBook, model: Model, facts: Facts) -> Checked[Outcome]:
        found.append(facts)
        return run(book, model, facts)

    monkeypatch.setattr("perfeval.sql.database.run", noted)
    return found
