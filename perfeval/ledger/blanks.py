"""Characters that nobody sees: white space, and what has no width or steers the direction of text."""

from __future__ import annotations

# All white space of Unicode, and characters without width. INVARIANT: none but the plain space is
# printable in the sense of str.isprintable(); the reader of cells relies on it.
WHITE_SPACE = (
    " \t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
ZERO_WIDTH = "\xad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
BLANKS = WHITE_SPACE + ZERO_WIDTH

LOST = "\ufffd"  # what other programs leave where they could not read a character

_NAMES = {
    " ": "空格",
    "\t": "制表符",
    "\n": "换行",
    "\r": "换行",
    "\xa0": "不换行空格",
    "\u3000": "全角空格",
    LOST: "坏字",
}
_HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")  # categories: control, format, surrogate, line, paragraph


def hidden_character(text: str) -> str | None:
    """The first control, direction or zero-width character, or mark of a lost one; else None."""
    if text.isprintable() and LOST not in text:
        return None
    from unicodedata import category  # only a suspicious cell pays for loading it

    return next((char for char in text if char == LOST or category(char) in _HIDDEN), None)


def name_of_blank(char: str) -> str:
    """What users call a character that cannot be seen: 全角空格, 零宽字符（U+200B）."""
    if char in _NAMES:
        return _NAMES[char]
    kind = "空白字符" if char in WHITE_SPACE else "零宽字符" if char in ZERO_WIDTH else "看不见的字符"
    return f"{kind}（U+{ord(char):04X}）"


def show_blanks(text: str) -> str:
    """``text`` with hidden characters spelt out, so that no message breaks or runs backwards."""
    shown = (
        f"〔{_NAMES.get(char, f'U+{ord(char):04X}')}〕" if hidden_character(char) else char for char in text
    )
    return text if text.isprintable() and LOST not in text else "".join(shown)
