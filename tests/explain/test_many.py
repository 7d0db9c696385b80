"""Accounts of many units as JSON lines: the same to the byte as each unit's own, wherever they are read."""

from __future__ import annotations

import io
import json
import random
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval import api
from perfeval.cli.main import main
from perfeval.cli.output import deliver_lines
from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.run import run
from perfeval.explain import batch, joined, remembered, to_jsonl, ways
from perfeval.explain.from_outcome import explain
from perfeval.explain.remembered import Memory, Remembered
from perfeval.explain.scene import scene_of
from perfeval.explain.to_json import account_to_json
from perfeval.explain.to_jsonl import Lines, line_of, lines_for
from perfeval.explain.view import View
from perfeval.ledger.read import read_facts
from perfeval.pipeline import of_facts
from perfeval.rulebook.book import RuleBook
from perfeval.source.visible import visible_json
from perfeval.tables.from_rulebook import compile_book
from perfeval.tables.model import Model
from tests.explain.computing import firms, towns
from tests.heshan.book import case_facts, outcome_of
from tests.populations.folders import BOOKS, FACTS, RULES, book_of, together


def alone(outcome: Outcome, unit: int, population: dict[str, str] | None = None) -> str:
    """The line that is due: the account of one unit, told by itself."""
    account = explain(outcome, unit)
    data = {"version": 1, "unit": account.unit, **({"population": population} if population else {})}
    data.update({name: value for name, value in account_to_json(account).items() if name != "version"})
    return visible_json(data)


def model_of(book: RuleBook) -> Model:
    """The model under the adopted readings."""
    model = compile_book(book, {}).value
    assert model is not None
    return model


def outcomes(book: RuleBook, model: Model, name: str, seeds: range) -> Iterator[Outcome]:
    """Years of random facts in which nothing is wrong, all by one model."""
    for seed in seeds:
        files = FACTS[name](seed)
        own = of_facts(book, files)
        facts = read_facts(files, own.schema, own.year[0].year).value
        found = None if facts is None else run(own, model, facts).value
        if found is not None:
            yield found


def written(lines: Lines, outcome: Outcome) -> list[str]:
    """All lines of an outcome."""
    whole = b"".join(lines.of(outcome)).decode()
    assert whole.endswith("\n")
    return whole.split("\n")[:-1]


def agree(lines: Lines, outcome: Outcome) -> None:
    """Every line of an outcome is the account of its unit."""
    made = written(lines, outcome)
    assert len(made) == len(outcome.book.units)
    for unit, line in enumerate(made):
        # Compared first: pytest takes minutes to show how such long texts differ.
        is_same = line == alone(outcome, unit)
        assert is_same, outcome.book.units[unit].name


@pytest.mark.parametrize("name", BOOKS)
def test_lines_are_the_accounts_of_their_units(name: str) -> None:
    """All units of several years by one writer, which remembers from one year to the next."""
    book = book_of(name)
    model = model_of(book)
    lines: Lines | None = None
    for outcome in outcomes(book, model, name, range(700, 702)):
        lines = lines or lines_for(outcome)
        agree(lines, outcome)
    assert lines is not None


@pytest.mark.parametrize("outcome", [towns(), firms(), outcome_of(case_facts("edge"))])
def test_lines_of_reviewed_books(outcome: Outcome) -> None:
    """Every kind of sentence; told a second time, when everything is remembered, it is the same."""
    lines = lines_for(outcome)
    agree(lines, outcome)
    agree(lines, outcome)


@settings(deadline=None, max_examples=8)
@given(seed=st.integers(0, 10**6), name=st.sampled_from(BOOKS))
def test_lines_of_random_facts(seed: int, name: str) -> None:
    """Any facts, after others."""
    book = book_of(name)
    model = _MODELS.setdefault(name, model_of(book))
    for outcome in outcomes(book, model, name, range(seed, seed + 1)):
        agree(_LINES.setdefault(name, lines_for(outcome)), outcome)


