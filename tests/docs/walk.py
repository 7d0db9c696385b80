"""A reader's walk through one document: its blocks done in order in a folder of their own."""

import io
import os
import re
import shutil
from contextlib import redirect_stdout
from difflib import SequenceMatcher
from pathlib import Path

from perfeval.rulebook.book import RuleBook
from tests.docs import computing
from tests.docs.commands import run
from tests.docs.examples import read_example, show
from tests.docs.markdown import ROOT, Block, Document

UPDATING = os.environ.get("PERFEVAL_UPDATE") == "1"
LEFT_OUT = "……"
PATTERN = "写法"  # a block that shows how a sentence goes, and is not run
# Output that says that something is wrong; a command that fails must show some.
_REFUSAL = re.compile(
    r"^(?:(?:错误|警告) PE|找不到|命令写得不对|没有“|读不了)|还有[0-9]+字没有交代|没有通过[1-9]|"
    r"没有发现[1-9]|还没有例的：|个单位的结果有变化|有别：",
    re.MULTILINE,
)


class Walk:
    """Does the blocks of a document; ``text`` is the document with the output that was seen."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.printed: str | None = None
        self.example: RuleBook | None = None
        self.names: dict[str, object] = {}
        self.problems: list[str] = []

    def go(self) -> None:
        """Every block in turn. The current folder is the reader's."""
        shutil.copytree(ROOT / "rules", "rules")
        for block in self.document.blocks():
            step = getattr(self, f"do_{block.language.lower()}", None)
            assert step is not None, f"{self.place(block)}: nothing is known of ```{block.language}"
            step(block)

    def place(self, block: Block) -> str:
        """Where a block stands, for messages."""
        return f"{self.document.name}:{block.line}"

    # ------------------------------------------------------------ what a reader does by hand

    def do_copy(self, block: Block) -> None:
        source, target = block.text.split()
        shutil.copytree(source, target)

    def do_csv(self, block: Block) -> None:
        self.write(block)

    do_txt = do_csv

    def write(self, block: Block) -> None:
        """Write the file that the reader writes."""
        path = Path(block.setting("file") or "")
        assert path.name, f"{self.place(block)}: which file?"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8", newline="\n")

    def do_diff(self, block: Block) -> None:
        """Replace the lines marked - (and their neighbours) by those marked +."""
        if block.about == PATTERN:
            return
        path = Path(block.setting("file") or "")
        before = "".join(f"{line[1:]}\n" for line in block.text.splitlines() if not line.startswith("+"))
        after = "".join(f"{line[1:]}\n" for line in block.text.splitlines() if not line.startswith("-"))
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1, f"{self.place(block)}: not once in {path}"
        path.write_text(text.replace(before, after), encoding="utf-8", newline="\n")

    # ------------------------------------------------------------ what is run

    def do_shell(self, block: Block) -> None:
        outputs = []
        following = self.following(block)
        for line in block.text.splitlines():
            output, status = run(line)
            outputs.append(output)
            shown = following is not None and following.language in ("text", "json")
            refused = _REFUSAL.search(output) and following is not None
            assert not status or (shown and refused), f"{self.place(block)}: {line} failed:\n{output}"
        self.printed = "".join(outputs)

    def do_python(self, block: Block) -> None:
        printed = io.StringIO()
        code = compile(block.text, self.place(block), "exec")
        with redirect_stdout(printed):
            exec(code, self.names)  # the document's own code
        self.printed = printed.getvalue()

    def do_jx(self, block: Block) -> None:
        if block.setting("file"):
            self.write(block)
        elif origin := block.setting("from"):
            whole = (ROOT / origin).read_text(encoding="utf-8")
            missing = [part for part in parts_of(block.text) if part not in whole]
            assert not missing, f"{self.place(block)}: not in {origin}: {missing[0]}"
        else:
            self.example = read_example(block.text, self.place(block))

    def do_text(self, block: Block) -> None:
        if block.about == PATTERN:
            return
        if not block.about and self.document.path == computing.PAGE:
            computing.book_around(block.text, self.place(block))
            return
        if block.about:
            assert self.example is not None, f"{self.place(block)}: no example before"
            self.printed = show(self.example, block.about)
        assert self.printed is not None, f"{self.place(block)}: nothing was run before"
        self.compare(block, self.printed)

    do_json = do_text

    def do_mermaid(self, block: Block) -> None:
        """A drawing; nothing is run."""

    def following(self, block: Block) -> Block | None:
        """The next block."""
        return next((other for other in self.document.blocks() if other.start > block.start), None)

    # ------------------------------------------------------------ what is shown

    def compare(self, block: Block, printed: str) -> None:
        """The block must show what was printed, but for parts left out."""
        printed.encode("gbk")  # a Chinese console can show it
        if matches(block.text, printed):
            return
        shown = renewed(block.text, printed)
        if UPDATING and matches(shown, printed):
            self.text = self.text.replace(fenced(block, block.text), fenced(block, shown), 1)
            return
        self.problems.append(f"{self.place(block)} does not show what is printed:\n{printed}")


