"""Rule texts that cannot hurt: limits at n-1, n and n+1, hidden characters, and a corpus of bad texts."""

import re
from collections.abc import Callable

import pytest

from perfeval import pipeline
from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.diagnostics.to_text import diagnostics_to_text
from perfeval.ledger.limits import MAX_TEXT_BYTES
from perfeval.source.text import SourceText
from perfeval.source.visible import hidden_character
from perfeval.syntax import limits
from perfeval.syntax.parse import parse
from perfeval.syntax.surface import surface_tree

HEAD = "《测》\n一、甲\n"
UNITS = "类别“镇”：甲镇、乙镇。\n序列“镇”：甲镇、乙镇。\n"
HIDDEN = {
    "nul": "\0",
    "bell": "\x07",
    "escape": "\x1b",
    "delete": "\x7f",
    "c1": "\x9b",
    "left-to-right": "\u200e",
    "right-to-left": "\u200f",
    "arabic-mark": "\u061c",
    "embedding": "\u202a",
    "override": "\u202e",
    "isolate": "\u2066",
    "pop-isolate": "\u2069",
    "joiner": "\u200d",
    "non-joiner": "\u200c",
    "word-joiner": "\u2060",
    "soft-hyphen": "\xad",
    "line-separator": "\u2028",
    "tag": "\U000e0041",
    "private": "\ue000",
    "private-plane": "\U000f0000",
    "surrogate": "\ud800",
    "no-character": "\ufdd0",
    "no-character-last": "\uffff",
    "lost": "\ufffd",
}


def codes(text: str) -> list[str]:
    """Codes of what the syntax pass finds."""
    return [found.code for found in surface_tree(SourceText("b", text)).diagnostics]


def findings(content: str | bytes) -> tuple[Diagnostic, ...]:
    """Everything that is found in a book of this content."""
    data = content.encode("utf-8", errors="surrogatepass") if isinstance(content, str) else content
    return pipeline.read_book("b.jx", data, {}).diagnostics


@pytest.mark.parametrize("over", [-1, 0, 1])
def test_the_size_of_a_text(over: int) -> None:
    """In bytes, before anything is decoded."""
    text = pipeline.parse_text("b.jx", b"\n" * (MAX_TEXT_BYTES + over))
    assert [found.code for found in text.diagnostics] == (["PE619"] if over > 0 else [])
    assert (text.value is None) is (over > 0)


@pytest.mark.parametrize("over", [-1, 0, 1])
def test_the_number_of_sentences(over: int) -> None:
    """Nothing is parsed of a text that has more."""
    text = HEAD + "。" * (limits.MAX_SENTENCES + over)
    assert ("PE116" in codes(text)) is (over > 0)
    assert (parse(SourceText("b", text)).value is None) is (over > 0)


@pytest.mark.parametrize("over", [-1, 0, 1])
def test_the_length_of_a_sentence(over: int) -> None:
    """The full stop counts."""
    assert ("PE115" in codes(HEAD + "甲" * (limits.MAX_SENTENCE + over - 1) + "。")) is (over > 0)


@pytest.mark.parametrize("over", [-1, 0, 1])
def test_the_number_of_words(over: int) -> None:
    """A sentence 甲、甲。 has four; what comes behind the limit is not read."""
    pieces = limits.MAX_WORDS + over
    line = "、" * 4999 + "。"
    whole, rest = divmod(pieces, 5000)
    text = HEAD + line * whole + ("、" * (rest - 1) + "。" if rest else "")
    assert ("PE116" in codes(text)) is (over > 0)


@pytest.mark.parametrize("over", [-1, 0, 1])
def test_the_length_of_a_name(over: int) -> None:
    """A name that is too long is not declared either."""
    name = "名" * (limits.MAX_NAME + over)
    assert ("PE117" in codes(f"{HEAD}{UNITS}“{name}”＝1分。\n")) is (over > 0)


def test_findings_beyond_the_limit_are_counted() -> None:
    """Two hundred in full, and one that tells how many more there are."""
    found = findings(HEAD + UNITS + "【甲】每次加1分分。\n" * 300)
    assert len(found) == limits.MAX_FINDINGS + 1
    assert found[-1].code == "PE118"
    assert re.search("还有[1-9][0-9]*处", found[-1].message)


@pytest.mark.parametrize("char", HIDDEN.values(), ids=HIDDEN)
@pytest.mark.parametrize(
    "template", ["{}{}【加】每次加1分。", "{}类别“甲{}镇”：甲。", "{}> 原文{}。", "{}注：{}"]
)
def test_a_hidden_character_is_refused(char: str, template: str) -> None:
    """Wherever it stands: its number is named, and it is never printed."""
    source = SourceText("b", template.format(HEAD, char))
    tree = surface_tree(source)
    assert tree.value is None
    assert [found.code for found in tree.diagnostics] == ["PE114"]
    assert f"U+{ord(char):04X}" in tree.diagnostics[0].message
    printed = diagnostics_to_text(tree.diagnostics)
    assert all(hidden_character(line) is None for line in printed.split("\n"))


@pytest.mark.parametrize("char", ["\u3000", "\xa0", "\u200b", "\ufeff", "\t"], ids=ord)
def test_what_word_processors_put_between_words_is_harmless(char: str) -> None:
    """It counts as a space, as in every other place where texts are compared."""
    assert "PE114" not in codes(f"{HEAD}{UNITS}【加】{char}每次加1分。\n")


# ---------------------------------------------------------------- a corpus


def _chain(size: int) -> str:
    return "".join(f"“量{number}”＝“量{number + 1}”＋1分。\n" for number in range(size))


