"""Identifiers: quoted, in one Unicode form, short enough for every database, never two alike."""

from __future__ import annotations

from unicodedata import normalize

from attrs import Factory, define

# PostgreSQL cuts longer ones off without a word.
MAX_BYTES = 63


@define
class Names:
    """The names given so far in each scope; those that differ only in ASCII case count as alike."""

    taken: dict[tuple[str, str], None] = Factory(dict)

    def reserve(self, scope: str, name: str) -> str:
        """A name that has to stand as it is."""
        self.taken[scope, _folded(name)] = None
        return name

    def new(self, scope: str, wish: str) -> str:
        """The name that was wished, shortened and numbered as far as need be."""
        wish = normalize("NFC", "".join(char for char in wish if char.isprintable())) or "_"
        name, number = _shortened(wish, MAX_BYTES), 1
        while (scope, _folded(name)) in self.taken:
            number += 1
            mark = f"~{number}"
            name = _shortened(wish, MAX_BYTES - len(mark)) + mark
        self.taken[scope, _folded(name)] = None
        return name


def fits(name: str) -> bool:
    """Whether a name can stand as it is in every dialect."""
    return 0 < len(name.encode()) <= MAX_BYTES and name.isprintable() and normalize("NFC", name) == name


def _shortened(name: str, size: int) -> str:
    """The name, or its two ends with a mark between them."""
    if len(name.encode()) <= size:
        return name
    mark = "…"
    left = size - len(mark.encode())
    tail = _tail(name, left // 3)
    return _head(name, left - len(tail.encode())) + mark + tail


def _head(text: str, size: int) -> str:
    return text.encode()[:size].decode("utf-8", "ignore")


def _tail(text: str, size: int) -> str:
    return text.encode()[-size:].decode("utf-8", "ignore") if size > 0 else ""


def _folded(name: str) -> str:
    return "".join(chr(ord(char) + 32) if "A" <= char <= "Z" else char for char in name)
