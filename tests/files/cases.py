"""A case of each finding about other files, for the gallery of messages."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval import pipeline
from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.syntax.gather import MAX_NAMED
from tests.files.villages import HEAD, QUARTER, REST, TAKEN, YEAR, read, sound

_DELEGATED = "> 另有细则。\n【细则】另行制定：由“../q2”规定。\n"


def findings() -> Iterator[tuple[Diagnostic, ...]]:
    """What is found in each of some books."""
    over = "沿用“../q1”的类别、等次。"
    for old, new in (
        (over, over.replace("q1", "q7")),
        (over, over.replace("../q1", "../../q1")),
        (over, over.replace("等次。", "等次，除“水村”外。")),
        (REST, _DELEGATED),
        (TAKEN, TAKEN.replace("季度名次", "季度排名")),
    ):
        yield read(YEAR.replace(old, new), {"../q2/book.jx": QUARTER}).diagnostics
    annex = {"附表.jx": ""}
    yield read(f"{HEAD}附“附表一.jx”。\n", annex).diagnostics
    yield read(f"{HEAD}附“../附表.jx”。\n", annex).diagnostics
    yield read(f"{HEAD}附“附表.jx”。\n附“附表.jx”。\n", annex).diagnostics
    yield read(f"{HEAD}沿用“../q2”的类别。\n", {"../q2/book.jx": "《二》\n沿用“../q2”的类别。\n"}).diagnostics
    yield read(YEAR, {"../q1/book.jx": QUARTER.replace("分，0至100", "分，0到100")}).diagnostics
    names = [f"{number}.jx" for number in range(MAX_NAMED + 1)]
    many = "".join(f"附“{name}”。\n" for name in names)
    yield read(HEAD + many, dict.fromkeys(names, "")).diagnostics
    astray = QUARTER + "等次由高到低：甲、乙。附“附表.jx”。\n"
    yield tuple(each for each in read(astray, annex).diagnostics if each.code == "PE238")
    for ledgers in ({}, {"季度考核.csv": b"", "季度考核/得分.csv": b""}):
        yield pipeline.evaluate(sound(YEAR), {}, ledgers).diagnostics
