"""Every document does what it says."""

import shutil
from functools import cache
from pathlib import Path

import pytest

from perfeval import api
from perfeval.diagnostics.diagnostic import Checked
from perfeval.pipeline import Examined
from tests.docs.markdown import Document, documents
from tests.docs.walk import UPDATING, Walk, matches, renewed

_BOOK = "rules/heshan-2013"
_check = api.check


@cache
def checked(_files: tuple[tuple[str, bytes], ...]) -> Checked[Examined]:
    """What the checks say of the book of 2013 with these files; it rests on no others."""
    return _check(_BOOK)


@pytest.fixture(autouse=True)
def checks_of_the_same_files_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several documents check the book of 2013 as it is."""

    def check(rules: Path | str) -> Checked[Examined]:
        if str(rules) != _BOOK:
            return _check(rules)
        files = [path for path in sorted(Path(rules).iterdir()) if path.is_file()]
        return checked(tuple((path.name, path.read_bytes()) for path in files))

    monkeypatch.setattr(api, "check", check)


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
