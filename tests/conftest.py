"""How tests are shared out between processes."""

from __future__ import annotations

from pathlib import Path

import pytest

# Each of these folders starts servers of its own, so one process runs all of it; elsewhere all of a file.
_SERVERS = ("spark", "sql")
_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Name the group of each test; a group stays together, and what it read once is read once."""
    for item in items:
        parent = item.path.parent
        together = parent.parent == _HERE and parent.name in _SERVERS
        item.add_marker(pytest.mark.xdist_group(str(parent if together else item.path)))
