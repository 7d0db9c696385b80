"""What the architecture tests read, and what they say when a rule is broken."""

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "perfeval"


@dataclass(frozen=True, order=True, slots=True)
class Finding:
    """One breach of one rule, at one place."""

    path: str
    line: int
    rule: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}"


@dataclass(frozen=True, slots=True)
class Source:
    """A Python file: its path from the root of the repository, its text and its tree."""

    path: PurePosixPath
    text: str
    tree: ast.Module

    @classmethod
    def planted(cls, path: str, text: str) -> "Source":
        """A file that exists only in a test."""
        return cls(PurePosixPath(path), text, ast.parse(text, filename=path))

    def is_in(self, *places: str) -> bool:
        """Whether this is one of these files, or in one of these folders."""
        return any(self.path.is_relative_to(place) for place in places)

    def at(self, node: ast.AST, rule: str) -> Finding:
        """A finding at this node."""
        return Finding(str(self.path), getattr(node, "lineno", 1), rule)


Rule = Callable[[Source], Iterable[Finding]]


def sources(*folders: str) -> Iterator[Source]:
    """Every Python file of these folders, in the order of their paths."""
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")):
            path = file.relative_to(ROOT)
            yield Source.planted(path.as_posix(), file.read_text(encoding="utf-8"))


def assert_holds(rule: Rule, *folders: str) -> None:
    """Fail with every breach of the rule in these folders, one a line."""
    assert_none(finding for source in sources(*folders) for finding in rule(source))


def assert_none(findings: Iterable[Finding]) -> None:
    """Fail with these findings, one a line, if there is any."""
    listed = sorted(findings)
    assert not listed, f"{len(listed)} broken:\n" + "\n".join(map(str, listed))


def lines_found(rule: Rule, path: str, text: str) -> list[int]:
    """The lines of a planted file at which the rule is broken."""
    return sorted(finding.line for finding in rule(Source.planted(path, text)))
