"""Every kind of computing that the language has to say is said by a clause of a rule book."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from tests.language_frames.matrix import HESHAN, MATRIX, NEW_BOOKS, Uses

RULES = Path(__file__).resolve().parents[2] / "rules"
_CLAUSE = re.compile(r"^【([^】]+)】(.*)", re.MULTILINE)
# Remarks, which compute nothing.
_REMARKS = ("仅作说明", "另行制定", "另行规定", "酌情认定")


@cache
def clauses_of(book: str) -> dict[str, str]:
    """The first line of each clause of a rule book."""
    return dict(_CLAUSE.findall((RULES / book / "book.jx").read_text(encoding="utf-8")))


def test_the_kinds_are_numbered() -> None:
    """28 that the first rule book did not have, and 25 that it had and that are wider now."""
    assert [number for number, _, _ in MATRIX] == list(range(1, 54))
    assert len({name for _, name, _ in MATRIX}) == len(MATRIX)


@pytest.mark.parametrize(
    ("name", "uses"), [(name, uses) for _, name, uses in MATRIX], ids=lambda each: str(each)[:9]
)
def test_every_kind_is_used(name: str, uses: Uses) -> None:
    """By a clause of one of the new books; every clause named is there, and computes something."""
    assert any(book in NEW_BOOKS for book, _ in uses), name
    for book, clauses in uses:
        assert book in (*NEW_BOOKS, HESHAN)
        known = clauses_of(book)
        for clause in clauses.split():
            assert clause in known, f"{name}: {book} has no clause {clause}"
            assert not known[clause].startswith(_REMARKS), f"{name}: {book} {clause} computes nothing"


def test_every_new_book_has_its_share() -> None:
    """No book is left out."""
    for book in NEW_BOOKS:
        assert sum(book in dict(uses) for _, _, uses in MATRIX) >= 20
