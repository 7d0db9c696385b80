"""Files and functions stay short, and whatever is public says what it is."""

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest

from tests.architecture.findings import (
    PACKAGE,
    ROOT,
    Finding,
    Rule,
    Source,
    assert_holds,
    assert_none,
    lines_found,
)

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
CODE = (PACKAGE, "tests", "benchmarks")

A_CLASS = 'class C:\n    """A class."""\n'

Function = ast.FunctionDef | ast.AsyncFunctionDef
Documented = Function | ast.ClassDef


def long_file_breaches(source: Source) -> Iterator[Finding]:
    """A file that no longer fits in the head."""
    lines = len(source.text.splitlines())
    if lines > LONGEST_FILE:
        yield Finding(str(source.path), lines, f"{lines} lines; a file has at most {LONGEST_FILE}")


def long_function_breaches(source: Source) -> Iterator[Finding]:
    """A function that no longer fits on a screen."""
    for node in ast.walk(source.tree):
        if isinstance(node, Function):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                rule = f"{node.name} has {lines} lines; a function has at most {LONGEST_FUNCTION}"
                yield source.at(node, rule)


def docstring_breaches(source: Source) -> Iterator[Finding]:
    """A public class, function or method without a docstring, or a folder's `__init__.py` without one."""
    if source.path.name == "__init__.py" and not ast.get_docstring(source.tree):
        yield Finding(str(source.path), 1, "no docstring to say what the folder takes, gives and loses")
    for node in public_definitions(source.tree):
        if not ast.get_docstring(node):
            yield source.at(node, f"{node.name} is public and has no docstring")


def public_definitions(parent: ast.AST) -> Iterator[Documented]:
    """What can be reached by public names: not what is inside functions, not the stubs of an overload."""
    for node in ast.iter_child_nodes(parent):
        if not isinstance(node, Documented):
            continue
        if not node.name.startswith("_") and not is_a_further_definition(node):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public_definitions(node)


def is_a_further_definition(node: Documented) -> bool:
    """Whether its docstring stands elsewhere: an overload's stub, a property's setter or deleter."""
    for decorator in node.decorator_list:
        match decorator:
            case ast.Name(id="overload") | ast.Attribute(attr="overload" | "setter" | "deleter"):
                return True
    return False


def folders_without_init() -> Iterator[Finding]:
    """A folder of the package that Python would take for a namespace."""
    for folder in sorted({file.parent for file in (ROOT / PACKAGE).rglob("*.py")}):
        for inside in (folder, *folder.parents):
            if inside == ROOT:
                break
            if not (inside / "__init__.py").is_file():
                path = PurePosixPath(inside.relative_to(ROOT), "__init__.py")
                yield Finding(str(path), 1, "missing: every folder has one, with a docstring")


@pytest.mark.parametrize("rule", [long_file_breaches, long_function_breaches], ids=lambda rule: rule.__name__)
def test_code_is_short(rule: Rule) -> None:
    """In the package, the tests and the benchmarks."""
    assert_holds(rule, *CODE)


def test_what_is_public_is_documented() -> None:
    """In the package."""
    assert_holds(docstring_breaches, PACKAGE)


def test_every_folder_has_an_init() -> None:
    """Also one that only holds folders."""
    assert_none(set(folders_without_init()))


def test_a_long_file_is_found() -> None:
    """One line more than allowed."""
    too_many = LONGEST_FILE + 1
    assert lines_found(long_file_breaches, "perfeval/a.py", "x = 1\n" * LONGEST_FILE) == []
    assert lines_found(long_file_breaches, "perfeval/a.py", "x = 1\n" * too_many) == [too_many]


@pytest.mark.parametrize("start", ["def f():", "async def f():", "class C:\n    def f(self):"])
def test_a_long_function_is_found(start: str) -> None:
    """Its first line counts; decorators do not."""
    body = "\n        x = 1"
    line = start.count("\n") + 1
    assert lines_found(long_function_breaches, "perfeval/a.py", start + body * (LONGEST_FUNCTION - 1)) == []
    assert lines_found(long_function_breaches, "perfeval/a.py", start + body * LONGEST_FUNCTION) == [line]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("def f(): ...", [1]),
        ("async def f(): ...", [1]),
        ("class C: ...", [1]),
        (f"{A_CLASS}    def f(self): ...", [3]),
        (f"{A_CLASS}    @property\n    def f(self): ...\n    @f.setter\n    def f(self, x): ...", [4]),
        ("def _f(): ...", []),
        ("class _C:\n    def f(self): ...", []),
        (f"{A_CLASS}    def __init__(self): ...", []),
        ('def f():\n    """A function."""\n    def inside(): ...', []),
        ("@overload\ndef f(x: int) -> int: ...\n@typing.overload\ndef f(x: str) -> str: ...", []),
    ],
)
def test_a_missing_docstring_is_found(text: str, lines: list[int]) -> None:
    """Of what is public, at its own line."""
    assert lines_found(docstring_breaches, "perfeval/a.py", text) == lines


def test_a_missing_docstring_of_a_folder_is_found() -> None:
    """Only `__init__.py` speaks for the folder."""
    assert lines_found(docstring_breaches, "perfeval/tables/__init__.py", "x = 1") == [1]
    assert lines_found(docstring_breaches, "perfeval/tables/__init__.py", '"""Tables."""') == []
    assert lines_found(docstring_breaches, "perfeval/tables/table.py", "x = 1") == []
