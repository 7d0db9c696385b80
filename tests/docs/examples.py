"""The example clauses of the language reference, run inside the little rule book of ``base/``.

Quoted words are added to the archived plan in a section 十、例句; a clause, ledger or category of an
example takes the place of the one of that name in the book.
"""

import re
from hashlib import sha256

from perfeval import pipeline
from perfeval.diagnostics.to_text import diagnostics_to_text
from perfeval.explain.from_outcome import explain
from perfeval.explain.to_text import account_to_text
from perfeval.rulebook.book import RuleBook
from perfeval.tables.phrases_flow import chart_of, find
from perfeval.tables.to_text import found_to_text
from tests.docs.markdown import ROOT

BASE = ROOT / "tests" / "docs" / "base"
HEADING = "十、例句"
_NAMED = re.compile(
    r"^(【[^】]+】|台账“[^”]+”|类别“[^”]+”|等次由高到低|“处理”依次列为|结果依次列出)", re.MULTILINE
)
_A_HEADING = re.compile(r"[一二三四五六七八九十]+[、（]")
_ASKED = re.compile(r"([^【]+)((?:【[^】]+】)+)")


def compose(example: str) -> tuple[str, str]:
    """The rule book with the example in it, and the archived plan with the words that it quotes."""
    quotes = [line[1:].strip() for line in example.splitlines() if line.startswith(">")]
    plan = (BASE / "source.txt").read_text(encoding="utf-8")
    plan = plan.replace("(完)", "\n".join([HEADING, *quotes, "(完)"]))
    book = (BASE / "book.jx").read_text(encoding="utf-8")
    names = _NAMED.findall(example)
    paragraphs = [_without(part, names) for part in book.split("\n\n")]
    head, annex = "\n\n".join(paragraphs).split("\n附件", 1)
    clauses, declarations = _parted(example)
    book = f"{head}\n{HEADING}\n\n{clauses}\n\n附件{annex}\n\n{declarations}\n"
    checksum = sha256(plan.encode("utf-8")).hexdigest()
    return re.sub(r"(?<=原文校验码：)\w+", checksum, book), plan


def _without(paragraph: str, names: list[str]) -> str:
    """The paragraph, or only its heading where it declares one of the names."""
    lines = paragraph.splitlines()
    if not any(line.startswith(name) for line in lines for name in names):
        return paragraph
    return "\n".join(line for line in lines if _A_HEADING.match(line))


def _parted(example: str) -> tuple[str, str]:
    """What belongs under the heading, and ledgers and lists, which stand in the annex."""
    parts = example.strip().split("\n\n")
    annexed = [part for part in parts if re.match(r"台账|“处理”|结果", part)]
    return "\n\n".join(part for part in parts if part not in annexed), "\n\n".join(annexed)


def _loose(book: str, plan: str) -> list[str]:
    """Clauses that score without a formula that adds them up, as a short example may show them."""
    read = pipeline.read_book("book.jx", book.encode("utf-8"), {"source.txt": plan.encode("utf-8")})
    found = () if read.value is None else pipeline.check_every_option(read.value)
    names = [re.match(r"【(.+?)】", finding.message) for finding in found if finding.code == "PE413"]
    return list(dict.fromkeys(match[1] for match in names if match))


def read_example(example: str, place: str) -> RuleBook:
    """The rule book with the example in it; it must be without findings under every option."""
    book, plan = compose(example)
    loose = _loose(book, plan)
    if loose:
        added = "＋".join(f"【{name}】" for name in loose)
        book, plan = compose(f"{example}\n\n> 其他得分。\n【其他】“其他得分”＝{added}。")
    content = book.encode("utf-8")
    read = pipeline.read_book("book.jx", content, {"source.txt": plan.encode("utf-8")})
    assert read.value is not None, f"{place}:\n{diagnostics_to_text(read.diagnostics)}"
    findings = (*read.diagnostics, *pipeline.check_every_option(read.value))
    assert not findings, f"{place}:\n{diagnostics_to_text(findings)}"
    return read.value


def show(book: RuleBook, asked: str) -> str:
    """What is asked behind a block: 甲镇【加分】 entries of an account; 决策表 加分 a table."""
    word, _, name = asked.partition(" ")
    if word == "决策表":
        return _table(book, name)
    match = _ASKED.fullmatch(asked)
    assert match is not None, f"nothing is known of ```text {asked}"
    ledgers = {file.name: file.read_bytes() for file in sorted((BASE / "facts").iterdir())}
    outcome = pipeline.evaluate(book, {}, ledgers)
    assert outcome.value is not None, diagnostics_to_text(outcome.diagnostics)
    unit = [each.name for each in book.units].index(match[1].strip())
    account = account_to_text(explain(outcome.value, unit))
    return "\n".join(_entry(account, name) for name in re.findall(r"【[^】]+】", match[2])) + "\n"


def _table(book: RuleBook, name: str) -> str:
    """How rows are picked, and the rows."""
    model = pipeline.compile_tables(book, {}).value
    assert model is not None
    chart = chart_of(book, model)
    found = find(chart, name).value
    assert found is not None, f"no table {name}"
    page = found_to_text(chart, found)
    match = re.search(r"^  取法  (.*\n)(?:  .*\n)*\n((?:  .*\n)+)", page, re.MULTILINE)
    assert match is not None, page
    return match[1] + "\n" + "".join(f"{line.removeprefix('  ')}\n" for line in match[2].splitlines())


def _entry(account: str, name: str) -> str:
    """The lines of an account about one clause."""
    match = re.search(rf"^  {name}\S.*\n(?:    .*(?:\n|$))*", account + "\n", re.MULTILINE)
    assert match is not None, f"no entry {name} in:\n{account}"
    lines = [line.removeprefix("  ") for line in match[0].rstrip().splitlines()]
    return "\n".join(line for line in lines if not line.startswith("  原文："))


def read_rules(name: str) -> RuleBook:
    """A rule book of the project by the name of its folder."""
    folder = ROOT / "rules" / name
    files = {"source.txt": (folder / "source.txt").read_bytes()}
    book = pipeline.read_book("book.jx", (folder / "book.jx").read_bytes(), files).value
    assert book is not None
    return book
