"""Files that are there whole or not at all, even if the power goes off."""

from __future__ import annotations

import os
from pathlib import Path


def put_in_place(temporary: Path, final: Path) -> None:
    """Give a written file its name; when this returns it outlives a loss of power.

    Raises OSError where the disk cannot take it.
    """
    _written(temporary, os.O_RDWR)
    temporary.replace(final)
    if os.name == "posix":
        # The name is written too; elsewhere folders cannot be opened, and the system sees to it.
        _written(final.parent, os.O_RDONLY)


def _written(path: Path, mode: int) -> None:
    descriptor = os.open(path, mode)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
