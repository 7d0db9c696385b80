"""The package is exact, ordered, closed to text as code, and opens files only at its edges."""

import pytest

from tests.architecture.constructs import (
    FILE_METHODS,
    FILE_PLACES,
    NUMBER_READERS,
    code_breaches,
    file_breaches,
    float_breaches,
    number_breaches,
    set_order_breaches,
)
from tests.architecture.findings import PACKAGE, Rule, assert_holds, lines_found

RULES = (float_breaches, file_breaches, code_breaches, number_breaches, set_order_breaches)

INSIDE = "perfeval/evaluate/plan.py"
EDGES = (
    "perfeval/cli/check.py",
    "perfeval/api/versions.py",
    "perfeval/folders.py",
    "perfeval/syntax/files.py",
    "perfeval/populations/durable.py",
    "perfeval/populations/manifest.py",
    "perfeval/populations/store.py",
    "perfeval/populations/stored.py",
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_holds_of_the_package(rule: Rule) -> None:
    """No file of the package breaks the rule."""
    assert_holds(rule, PACKAGE)


@pytest.mark.parametrize(
    "text",
    [
        "x = float(y)",
        "def f(x: float) -> None: ...",
        "x: list[float] = []",
        "x = builtins.float(y)",
        "x = 0.5",
        "x = 1e3",
        "x = 2j",
        "x = f(rate=-0.1)",
        "x = operator.truediv(a, b)",
        "from operator import truediv",
    ],
)
def test_an_inexact_number_is_found(text: str) -> None:
    """Inside and at the edges."""
    for path in (INSIDE, *EDGES):
        assert lines_found(float_breaches, path, "\n" + text) == [2]


@pytest.mark.parametrize("text", ["x = a / b", "x /= 2", "x = f(a / b)", "x = root / 'grammar'"])
def test_a_true_division_is_found(text: str) -> None:
    """At the edges the same sign joins paths."""
    assert lines_found(float_breaches, INSIDE, "\n" + text) == [2]
    for path in EDGES:
        assert lines_found(float_breaches, path, text) == []


@pytest.mark.parametrize("text", ["x = a // b", "x = '0.5'", "def f(a, /, b): ...", "x = Fraction(1, 2)"])
def test_exact_numbers_are_free(text: str) -> None:
    """Whole division, text, fractions, and the slash of positional-only arguments."""
    assert lines_found(float_breaches, INSIDE, text) == []


@pytest.mark.parametrize("method", sorted(FILE_METHODS))
def test_a_file_opened_inside_is_found(method: str) -> None:
    """Only the edges open files."""
    text = f"def f(path):\n    return path.{method}()"
    assert lines_found(file_breaches, INSIDE, text) == [2]
    assert lines_found(file_breaches, "perfeval/syntax/parse.py", text) == [2]
    for path in EDGES:
        assert lines_found(file_breaches, path, text) == []


def test_the_plain_open_is_found() -> None:
    """Also in a `with`."""
    assert lines_found(file_breaches, INSIDE, "with open(path) as file:\n    pass") == [1]


def test_the_edges_are_the_places_that_the_rule_names() -> None:
    """One planted edge for each place."""
    assert len(EDGES) == len(FILE_PLACES)
    assert all(edge.startswith(place) for edge, place in zip(EDGES, FILE_PLACES, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "eval('1')",
        "exec('x = 1')",
        "run = eval",
        "compile('1', 'x', 'eval')",
        "__import__('os')",
        "builtins.exec('x = 1')",
        "import pickle",
        "from pickle import loads",
        "import marshal",
        "import shelve",
    ],
)
def test_text_as_code_is_found(text: str) -> None:
    """Called, kept for later, or imported."""
    assert lines_found(code_breaches, INSIDE, "\n" + text) == [2]


@pytest.mark.parametrize("text", ["re.compile('x')", "evaluate(x)", "def compile_book(): ...", "book.eval()"])
def test_names_that_only_look_alike_are_free(text: str) -> None:
    """A pattern is compiled, a book evaluated."""
    assert lines_found(code_breaches, INSIDE, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "for x in {1, 2}: pass",
        "for x in {y for y in z}: pass",
        "for x in set(y): pass",
        "for x in frozenset(y): pass",
        "z = [x for x in set(y)]",
        "z = {x: 1 for x in {1, 2}}",
        "f(x for x in set(y))",
        "for i, x in enumerate(set(y)): pass",
        "for x in list({1, 2}): pass",
        "for x in set(y) - z: pass",
        "for x in z | {1}: pass",
        "async def f():\n    async for x in set(y): pass",
    ],
)
def test_going_through_a_set_is_found(text: str) -> None:
    """In loops and comprehensions, plain or seen through."""
    assert lines_found(set_order_breaches, INSIDE, text) == [text.count("\n") + 1]


@pytest.mark.parametrize(
    "text",
    [
        "for x in sorted(set(y)): pass",
        "for x in sorted({1, 2}): pass",
        "for x in dict.fromkeys(y): pass",
        "for x in [1, 2]: pass",
        "for x in {1: 2}: pass",
        "for x in a - b: pass",
        "found = x in {1, 2}",
        "size = len(set(y))",
    ],
)
def test_what_has_an_order_is_free(text: str) -> None:
    """Sorted sets, dicts and lists have one; membership and size need none."""
    assert lines_found(set_order_breaches, INSIDE, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "x = int(text)",
        "x = int(text, 16)",
        "from decimal import Decimal",
        "import decimal",
        "x = Decimal(text)",
        "x = re.compile(r'\\d+')",
        "x = getattr(y, name)",
        "setattr(x, name, y)",
    ],
)
def test_a_number_read_by_other_means_is_found(text: str) -> None:
    """Also attributes that are named by text."""
    assert 2 in lines_found(number_breaches, INSIDE, "\n" + text)


@pytest.mark.parametrize("text", ["x = read_number(text)", "x = getattr(y, 'name', '')", "x = '[0-9]+'"])
def test_the_strict_reader_is_free(text: str) -> None:
    """And so are attributes that are written out."""
    assert lines_found(number_breaches, INSIDE, text) == []


def test_int_is_free_where_the_digits_are_known() -> None:
    """Each such file says why."""
    for path, reason in NUMBER_READERS.items():
        assert reason
        assert lines_found(number_breaches, path, "x = int(text)") == []
