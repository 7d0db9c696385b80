"""What makes an evaluation of many populations slow is in no rule book: lists, and integers of any size."""

from __future__ import annotations

from unittest.mock import patch

import numpy as np
import pytest

from perfeval.vectors import lists
from perfeval.vectors.run import run_vectors
from tests.vectors.books import NAMES, book, model, random_read
from tests.vectors.same import frames_of_many


@pytest.mark.parametrize("name", NAMES)
def test_books_need_neither_lists_nor_long_integers(name: str) -> None:
    """No step is left to the reference, and the numbers of all columns fit into machine integers."""
    read = [random_read(name, seed) for seed in range(3)]
    frames = frames_of_many(book(name), read, alike=book(name).roster is None)
    with patch.object(lists, "calculate", side_effect=AssertionError("left to the reference")):
        made = run_vectors(book(name), model(name, {}), frames)
    long = [place for place, vector in made.columns.items() if vector.values.dtype == np.object_]
    assert long == []
