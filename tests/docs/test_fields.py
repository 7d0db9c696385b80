"""The fields of JSON are those that its page lists, and no others."""

import json
import shutil
from pathlib import Path

import pytest

from perfeval.diagnostics.diagnostic import Diagnostic, Witness
from perfeval.diagnostics.to_json import diagnostic_to_json
from tests.docs.commands import run
from tests.docs.markdown import ROOT, Document, rows_of
from tests.evaluate.mini import SCORES, SOURCE
from tests.examples.small import text_of
from tests.sensitivity.small import FAILING, write_folder

PAGE = ROOT / "docs" / "json.md"
RULES = "rules/heshan-2013"
FACTS = f"{RULES}/facts"
DRAFT = "rules/heshan-2014-draft"
# Their keys are names of the rule book.
NAMED = ("readings", "record", "records[]", "reading", "figures", "cells")
# Findings are listed under check; elsewhere the page refers to it.
ELSEWHERE = (*NAMED, "diagnostics[]")
SHOWN = Diagnostic("PE801", "甲", None, witness=Witness(("单位",), (("张村",),)))


def paths_of(data: object, named: tuple[str, ...], at: str = "") -> set[str]:
    """The paths of everything that is no object or list."""
    if isinstance(data, dict):
        if at.rpartition(".")[2] in named:
            return {f"{at}.*"}
        inner = [paths_of(value, named, f"{at}.{key}".strip(".")) for key, value in data.items()]
        return {path for paths in inner for path in paths}
    if isinstance(data, list):
        return {path for value in data for path in paths_of(value, named, f"{at}[]")} or {f"{at}[]"}
    return {at}


def _without_nothing(paths: set[str]) -> set[str]:
    """Paths of what is null or empty in one place and something in another are that of the something."""
    return {path for path in paths if not any(other.startswith((f"{path}.", f"{path}[]")) for other in paths)}


def printed(section: str, *lines: str) -> set[str]:
    """The paths of what commands print."""
    named = NAMED if section == "check" else ELSEWHERE
    found: set[str] = set()
    for line in lines:
        found |= paths_of(json.loads(run(f"perfeval {line} --format json")[0]), named)
    if section == "check":
        found |= paths_of({"diagnostics": [diagnostic_to_json(SHOWN)]}, named)
    return _without_nothing(found)


CLAUSES = "【加】省级以上的表彰，每次加2分，合计最高加4分。\n【总分】“总分”＝基础分＋【加】。"
EXAMPLE = "例“没有”\n设张村基础分为80分。\n则张村【加】不加分。\n"

# Some draws of it divide by 0.
ZERO = {
    "book.jx": text_of(
        "【率】“率”＝基础分÷人数，保留两位小数，四舍五入。\n【评】“评”分情形：率在5以上的，为“高”；其余的，为“低”。",
        EXAMPLE,
    ).encode(),
    "原文.txt": SOURCE,
    "得分.csv": SCORES.replace("王村,70,0", "王村,70,7").encode(),
    "不确定.txt": "李村的人数，为10的可能性50%，为0的可能性50%。".encode(),
}


def write_books(folder: Path) -> None:
    """A book whose example holds, one where it does not, one in other words, a draft not as approved."""
    for name, clauses, example in (
        ("sound", CLAUSES, EXAMPLE),
        ("slip", CLAUSES.replace("每次加2分", "每次加3分"), EXAMPLE.replace("不加分", "加1分")),
        ("reworded", CLAUSES.replace("表彰，每次", "表彰,每次"), EXAMPLE),
    ):
        (folder / name).mkdir()
        (folder / name / "book.jx").write_text(text_of(clauses, example), encoding="utf-8")
        (folder / name / "原文.txt").write_bytes(SOURCE)
    (folder / "zero").mkdir()
    for name, content in ZERO.items():
        (folder / "zero" / name).write_bytes(content)
    shutil.copytree(ROOT / "rules", folder / "changed" / "rules")
    draft = folder / "changed" / DRAFT / "book.jx"
    text = draft.read_text(encoding="utf-8")
    draft.write_text(
        text.replace("本年排位为第2位的，每项加0.5分", "本年排位为第2位的，每项加0.6分"), encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("section", "lines"),
    [
        ("check", [f"check {RULES}", f"eval {RULES} {FACTS} --reading 名额取整=舍去", "check broken"]),
        ("eval", [f"eval {RULES} {FACTS}"]),
        ("explain", [f"explain {RULES} {FACTS} 新市渡镇"]),
        ("table", [f"table {RULES}"]),
        ("readings", [f"readings {RULES} {FACTS}", "readings failing failing"]),
        (
            "simulate",
            [f"simulate {RULES} {FACTS} --draws 3 --against {DRAFT}", "simulate zero zero --draws 20"],
        ),
        ("test", [f"test {RULES} --coverage", "test slip", f"test changed/{DRAFT}"]),
        ("mutate", ["mutate sound --suggest"]),
        ("diff", [f"diff {RULES} {DRAFT} --facts {FACTS}", "diff sound slip", "diff sound reworded"]),
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
    write_books(tmp_path)
    page = Document(PAGE, PAGE.read_text(encoding="utf-8"))
    listed = {row[0].strip("`") for row in rows_of(page.section(section)) if row[0].startswith("`")}
    assert printed(section, *lines) == _without_nothing(listed)
