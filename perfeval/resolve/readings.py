"""Readings and options that are asked for by name: on a command line, or in an example."""

from __future__ import annotations

from collections.abc import Mapping

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.diagnostics.suggest import nearest
from perfeval.rulebook.book import RuleBook


def unknown_readings(book: RuleBook, readings: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """Findings about readings and options that the book does not have (PE701, PE702)."""
    found: list[Diagnostic] = []
    known = {reading.name: [option.name for option in reading.options] for reading in book.readings}
    for name, option in readings.items():
        if name not in known:
            near = nearest(name, known)
            message = f"没有名为“{name}”的口径" + (f"，是不是“{near}”？" if near else "")
            hint = f"这本规则书的口径有：{'、'.join(known)}。"
            found.append(Diagnostic("PE701", message, None, tuple(known), hint))
        elif option not in known[name]:
            message = f"口径“{name}”没有“{option}”这个选项"
            found.append(Diagnostic("PE702", message, None, tuple(known[name]), "改为列出的选项之一。"))
    return tuple(found)
