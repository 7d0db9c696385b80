"""Examples that failed, as text: what the example says, what came out, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from perfeval.examples.suite import Failure
from perfeval.examples.why import Why, why
from perfeval.rulebook.examples import Claim, ClaimedRefusal, Example


def failures_to_text(failed: Sequence[Failure], examples: int) -> str:
    """All failures, example by example, and how many passed."""
    parts = [_example(example, failed) for example in _examples(failed)]
    left = examples - len(parts)
    summary = (
        f"例共{examples}个，全部通过。"
        if not parts
        else f"例共{examples}个，通过{left}个，没有通过{len(parts)}个。"
    )
    return "\n\n".join([*parts, summary])


def _examples(failed: Iterable[Failure]) -> list[Example]:
    found = {failure.example.name: failure.example for failure in failed}
    return sorted(found.values(), key=lambda example: example.span.start)


def _example(example: Example, failed: Sequence[Failure]) -> str:
    lines = [f"例“{example.name}”（第{example.span.line}行）没有通过"]
    for failure in failed:
        if failure.example is example:
            lines.extend(f"  {line}" for line in failure_lines(failure))
    return "\n".join(lines)


def failure_lines(failure: Failure) -> list[str]:
    """What one claim says, what came out, and the explanation of the clause concerned."""
    lines = [f"第{failure.claim.span.line}行写的：{claim_text(failure.claim)}"]
    if failure.expectation.readings:
        chosen = "、".join(f"{name}＝{option}" for name, option in failure.expectation.readings)
        lines.append(f"按口径：{chosen}")
    lines.append(f"算出来的：{failure.actual.shown}")
    lines.extend(_explained(why(failure)))
    return lines


def claim_text(claim: Claim) -> str:
    """A claim in its own words, with its unit."""
    words = " ".join(claim.span.text.split())
    if isinstance(claim, ClaimedRefusal):
        return f"拒绝：{words}"
    return words if words.startswith(claim.unit) else f"{claim.unit}{words}"


def _explained(reason: Why | None) -> list[str]:
    if reason is None:
        return []
    lines = [f"为什么：【{entry.clause}】{entry.citation}　{entry.why}" for entry in reason.clauses]
    rows = [row for entry in reason.clauses for row in entry.rows]
    lines.extend(
        f"  第{row.line}行 {row.table}（{'，'.join(row.cells)}）{row.status.value}"
        + (f"{row.points}分" if row.points is not None else "")
        + (f"：{row.why}" if row.why else "")
        for row in rows
    )
    lines.extend(f"为什么：{line}" for line in reason.story)
    return lines
