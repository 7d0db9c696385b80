"""What documents name exists, and what exists is documented."""

import importlib
import re
from pathlib import PurePosixPath

import pytest

from perfeval.explain.account import Status
from perfeval.source.fold import fold
from perfeval.syntax.files import GRAMMARS, grammar_text
from perfeval.syntax.grammar import load_grammar
from tests.docs.examples import read_rules
from tests.docs.markdown import ROOT, Document, documents, rows_of

DOCS = ROOT / "docs"
_CODE = re.compile(r"`([^`]+)`")
_ERROR = re.compile(r'"(PE[1-9][0-9]{2})"')
_FILE = re.compile(r"(?:perfeval|grammar|rules|tests|docs)/[\w./*-]*")
# A way to run something, not a path.
_LINK_AWAY = re.compile(r"https?:")


def read(name: str) -> Document:
    """A document by its path within docs/."""
    return Document(DOCS / name, (DOCS / name).read_text(encoding="utf-8"))


# ---------------------------------------------------------------- links and paths


@pytest.mark.parametrize("document", documents(), ids=lambda document: document.name)
def test_links_lead_somewhere(document: Document) -> None:
    """To a file or folder of the repository, and to a heading of it."""
    for link in document.links():
        if _LINK_AWAY.match(link):
            continue
        name, _, anchor = link.partition("#")
        target = (document.path.parent / name).resolve() if name else document.path
        assert target.exists(), f"{document.name}: {link}"
        assert target.is_relative_to(ROOT), f"{document.name}: {link} leads out"
        if anchor:
            anchors = Document(target, target.read_text(encoding="utf-8")).anchors()
            assert anchor in anchors, f"{document.name}: {link}, not one of {anchors}"


@pytest.mark.parametrize("document", documents(), ids=lambda document: document.name)
def test_paths_exist(document: Document) -> None:
    """A path in code marks is a file or folder."""
    for code in _CODE.findall(document.prose()):
        if _FILE.fullmatch(code):
            assert (ROOT / code).exists(), f"{document.name}: {code}"


def test_every_document_is_linked() -> None:
    """From some other document."""
    linked = {
        (document.path.parent / link.partition("#")[0]).resolve()
        for document in documents()
        for link in document.links()
        if not _LINK_AWAY.match(link)
    }
    alone = [
        document.name
        for document in documents()
        if document.path not in linked and document.path.name != "README.md"
    ]
    assert not alone


# ---------------------------------------------------------------- the glossary


def test_the_glossary_has_every_keyword() -> None:
    """Every terminal, each with all its words and no others."""
    stated = {
        row[0].strip("`"): sorted(_CODE.findall(row[1]))
        for row in rows_of(read("glossary.md").section("语言的用词"))
        if row[1].startswith("`")
    }
    words: dict[str, dict[str, None]] = {}
    for start in GRAMMARS:
        for word, terminals in load_grammar(start).keywords.items():
            for terminal in terminals:
                words.setdefault(terminal, {})[word] = None
    in_text = {name: sorted(map(fold, found)) for name, found in stated.items() if name != "_OF_END"}
    assert in_text == {name: sorted(found) for name, found in words.items()}


def test_the_glossary_has_every_declared_terminal() -> None:
    """Those whose words come from the text or from the rule book."""
    text = "\n".join(map(grammar_text, GRAMMARS))
    lines = re.findall(r"^%declare (.*)$", text, re.MULTILINE)
    declared = dict.fromkeys(name for line in lines for name in line.split())
    rows = rows_of(read("glossary.md").section("语言的用词"))
    stated = [row[0].strip("`") for row in rows]
    assert sorted(declared) == sorted(name for name in stated if name in declared)


@pytest.mark.parametrize("heading", ["领域用词 Domain", "决策表用词 Decision tables"])
def test_identifiers_of_the_glossary_can_be_imported(heading: str) -> None:
    """Module, class and, for members of an enumeration, the member."""
    rows = rows_of(read("glossary.md").section(heading))
    assert rows
    for row in rows:
        parts = row[2].strip("`").split(".")
        size = next(size for size in range(1, len(parts)) if _is_module(parts[:size]))
        found: object = importlib.import_module(".".join(parts[:size]))
        for name in parts[size:]:
            found = getattr(found, name)


def _is_module(parts: list[str]) -> bool:
    return ROOT.joinpath(*parts).with_suffix(".py").is_file()


# ---------------------------------------------------------------- messages


def test_every_error_code_is_listed() -> None:
    """The codes of the manual are those of the source."""
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "perfeval").rglob("*.py")]
    source = {code for text in texts for code in _ERROR.findall(text)}
    rows = rows_of(read("language/messages.md").section("出错信息"))
    listed = [row[0] for row in rows if len(row[0]) == len("PE101")]
    assert listed == sorted(source)


def test_every_status_is_listed() -> None:
    """The words of explanations, in the order of the source."""
    rows = rows_of(read("language/messages.md").section("说明里的用词"))
    assert [row[0] for row in rows] == [status.value for status in Status]


# ---------------------------------------------------------------- the rule book of 2013


def test_the_readings_of_2013_are_listed() -> None:
    """Each with the option adopted and the others, and with words of the plan."""
    book = read_rules("heshan-2013")
    page = ROOT / "rules" / "heshan-2013" / "README.md"
    rows = rows_of(Document(page, page.read_text(encoding="utf-8")).section("有几种读法的11处"))
    listed = {row[0]: (row[2], row[3]) for row in rows}
    assert listed == {
        reading.name: (
            reading.default,
            "、".join(option.name for option in reading.options if option.name != reading.default),
        )
        for reading in book.readings
    }
    plan = re.sub(r"\s", "", book.document.source.text)
    for row in rows:
        for words in re.findall(r"“([^”]+)”", row[1]):
            assert words.replace("‘", "“").replace("’", "”") in plan, words


def test_decisions_are_numbered_and_listed() -> None:
    """In the list of decisions, in order."""
    pages = sorted(path.name for path in (DOCS / "decisions").glob("0*.md"))
    assert [PurePosixPath(link).name for link in read("decisions/README.md").links()] == pages
    assert [name[:4] for name in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