# Writers that see all of hypothesis's facts, one after the other.
_MODELS: dict[str, Model] = {}
_LINES: dict[str, Lines] = {}


@pytest.mark.parametrize("outcome", [towns(), firms(), outcome_of(case_facts("edge"))])
def test_a_line_alone(outcome: Outcome) -> None:
    """One unit's line, written by itself, with the population it is of."""
    for unit in range(len(outcome.book.units)):
        assert line_of(outcome, unit, {"辖区": "甲"}) == f"{alone(outcome, unit, {'辖区': '甲'})}\n".encode()


def test_little_memory_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where only a few ways are kept and all are forgotten again and again."""
    monkeypatch.setattr(ways, "WAYS", 3)
    monkeypatch.setattr(ways, "TOGETHER", 4)
    monkeypatch.setattr(joined, "WAYS", 3)
    monkeypatch.setattr(joined, "TOGETHER", 6)
    monkeypatch.setattr(joined, "ENOUGH", 10)
    monkeypatch.setattr(remembered, "KINDS", 2)
    monkeypatch.setattr(remembered, "TEMPLATES", 3)
    monkeypatch.setattr(ways, "PATIENCE", 5)
    monkeypatch.setattr(batch, "AT_ONCE", 20)
    monkeypatch.setattr(to_jsonl, "WRITTEN", 3)
    outcome = outcome_of(case_facts("edge"))
    agree(lines_for(outcome), outcome)


@pytest.mark.parametrize("name", BOOKS)
def test_pieces_that_are_looked_up_together(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the first batches on, as many neighbours as there are; what is new is told all the same."""
    monkeypatch.setattr(joined, "ENOUGH", 1)
    monkeypatch.setattr(joined, "FEW", 0)
    monkeypatch.setattr(batch, "AT_ONCE", 7)
    book = book_of(name)
    model = model_of(book)
    lines: Lines | None = None
    for outcome in outcomes(book, model, name, range(710, 712)):
        lines = lines or lines_for(outcome)
        agree(lines, outcome)
    assert lines is not None
    sections = [each for piece in lines.pieces if isinstance(piece, joined.Joined) for each in piece.sections]
    assert any(isinstance(each, joined.Section) and len(each.pieces) > 1 for each in sections)


def test_points_add_up() -> None:
    """What the clauses of a line give is 加减分, exactly."""
    outcome = outcome_of(case_facts("edge"))
    for line in written(lines_for(outcome), outcome):
        data = json.loads(line)
        given = sum(Fraction(each["points"]) for each in data["clauses"] if each["points"] is not None)
        assert given == Fraction(data["record"]["加减分"])


# ---------------------------------------------------------------- what is remembered


def pieces(outcome: Outcome, piece: Remembered) -> list[str]:
    """A piece of all units, ten at a time."""
    size, made = len(outcome.book.units), list[bytes]()
    for first in range(0, size, 10):
        units = piece.memory.begin(scene_of(outcome), range(first, min(first + 10, size)))
        made.extend(piece.column(units))
    return [text.decode() for text in made]


def test_what_reads_the_same_is_told_once() -> None:
    """Two ways for 106 units, although each has its own numbers."""
    outcome = outcome_of(case_facts("ordinary"))
    told: list[int] = []

    def tell(view: View) -> object:
        told.append(view.index)
        lacks = view.lacks("单位", "综合得分", view.index)
        return f"{view.name}：没有" if lacks else [f"{view.name}：{view.shown('综合得分')}"]

    made = pieces(outcome, Remembered(tell, Memory()))
    assert len(told) == 4  # each way as it is, and once more to see what it reads
    assert made == [visible_json(tell(View(outcome, unit))) for unit in range(106)]


