"""Characters that nobody sees: white space, and what has no width or steers the direction of text."""

from __future__ import annotations

from perfeval.source.visible import LOST, code_point

# All white space of Unicode, and characters without width. INVARIANT: none but the plain space is
# printable in the sense of str.isprintable(); the reader of cells relies on it.
WHITE_SPACE = (
    " \t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
ZERO_WIDTH = "\xad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
BLANKS = WHITE_SPACE + ZERO_WIDTH

_NAMES = {
    " ": "空格",
    "\t": "制表符",
    "\n": "换行",
    "\r": "换行",
    "\xa0": "不换行空格",
    "\u3000": "全角空格",
    LOST: "坏字",
}


def name_of_blank(char: str) -> str:
    """What users call a character that cannot be seen: 全角空格, 零宽字符（U+200B）."""
    if char in _NAMES:
        return _NAMES[char]
    kind = "空白字符" if char in WHITE_SPACE else "零宽字符" if char in ZERO_WIDTH else "看不见的字符"
    return f"{kind}（{code_point(char)}）"
