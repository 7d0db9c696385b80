"""What the package never does: inexact numbers, unordered iteration, running text as code, hidden files."""

import ast
from collections.abc import Iterator

from tests.architecture.findings import PACKAGE, Finding, Source
from tests.architecture.imports import imports_of

# The edges of the package, where paths are joined and files are opened; everything else is given its input.
FILE_PLACES = (f"{PACKAGE}/cli", f"{PACKAGE}/api.py", f"{PACKAGE}/syntax/files.py")
FILE_METHODS = frozenset({"open", "read_text", "read_bytes", "write_text", "write_bytes"})

CODE_RUNNERS = frozenset({"eval", "exec", "__import__"})
BUILTIN_CODE_RUNNERS = CODE_RUNNERS | {"compile"}
OBJECT_LOADERS = frozenset({"pickle", "_pickle", "marshal", "shelve"})

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
