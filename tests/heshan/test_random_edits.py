"""Two hundred random slips of one character: none crashes, and what is reported is reported in place."""

from __future__ import annotations

import random
from dataclasses import dataclass

from attrs import evolve

from perfeval import pipeline
from perfeval.diagnostics.to_json import place_of
from perfeval.rulebook.book import Clause, RuleBook
from tests.heshan.book import book
from tests.heshan.test_broken_books import SOURCES, TEXT

EDITS = 200
ALPHABET = "。，：；、的一二三十百0123456789加减分元项次每名单位省市区级【】“”（）日曰未末己已土士"


@dataclass(frozen=True)
class Slip:
    """One slip: the damaged text and the line that was damaged."""

    text: str
    line: int
    kind: str


def slips() -> list[Slip]:
    """Deletions, replacements and insertions anywhere in the book, the same every time."""
    dice = random.Random(2013)
    found: list[Slip] = []
    while len(found) < EDITS:
        at = dice.randrange(len(TEXT))
        kind = dice.choice(["delete", "replace", "insert"])
        if TEXT[at] == "\n":
            continue
        letter = "" if kind == "delete" else dice.choice(ALPHABET)
        damaged = TEXT[:at] + letter + TEXT[at + (kind != "insert") :]
        if damaged != TEXT:
            found.append(Slip(damaged, TEXT.count("\n", 0, at) + 1, kind))
    return found


def meaning(found: RuleBook) -> object:
    """What a book means, whatever its words: everything but texts, notes and reasons."""

    def bare(clause: Clause) -> Clause:
        reading = clause.reading
        if reading is not None:
            options = tuple(evolve(option, text="") for option in reading.options)
            reading = evolve(reading, reason="", options=options)
        return evolve(clause, text="", note="", reading=reading, citation=evolve(clause.citation, quotes=()))

    clauses = tuple(bare(clause) for clause in found.clauses)
    return (found.year, found.units, found.series, found.schema, found.grades, found.results, clauses)


def sentence_lines(line: int) -> range:
    """The lines of the sentence or block that a line belongs to, as blank lines and 【 bound it."""
    lines = TEXT.split("\n")
    first = last = line - 1
    while first > 0 and lines[first].startswith("  ") and lines[first - 1].strip():
        first -= 1
    while last + 1 < len(lines) and lines[last + 1].startswith("  "):
        last += 1
    return range(first + 1, last + 2)


def test_slips_are_reported_in_place_or_change_nothing_unseen() -> None:
    """A reported slip has a finding on its line; those that mean something and go unseen are few."""
    reported = elsewhere = harmless = 0
    silent: list[str] = []
    strange: list[object] = []
    for slip in slips():
        checked = pipeline.read_book("book.jx", slip.text.encode(), SOURCES)
        findings = list(checked.diagnostics)
        if checked.value is not None:
            findings.extend(pipeline.check_every_option(checked.value))
        if findings:
            reported += 1
            lines = [place_of(finding)["line"] for finding in findings]
            if slip.line in lines:
                continue
            # A mark that joins lines may be missed where the sentence begins or goes on; a name that
            # was damaged where it is declared is missed where it is used, and the hint names the line; a list
            # that no longer fits the quote above it is reported at the list.
            named = any(f"第{slip.line}行" in finding.hint for finding in findings)
            nearby = any(line in sentence_lines(slip.line) or line == slip.line + 1 for line in lines)
            if not (named or nearby):
                strange.append((slip.line, lines, findings[0].message, findings[0].hint))
            elsewhere += 1
        elif checked.value is not None and meaning(checked.value) != meaning(book()):
            silent.append(slip.text.split("\n")[slip.line - 1])
        else:
            harmless += 1
    print(f"{reported} reported ({elsewhere} on another line of the sentence), {harmless} harmless")  # noqa: T201
    print(f"{len(silent)} accepted with another meaning:", *silent, sep="\n  ")  # noqa: T201
    assert strange == []
    # A changed figure or name is a sentence like any other: only examples in the book can tell.
    assert reported >= 170
    assert elsewhere <= 6
    assert len(silent) <= 13
