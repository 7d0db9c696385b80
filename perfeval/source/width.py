"""How wide a text is on a screen, where a Chinese character takes two columns."""

from __future__ import annotations

from wcwidth import wcswidth


def display_width(text: str) -> int:
    """Columns that ``text`` takes on a terminal."""
    return max(wcswidth(text), 0)


def pad(text: str, width: int) -> str:
    """``text`` with spaces behind it, up to ``width`` columns."""
    return text + " " * (width - display_width(text))


def underline(line: str, start: int, end: int) -> str:
    """A line of marks below ``line[start:end]``, as wide as the characters it marks."""
    before = "".join("\u3000" if display_width(char) == 2 else " " for char in line[:start])
    marks = "".join("＾" if display_width(char) == 2 else "^" for char in line[start:end])
    return before + (marks or "^")
