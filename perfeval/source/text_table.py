"""Tables for people: aligned Chinese for the screen, Markdown for documents."""

from __future__ import annotations

from collections.abc import Sequence


def text_table(headers: Sequence[str], rows: Sequence[Sequence[str]], form: str = "simple") -> str:
    """Rows under headers, cells as they are. form: ``simple`` for the screen, ``github`` for Markdown.

    A cell may hold line breaks on the screen; in Markdown they become <br>.
    """
    from tabulate import tabulate  # costs more to load than most commands take to run

    if form == "github":
        headers = [_escaped(header) for header in headers]
        rows = [[_escaped(cell) for cell in row] for row in rows]
    return tabulate(rows, headers=headers, tablefmt=form, disable_numparse=True, stralign="left")


def _escaped(cell: str) -> str:
    """A cell that neither ends early in Markdown nor brings marks of its own."""
    safe = cell.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\r", " ")
    return safe.replace("\n", "<br>")
