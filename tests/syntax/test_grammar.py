"""The grammar: no conflicts, no terminal without use, every word one that the cutter can find."""

from __future__ import annotations

import re
from itertools import product

import pytest
from lark import Lark
from lark.exceptions import GrammarError

from perfeval.syntax import errors
from perfeval.syntax.files import grammar_text
from perfeval.syntax.grammar import _NoLexer, load_grammar
from perfeval.syntax.repair import NAME_KINDS
from perfeval.syntax.segment import Cutter
from perfeval.syntax.track import start_of
from perfeval.syntax.vocabulary import COLUMN_KINDS, Vocabulary

TEXT = grammar_text()
# Terminals that the cutter gives to what is no word of the language.
DECLARED = re.findall(r"^%declare (.+)$", TEXT, re.MULTILINE)
MARKS = ",;:。、()+-×÷=%"


def terminals() -> list[str]:
    """The terminals with words of their own."""
    return re.findall(r"^([A-Z_]+):", TEXT, re.MULTILINE)


def build(text: str) -> Lark:
    """A parser as the package builds it, from the text and not from a cache."""
    return Lark(text, parser="lalr", lexer=_NoLexer, start="sentence", strict=True, cache=False)


def test_there_are_no_conflicts() -> None:
    """LALR, strict: building it fails on any conflict, also on those that Lark would settle by itself."""
    assert build(TEXT).rules
    with pytest.raises(GrammarError):
        build(f"{TEXT}\nsentence: EXPLANATORY _END")


def test_every_terminal_is_used() -> None:
    """A word that no rule takes would be a trap: it is cut, and then refused everywhere."""
    rules = re.sub(r"^(?:%declare .+|//.*|[A-Z_]+:.+)$", "", TEXT, flags=re.MULTILINE)
    used = re.findall(r"[A-Z_]{2,}", rules)
    for terminal in [*terminals(), *" ".join(DECLARED).split()]:
        assert terminal in used, terminal


def test_every_rule_is_reachable() -> None:
    """From ``sentence`` on, and by no dead alternative."""
    used = {symbol.name for rule in load_grammar().lark.rules for symbol in rule.expansion}
    defined = {rule.origin.name for rule in load_grammar().lark.rules}
    assert defined - used == {"sentence"}


def test_words_are_written_in_half_width() -> None:
    """Texts are folded before they are compared; a full-width mark in the grammar would never match."""
    assert not re.findall(r'"[^"]*[，：；（）＋－＝％][^"]*"', TEXT)
    assert all(word == word.strip() and word for word in load_grammar().keywords)


def test_marks_are_marks_of_the_cutter() -> None:
    """What is no letter is cut off by itself, so that no name swallows it."""
    words = load_grammar().keywords
    assert sorted(word for word in words if not word.isalpha()) == sorted(MARKS)


@pytest.mark.parametrize("word", sorted(load_grammar().keywords))
def test_a_word_is_cut_as_itself(word: str) -> None:
    """No cut into shorter words is cheaper: 不低于 is not 不|低于, 一个单位一行 not 一个单位|一行."""
    cutter = Cutter(Vocabulary({}, {}, {}), load_grammar().keywords)
    (cut,) = cutter.cut(word, 0, len(word))
    assert cut.kinds[0].removesuffix("_END") == load_grammar().keywords[word][0].removesuffix("_END")


def test_no_word_is_a_trap_for_two_others() -> None:
    """Two words that together are a third are cut as the third; where they could stand, so can it."""
    words = load_grammar().keywords
    start = start_of(load_grammar().lark)
    for one, other in product(words, repeat=2):
        after = start.after(words[one][0]) if one + other in words else None
        if after is not None and after.after(words[other][0]) is not None:
            assert start.after(words[one + other][0]) is not None, one + other


def test_kinds_have_names_that_users_know() -> None:
    """Every terminal can be named in a message, in Chinese."""
    words: dict[str, list[str]] = {"_OF_END": ["的"]}
    for word, kinds in load_grammar().keywords.items():
        for kind in kinds:
            words.setdefault(kind, []).append(word)
    for terminal in [*terminals(), *" ".join(DECLARED).split()]:
        (shown,) = errors.expectations([terminal], words)
        assert not re.search(r"[A-Z_]", shown), terminal
    assert all(kind in errors.KIND_WORDS for kind in NAME_KINDS)


def test_column_types_are_those_of_the_grammar() -> None:
    """Names are collected by the types that the sentences may have."""
    words = load_grammar().keywords
    types = re.search(r"!column_type: (.+)", TEXT)
    assert types is not None
    assert sorted(COLUMN_KINDS) == sorted(
        word for word, kinds in words.items() if any(kind in types.group(1).split() for kind in kinds)
    )


def test_what_can_begin_a_sentence() -> None:
    """The automaton knows without a tree what may stand where, and where a sentence may end."""
    start = start_of(load_grammar().lark)
    assert "CLAUSE" in start.accepted()
    assert "_END" not in start.accepted()
    assert not start.may_end()
    after = start.after("EXPLANATORY")
    assert after is not None and after.accepted() == ("_COLON", "_END")
    end = after.after("_END")
    assert end is not None and end.may_end() and end.accepted() == ()
    assert end.terminal == "_END"
