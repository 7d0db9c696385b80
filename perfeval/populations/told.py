"""The findings of many populations: all are counted, only so many are kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import define, field

from perfeval.diagnostics.diagnostic import Diagnostic, Severity
from perfeval.ledger.limits import MAX_FINDINGS
from perfeval.populations.keys import Key, about


@define
class Told:
    """Findings of populations and of whole files, each with the population that it is about.

    kept: the first of each severity. more: how many errors and others are counted only. without: the
    populations that have an error of their own. broken: whether a finding is about no population in
    particular, so that none can be vouched for.
    """

    names: Sequence[str]
    kept: list[Diagnostic] = field(factory=list)
    more: dict[Severity, int] = field(factory=dict)
    without: dict[Key, None] = field(factory=dict)
    broken: bool = False
    counted: dict[Severity, int] = field(factory=dict)

    @property
    def full(self) -> bool:
        """Whether further errors would only be counted."""
        return self.counted.get(Severity.ERROR, 0) >= MAX_FINDINGS

    def add(self, found: Iterable[Diagnostic], key: Key | None = None) -> None:
        """Findings of one population, or of whole files (None), in order."""
        is_wrong = False
        for each in found:
            is_wrong = is_wrong or each.severity is Severity.ERROR
            if self.counted.get(each.severity, 0) < MAX_FINDINGS:
                self.kept.append(each if key is None else about(each, self.names, key))
                self.counted[each.severity] = self.counted.get(each.severity, 0) + 1
            else:
                self.more[each.severity] = self.more.get(each.severity, 0) + 1
        if is_wrong and key is None:
            self.broken = True
        elif is_wrong and key is not None:
            self.without[key] = None

    def count(self, errors: int, key: Key) -> None:
        """Errors of one population that are not worded."""
        self.more[Severity.ERROR] = self.more.get(Severity.ERROR, 0) + errors
        self.without[key] = None

    def take(self, other: Told) -> None:
        """What was found elsewhere, as if it had been found here."""
        for each in other.kept:
            if self.counted.get(each.severity, 0) < MAX_FINDINGS:
                self.kept.append(each)
                self.counted[each.severity] = self.counted.get(each.severity, 0) + 1
            else:
                self.more[each.severity] = self.more.get(each.severity, 0) + 1
        for severity, count in other.more.items():
            self.more[severity] = self.more.get(severity, 0) + count
        self.without.update(other.without)
        self.broken = self.broken or other.broken

    def findings(self) -> tuple[Diagnostic, ...]:
        """Those that are kept, and one for each severity that counts the others."""
        counted = [
            Diagnostic(
                "PE639",
                f"还有{count}处{severity.value}没有列出",
                None,
                (),
                "先改好列出的，再运行一次。",
                severity,
            )
            for severity, count in sorted(self.more.items(), key=lambda each: each[0].value)
        ]
        return (*self.kept, *counted)
