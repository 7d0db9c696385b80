"""Every import goes down the layers, and outside packages stay in their place."""

from itertools import permutations

import pytest

from tests.architecture.findings import PACKAGE, Rule, assert_holds, lines_found
from tests.architecture.imports import (
    DISPLAY_FILES,
    FORBIDDEN_NAMES,
    LAYERS,
    display_library_breaches,
    grammar_library_breaches,
    layer_breaches,
    name_breaches,
)

RULES = (layer_breaches, grammar_library_breaches, display_library_breaches, name_breaches)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_holds_of_the_package(rule: Rule) -> None:
    """No file of the package breaks the rule."""
    assert_holds(rule, PACKAGE)


def test_every_layer_is_named_once() -> None:
    """A layer in two rows would have two places."""
    names = [name for row in LAYERS for name in row]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("path", "statement"),
    [
        ("perfeval/tables/table.py", "import perfeval.evaluate.plan"),
        ("perfeval/tables/table.py", "from perfeval.evaluate import plan"),
        ("perfeval/tables/table.py", "from perfeval import evaluate"),
        ("perfeval/tables/table.py", "from ..evaluate import plan"),
        ("perfeval/tables/table.py", "from .. import evaluate"),
        ("perfeval/tables/__init__.py", "from ..evaluate import plan"),
        ("perfeval/pipeline.py", "from . import api"),
        ("perfeval/tables/table.py", "def late():\n    from perfeval.evaluate import plan"),
        ("perfeval/tables/table.py", "if TYPE_CHECKING:\n    from perfeval.evaluate import plan"),
        ("perfeval/tables/table.py", "importlib.import_module('perfeval.evaluate')"),
        ("perfeval/source/text.py", "from perfeval.diagnostics import Diagnostic"),
        ("perfeval/api/books.py", "from perfeval import __main__"),
        ("perfeval/api/books.py", "from perfeval import check"),
        ("perfeval/api/books.py", "import perfeval"),
    ],
)
def test_an_import_upward_is_found(path: str, statement: str) -> None:
    """However it is written, at its own line."""
    assert lines_found(layer_breaches, path, statement) == [statement.count("\n") + 1]


@pytest.mark.parametrize("row", [row for row in LAYERS if len(row) > 1], ids=" | ".join)
def test_an_import_of_a_sibling_is_found(row: tuple[str, ...]) -> None:
    """Of every sibling, both ways round."""
    for left, right in permutations(row, 2):
        assert lines_found(layer_breaches, f"perfeval/{left}/any.py", f"import perfeval.{right}") == [1]


@pytest.mark.parametrize(
    ("path", "statement"),
    [
        ("perfeval/evaluate/plan.py", "from perfeval.tables import table"),
        ("perfeval/evaluate/plan.py", "from . import outcome"),
        ("perfeval/evaluate/plan.py", "from perfeval.evaluate.outcome import Outcome"),
        ("perfeval/cli/check.py", "from ..source import span"),
        ("perfeval/api/books.py", "from ..pipeline import run"),
        ("perfeval/__main__.py", "from perfeval.cli.main import console"),
        ("perfeval/__init__.py", "from perfeval.api import check"),
        ("perfeval/source/text.py", "import re"),
    ],
)
def test_an_import_downward_is_free(path: str, statement: str) -> None:
    """So is one within a layer, one from the front doors, and one of the standard library."""
    assert lines_found(layer_breaches, path, statement) == []


@pytest.mark.parametrize("path", ["perfeval/extras/any.py", "perfeval/extras.py"])
def test_a_place_in_no_layer_is_found(path: str) -> None:
    """A new folder or module gets a layer first."""
    assert lines_found(layer_breaches, path, "") == [1]


def test_the_grammar_library_outside_the_syntax_is_found() -> None:
    """Inside it, the library is at home."""
    statement = "def late():\n    from lark.exceptions import LarkError"
    assert lines_found(grammar_library_breaches, "perfeval/resolve/names.py", statement) == [2]
    assert lines_found(grammar_library_breaches, "perfeval/syntax/parse.py", statement) == []


@pytest.mark.parametrize("library", ["tabulate", "wcwidth"])
def test_a_display_library_outside_its_files_is_found(library: str) -> None:
    """The files that draw text may import it, in any layer."""
    statement = f"import {library}"
    assert lines_found(display_library_breaches, "perfeval/tables/table.py", statement) == [1]
    for name in sorted(DISPLAY_FILES):
        assert lines_found(display_library_breaches, f"perfeval/tables/{name}", statement) == []


@pytest.mark.parametrize("name", sorted(FORBIDDEN_NAMES))
def test_a_name_that_says_nothing_is_found(name: str) -> None:
    """As a module, as a folder, and deeper down."""
    for path in (f"perfeval/{name}.py", f"perfeval/{name}/a.py", f"perfeval/tables/{name}.py"):
        assert lines_found(name_breaches, path, "") == [1]
