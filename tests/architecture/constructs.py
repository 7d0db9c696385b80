"""What the package never does: inexact numbers, unordered iteration, running text as code, hidden files."""

import ast
from collections.abc import Iterator

from tests.architecture.findings import PACKAGE, Finding, Source
from tests.architecture.imports import imports_of

# The edges of the package, where paths are joined and files are opened; everything else is given its input.
FILE_PLACES = (
    f"{PACKAGE}/cli",
    f"{PACKAGE}/api",
    f"{PACKAGE}/folders.py",
    f"{PACKAGE}/syntax/files.py",
    # Millions of units are never in memory at once: their results are read and written part by part.
    f"{PACKAGE}/populations/durable.py",
    f"{PACKAGE}/populations/manifest.py",
    f"{PACKAGE}/populations/store.py",
    f"{PACKAGE}/populations/stored.py",
)
FILE_METHODS = frozenset({"open", "read_text", "read_bytes", "write_text", "write_bytes"})

CODE_RUNNERS = frozenset({"eval", "exec", "__import__"})
BUILTIN_CODE_RUNNERS = CODE_RUNNERS | {"compile"}
OBJECT_LOADERS = frozenset({"pickle", "_pickle", "marshal", "shelve"})

# Numbers of users are read in one place only; each of these turns into a number what is known to be digits.
NUMBER_READERS = {
    f"{PACKAGE}/quantity/number.py": "the one reader: its pattern has matched",
    f"{PACKAGE}/quantity/calendar.py": "ASCII digits of a date, matched before",
    f"{PACKAGE}/ledger/cells.py": "four ASCII digits of a year, matched before",
    f"{PACKAGE}/ledger/cell_errors.py": "ASCII digits of a date that is only shown, matched before",
    f"{PACKAGE}/resolve/conditions.py": "a NUMBER of the grammar, which the reader has accepted",
    f"{PACKAGE}/diff/amounts.py": "digits that the program itself has written",
    f"{PACKAGE}/tables/phrases_flow.py": "the number of a table on the command line, compared as text before",
    f"{PACKAGE}/cli/words.py": "ASCII digits of an option, checked before",
    f"{PACKAGE}/analysis/geometry/axes.py": "a value of the engine, already a number or a truth",
    f"{PACKAGE}/checks/row_order.py": "a power of ten, written out",
    f"{PACKAGE}/checks/written.py": "bounded ASCII digits of a quotation, matched before",
    f"{PACKAGE}/verify": "truths and values of the solver, no text of users",
}
# Attributes of the project's own attrs classes, named by attrs.fields().
ATTRIBUTE_READERS = (f"{PACKAGE}/diff/names.py", f"{PACKAGE}/diff/parts.py")

SET_MAKERS = frozenset({"set", "frozenset"})
ORDER_KEEPERS = frozenset({"list", "tuple", "iter", "enumerate", "reversed", "zip", "map", "filter"})


def float_breaches(source: Source) -> Iterator[Finding]:
    """Binary floating point: the name, a literal, or the division that makes it."""
    paths_are_joined = source.is_in(*FILE_PLACES)
    for node in ast.walk(source.tree):
        match node:
            case ast.Name(id="float") | ast.Attribute(attr="float"):
                yield source.at(node, "float is inexact")
            case ast.Constant(value=float() | complex()):
                yield source.at(node, "a literal with a point is a float: write the number exactly")
            case ast.Attribute(attr="truediv") | ast.alias(name="truediv"):
                yield source.at(node, "truediv is inexact: write the division with its rounding")
            case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()) if not paths_are_joined:
                yield source.at(node, "/ is inexact: write the division with its rounding")


def file_breaches(source: Source) -> Iterator[Finding]:
    """Opening a file anywhere but at the edges."""
    if source.is_in(*FILE_PLACES):
        return
    for node in ast.walk(source.tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in FILE_METHODS:
                yield source.at(node, f"{name}() is called only in {', '.join(FILE_PLACES)}")


def code_breaches(source: Source) -> Iterator[Finding]:
    """Running text, or loading objects, as code."""
    for node in ast.walk(source.tree):
        match node:
            case ast.Name(id=name) if name in CODE_RUNNERS:
                yield source.at(node, f"{name} runs text as code")
            case ast.Call(func=ast.Name(id="compile")):
                yield source.at(node, "compile() makes code of text")
            case ast.Attribute(value=ast.Name(id="builtins"), attr=name) if name in BUILTIN_CODE_RUNNERS:
                yield source.at(node, f"{name} runs text as code")
    for imported in imports_of(source):
        if imported.is_of(OBJECT_LOADERS):
            yield source.at(imported.node, f"{imported.module} runs what it loads")


def number_breaches(source: Source) -> Iterator[Finding]:
    """Text made a number by other means than the strict reader, and attributes named by text."""
    for node in ast.walk(source.tree):
        match node:
            case ast.Call(func=ast.Name(id="int")) if not source.is_in(*NUMBER_READERS):
                yield source.at(
                    node, "int() of text accepts far more than the strict reader: use read_number"
                )
            case ast.Name(id="Decimal") | ast.alias(name="Decimal" | "decimal"):
                yield source.at(node, "Decimal accepts far more than the strict reader: use read_number")
            case ast.Constant(value=str(pattern)) if "\\d" in pattern:
                yield source.at(node, r"\d matches digits of every script: write [0-9]")
            case ast.Call(func=ast.Name(id="getattr" | "setattr"), args=[_, name, *_]) if not (
                isinstance(name, ast.Constant) or source.is_in(*ATTRIBUTE_READERS)
            ):
                yield source.at(node, "an attribute is named by text: write out which it may be")


def set_order_breaches(source: Source) -> Iterator[Finding]:
    """Going through a set, whose order differs from run to run."""
    for node in ast.walk(source.tree):
        match node:
            case ast.For(iter=iterated) | ast.AsyncFor(iter=iterated) | ast.comprehension(iter=iterated):
                if has_no_order(iterated):
                    yield source.at(iterated, "a set has no order: go through sorted(...)")


def has_no_order(iterated: ast.expr) -> bool:
    """Whether the expression is plainly a set, or one seen through list(...), enumerate(...) and the like."""
    match iterated:
        case ast.Set() | ast.SetComp():
            return True
        case ast.Call(func=ast.Name(id=name)) if name in SET_MAKERS:
            return True
        case ast.Call(func=ast.Name(id=name), args=arguments) if name in ORDER_KEEPERS:
            return any(has_no_order(argument) for argument in arguments)
        case ast.BinOp(left=left, op=ast.BitAnd() | ast.BitOr() | ast.BitXor() | ast.Sub(), right=right):
            return has_no_order(left) or has_no_order(right)
        case ast.NamedExpr(value=value) | ast.Starred(value=value):
            return has_no_order(value)
    return False
