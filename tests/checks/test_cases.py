"""The pair of books of each check: the one has its finding and nothing else, the other none."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfeval import pipeline
from perfeval.checks.about import ABOUT
from perfeval.diagnostics.diagnostic import Diagnostic

CASES = Path(__file__).parents[1] / "cases" / "checks"


def findings(book: Path) -> tuple[Diagnostic, ...]:
    """What ``perfeval check`` finds in a book, and does not see answered."""
    files = {path.name: path.read_bytes() for path in book.parent.glob("*.txt")}
    return pipeline.check_book(pipeline.parse_text(book.name, book.read_bytes()), files).diagnostics


@pytest.mark.parametrize("folder", sorted(CASES.iterdir()), ids=lambda folder: folder.name)
def test_the_pair_of_a_check(folder: Path) -> None:
    """Mended, made a 口径 or answered, the finding is gone."""
    assert folder.name in [each.code for each in ABOUT]
    assert [each.code for each in findings(folder / "bad.jx")] == [folder.name]
    assert findings(folder / "good.jx") == ()
