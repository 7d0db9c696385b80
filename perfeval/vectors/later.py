"""What is made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

K = TypeVar("K")
S = TypeVar("S")
V = TypeVar("V")


class Later(Mapping[K, V]):
    """What is made of ``sources``, each when it is first asked for: few read all columns of an outcome."""

    def __init__(self, sources: Mapping[K, S], make: Callable[[K, S], V]) -> None:
        self._sources, self._make = sources, make
        self._made: dict[K, V] = {}

    def __getitem__(self, key: K) -> V:
        if key not in self._made:
            self._made[key] = self._make(key, self._sources[key])
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._sources

    def __iter__(self) -> Iterator[K]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)
