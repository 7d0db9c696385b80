"""Examples that failed, as text: what the example says, what came out, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from perfeval.examples.coverage import Coverage
from perfeval.examples.goals import GoalKind, Result, Status
from perfeval.examples.suite import Failure
from perfeval.examples.why import Why, why
from perfeval.rulebook.examples import Claim, ClaimedPoints, ClaimedRefusal, Example
from perfeval.source.text_table import text_table


def failures_to_text(failed: Sequence[Failure], examples: int) -> str:
    """All failures, example by example, and how many passed."""
    parts = [_example(example, failed) for example in _examples(failed)]
    left = examples - len(parts)
    if not examples:
        return "规则书里没有例。"
    summary = (
        f"例共{examples}个，全部通过。"
        if not parts
        else f"例共{examples}个，通过{left}个，没有通过{len(parts)}个。"
    )
    return "\n\n".join([*parts, summary])


def coverage_to_text(coverage: Coverage) -> str:
    """A table of figures, then what no example shows, and what cannot be shown, clause by clause."""
    headers = ["", *(status.value for status in Status)]
    figures = [
        [kind.value, *(str(coverage.count(kind, status)) for status in Status)]
        for kind in GoalKind
        if any(coverage.count(kind, status) for status in Status)
    ]
    parts = [text_table(headers, figures)]
    for status, title in (
        (Status.MISSING, "还没有例的"),
        (Status.UNDECIDED, "没有例，也不能断定是否可能的"),
        (Status.IMPOSSIBLE, "不可能出现的（已证明）"),
    ):
        found = [result for result in coverage.results if result.status is status]
        if found:
            parts.append("\n".join([f"{title}：", *(f"  {_goal(result)}" for result in found)]))
    grounds = dict.fromkeys(
        result.note for result in coverage.results if result.note and result.status is not Status.SHOWN
    )
    if grounds:
        parts.append(
            "\n".join(["断定的依据：", *(f"  {line}" for note in grounds for line in note.split("；"))])
        )
    return "\n\n".join(parts)


def _goal(result: Result) -> str:
    goal = result.goal
    return f"【{goal.clause}】{goal.kind.value}：{goal.words}"


def _examples(failed: Iterable[Failure]) -> list[Example]:
    found = {failure.example.name: failure.example for failure in failed}
    return sorted(found.values(), key=lambda example: example.span.start)


def _example(example: Example, failed: Sequence[Failure]) -> str:
    lines = [f"例“{example.name}”（{example.span.line_seen_from(example.span.source)}）没有通过"]
    own = [failure for failure in failed if failure.example is example]
    for failure in sorted(own, key=lambda each: each.claim.span.start):
        lines.extend(f"  {line}" for line in failure_lines(failure))
    return "\n".join(lines)


def failure_lines(failure: Failure) -> list[str]:
    """What one claim says, what came out, and the explanation of the clause concerned."""
    line = failure.claim.span.line_seen_from(failure.claim.span.source)
    lines = [f"{line}写的：{claim_text(failure.claim)}"]
    if failure.expectation.readings:
        chosen = "、".join(f"{name}＝{option}" for name, option in failure.expectation.readings)
        lines.append(f"按口径：{chosen}")
    lines.append(f"算出来的：{failure.actual.shown}")
    lines.extend(_explained(why(failure)))
    return lines


def claim_text(claim: Claim) -> str:
    """A claim in its own words, with its unit and its clause where these were said before."""
    words = " ".join(claim.span.text.split())
    if isinstance(claim, ClaimedRefusal):
        return f"拒绝：{words}"
    words = words.removeprefix(claim.unit)
    if isinstance(claim, ClaimedPoints) and not words.startswith("【"):
        words = f"【{claim.clause}】{words}"
    return claim.unit + words


def _explained(reason: Why | None) -> list[str]:
    if reason is None:
        return []
    said = [f"【{entry.clause}】{entry.citation}　{entry.why}" for entry in reason.clauses]
    rows = [
        f"第{row.line}行 {row.table}（{'，'.join(row.cells)}）{row.status.value}"
        + (f"{row.points}分" if row.points is not None else "")
        + (f"：{row.why}" if row.why else "")
        for entry in reason.clauses
        for row in entry.rows
    ]
    lines = [*said, *rows, *reason.story]
    return [f"{'为什么：' if not number else '　　　　'}{line}" for number, line in enumerate(lines)]
