"""Damage: to texts, by pieces of other texts; to bytes; and the odd characters that tables and texts meet."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from random import Random

from tests.heshan.book import ROOT

# Controls, blanks of all kinds, letters that hide or reorder, other line ends; marks; numbers; words.
ODD = (
    *"\x00\x07\x7f\x85\xa0\u200b\u200d\u202e\u2028\u2029\u3000\ufeff\ufffd\ufffe\ue000\u0301éß𠀀\U0010ffff\t\r\n",
    *"\"',，;；:：。、“”「【】（）()［＝=＋-－|｜>％%…\\",
    *("\x1b[31m", "\r\n", "{0}", "%s", "=1+1", "@x"),
    *("０", "９", "²", "٣", "一", "十", "百", "〇", "-0", "00", "1e9", "NaN"),
    *("1,000", "0.00001", "12345678901", "9" * 400),
    *(
        "的",
        "为",
        "是",
        "在",
        "不",
        "例",
        "设",
        "则",
        "按",
        "口径",
        "采用",
        "台账",
        "类别",
        "知悉“甲”：",
        "例“甲”",
    ),
)
_PIECE = re.compile(r"(?<=[。；，、：\n])")
_WORD = re.compile(r"[0-9.]+|[“【][^”】\n]*[”】]|[^\s，；：、。“”【】＋＝×的为]+|[，；：、。＋＝×的为]")
ENCODINGS = ("utf-8", "gb18030", "utf-8-sig", "utf-16", "utf-16-le", "gbk", "big5", "shift_jis", "latin-1")


@cache
def pool() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Lines, pieces of sentences, and words of all books and of the texts of the cases."""
    files = [*sorted((ROOT / "rules").glob("*/book.jx")), *sorted((ROOT / "tests" / "cases").rglob("*.txt"))]
    lines: list[str] = []
    for file in (*files, ROOT / "tests" / "cases" / "rules" / "base" / "book.jx"):
        lines.extend(file.read_text(encoding="utf-8").split("\n"))
    # Case files write an edit in one line: 替换：old => new.
    lines = [line.rpartition(" => ")[2] for line in lines if line.strip()]
    pieces = [piece for line in lines for piece in _PIECE.split(line) if piece]
    words = [word for piece in pieces for word in _WORD.findall(piece)]
    return tuple(dict.fromkeys(lines)), tuple(dict.fromkeys(pieces)), tuple(dict.fromkeys(words))


def spliced(text: str, dice: Random) -> str:
    """The text with some lines, pieces or words left out, said again, exchanged, or those of other books."""
    for _ in range(dice.choice((1, 1, 1, 2, 3, 5))):
        size = dice.randrange(3)
        parts = (text.split("\n"), _PIECE.split(text), _WORD.split(text))[size]
        if size == 2:
            text = _one_word(text, dice)
            continue
        at, other = dice.randrange(len(parts)), dice.randrange(len(parts))
        how = dice.randrange(6)
        if how == 0:
            del parts[at : at + dice.randint(1, 3)]
        elif how == 1:
            parts.insert(at, parts[other])
        elif how == 2:
            parts[at], parts[other] = parts[other], parts[at]
        elif how == 3:
            parts[at] = parts[at][: dice.randint(0, len(parts[at]))] + parts[other][dice.randint(0, 9) :]
        else:
            parts[at : at + how % 2] = [dice.choice(pool()[size])]
        text = ("\n" if size == 0 else "").join(parts)
    return text


def _one_word(text: str, dice: Random) -> str:
    found = list(_WORD.finditer(text))
    if not found:
        return text
    match = dice.choice(found)
    how = dice.randrange(4)
    word = ("", dice.choice(pool()[2]), dice.choice(found).group(), match.group() * 2)[how]
    return text[: match.start()] + word + text[match.end() :]


def odd(text: str, dice: Random) -> str:
    """The text with one to three odd characters or words put in, or in the place of a letter."""
    for _ in range(dice.randint(1, 3)):
        at = dice.randint(0, len(text))
        text = text[:at] + dice.choice(ODD) + text[at + dice.randrange(2) :]
    return text


# ---------------------------------------------------------------- bytes


def _flipped(data: bytes, dice: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 9)) if changed else 0):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _cut_off(data: bytes, dice: Random) -> bytes:
    return data[: dice.randint(0, len(data))]


def _cut_out(data: bytes, dice: Random) -> bytes:
    at = dice.randint(0, len(data))
    return data[:at] + data[at + dice.randint(1, 7) :]


def _strewn(data: bytes, dice: Random) -> bytes:
    at = dice.randint(0, len(data))
    return data[:at] + dice.randbytes(dice.randint(1, 5)) + data[at:]


def _other_encoding(data: bytes, dice: Random) -> bytes:
    text = data.decode("utf-8", errors="replace")
    return text.encode(dice.choice(ENCODINGS), errors="replace")


def _two_encodings(data: bytes, dice: Random) -> bytes:
    lines = data.decode("utf-8", errors="replace").split("\n")
    at = dice.randint(0, len(lines))
    first, second = dice.sample(("utf-8", "gb18030", "utf-8-sig"), 2)
    return "\n".join([*lines[:at], ""]).encode(first) + "\n".join(lines[at:]).encode(second)


def _other_line_ends(data: bytes, dice: Random) -> bytes:
    return data.replace(b"\n", dice.choice((b"\r\n", b"\r", b"\n\r", b"\x0b", b"\x0c", b"\x1e", b"")))


_BYTES: Sequence[Callable[[bytes, Random], bytes]] = (
    _flipped,
    _cut_off,
    _cut_out,
    _strewn,
    _other_encoding,
    _two_encodings,
    _other_line_ends,
)


def damaged(data: bytes, dice: Random) -> bytes:
    """The bytes as a bad disk, a broken download or the wrong program leaves them."""
    for _ in range(dice.choice((1, 1, 1, 2))):
        data = dice.choice(_BYTES)(data, dice)
    return data
