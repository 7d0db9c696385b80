"""Which module may import which: the layers, and the packages kept to one place."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from tests.architecture.findings import PACKAGE, Finding, Source

# Top to bottom. A module imports only what is below its own row; names of one row never import each other.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("cli", "report", "pytest_plugin"),
    ("api",),
    ("folders",),
    ("pipeline",),
    ("mutation", "checks", "simulation"),
    ("diff", "examples", "layout", "populations"),
    ("explain", "verify", "sensitivity", "sql"),
    ("vectors",),
    ("analysis", "evaluate"),
    ("tables",),
    ("resolve",),
    ("syntax", "rulebook"),
    ("ledger",),
    ("diagnostics",),
    ("source", "quantity"),
)
ORDER = "\n".join(" | ".join(row) for row in LAYERS)

# The package's own front doors stand above every layer: they import what they like, no layer imports them.
FRONT = ("__init__", "__main__")

FORBIDDEN_NAMES = frozenset({"utils", "common", "helpers", "base", "misc", "core", "manager"})

GRAMMAR_LIBRARIES = frozenset({"lark"})
DISPLAY_LIBRARIES = frozenset({"tabulate", "wcwidth"})
DISPLAY_FILES = frozenset({"to_text.py", "text_table.py", "width.py"})


@dataclass(frozen=True, slots=True)
class Import:
    """One module that a statement imports, by its full dotted name."""

    module: str
    node: ast.AST

    def is_of(self, packages: frozenset[str]) -> bool:
        """Whether it comes from one of these packages."""
        return self.module.partition(".")[0] in packages


def depth(layer: str) -> int | None:
    """How many rows from the top the layer stands; None where it is in no row."""
    return next((row for row, names in enumerate(LAYERS) if layer in names), None)


def layer_of(source: Source) -> str:
    """The folder or module directly under the package that holds this file."""
    return source.path.parts[1].removesuffix(".py")


def imports_of(source: Source) -> Iterator[Import]:
    """Every module imported anywhere in the file: inside functions and under TYPE_CHECKING too."""
    for node in ast.walk(source.tree):
        match node:
            case ast.Import(names=names):
                yield from (Import(name.name, node) for name in names)
            case ast.ImportFrom():
                yield from (Import(module, node) for module in from_modules(source, node))
            case ast.Call(
                func=ast.Attribute(attr="import_module") | ast.Name(id="import_module"),
                args=[ast.Constant(value=str(module)), *_],
            ):
                yield Import(module, node)


def from_modules(source: Source, node: ast.ImportFrom) -> Iterator[str]:
    """The modules that a `from` import may reach: `from perfeval import tables` imports perfeval.tables."""
    module = node.module or ""
    if node.level:
        folder = source.path.parts[: -node.level]
        module = ".".join((*folder, *filter(None, [node.module])))
    if module == PACKAGE:
        yield from (f"{PACKAGE}.{name.name}" for name in node.names)
    else:
        yield module


def layer_breaches(source: Source) -> Iterator[Finding]:
    """A layer that is in no row, or an import that goes up or sideways."""
    importer = layer_of(source)
    if importer in FRONT:
        return
    importer_depth = depth(importer)
    if importer_depth is None:
        yield Finding(str(source.path), 1, f"{importer} is in no layer; the layers are:\n{ORDER}")
        return
    for imported in imports_of(source):
        if not imported.is_of(frozenset({PACKAGE})):
            continue
        target = imported.module.partition(".")[2].partition(".")[0]
        if target == importer:
            continue
        target_depth = depth(target)
        if target_depth is None:
            yield source.at(imported.node, f"{importer} imports {imported.module}, which is in no layer")
        elif target_depth == importer_depth:
            yield source.at(imported.node, f"{importer} imports its sibling {target}")
        elif target_depth < importer_depth:
            yield source.at(imported.node, f"{importer} imports {target}, which is above it")


def grammar_library_breaches(source: Source) -> Iterator[Finding]:
    """The parser generator is known to the syntax alone."""
    if source.is_in(f"{PACKAGE}/syntax"):
        return
    for imported in imports_of(source):
        if imported.is_of(GRAMMAR_LIBRARIES):
            yield source.at(imported.node, f"{imported.module} is imported only in {PACKAGE}/syntax")


def display_library_breaches(source: Source) -> Iterator[Finding]:
    """Columns and their widths are known only to the files that draw text."""
    if source.path.name in DISPLAY_FILES:
        return
    for imported in imports_of(source):
        if imported.is_of(DISPLAY_LIBRARIES):
            files = ", ".join(sorted(DISPLAY_FILES))
            yield source.at(imported.node, f"{imported.module} is imported only in files named {files}")


def name_breaches(source: Source) -> Iterator[Finding]:
    """A name that says nothing about what is inside."""
    for part in source.path.parts[1:]:
        name = part.removesuffix(".py")
        if name in FORBIDDEN_NAMES:
            yield Finding(str(source.path), 1, f"{name} does not say what is in it")