@pytest.mark.parametrize(
    "peep",
    [
        lambda view: view.outcome.columns["单位", "综合得分"][view.index],
        lambda view: view.unit.name,
        lambda view: view.book.units[view.index].category,
        lambda view: view.scene.outcome.columns["单位", "名次"][view.index],
        lambda view: view.value("综合得分", (view.index + 1) % 106),
    ],
)
def test_whoever_looks_past_the_view_is_told_anew(peep: object) -> None:
    """Nothing is concluded from what no read tells of."""
    assert callable(peep)
    outcome = outcome_of(case_facts("ordinary"))
    made = pieces(outcome, Remembered(lambda view: [peep(view), view.category], Memory()))
    views = [View(outcome, unit) for unit in range(106)]
    assert made == [visible_json([peep(view), view.category]) for view in views]


def test_a_text_that_looks_like_a_hole_stays_as_it_is() -> None:
    """Characters of private use in what a book says are not filled with anything."""
    outcome = outcome_of(case_facts("ordinary"))

    def tell(view: View) -> object:
        return [f"\ue0000\ue001{view.name}", "\ue0020\ue003", view.category]

    made = pieces(outcome, Remembered(tell, Memory()))
    assert made == [visible_json(tell(View(outcome, unit))) for unit in range(106)]


def test_texts_that_may_be_equal_are_compared_for_each_unit() -> None:
    """Of equal texts only one stays: for whom they are equal is not concluded from others."""
    outcome = outcome_of(case_facts("ordinary"))

    names = ["名次", "其他班子成员人数", "党政正职人数"]

    def tell(view: View) -> object:
        texts = [view.shown(name) for name in names]
        return [texts[place] for place in view.distinct(texts)]

    made = pieces(outcome, Remembered(tell, Memory()))
    assert made == [visible_json(tell(View(outcome, unit))) for unit in range(106)]
    assert len({line.count(",") for line in made}) > 1


# ---------------------------------------------------------------- commands


def folder(path: Path, name: str, count: int) -> Path:
    """A folder with the ledgers of several districts."""
    files = together(("辖区",), {(f"区{n}",): FACTS[name](n) for n in range(count)}, random.Random(1))
    path.mkdir()
    for file, content in files.items():
        (path / file).write_bytes(content)
    return path


