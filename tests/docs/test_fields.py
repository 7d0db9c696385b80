"""The fields of JSON are those that its page lists, and no others."""

import json
import shutil
from pathlib import Path

import pytest

from tests.docs.commands import run
from tests.docs.markdown import ROOT, Document, rows_of
from tests.sensitivity.small import FAILING, write_folder

PAGE = ROOT / "docs" / "json.md"
RULES = "rules/heshan-2013"
FACTS = f"{RULES}/facts"
# Their keys are names of the rule book.
NAMED = ("readings", "record", "records[]", "reading")


def paths_of(data: object, at: str = "") -> set[str]:
    """The paths of everything that is no object or list."""
    if isinstance(data, dict):
        if at.rpartition(".")[2] in NAMED:
            return {f"{at}.*"}
        return {path for key, value in data.items() for path in paths_of(value, f"{at}.{key}".strip("."))}
    if isinstance(data, list):
        return {path for value in data for path in paths_of(value, f"{at}[]")} or {f"{at}[]"}
    return {at}


def _without_nothing(paths: set[str]) -> set[str]:
    """Paths of what is null or empty in one place and something in another are that of the something."""
    return {path for path in paths if not any(other.startswith((f"{path}.", f"{path}[]")) for other in paths)}


def printed(*lines: str) -> set[str]:
    """The paths of what commands print."""
    found: set[str] = set()
    for line in lines:
        found |= paths_of(json.loads(run(f"perfeval {line} --format json")[0]))
    return _without_nothing(found)


@pytest.mark.parametrize(
    ("section", "lines"),
    [
        ("check", [f"check {RULES}", f"eval {RULES} {FACTS} --reading 名额取整=舍去", "check broken"]),
        ("eval", [f"eval {RULES} {FACTS}"]),
        ("explain", [f"explain {RULES} {FACTS} 新市渡镇"]),
        ("table", [f"table {RULES}"]),
        ("readings", [f"readings {RULES} {FACTS}", "readings failing failing"]),
        ("coverage", [f"coverage {RULES}", f"coverage {RULES}"]),
    ],
)
def test_fields_are_listed(
    section: str, lines: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every field that a command prints, and only those."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "rules", "rules")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "book.jx").write_text("《坏的》\n一、\n【甲】乙\n", encoding="utf-8")
    write_folder(tmp_path / "failing", FAILING)
    page = Document(PAGE, PAGE.read_text(encoding="utf-8"))
    listed = {row[0].strip("`") for row in rows_of(page.section(section)) if row[0].startswith("`")}
    assert printed(*lines) == _without_nothing(listed)
