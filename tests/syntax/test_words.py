"""The vocabulary lexer and the grammar: how sentences are cut, and that the grammar has no conflicts."""

from __future__ import annotations

import re

import pytest

from perfeval.source.text import SourceText
from perfeval.syntax.files import grammar_text
from perfeval.syntax.grammar import load_grammar
from perfeval.syntax.parse import parse
from perfeval.syntax.segment import Cutter
from perfeval.syntax.tree import Broken, Sentence
from perfeval.syntax.vocabulary import Vocabulary
from tests.heshan.test_broken_books import TEXT


def words(text: str, **names: str) -> list[str]:
    """The pieces of a text under a vocabulary of these names (and the grammar's keywords)."""
    kinds: dict[str, tuple[str, ...]] = {name: (kind,) for name, kind in names.items()}
    cutter = Cutter(Vocabulary(kinds, {}, {}), load_grammar().keywords)
    return [text[cut.start : cut.end] for cut in cutter.cut(text, 0, len(text))]


def test_the_cheapest_cut_beats_the_longest_match() -> None:
    """Longest match takes 区直单位 and leaves 总数 unknown; the cheapest cut knows both words."""
    assert words("区直单位总数", 区直="GROUP", 区直单位="GROUP", 单位总数="NUMBER_COLUMN") == [
        "区直",
        "单位总数",
    ]


def test_names_may_contain_keywords() -> None:
    """加减分 is a name, not 加 and 减分; 有效表彰 does not begin with 有."""
    assert words("加减分", 加减分="QUANTITY") == ["加减分"]
    assert words("有效表彰", 有效表彰="LEDGER") == ["有效表彰"]
    assert words("不达标", 达标="GRADE", 不达标="GRADE") == ["不达标"]


def test_digits_inside_a_name_are_part_of_it() -> None:
    """区委610办 is one name; 前2名 is three words."""
    assert words("区委610办", 区委610办="UNIT") == ["区委610办"]
    assert words("取前2名") == ["取前", "2", "名"]


def test_chinese_numerals_count_only_before_a_measure() -> None:
    """前二名 has a number, 一票否决 has none."""
    assert words("取前二名") == ["取前", "二", "名"]
    assert words("一票否决", 一票否决="LEDGER") == ["一票否决"]


def test_every_terminal_is_used_and_every_word_stands_once_in_its_terminal() -> None:
    """The grammar holds no word that no rule asks for."""
    text = re.sub(r"//.*", "", grammar_text())
    declared = re.findall(r"^(_?[A-Z][A-Z_]*):", text, re.MULTILINE)
    for name in declared:
        assert len(re.findall(rf"(?<![A-Z_]){name}(?![A-Z_])", text)) > 1, name
    for line in re.findall(r"^_?[A-Z][A-Z_]*: .*$", text, re.MULTILINE):
        found = re.findall(r'"([^"]+)"', line)
        assert len(found) == len(dict.fromkeys(found)), line


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("，", ","),
        lambda text: text.replace("(", "（").replace(")", "）"),
        lambda text: text.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}),
        lambda text: text.replace("；\n", "； \u3000\n"),
        lambda text: text.replace("每次加", "每次 加").replace("的表彰", "的 表彰"),
    ],
    ids=["half-width commas", "full-width brackets", "full-width digits", "trailing spaces", "spaces"],
)
def test_width_and_spaces_mean_nothing(change) -> None:  # type: ignore[no-untyped-def]
    """The same sentences are read from a text typed in another width or with spaces between words."""
    plain, typed = parse(SourceText("book.jx", TEXT)), parse(SourceText("book.jx", change(TEXT)))
    assert typed.diagnostics == ()
    assert plain.value is not None and typed.value is not None
    kinds = [item.phrase.rule for item in plain.value if isinstance(item, Sentence)]
    assert [item.phrase.rule for item in typed.value if isinstance(item, Sentence)] == kinds


def test_one_broken_sentence_leaves_the_others() -> None:
    """One finding, one sentence marked as mended by guess, everything else as before."""
    damaged: list[Broken | Sentence]
    broken = parse(SourceText("book.jx", TEXT.replace("每项加1分", "每项家1分", 1)))
    assert len(broken.diagnostics) == 1
    assert broken.value is not None
    damaged = [item for item in broken.value if isinstance(item, Broken)]
    damaged += [item for item in broken.value if isinstance(item, Sentence) and item.repaired]
    assert len(damaged) == 1
