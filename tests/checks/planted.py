"""Slips of drafters, planted in copies of the 2013 book, and where each has to be reported.

The expectations say what a careful official would want to be told and where; they were not taken from
what is found. What is told otherwise, or not at all, is listed in test_planted.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from attrs import frozen

from tests.heshan.book import RULES

FILE = Path(__file__).resolve().parents[1] / "cases" / "books" / "planted.txt"
TEXT = (RULES / "book.jx").read_text(encoding="utf-8")
SOURCE = (RULES / "source.txt").read_text(encoding="utf-8")


@frozen
class Fault:
    """What is wrong, the edit, and the code and clause ("" for none) of the finding it must give.

    plan: the slip is in the plan itself: the archived document has it too. alone: without the
    examples, which would have to be written anew.
    """

    title: str
    old: str
    new: str
    code: str
    clause: str
    plan: bool
    alone: bool

    @property
    def book(self) -> str:
        """The text of the book with the fault."""
        rules = TEXT.partition("\n\n附件3　例")[0]
        assert rules.count(self.old) == 1, self.title
        text = (rules if self.alone else TEXT).replace(self.old, self.new, 1)
        return text.replace(_digest(SOURCE), _digest(self.source)) if self.plan else text

    @property
    def source(self) -> str:
        """The archived document of that book."""
        if not self.plan:
            return SOURCE
        assert SOURCE.count(self.old) == 1, self.title
        return SOURCE.replace(self.old, self.new)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _faults() -> Iterator[Fault]:
    for block in FILE.read_text(encoding="utf-8").rstrip("\n").split("\n\n")[1:]:
        title, old, new, finding = block.split("\n")
        code, clause, *how = finding.split(" | ")
        yield Fault(
            title.removeprefix("= "),
            old.removeprefix("- ").replace("\\n", "\n"),
            new.removeprefix("+ ").replace("\\n", "\n"),
            code,
            "" if clause == "-" else clause,
            "in the plan" in how,
            "without examples" in how,
        )


FAULTS: tuple[Fault, ...] = tuple(_faults())
