"""The plugin for pytest: every 例 of every ``*.jx`` is a test, named ``file::例名``."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from perfeval.diagnostics.diagnostic import Diagnostic
    from perfeval.examples.suite import Failure
    from perfeval.rulebook.examples import Example


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A rule book is a file of tests."""
    if file_path.suffix != ".jx":
        return None
    return RuleBookFile.from_parent(parent, path=file_path)


class ExampleFailedError(Exception):
    """Some claims of an example do not hold."""

    def __init__(self, failed: tuple[Failure, ...]) -> None:
        super().__init__(f"{len(failed)} claims do not hold")
        self.failed = failed


class RuleBookFile(pytest.File):
    """A rule book; all its examples are run at once when the first of them is."""

    def collect(self) -> Iterable[pytest.Item]:
        """One item an example, in book order; and one for the approved impact, if there is one."""
        from perfeval import api
        from perfeval.diagnostics.diagnostic import has_errors
        from perfeval.diagnostics.to_text import diagnostics_to_text

        try:
            read = api.load_tested(self.path)
        except api.UnreadableError as problem:
            raise self.CollectError(str(problem)) from problem
        if read.value is None or has_errors(read.diagnostics):
            raise self.CollectError(diagnostics_to_text(read.diagnostics))
        self.book, self.suite = read.value
        for example in self.suite.examples:
            yield ExampleItem.from_parent(self, name=example.name, example=example)
        if api.approved_file(self.path) is not None:
            yield ImpactItem.from_parent(self, name="影响")

    @cached_property
    def failed(self) -> tuple[Failure, ...]:
        """What does not hold of all examples."""
        from perfeval.examples.suite import failures

        return tuple(failures(self.suite, self.book))


class ExampleItem(pytest.Item):
    """One example."""

    def __init__(self, *, example: Example, **more: Any) -> None:
        super().__init__(**more)
        self.example = example

    def runtest(self) -> None:
        """Fail where a claim of the example does not hold."""
        assert isinstance(self.parent, RuleBookFile)
        failed = tuple(each for each in self.parent.failed if each.example is self.example)
        if failed:
            raise ExampleFailedError(failed)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What the example says, what came out, and why."""
        if not isinstance(excinfo.value, ExampleFailedError):
            return super().repr_failure(excinfo, style)
        from perfeval.examples.to_text import failure_lines

        return "\n".join(line for failure in excinfo.value.failed for line in failure_lines(failure))

    def reportinfo(self) -> tuple[Path, int, str]:
        """The place of the example in its rule book (lines from 0)."""
        own = self.example.span.original
        return self.path.with_name(own.source.name), own.line - 1, f"例“{self.name}”"


class ImpactDiffersError(Exception):
    """What a new version changes for whom is not what was approved."""

    def __init__(self, findings: tuple[Diagnostic, ...]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = findings


class ImpactItem(pytest.Item):
    """The approved impact of a rule book."""

    def runtest(self) -> None:
        """Fail where the impact is another."""
        from perfeval import api

        findings = api.check_approved(self.path).diagnostics
        if findings:
            raise ImpactDiffersError(findings)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Where it differs first."""
        if not isinstance(excinfo.value, ImpactDiffersError):
            return super().repr_failure(excinfo, style)
        from perfeval.diagnostics.to_text import diagnostics_to_text

        return diagnostics_to_text(excinfo.value.findings)
