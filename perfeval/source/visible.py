"""Characters that nobody sees, or that make a text look like what it is not; how they are shown."""

from __future__ import annotations

import json

LOST = "\ufffd"  # what other programs leave where they could not read a character

_NAMES = {" ": "空格", "\t": "制表符", "\n": "换行", "\r": "换行", LOST: "坏字"}
# Categories: control, format (zero width, direction, tags), surrogate, private use, line, paragraph.
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
_json = json.JSONEncoder(ensure_ascii=False).encode
_LAST_TWO = 0xFFFE  # the last two places of every plane are no characters


def hidden_character(text: str) -> str | None:
    """The first character of a text that must not be printed as it is; None where all can be.

    Controls, marks of direction, what has no width, private use, no characters at all, lost ones.
    """
    if text.isprintable() and LOST not in text:
        return None
    return next((char for char in text if is_hidden(char)), None)


def is_hidden(char: str) -> bool:
    """Whether this character must not be printed as it is."""
    if char.isprintable() and char != LOST:
        return False
    from unicodedata import category  # only a suspicious text pays for loading it

    code = ord(char)
    return (
        char == LOST or code & _LAST_TWO == _LAST_TWO or 0xFDD0 <= code <= 0xFDEF or category(char) in _HIDDEN
    )


def code_point(char: str) -> str:
    """A character by its number: U+202E."""
    return f"U+{ord(char):04X}"


def visible(text: str, kept: str = "") -> str:
    """``text`` with hidden characters spelt out, so that no message breaks or runs backwards.

    kept: characters that stay, such as the line ends of a whole page.
    """
    if text.isprintable() and LOST not in text:
        return text
    return "".join(
        f"〔{_NAMES.get(char, code_point(char))}〕" if is_hidden(char) and char not in kept else char
        for char in text
    )


def visible_json(data: object) -> str:
    r"""JSON on one line, Chinese as it is; hidden characters are written \uXXXX, so the data stay."""
    return escaped(_json(data))


def escaped(text: str) -> str:
    r"""A piece of JSON with its hidden characters written \uXXXX."""
    if text.isprintable():
        return text
    return "".join(json.dumps(char)[1:-1] if is_hidden(char) else char for char in text)
