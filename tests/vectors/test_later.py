"""What is made when it is first asked for."""

from __future__ import annotations

import pytest

from perfeval.vectors.later import Later


def test_each_is_made_once_and_only_when_asked_for() -> None:
    """It is like the whole dictionary, but nothing is made before."""
    made: list[str] = []

    def make(name: str, number: int) -> int:
        made.append(name)
        return number + 1

    later = Later({"甲": 1, "乙": 2}, make)
    assert (len(later), list(later), "甲" in later, "丙" in later) == (2, ["甲", "乙"], True, False)
    assert made == []
    assert (later["乙"], later["乙"], later.get("丙")) == (3, 3, None)
    assert made == ["乙"]
    assert later == {"甲": 2, "乙": 3}
    assert made == ["乙", "甲"]
    with pytest.raises(KeyError):
        later["丙"]