def fenced(block: Block, text: str) -> str:
    """A block as it stands in the document, with this text."""
    return f"```{f'{block.language} {block.about}'.strip()}\n{text}```"


def parts_of(text: str) -> list[str]:
    """The parts between lines that say that something is left out."""
    parts = re.split(rf"^ *{LEFT_OUT}\n", text, flags=re.MULTILINE)
    return [part for part in parts if part.strip()]


def matches(shown: str, printed: str) -> bool:
    """Whether ``shown`` is ``printed`` but for the parts left out."""
    wanted = [line.rstrip() for line in shown.splitlines()]
    given = [line.rstrip() for line in printed.rstrip("\n").splitlines()]
    return _fits(wanted, given)


def _fits(wanted: list[str], given: list[str]) -> bool:
    at = 0
    gap = False
    chunk: list[str] = []
    for line in [*wanted, None]:
        if line is not None and line.strip() != LEFT_OUT:
            chunk.append(line)
            continue
        found = _find(chunk, given, at, gap, line is None)
        if found is None:
            return False
        at, gap, chunk = found + len(chunk), True, []
    return gap and (wanted[-1].strip() == LEFT_OUT or at == len(given))


def _find(chunk: list[str], given: list[str], at: int, gap: bool, last: bool) -> int | None:
    """Where the chunk stands in ``given`` from ``at`` on; only there, where nothing is left out."""
    places = range(at, len(given) - len(chunk) + 1) if gap else [at]
    if last and gap and chunk:
        places = range(len(given) - len(chunk), len(given) - len(chunk) + 1)
    return next((place for place in places if given[place : place + len(chunk)] == chunk), None)


def renewed(shown: str, printed: str) -> str:
    """``shown`` with each part replaced by the part of ``printed`` that is most like it."""
    if LEFT_OUT not in shown:
        return printed if printed.endswith("\n") else printed + "\n"
    given = printed.splitlines()
    result: list[str] = []
    at = 0
    for piece in re.split(rf"^( *{LEFT_OUT}\n)", shown, flags=re.MULTILINE):
        lines = piece.splitlines()
        if not lines or lines[0].strip() == LEFT_OUT:
            result.extend(lines)
            continue
        first = _most_like(lines[0], given, at)
        last = _most_like(lines[-1], given, max(first, first + len(lines) - 3))
        result.extend(given[first : last + 1])
        at = last + 1
    return "\n".join(result) + "\n"


def _most_like(line: str, given: list[str], at: int) -> int:
    likeness = [(SequenceMatcher(None, line, other).ratio(), -place) for place, other in enumerate(given)]
    return -max(likeness[at:])[1] if likeness[at:] else len(given) - 1
