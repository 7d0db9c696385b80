"""Reviewed text: what the program prints, kept in files and compared to the letter."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "snapshots"
# Set to 1 to write what is printed now; the difference is then reviewed like any other change.
UPDATE = "PERFEVAL_UPDATE"


def same_as_reviewed(name: str, text: str) -> None:
    """Compare ``text`` with the reviewed file ``name``, or write it when UPDATE is set."""
    path = FOLDER / name
    if os.environ.get(UPDATE) == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.is_file(), f"{path.name} has not been reviewed yet; run with {UPDATE}=1"
    assert text == path.read_text(encoding="utf-8")
