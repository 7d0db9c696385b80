"""Kept surface trees are the trees that the parser would give, or they are not used."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfeval.source.text import SourceText
from perfeval.syntax import files, store
from perfeval.syntax.parse import parse
from perfeval.syntax.surface import surface_tree
from perfeval.syntax.tree import Phrase, Quote, Sentence, Word
from tests.heshan.book import RULES

TEXT = (RULES / "book.jx").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder for each test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "perfeval"


def places(items: object) -> list[tuple[int, int]]:
    """The places of all words and quotes, in order; equality of nodes does not look at places."""
    found: list[tuple[int, int]] = []

    def walk(node: Phrase | Word | None) -> None:
        if node is None:
            return
        found.append((node.span.start, node.span.end))
        if isinstance(node, Phrase):
            for part in node.parts:
                walk(part)

    assert isinstance(items, tuple)
    for item in items:
        if isinstance(item, Sentence):
            found.append((item.span.start, item.span.end))
            walk(item.phrase)
        elif isinstance(item, Quote):
            found.append((item.span.start, item.span.end))
    return found


def test_round_trip_keeps_nodes_and_places() -> None:
    """Data and back is the same tree at the same places."""
    source = SourceText("book.jx", TEXT)
    items = parse(source).value
    assert items is not None
    again = store.from_data(store.to_data(items), source)
    assert again == items
    assert places(again) == places(items)


def test_second_reading_comes_from_the_cache(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first reading keeps the tree, the second gives the same without parsing."""
    first = surface_tree(SourceText("book.jx", TEXT))
    assert len(list(own_cache.glob("tree-*.json"))) == 1
    monkeypatch.setattr("perfeval.syntax.parse.parse", None)
    second = surface_tree(SourceText("book.jx", TEXT))
    assert second.value == first.value
    assert places(second.value) == places(first.value)


@pytest.mark.parametrize("damage", ["", "{", "[[1]]", '[["S",null,0,1]]', '[["X",0,1]]'])
def test_a_damaged_cache_is_parsed_again(own_cache: Path, damage: str) -> None:
    """Whatever stands in the file, the result is the parser's."""
    first = surface_tree(SourceText("book.jx", TEXT))
    kept = next(own_cache.glob("tree-*.json"))
    kept.write_text(damage, encoding="utf-8")
    assert surface_tree(SourceText("book.jx", TEXT)).value == first.value


def test_another_text_has_another_key() -> None:
    """One changed character never meets the kept tree of another text."""
    changed = TEXT.replace("国家级5分", "国家级6分")
    assert files.tree_file(changed) != files.tree_file(TEXT)
    surface_tree(SourceText("book.jx", TEXT))
    kept = surface_tree(SourceText("book.jx", changed))
    assert kept.value == parse(SourceText("book.jx", changed)).value


def test_broken_texts_are_not_kept(own_cache: Path) -> None:
    """A text with findings is read anew each time, so that its findings come each time."""
    broken = SourceText("book.jx", TEXT.replace("每次加：", "每此加："))
    for _ in range(2):
        assert [finding.code for finding in surface_tree(broken).diagnostics] == ["PE102"] * 2
    assert not list(own_cache.glob("tree-*.json"))


def test_no_more_than_a_few_trees_are_kept(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest go first."""
    monkeypatch.setattr(files, "KEPT_TREES", 2)
    for points in ("5", "6", "7"):
        surface_tree(SourceText("book.jx", TEXT.replace("国家级5分", f"国家级{points}分")))
    assert len(list(own_cache.glob("tree-*.json"))) == 2


def test_without_a_cache_folder_everything_works(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder that cannot be made is no reason to fail."""
    blocker = tmp_path / "file"
    blocker.write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocker))
    assert files.cache_folder() is None
    assert surface_tree(SourceText("book.jx", TEXT)).diagnostics == ()