CORPUS: dict[str, Callable[[], str | bytes]] = {
    "empty": lambda: b"",
    "nul": lambda: b"\0" * 100,
    "utf16": lambda: (HEAD + UNITS).encode("utf-16"),
    "zip": lambda: b"PK\x03\x04" + b"\0" * 50,
    "bad-utf8": lambda: HEAD.encode() + b"\xff\xfe\xfa",
    "surrogate-bytes": lambda: HEAD.encode() + b"\xed\xa0\x80",
    "one-letter": lambda: "甲",
    "letters": lambda: HEAD + "甲" * 9000,
    "letter-lines": lambda: HEAD + "甲乙丙丁。\n" * 800,
    "code-eval": lambda: HEAD + "__import__('os').system('true')。",
    "code-format": lambda: HEAD + "【{0.__class__}】每次加{x}分。",
    "code-percent": lambda: HEAD + "【%s%n】每次加%d分。",
    "sql": lambda: HEAD + "类别“甲' OR '1'='1”：甲镇。",
    "html": lambda: HEAD + "【<script>alert(1)</script>】每次加1分。",
    "markdown": lambda: HEAD + "【|甲|`乙`|】每次加1分。",
    "backslashes": lambda: HEAD + "【\\n\\u202e】每次加1分。",
    "open-quotes": lambda: HEAD + "“" * 3000,
    "quote-lines": lambda: HEAD + "“\n" * 500,
    "quote-pairs": lambda: HEAD + "“甲”" * 2000,
    "straight-quotes": lambda: HEAD + '"' * 3000,
    "corner-quotes": lambda: HEAD + "「" * 3000,
    "clause-open": lambda: HEAD + "【" * 3000,
    "clause-closed": lambda: HEAD + "】" * 3000,
    "clause-pairs": lambda: HEAD + "【甲】" * 2000,
    "brackets-open": lambda: HEAD + UNITS + "“量”＝" + "（" * 5000 + "。",
    "brackets-closed": lambda: HEAD + UNITS + "“量”＝" + "）" * 5000 + "。",
    "brackets-deep": lambda: HEAD + UNITS + "“量”＝" + "（" * 4000 + "1分" + "）" * 4000 + "。",
    "bars": lambda: HEAD + "｜" * 5000,
    "bar-lines": lambda: HEAD + "例“甲”\n" + "｜甲｜\n" * 500,
    "stops": lambda: HEAD + "。" * 900,
    "commas": lambda: HEAD + "，" * 5000,
    "comma-lines": lambda: HEAD + "甲，\n" * 900,
    "spaces": lambda: HEAD + " " * 9000 + "甲。",
    "blank-lines": lambda: HEAD + "\n" * 9000,
    "carriage-returns": lambda: HEAD + "\r甲\r" * 50,
    "digits": lambda: HEAD + "【加】每次加" + "9" * 5000 + "分。",
    "digits-points": lambda: HEAD + "【加】每次加" + "9." * 2000 + "分。",
    "digits-thousands": lambda: HEAD + "【加】每次加" + "9,999" * 1000 + "分。",
    "digits-exponent": lambda: HEAD + UNITS + "【加】每次加1e10000000分。",
    "digits-arabic": lambda: HEAD + UNITS + "【加】每次加٧分。",
    "digits-superscript": lambda: HEAD + UNITS + "【加】每次加²分。",
    "numerals": lambda: HEAD + "一" * 9000 + "名。",
    "plus": lambda: HEAD + UNITS + "“量”＝" + "1分+" * 1500 + "。",
    "minus": lambda: HEAD + UNITS + "“量”＝" + "-" * 3000 + "1分。",
    "title-open": lambda: "《" * 3000,
    "title-nested": lambda: "《" + "《》" * 3000,
    "head-lines": lambda: "文号：甲。\n" * 500,
    "headings": lambda: "一、甲\n" * 500,
    "heading-numerals": lambda: "一" * 5000 + "、甲\n",
    "quote-empty": lambda: HEAD + ">\n" * 500,
    "group-blurred": lambda: HEAD + "序列“甲”" * 2000 + "：甲。",
    "column-blurred": lambda: HEAD + "台账“甲”：" + "“甲”乙：" * 1500 + "。",
    "grades-blurred": lambda: HEAD + "等次由高到" * 1500 + "：甲。",
    "roster": lambda: HEAD + "类别“镇”：" + "、".join(f"镇{number}" for number in range(2000)) + "。",
    "roster-of-one": lambda: HEAD + "类别“镇”：" + "、".join(["甲镇"] * 2000) + "。",
    "names": lambda: HEAD + UNITS + "".join(f"类别“名{number}”：甲镇。\n" for number in range(300)),
    "unknown-names": lambda: HEAD + UNITS + "".join(f"“量{i}”＝“数{i}”＋1分。\n" for i in range(300)),
    "chain": lambda: HEAD + UNITS + _chain(300),
    "circle": lambda: HEAD + UNITS + _chain(20) + "“量20”＝“量0”。\n",
    "free-text": lambda: HEAD + "【甲】仅作说明" * 1000,
    "example-open": lambda: HEAD + UNITS + "例“甲”\n设" * 500,
}


@pytest.mark.parametrize("make", CORPUS.values(), ids=CORPUS)
def test_a_hostile_text_gives_findings(make: Callable[[], str | bytes]) -> None:
    """Declared codes, a bounded number of them, all visible; never an exception."""
    found = findings(make())
    assert found
    assert all(re.fullmatch("PE[1-9][0-9]{2}", each.code) for each in found)
    assert len(found) <= limits.MAX_FINDINGS + 1
    printed = diagnostics_to_text(found)
    assert all(hidden_character(line.replace("\t", "")) is None for line in printed.split("\n"))


def test_the_corpus_is_large_enough() -> None:
    """Fifty texts at least."""
    assert len(CORPUS) >= 50