def printed(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    """What a command gives: exit status, output, errors."""
    status = main([str(word) for word in words])
    return status, *capsys.readouterr()


@pytest.mark.parametrize("name", ["heshan-2013", "students-2025"])
def test_stored_accounts_are_those_of_the_facts(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """All districts, one district, one unit: the same lines from stored results as from the ledgers."""
    pytest.importorskip("pyarrow")
    rules, facts = RULES / name, folder(tmp_path / "facts", name, 3)
    stored = api.store_populations(rules, facts, ["辖区"], tmp_path / "stored")
    assert stored.value is not None
    status, lines, _ = printed(
        capsys, "explain", rules, facts, "--population", "辖区", "--all", "--format", "jsonl"
    )
    assert status == 0
    read = ("explain", rules, "--stored", tmp_path / "stored", "--format", "jsonl")
    assert printed(capsys, *read, "--all") == (0, lines, "")
    own = [line for line in lines.splitlines() if '"population": {"辖区": "区1"}' in line]
    assert 1 < len(own) < len(lines.splitlines())
    assert printed(capsys, *read, "--all", "--population", "辖区=区1")[1].splitlines() == own
    unit = json.loads(own[1])["unit"]
    assert printed(capsys, *read, unit, "--population", "辖区＝区1")[1].splitlines() == own[1:2]
    one = ("explain", rules, facts, unit, "--population", "辖区=区1")
    assert printed(capsys, *one, "--format", "jsonl")[1].splitlines() == own[1:2]
    data = json.loads(printed(capsys, *one, "--format", "json")[1])
    assert {"version": 1, "unit": unit, **data} == json.loads(own[1])
    text = printed(
        capsys, "explain", rules, "--stored", tmp_path / "stored", unit, "--population", "辖区=区1"
    )[1]
    assert text.startswith("辖区“区1”\n《") and text == printed(capsys, *one)[1]


def test_all_units_without_populations(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line a unit in roster order, to a file too; a unit alone is the same line."""
    rules = RULES / "heshan-2013"
    words = ("explain", rules, rules / "facts", "--all", "--format", "jsonl")
    status, lines, _ = printed(capsys, *words)
    units = [json.loads(line)["unit"] for line in lines.splitlines()]
    assert (status, units) == (0, [unit.name for unit in book_of("heshan-2013").units])
    assert printed(capsys, *words, "--out", tmp_path / "说明.jsonl") == (0, "", "")
    assert (tmp_path / "说明.jsonl").read_text(encoding="utf-8") == lines
    one = printed(capsys, "explain", rules, rules / "facts", units[40], "--format", "jsonl")[1]
    assert one == lines.splitlines(keepends=True)[40]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_lines_in_the_encoding_of_standard_output(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is not UTF-8, as in a Chinese console, the lines are written as it wants them."""
    outcome, raw = outcome_of(case_facts("edge")), io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    monkeypatch.setattr(sys, "stdout", stream)
    deliver_lines([line_of(outcome, 0), line_of(outcome, 1)], None)
    stream.flush()
    assert raw.getvalue().decode(encoding) == f"{alone(outcome, 0)}\n{alone(outcome, 1)}\n"


def test_what_is_asked_for_has_to_be_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A population or a unit that is not there, one account of several populations, words that do not fit."""
    rules, facts = RULES / "heshan-2013", folder(tmp_path / "facts", "heshan-2013", 2)
    several = ("explain", rules, facts, "兰溪镇", "--population")
    cases: list[tuple[tuple[object, ...], int, str]] = [
        ((*several, "辖区"), 1, "PE716  有2个群体"),
        ((*several, "辖区=区7"), 1, "PE715  没有辖区“区7”"),
        (("explain", rules, facts, "兰西镇", "--population", "辖区=区1"), 1, "是不是“兰溪镇”？"),
        (("explain", rules, facts, "兰西镇", "--population", "辖区", "--format", "jsonl"), 1, "PE703"),
        (("explain", rules, facts, "--all"), 2, "--all 要和 --format jsonl 一起写"),
        (("explain", rules, facts), 2, "要么写一个单位的名称，要么写 --all"),
        (("explain", rules, facts, "兰溪镇", "--all"), 2, "要么写一个单位的名称，要么写 --all"),
        (("explain", rules), 2, "缺少：台账"),
    ]
    for words, status, said in cases:
        found, out, err = printed(capsys, *words)
        assert (found, out) == (status, "") and said in err, words


def test_stored_results_that_do_not_fit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No results, those of another book, a column that they do not know, words that do not fit."""
    pytest.importorskip("pyarrow")
    rules, facts = RULES / "heshan-2013", folder(tmp_path / "facts", "heshan-2013", 2)
    assert api.store_populations(rules, facts, ["辖区"], tmp_path / "stored").value is not None
    stored = ("--stored", tmp_path / "stored")
    cases: list[tuple[tuple[object, ...], int, str]] = [
        (("explain", rules, "--stored", facts, "兰溪镇"), 2, "没有存好的结果"),
        (("explain", RULES / "students-2025", *stored, "兰溪镇"), 2, "不是用这本规则书算的"),
        (("explain", rules, *stored, "兰溪镇", "--population", "年份=2013"), 1, "没有“年份”这一栏"),
        (("explain", rules, *stored, facts, "兰溪镇"), 2, "有 --stored 时不能再写台账"),
        (("explain", rules, *stored, "兰溪镇", "--reading", "名额取整=向下取整"), 2, "--reading"),
    ]
    for words, status, said in cases:
        found, out, err = printed(capsys, *words)
        assert (found, out) == (status, "") and said in err, words
