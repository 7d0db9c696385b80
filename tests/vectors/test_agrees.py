"""Every rule book on its own facts, under every reading: the same columns and traces as the reference."""

from __future__ import annotations

import pytest

from tests.vectors.books import NAMES, book, model, own_facts
from tests.vectors.same import disagreements

ADOPTED: dict[str, str] = {}
EVERY = [
    (name, option) for name in NAMES for option in (ADOPTED, *({n: o} for n, o in book(name).other_options))
]


@pytest.mark.parametrize(("name", "readings"), EVERY)
def test_own_facts(name: str, readings: dict[str, str]) -> None:
    own, facts = own_facts(name)
    assert disagreements(own, model(name, readings), facts) == []
