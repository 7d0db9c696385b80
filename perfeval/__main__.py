"""``python -m perfeval``: the same as the command ``perfeval``."""

from perfeval.cli.main import console

console()
