"""A 口径 of which two options make no difference to any unit: a choice that need not be made."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from perfeval.checks.check import Check, Subject
from perfeval.checks.situations_tried import situations_tried
from perfeval.diagnostics.diagnostic import Diagnostic, Severity, Witness
from perfeval.evaluate.situations import Judged, judge
from perfeval.rulebook.book import Clause, Reading
from perfeval.rulebook.examples import Situation
from perfeval.verify.compare import Comparison
from perfeval.verify.proof import Proof, Verdict
from perfeval.verify.replay import record_with_rows


def _find(subject: Subject) -> Iterator[Diagnostic]:
    comparisons: dict[int, Comparison] = {}
    tried: list[Situation] = []
    judged: dict[int, Judged] = {}
    for clause in subject.book.clauses:
        if clause.reading is None:
            continue
        options = _options(subject, clause.reading)
        for (one_name, one), (other_name, other) in combinations(options, 2):
            if _differ(one.judged, other.judged):
                continue
            tried = tried or situations_tried(subject.book, subject.model, subject.total)
            for each in (one, other):
                # Only what the known situations do not tell apart pays for these.
                if id(each) not in judged:
                    judged[id(each)] = judge(each.book, each.model, tried)
            if _differ(judged[id(one)], judged[id(other)]):
                continue
            # The comparison of the adopted readings is made once and serves every 口径.
            comparison = comparisons.setdefault(id(one), Comparison(one.book, one.model))
            proof = comparison.against(other.book, other.model, widely=False)
            yield from _said(clause, clause.reading, (one_name, other_name), proof)


def _options(subject: Subject, reading: Reading) -> list[tuple[str, Subject]]:
    """The book under each option of a reading, the adopted one first; all others as adopted."""
    others = [
        (each.reading[1], each)
        for each in subject.others
        if each.reading is not None and each.reading[0] == reading.name
    ]
    return [(reading.default, subject), *others]


def _differ(mine: Judged, yours: Judged) -> bool:
    """Whether some situation comes out differently."""
    # One of both may have been asked for when fewer situations were known.
    for number in range(min(len(mine.situations), len(yours.situations))):
        if bool(mine.refusals[number]) != bool(yours.refusals[number]):
            return True
        for name in mine.situations[number].units if not mine.refusals[number] else ():
            if record_with_rows(mine, number, name) != record_with_rows(yours, number, name):
                return True
    return False


def _said(clause: Clause, reading: Reading, options: tuple[str, str], proof: Proof) -> Iterator[Diagnostic]:
    one, other = options
    about = f"{one}，{other}"
    if proof.verdict is Verdict.OPEN:
        what = f"口径“{reading.name}”的“{one}”和“{other}”有没有区别"
        yield CHECK.undecided(what, clause, proof.reason, about=about)
    elif proof.verdict is Verdict.SAME:
        # The name of the reading comes first, and may be the same.
        name = clause.span.folded.find(f"“{reading.name}”")
        start = clause.span.folded.find(f"“{other}”", name + 1)
        words = clause.span.cut(start, start + len(other) + 2) if start >= 0 else None
        yield CHECK.finding(
            f"口径“{reading.name}”取“{one}”还是“{other}”，对哪个单位都没有区别（其他口径照采用的）",
            clause,
            about=about,
            words=words,
            witness=Witness(("已证明没有区别的范围",), tuple((line,) for line in proof.ranges)),
        )


CHECK = Check(
    code="PE818",
    title="口径无别",
    severity=Severity.WARNING,
    what="一个口径的两个选项，对名单上的任何单位、任何合于规定的台账，算出的结果都一样。",
    why="选哪一个都不影响单位，这个口径等于没有设；往往是有一个选项的句子写错了。",
    remedy="核对两个选项的句子；确实没有区别的，只留一个，或写一句知悉说明为什么留着。",
    find=_find,
)
