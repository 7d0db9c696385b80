"""Documents: their fenced blocks, hidden steps, headings, links and tables."""

import re
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).resolve().parents[2]

_FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What a reader does by hand, in a file manager: <!-- copy rules/heshan-2013 我的方案 -->
_STEP = re.compile(r"^<!-- (copy) (.+) -->$", re.MULTILINE)
_LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
_ROW = re.compile(r"^\|(.+)\|$", re.MULTILINE)


@frozen
class Block:
    """A fenced block: its language, the words behind it, its text, and where the text stands."""

    language: str
    about: str
    text: str
    start: int
    line: int

    def setting(self, name: str) -> str | None:
        """The value of ``name=value`` behind the language."""
        words = (word.partition("=") for word in self.about.split())
        return next((value for key, _, value in words if key == name), None)


@frozen
class Document:
    """A Markdown file and its text."""

    path: Path
    text: str

    @property
    def name(self) -> str:
        """The path from the root of the repository."""
        return self.path.relative_to(ROOT).as_posix()

    def blocks(self) -> list[Block]:
        """Fenced blocks and hidden steps (language copy), in order."""
        found = [
            Block(match[1], match[2].strip(), match[3], match.start(3), self.line_of(match.start()))
            for match in _FENCE.finditer(self.text)
        ]
        found.extend(
            Block(match[1], "", match[2], match.start(), self.line_of(match.start()))
            for match in _STEP.finditer(self.text)
        )
        return sorted(found, key=lambda block: block.start)

    def line_of(self, place: int) -> int:
        """The line of an offset, from 1."""
        return self.text.count("\n", 0, place) + 1

    def prose(self) -> str:
        """The text without its fenced blocks."""
        return _FENCE.sub("", self.text)

    def links(self) -> Iterator[str]:
        """The targets of all links."""
        return (match[1] for match in _LINK.finditer(self.prose()))

    def anchors(self) -> list[str]:
        """The anchors of all headings, as GitHub makes them."""
        return [_anchor(match[1]) for match in _HEADING.finditer(self.prose())]

    def section(self, heading: str) -> str:
        """The text below a heading, up to the next heading of the same level or above."""
        match = re.search(rf"^(#+) +{re.escape(heading)} *$", self.text, re.MULTILINE)
        assert match is not None, f"{self.name} has no heading {heading!r}"
        end = re.compile(rf"^#{{1,{len(match[1])}}} ", re.MULTILINE).search(self.text, match.end())
        return self.text[match.end() : end.start() if end else len(self.text)]


def _anchor(title: str) -> str:
    kept = re.sub(r"[^\w\- ]", "", title.replace("`", "").lower())
    return kept.replace(" ", "-")


def rows_of(text: str) -> list[list[str]]:
    """The rows of all Markdown tables in ``text``, heads and rules left out."""
    rows: list[list[str]] = []
    lines = text.splitlines()
    for number, line in enumerate(lines):
        after = lines[number + 1] if number + 1 < len(lines) else ""
        if _ROW.match(line) and not _is_rule(line) and not _is_rule(after):
            cells = line.strip("|").replace(r"\|", "\0").split("|")
            rows.append([cell.replace("\0", "|").strip() for cell in cells])
    return rows


def _is_rule(line: str) -> bool:
    return line.startswith("|") and not line.strip("|-: ")


def documents() -> list[Document]:
    """Every document of the project."""
    paths = [*ROOT.glob("README*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "rules").rglob("*.md")]
    return [Document(path, path.read_text(encoding="utf-8")) for path in sorted(paths)]
