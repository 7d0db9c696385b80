"""What depends on which reading in many populations: each as if it stood alone, whoever computes it."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from perfeval import pipeline
from perfeval.cli.main import main
from perfeval.diagnostics.to_text import diagnostics_to_text
from perfeval.populations.studied import Studied, studied
from perfeval.populations.studied_to_text import studies_to_text
from perfeval.sensitivity.study import Study
from perfeval.sensitivity.to_json import study_to_json
from perfeval.sensitivity.to_text import study_to_text
from tests.populations.folders import BOOKS, FACTS, RULES, Files, Key, book_of, evaluation_of, together
from tests.sensitivity.small import FAILING, LEDGERS
from tests.sensitivity.small import book_of as small_book

ENGINES = ("python", "vectors")
# Each option alone and all pairs.
LIMIT = 20
# Nobody has more than 60 and less than 70.
NO_GAP = {"得分": LEDGERS["得分"].replace("钱村,60", "钱村,75")}


def told(study: Study) -> list[str]:
    """All that a study says, to compare."""
    failures = [diagnostics_to_text(failure.findings) for failure in study.failures]
    return [json.dumps(study_to_json(study) | {"failed": []}), study_to_text(study), *failures]


@pytest.mark.parametrize("book", BOOKS)
def test_each_population_is_as_if_alone(book: str) -> None:
    """The study of each by any engine; populations with errors have none, as when they stand alone."""
    folders: dict[Key, Files] = {(f"第{seed}区",): FACTS[book](seed) for seed in range(3)}
    files = together(("辖区",), folders, random.Random(book))
    wanted = {key: pipeline.study_readings(book_of(book), own, LIMIT).value for key, own in folders.items()}
    assert any(wanted.values())
    for engine in ENGINES:
        evaluation = evaluation_of(book_of(book), files, engine=engine)
        found = {each.key: told(each.study) for each in studied(evaluation, LIMIT)}
        assert found == {key: told(study) for key, study in wanted.items() if study is not None}


@pytest.mark.parametrize("engine", ENGINES)
def test_what_fails_in_one_population_does_not_in_another(engine: str) -> None:
    """A unit that nobody grades under one option; its findings name the file and its population's row."""
    book = small_book(FAILING)
    rows = {"甲区": LEDGERS, "乙区": NO_GAP, "丙区": LEDGERS}
    folders: dict[Key, Files] = {
        (name,): {f"{ledger}.csv": text.encode() for ledger, text in ledgers.items()}
        for name, ledgers in rows.items()
    }
    evaluation = evaluation_of(book, together(("辖区",), folders), engine=engine)
    found = {each.key: each.study for each in studied(evaluation)}
    assert list(found) == list(folders)
    for key, alone in folders.items():
        wanted = pipeline.study_readings(book, alone, 5000).value
        assert wanted is not None
        assert told(found[key])[:2] == told(wanted)[:2]
        assert [each.options for each in found[key].failures] == [each.options for each in wanted.failures]
    assert len(found["甲区",].failures) > len(found["乙区",].failures) > 0
    last = list(studies_to_text(["辖区"], [Studied(*each) for each in found.items()]))[-1]
    lines = [line.split() for line in last.splitlines()]
    assert [row[-1] for row in lines if row[:3] == ["差", "够不上", "六十"]] == ["－，另有2个群体算不出结果"]
    assert [row[-1] for row in lines if row[:3] == ["总分", "计", "不计"]] == ["－，另有3个群体算不出结果"]
    assert evaluation.findings() == ()


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """Three populations, of which one has a score too many."""
    folder = tmp_path / "台账"
    folder.mkdir()
    seeds = {"甲": 1, "乙": 2, "丙": 3}
    folders: dict[Key, Files] = {(name,): FACTS["heshan-2013"](seed) for name, seed in seeds.items()}
    for name, content in together(("区",), folders).items():
        text = content.decode()
        if name == "得分.csv":
            text += next(line for line in text.splitlines() if line.startswith("丙,")) + "\n"
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of the command."""
    status = main(["readings", str(RULES / "heshan-2013"), *map(str, words)])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_the_command(capsys: pytest.CaptureFixture[str], facts: Path) -> None:
    """Each sound population under its name, then all together; what is wrong with the other stands beside."""
    words = (facts, "--population", "区", "--limit", LIMIT)
    made = {engine: run(capsys, *words, "--engine", engine) for engine in ENGINES}
    assert made["python"] == made["vectors"]
    status, out, err = made["python"]
    assert status == 1
    assert out.index("区“甲”") < out.index("区“乙”") < out.index("合计：群体2个")
    assert "区“丙”" not in out
    assert "区“丙”：" in err
    data = json.loads(run(capsys, *words, "--format", "json")[1])
    assert [each["population"] for each in data["studies"]] == [{"区": "甲"}, {"区": "乙"}]
    assert data["without_results"] == [{"区": "丙"}]
    moved = sum(not unit["robust"] for each in data["studies"] for unit in each["units"])
    assert f"随口径变化的{moved}个。\n\n每个口径单独换一种" in out


@pytest.mark.parametrize("form", ["text", "json"])
def test_one_population_reads_the_same_by_any_engine(capsys: pytest.CaptureFixture[str], form: str) -> None:
    """Without columns that tell populations apart the command prints what it always does."""
    words = (RULES / "heshan-2013" / "facts", "--limit", LIMIT, "--format", form)
    plain = run(capsys, *words)
    assert plain == run(capsys, *words, "--engine", "vectors") == run(capsys, *words, "--engine", "python")
    assert plain[0] == 0
