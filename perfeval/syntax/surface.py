"""The way into the syntax pass: a kept tree where there is one, else the parser."""

from __future__ import annotations

from perfeval.diagnostics.diagnostic import Checked
from perfeval.source.text import SourceText
from perfeval.syntax import files, limits, store
from perfeval.syntax.tree import Item


def surface_tree(source: SourceText) -> Checked[tuple[Item, ...]]:
    """The surface tree of a rule book, and a finding for each sentence that is broken.

    There is no tree of a text with characters that nobody sees, or beyond the limits.
    """
    hidden = limits.hidden_characters(source)
    if hidden:
        return Checked(None, hidden)
    file = files.tree_file(source.text)
    kept = files.read_kept(file)
    if kept is not None:
        try:
            return Checked(store.from_data(kept, source))
        except (ValueError, KeyError, TypeError, IndexError):
            pass  # damaged: parse again, and keep the sound tree instead
    from perfeval.syntax.parse import parse  # loads lark

    parsed = parse(source)
    if parsed.value is not None and not parsed.diagnostics:
        files.keep(file, store.to_data(parsed.value))
    return parsed
