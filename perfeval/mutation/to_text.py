"""What became of the mutants, as text: totals, then each survivor, the old words beside the new."""

from __future__ import annotations

from collections.abc import Sequence

from perfeval.mutation.edit import Change
from perfeval.mutation.from_book import Mutant
from perfeval.mutation.prove import Survivor
from perfeval.mutation.report import Report
from perfeval.verify.proof import Verdict

# Letters shown on either side of a change, and how many more make it worth to leave some out.
_BESIDE = 24
_WORTH_IT = 8
_MARKS = "，；：。、"
_TITLES = {
    Verdict.DIFFERENT: "没有例发现，结果会不同的",
    Verdict.OPEN: "没有例发现，会不会不同未定的",
    Verdict.SAME: "同义的（改了也一样，不用写例）",
}


def report_to_text(report: Report) -> str:
    """Totals, survivors by what is known of them and by clause, then the examples that are missing."""
    parts = [_totals(report)]
    for verdict, title in _TITLES.items():
        found = [each for each in report.survivors if each.verdict is verdict]
        if found:
            parts.append("\n".join([f"{title}：", *_by_clause(found)]))
    parts.extend(
        "\n".join([f"{title}，依据是：", *(f"  {line}" for line in ranges)])
        for ranges, title in _grounds(report).items()
    )
    if report.suggestions:
        parts.append("可以加上的例：")
        parts.extend(each.text for each in report.suggestions)
    return "\n\n".join(parts)


def _totals(report: Report) -> str:
    alive = len(report.survivors)
    different = len(report.survived) - len(report.undecided)
    told = f"例发现了{report.killed}种，没有发现{alive}种"
    if alive:
        known = (
            f"结果会不同的{different}种，同义的{len(report.equivalent)}种，未定的{len(report.undecided)}种"
        )
        told += f"（{known}）"
    left_out = [f"{report.refused}种检查时就通不过"] if report.refused else []
    left_out += [f"{report.same}种和别的写法一样"] if report.same else []
    lines = [f"逐句写错一处，共{report.mutants}种写法：{told}。"]
    if left_out:
        lines.append(f"另有{'，'.join(left_out)}，都不算。")
    return "\n".join(lines)


def _grounds(report: Report) -> dict[tuple[str, ...], str]:
    """What the proofs rest on, each once, with the clauses whose mutants it concerns."""
    clauses: dict[tuple[str, ...], dict[str, None]] = {}
    for survivor in report.equivalent:
        clauses.setdefault(survivor.ranges, {})[_name(survivor.mutant)] = None
    return {ranges: f"{'、'.join(names)}的改写同义" for ranges, names in clauses.items() if ranges}


def _name(mutant: Mutant) -> str:
    return mutant.clause if "“" in mutant.clause else f"【{mutant.clause}】"


def _by_clause(survivors: Sequence[Survivor]) -> list[str]:
    lines: list[str] = []
    shown = ""
    for survivor in survivors:
        mutant = survivor.mutant
        if mutant.clause != shown:
            shown = mutant.clause
            lines.append(f"  {_name(mutant)}（{mutant.span.line_seen_from(mutant.span.source)}）")
        lines.extend(f"    {line}" for line in _survivor(survivor))
    return lines


def _survivor(survivor: Survivor) -> list[str]:
    mutant = survivor.mutant
    under = f"（口径 {mutant.reading[0]}＝{mutant.reading[1]}）" if mutant.reading else ""
    lines = [
        f"{mutant.kind}{under}",
        f"  原：{_marked(mutant.old, mutant.span.start, mutant.changes)}",
        f"  改：{_marked(mutant.new, 0, _new_places(mutant))}",
    ]
    if survivor.reason:
        lines.append(f"  {survivor.verdict.value}：{survivor.reason}")
    return lines


def _new_places(mutant: Mutant) -> list[Change]:
    """Where the changed words stand in the new sentence."""
    found: list[Change] = []
    moved = -mutant.span.start
    for change in mutant.changes:
        start = change.start + moved
        found.append(Change(start, start + len(change.text), ""))
        moved += len(change.text) - (change.end - change.start)
    return found


def _marked(text: str, start: int, changes: Sequence[Change]) -> str:
    """The changed words in 〔 〕 with what stands beside them; the first letter stands at ``start``."""
    pieces: list[str] = []
    at = 0
    for change in changes:
        begin, end = change.start - start, change.end - start
        pieces.extend((_shortened(text[at:begin], first=at == 0), f"〔{text[begin:end]}〕"))
        at = end
    lines = "".join((*pieces, _shortened(text[at:], last=True))).split("\n")
    return "".join(line.strip() for line in lines)


def _shortened(text: str, *, first: bool = False, last: bool = False) -> str:
    """Words between two changes, or at one end of the sentence, without what stands far from a change."""
    left = 0 if first else _BESIDE
    right = 0 if last else _BESIDE
    if len(text) <= left + right + _WORTH_IT:
        return text
    head, tail = text[:left], text[len(text) - right :]
    # Cut at a mark where one is near, so that no word is torn.
    before = max(head.rfind(mark) for mark in _MARKS)
    behind = min((place for mark in _MARKS if (place := tail.find(mark)) >= 0), default=-1)
    if left and before >= left - _WORTH_IT:
        head = head[: before + 1]
    if right and 0 <= behind <= _WORTH_IT:
        tail = tail[behind + 1 :]
    return f"{head}……{tail}"
