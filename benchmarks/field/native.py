"""C compiled for this machine."""

from __future__ import annotations

import ctypes
from functools import cache
from pathlib import Path
from subprocess import run
from tempfile import TemporaryDirectory

COMPILER = "gcc"


@cache
def library(name: str) -> ctypes.CDLL:
    """The functions of ``<name>.c`` beside this file."""
    source = Path(__file__).with_name(f"{name}.c")
    flags = ["-O3", "-march=native", "-shared", "-fPIC"]
    with TemporaryDirectory() as folder:
        target = Path(folder) / f"{name}.so"
        run([COMPILER, *flags, "-o", str(target), str(source)], check=True)
        return ctypes.CDLL(str(target))  # stays loaded without its file
