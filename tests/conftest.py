"""How tests are shared out between processes, and how often a process looks for garbage."""

from __future__ import annotations

import gc
from typing import Any

import pytest

# Each of these folders starts servers of its own, so one process runs all of it; elsewhere all of a file.
_SERVERS = ("tests/spark/", "tests/sql/")
# What takes longest, longest first: it begins before the rest, so that no process is left alone with it.
_LONG = (
    "tests/spark/",
    "tests/checks/test_random_edits.py",
    "tests/syntax/test_edits.py",
    "tests/sql/",
    "tests/docs/test_documents.py",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The order in which groups of tests begin; within a group nothing changes."""
    items.sort(key=lambda item: _place(item.nodeid))


def pytest_collection_finish() -> None:
    """Books are large trees without cycles: looking through all of them for cycles is a tenth of the time."""
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A group stays together, and what it read once is read once.

    The marks that pytest-xdist has for this are lost with pytest 9.2, without a word.
    """
    if config.getoption("dist") != "loadgroup":
        return None
    from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

    config.option.loadscopereorder = False  # would begin with the groups of the most tests
    groups = LoadScopeScheduling(config, log)
    groups._split_scope = _group
    return groups


def _group(nodeid: str) -> str:
    """What one process runs: the file of a test, or its folder."""
    return next((folder for folder in _SERVERS if nodeid.startswith(folder)), nodeid.partition("::")[0])


def _place(nodeid: str) -> int:
    group = _group(nodeid)
    return _LONG.index(group) if group in _LONG else len(_LONG)
