"""Results of many populations in one folder are those of each alone, whoever computes them."""

from __future__ import annotations

import random

import pytest

from perfeval import pipeline
from perfeval.diagnostics.diagnostic import Severity
from perfeval.populations.division import parts_of
from perfeval.populations.evaluation import Result
from tests.populations.folders import BOOKS, FACTS, Files, Key, book_of, evaluation_of, same, together

ENGINES = ("python", "vectors", "duckdb")


def folders_of(book: str, seeds: range) -> dict[Key, Files]:
    """Random folders, each under the name of its seed."""
    return {(f"第{seed}区",): FACTS[book](seed) for seed in seeds}


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize("engine", ENGINES)
def test_each_population_is_as_if_alone(book: str, engine: str) -> None:
    """Units, facts, columns and traces; rows of populations stand in any order, columns anywhere."""
    folders = folders_of(book, range(5))
    files = together(("辖区",), folders, random.Random(book))
    evaluation = evaluation_of(book_of(book), files, engine=engine)
    results = {result.key: result.outcome for result in evaluation}
    assert results
    for key, alone in folders.items():
        outcome = pipeline.evaluate(book_of(book), {}, alone).value
        assert (key in results) == (outcome is not None)
        if outcome is not None:
            same(results[key], outcome)


@pytest.mark.parametrize("book", BOOKS)
def test_findings_are_those_of_each_alone(book: str) -> None:
    """Codes, columns, values and words of each population; all engines say the same in the same order."""
    folders = folders_of(book, range(20, 26))
    files = together(("辖区",), folders)
    said = []
    for engine in ENGINES:
        evaluation = evaluation_of(book_of(book), files, engine=engine)
        keys = [result.key for result in evaluation]
        said.append((keys, evaluation.findings()))
    assert said[0] == said[1] == said[2]
    for key, alone in folders.items():
        wanted = pipeline.evaluate(book_of(book), {}, alone).diagnostics
        prefix = f"辖区“{key[0]}”："
        found = [each for each in said[0][1] if each.message.startswith(prefix)]
        assert [(each.code, each.severity) for each in found] == [(e.code, e.severity) for e in wanted]


def test_populations_may_be_split_and_put_in_any_order() -> None:
    """Two columns tell as many populations apart as one; their order changes nothing but the order."""
    book = book_of("heshan-2013")
    folders = {
        (f"{place}区", f"{year}"): FACTS["heshan-2013"](year + 7 * place)
        for place in (1, 2)
        for year in (3, 4)
    }
    names = ("辖区", "情景")
    straight = list(evaluation_of(book, together(names, folders), names))
    backwards = dict(reversed(folders.items()))
    turned = list(evaluation_of(book, together(names, backwards, random.Random(5)), names))
    assert [each.key for each in straight] == list(folders)
    assert sorted(each.key for each in turned) == sorted(folders)
    by_key = {each.key: each.outcome for each in turned}
    for each in straight:
        same(each.outcome, by_key[each.key])


def test_lines_are_those_of_the_real_file() -> None:
    """A finding about a row names the line that it has among all populations, and its population."""
    one, two = FACTS["heshan-2013"](3), FACTS["heshan-2013"](4)
    top, first, second, *rest = two["得分.csv"].splitlines()
    two = {**two, "得分.csv": b"\n".join([top, first + b"00001", second + b"00001", *rest])}
    files = together(("辖区",), {("甲区",): one, ("乙区",): two})
    evaluation = evaluation_of(book_of("heshan-2013"), files)
    assert [each.key for each in evaluation] == [("甲区",)]
    errors = [each for each in evaluation.findings() if each.severity is Severity.ERROR]
    lines = files["得分.csv"].decode().splitlines()
    assert errors
    for each in errors:
        assert each.message.startswith("辖区“乙区”：")
        where = each.where
        assert where is not None and not isinstance(where.line, str)
        assert lines[(where.line or 0) - 1].startswith("乙区,")
        assert where.value in lines[(where.line or 0) - 1]  # type: ignore[union-attr,operator]


def test_the_first_population_is_that_of_the_first_row() -> None:
    """Order of first appearance in the first ledger that must have rows."""
    folders = folders_of("heshan-2013", range(4))
    files = together(("辖区",), folders)
    turned = together(("辖区",), dict(reversed(folders.items())))
    files = {**turned, "单位.csv": files["单位.csv"]}
    results: list[Result] = list(evaluation_of(book_of("heshan-2013"), files))
    assert [each.key for each in results] == [key for key in folders if key in [r.key for r in results]]


def test_parts_are_of_whole_populations() -> None:
    """All populations in order, none cut, and each part about as large as it may be."""
    sizes = [3, 4, 5, 1, 1, 9, 2]
    parts = list(parts_of(sizes, 8))
    assert [number for part in parts for number in part] == list(range(len(sizes)))
    assert [sum(sizes[number] for number in part) for part in parts] == [7, 7, 9, 2]
    assert list(parts_of([], 8)) == []
