"""Every document does what it says."""

import shutil
from pathlib import Path

import pytest

from tests.docs.markdown import Document, documents
from tests.docs.walk import UPDATING, Walk, matches, renewed


@pytest.mark.parametrize("document", documents(), ids=lambda document: document.name)
def test_what_a_document_shows_happens(
    document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its commands, rule text, ledgers and Python run in order, and print what stands below them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    walk = Walk(document)
    walk.go()
    if UPDATING and walk.text != document.text:
        document.path.write_text(walk.text, encoding="utf-8", newline="\n")
    assert not walk.problems, "\n\n".join(walk.problems)
    shutil.rmtree(tmp_path / "rules")


SHOWN = "甲\n……\n丙\n"


@pytest.mark.parametrize("printed", ["甲\n丙", "甲\n乙\n丙\n", "甲\n丙\n乙\n丙\n"])
def test_parts_may_be_left_out(printed: str) -> None:
    """A line …… stands for any number of lines."""
    assert matches(SHOWN, printed)


@pytest.mark.parametrize("printed", ["乙\n甲\n丙\n", "甲\n乙\n", "甲\n丙\n乙\n", ""])
def test_nothing_else_may_differ(printed: str) -> None:
    """Not before, not behind, and no line may be missing."""
    assert not matches(SHOWN, printed)
    assert not matches("甲\n丙\n", printed)


def test_output_is_renewed_part_by_part() -> None:
    """What was left out stays left out."""
    assert renewed("得10分\n……\n共3项\n", "得12分\n说明\n说明\n共4项\n") == "得12分\n……\n共4项\n"
