"""Two hundred random one-character edits of the rules of the 2013 book: what is said by reading them alone.

What the checks and the examples say besides is measured in tests/checks/test_random_edits.py.

An edit damages one line; where it puts in a line end, the two lines that come of it. An edit is

refused   if there is an error. Then some finding stands on a damaged line; or, where the letters of a name
          were changed in its declaration and other lines use the name as it was, a finding there names
          the damaged line (在第N行定义).
noticed   if it is accepted with a warning on a damaged line.
harmless  if it is accepted and the book means what it meant: rules, ledgers and all tables are the same.
silent    if it is accepted and means something else. No parser tells 6分 from 5分.

Edits of free words (notes, reasons, remarks) are harmless, whatever they are.
"""

from __future__ import annotations

import random
import sys
from functools import cache

import pytest

from perfeval import pipeline
from perfeval.diagnostics.diagnostic import Diagnostic, has_errors
from perfeval.source.text import SourceText, Span
from perfeval.syntax.lines import read_lines
from perfeval.syntax.tree import RawSentence
from tests.heshan.book import RULES
from tests.heshan.one_letter import LOOK_ALIKES, Edit, edits
from tests.rules.meaning import meaning_of

# Examples are read apart, and only when they are run.
BOOK = (RULES / "book.jx").read_text(encoding="utf-8").partition("\n\n\n附件3")[0] + "\n"
FILES = {"source.txt": (RULES / "source.txt").read_bytes()}
EDITS, SEED = 200, 2013
# Measured. Names, numbers and options that are as good as those before: see the output (-s).
SILENT = 12


def some(count: int) -> list[Edit]:
    """The first edits."""
    return [edit for edit, _ in zip(edits(BOOK, SEED), range(count), strict=False)]


@cache
def meaning_of_the_book() -> tuple[object, ...]:
    """What the book means as it is."""
    book = pipeline.read_book("book.jx", BOOK.encode(), FILES).value
    assert book is not None
    return meaning_of(book)


def fate(edit: Edit) -> tuple[str, tuple[Diagnostic, ...]]:
    """What becomes of an edit, and the findings."""
    checked = pipeline.read_book("book.jx", edit.text.encode(), FILES)
    findings = checked.diagnostics
    if checked.value is not None:
        findings += pipeline.check_every_option(checked.value)
    if has_errors(findings) or checked.value is None:
        return "refused", findings
    if any(is_on(found, edit) for found in findings):
        return "noticed", findings
    return ("harmless" if meaning_of(checked.value) == meaning_of_the_book() else "silent"), findings


def is_on(found: Diagnostic, edit: Edit) -> bool:
    """Whether a finding stands on a damaged line."""
    return isinstance(found.where, Span) and found.where.line in edit.lines


def names(found: Diagnostic, edit: Edit) -> bool:
    """Whether a finding elsewhere says that the damaged line is to be looked at."""
    return any(f"第{line}行" in found.hint for line in edit.lines)


@pytest.fixture(scope="module")
def fates() -> list[tuple[Edit, str, tuple[Diagnostic, ...]]]:
    """All edits with what becomes of them; none of them raises."""
    return [(edit, *fate(edit)) for edit in some(EDITS)]


def test_a_refused_edit_is_reported_where_it_is(
    fates: list[tuple[Edit, str, tuple[Diagnostic, ...]]],
) -> None:
    """On a damaged line, or by a finding that names it."""
    for edit, what, findings in fates:
        if what == "refused":
            assert any(is_on(found, edit) or names(found, edit) for found in findings), str(edit)


def test_one_edit_gives_one_message(fates: list[tuple[Edit, str, tuple[Diagnostic, ...]]]) -> None:
    """Of a hundred refused edits at most three give more than one."""
    refused = [(edit, findings) for edit, what, findings in fates if what == "refused"]
    several = [str(edit) for edit, findings in refused if len(findings) > 1]
    assert len(refused) > 100
    assert len(several) * 100 <= len(refused) * 3, several


def test_what_passes_in_silence_is_little(
    fates: list[tuple[Edit, str, tuple[Diagnostic, ...]]],
) -> None:
    """Most edits are refused, and few that mean something else are accepted; the output lists them."""
    silent = [str(edit) for edit, what, _ in fates if what == "silent"]
    counts = {name: sum(what == name for _, what, _ in fates) for name in ("refused", "noticed", "harmless")}
    sys.stdout.write("\n".join([f"\n{counts}, silent {len(silent)}:", *silent, ""]))
    assert len(silent) <= SILENT


def free_words() -> list[tuple[int, int]]:
    """The ranges of the book that hold notes, reasons and remarks."""
    source = SourceText("book.jx", BOOK)
    lines = [line for line in read_lines(source).value or () if isinstance(line, RawSentence)]
    ranges = [(line.text_at, line.span.end) for line in lines if line.text_at is not None]
    at = BOOK.find("\n注：")
    while at >= 0:
        ranges.append((at + 3, BOOK.index("\n", at + 1)))
        at = BOOK.find("\n注：", at + 1)
    return ranges


def test_edits_of_free_words_change_nothing() -> None:
    """Whatever is written in a note, a reason or a remark, but for a line end."""
    dice = random.Random(SEED)
    ranges = free_words()
    assert len(ranges) > 20
    for start, end in ranges:
        how = dice.choice("删换插")
        letter = dice.choice(BOOK.replace("\n", "") + LOOK_ALIKES)
        edit = Edit(BOOK, dice.randrange(start, end), how, "" if how == "删" else letter)
        what, findings = fate(edit)
        assert what == "harmless", (str(edit), findings)
