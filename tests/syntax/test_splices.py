"""No text crashes the program: lines and sentences of books torn apart and put together at random."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest

from perfeval import pipeline
from perfeval.diagnostics.diagnostic import has_errors
from perfeval.diagnostics.to_json import diagnostic_to_json
from perfeval.diagnostics.to_text import diagnostics_to_text
from tests.heshan.book import RULES
from tests.rules.case_files import PLAN, base

BOOKS = {
    "heshan": ((RULES / "book.jx").read_text(encoding="utf-8"), (RULES / "source.txt").read_bytes()),
    "base": (base().book, base().files[PLAN]),
}
SPLICES = 150
_BODY = re.compile(r"^(【[^】]+】)(.*(?:\n  .*)*)", re.MULTILINE)
_WORD = re.compile(r"[0-9.]+|[^\s，；：、。“”【】＋＝×的为]{2,}")


def torn(dice: random.Random, text: str) -> str:
    """Lines, sentences or letters left out, said again, exchanged."""
    pieces = dice.choice([text.split("\n"), re.split(r"(?<=。)", text), re.split(r"(?<=[，；：、])", text)])
    joint = "\n" if "\n" not in "".join(pieces) else ""
    for _ in range(dice.randint(1, 6)):
        at, other = dice.randrange(len(pieces)), dice.randrange(len(pieces))
        how = dice.randrange(4)
        if how == 0:
            del pieces[at : at + dice.randint(1, 4)]
        elif how == 1:
            pieces.insert(at, pieces[other])
        elif how == 2:
            pieces[at], pieces[other] = pieces[other], pieces[at]
        else:
            pieces[at] = pieces[at][: dice.randint(0, len(pieces[at]))] + pieces[other][dice.randint(0, 9) :]
        pieces = pieces or [""]
    return joint.join(pieces)


def exchanged(dice: random.Random, text: str) -> str:
    """Clauses with the sentences, the words or the numbers of others: most of these can be read."""
    bodies = [match.group(2) for match in _BODY.finditer(text)]
    words = _WORD.findall(" ".join(bodies))

    def other(match: re.Match[str]) -> str:
        body = match.group(2)
        if dice.randrange(30):
            return str(match.group())
        if dice.randrange(3) == 0:
            return f"{match.group(1)}{dice.choice(bodies)}"
        parts = list(_WORD.finditer(body))
        part = dice.choice(parts) if parts else None
        if part is None:
            return str(match.group())
        alike = [word for word in words if word[0].isdigit() is part.group()[0].isdigit()]
        return f"{match.group(1)}{body[: part.start()]}{dice.choice(alike)}{body[part.end() :]}"

    return _BODY.sub(other, text)


@pytest.mark.parametrize("name", BOOKS)
@pytest.mark.parametrize("splice", [torn, exchanged], ids=["torn", "exchanged"])
def test_splices_are_read_or_refused(name: str, splice: Callable[[random.Random, str], str]) -> None:
    """A book or findings, never an exception; a book that is refused has an error that can be shown."""
    text, plan = BOOKS[name]
    dice = random.Random(name)
    read = 0
    for _ in range(SPLICES // 4):
        checked = pipeline.read_book("book.jx", splice(dice, text).encode(), {PLAN: plan})
        findings = checked.diagnostics
        if checked.value is None:
            assert has_errors(findings)
        else:
            read += 1
            findings += pipeline.check_every_option(checked.value)
        assert bool(diagnostics_to_text(findings)) is bool(findings)
        assert all(diagnostic_to_json(found)["message"] for found in findings)
    assert read or splice is torn


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "。",
        "一、",
        "“" * 3000,
        "一、甲\n" + "【" * 3000,
        "一、甲\n" + "（" * 3000 + "。",
        "一、甲\n【乙】“丙”＝" + "（" * 500 + "1分" + "）" * 500 + "。",
        "一、甲\n" + "。" * 500,
        "一、甲\n台账“乙”，一次一行：" + "“丙”：" * 300 + "。",
        "一、甲\n" + "\n".join(f"【乙{index}】受到丙的，每次加05分。" for index in range(300)),
        "\x00甲",
        "一、甲\n\u200b\ufeff\u00a0\u3000。",
        "一、甲\n类别“乙”999999999个：序列“丙”0个：丁。",
        "一、甲\n【乙】连续999999999年评为丙的丁：戊。",
    ],
    ids=range(15),
)
def test_odd_texts_are_refused(text: str) -> None:
    """Quickly, and with something to say."""
    checked = pipeline.read_book("book.jx", text.encode(), {})
    assert checked.value is None
    assert has_errors(checked.diagnostics)
    assert diagnostics_to_text(checked.diagnostics)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", bytes(range(1, 256)) * 9, b"PK\x03\x04", b"\x81" * 99])
def test_bytes_that_are_no_text_are_refused(content: bytes) -> None:
    """With one finding about the file."""
    (found,) = pipeline.read_book("book.jx", content, {}).diagnostics
    assert found.code.startswith("PE6")
