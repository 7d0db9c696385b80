"""``perfeval eval`` with populations: what is printed, where, and with which exit status."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from perfeval import api, folders, pipeline
from perfeval.cli import evaluate as command
from perfeval.cli.main import main
from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.records import Record, records_of, row_records_of
from perfeval.evaluate.to_text import outcome_to_csv, outcome_to_text, result_tables
from perfeval.populations import engines
from perfeval.populations.progress import shown_progress
from tests.evaluate import mini
from tests.populations import small
from tests.populations.folders import BOOKS, FACTS, RULES, Files, Key, book_of, text_of, together

BOOK = "credit-2025"
FOLDERS: dict[Key, Files] = {(name,): FACTS[BOOK](seed) for name, seed in (("甲市", 1), ("乙市", 2))}


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """A folder with the facts of two populations."""
    folder = tmp_path / "台账"
    folder.mkdir()
    for name, content in together(("城市",), FOLDERS).items():
        (folder / name).write_bytes(content)
    return folder


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of the command."""
    try:
        status = main(["eval", str(RULES / BOOK), *map(str, words)])
    except SystemExit as stop:
        status = int(str(stop.code))
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def alone() -> dict[Key, Outcome]:
    """The outcome of each population by itself."""
    made = {key: pipeline.evaluate(book_of(BOOK), {}, files).value for key, files in FOLDERS.items()}
    return {key: outcome for key, outcome in made.items() if outcome is not None}


def test_the_engines_are_those_of_the_table() -> None:
    """The words of the command line."""
    assert (engines.AUTO, *engines.ENGINES) == command._ENGINES


@pytest.mark.parametrize("engine", ["auto", "python", "vectors", "duckdb"])
def test_csv(capsys: pytest.CaptureFixture[str], facts: Path, engine: str) -> None:
    """As that of each population, with a column in front."""
    status, out, err = run(capsys, facts, "--population", "城市", "--format", "csv", "--engine", engine)
    assert (status, err) == (0, "")
    header, *rows = csv.reader(io.StringIO(out))
    wanted: list[list[str]] = []
    for key, outcome in alone().items():
        top, *below = csv.reader(io.StringIO(outcome_to_csv(outcome)))
        assert header == ["城市", *top]
        wanted.extend([*key, *row] for row in below)
    assert rows == wanted


def test_json(capsys: pytest.CaptureFixture[str], facts: Path) -> None:
    """Records and rows with their population; nobody is without results."""
    status, out, err = run(capsys, facts, "--population", "城市", "--format", "json")
    data = json.loads(out)
    assert (status, err) == (0, "")
    assert list(data) == [
        "version",
        "rulebook",
        "readings",
        "chosen",
        "populations",
        "records",
        "rows",
        "without_results",
        "diagnostics",
    ]
    assert (data["populations"], data["without_results"], data["diagnostics"]) == (["城市"], [], [])
    records: list[Record] = []
    rows: dict[str, list[Record]] = {}
    for (name,), outcome in alone().items():
        records.extend({"城市": name, **record} for record in records_of(outcome))
        for ledger, found in row_records_of(outcome).items():
            rows.setdefault(ledger, []).extend({"城市": name, **record} for record in found)
    assert data["records"] == records
    assert data["rows"] == rows


def test_text(capsys: pytest.CaptureFixture[str], facts: Path) -> None:
    """Each population under its name, the readings and ledgers once for all."""
    status, out, err = run(capsys, facts, "--population", "城市")
    assert (status, err) == (0, "")
    for (name,), outcome in alone().items():
        tables = "\n\n".join(result_tables(outcome))
        assert f"\n城市“{name}”\n\n{tables}\n" in out
    assert out.count("所读的台账") == 1


def test_one_population_is_printed_as_ever(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """With another engine and without populations the output is the same to the byte."""
    for name, content in FACTS[BOOK](3).items():
        (tmp_path / name).write_bytes(content)
    for form in ("text", "csv", "json"):
        wanted = run(capsys, tmp_path, "--format", form)
        assert run(capsys, tmp_path, "--format", form, "--engine", "vectors") == wanted
        assert run(capsys, tmp_path, "--format", form, "--engine", "python") == wanted
    outcome = api.evaluate(RULES / BOOK, tmp_path).value
    assert outcome is not None
    assert run(capsys, tmp_path)[1].rstrip("\n") == outcome_to_text(outcome).rstrip("\n")


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_large_folders_print_the_same(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, book: str, form: str
) -> None:
    """Folders of many bytes go another way without being asked; sound or broken, not a byte differs."""
    for number, broken in enumerate((False, True)):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name, content in FACTS[book](3).items():
            torn = broken and name in list(FACTS[book](3))[:2]
            (folder / name).write_bytes(content.replace(b"\n", b"\n,", 3) if torn else content)
        printed = []
        for large in (10**9, 0):
            monkeypatch.setattr(folders, "_LARGE", large)
            assert folders.is_for_populations(folder, (), "auto") == (large == 0)
            status = main(["eval", str(RULES / book), str(folder), "--format", form])
            printed.append((status, capsys.readouterr()))
        assert printed[0] == printed[1]
        assert printed[0][0] == int(broken)


def test_some_have_results(capsys: pytest.CaptureFixture[str], facts: Path) -> None:
    """Results of the others are printed, findings beside them; the status tells."""
    text = (facts / "名册.csv").read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("乙市"))
    (facts / "名册.csv").write_text(text + row + "\n", encoding="utf-8")
    status, out, err = run(capsys, facts, "--population", "城市", "--format", "csv")
    assert status == 1
    assert "甲市" in out
    assert "乙市" not in out
    assert "城市“乙市”：" in err
    status, out, err = run(capsys, facts, "--population", "城市", "--format", "json")
    data = json.loads(out)
    assert (status, data["without_results"]) == (1, [{"城市": "乙市"}])
    assert [each["severity"] for each in data["diagnostics"]] == ["error"]


def test_nobody_has_results(capsys: pytest.CaptureFixture[str], facts: Path, tmp_path: Path) -> None:
    """Only findings are printed: on standard output for programs, on standard error for people."""
    status, out, err = run(capsys, facts, "--population", "城", "--format", "csv")
    assert (status, out) == (1, "")
    assert "错误 PE610  名册.csv 第1行“城”栏" in err
    status, out, err = run(capsys, facts, "--population", "城", "--format", "json")
    assert (status, err) == (1, "")
    assert "PE610" in [each["code"] for each in json.loads(out)["diagnostics"]]
    status, out, err = run(capsys, facts, "--population", "等次", "--population", "单位")
    assert (status, out) == (1, "")
    assert "错误 PE710" in err
    status, out, err = run(
        capsys, facts, "--population", "城", "--format", "parquet", "--out", tmp_path / "果"
    )
    assert (status, out) == (1, "")
    assert not (tmp_path / "果").exists()


def test_results_into_a_file(capsys: pytest.CaptureFixture[str], facts: Path, tmp_path: Path) -> None:
    """What would be printed; a file that cannot be written is told."""
    status, out, _ = run(capsys, facts, "--population", "城市", "--format", "csv")
    written = tmp_path / "结果.csv"
    assert run(capsys, facts, "--population", "城市", "--format", "csv", "--out", written) == (0, "", "")
    assert written.read_text(encoding="utf-8-sig") == out
    status, out, err = run(capsys, facts, "--population", "城市", "--out", tmp_path / "没有" / "a")
    assert (status, out) == (2, "")
    assert err.startswith("写不了")


def test_parquet_results_and_progress(
    capsys: pytest.CaptureFixture[str], facts: Path, tmp_path: Path
) -> None:
    """Nothing on standard output; progress only where it is asked for, standard error being no terminal."""
    words = (facts, "--population", "城市", "--format", "parquet", "--out")
    assert run(capsys, *words, tmp_path / "一") == (0, "", "")
    status, out, err = run(capsys, *words, tmp_path / "二", "--progress")
    assert (status, out) == (0, "")
    assert "100%" in err
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / each).iterdir()} for each in "一二")
    assert one == two
    with shown_progress(None) as progress:
        progress(1, 2)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--format", "parquet"), "--out"),
        (("--format", "parquet", "--out", "果", "--engine", "python"), "vectors"),
        (("--engine", "gpu"), "gpu"),
    ],
)
def test_commands_that_cannot_be(
    capsys: pytest.CaptureFixture[str], facts: Path, words: tuple[str, ...], told: str
) -> None:
    """Status 2, and what to write."""
    status, out, err = run(capsys, facts, "--population", "城市", *words)
    assert (status, out) == (2, "")
    assert told in err


def test_what_is_not_installed(
    capsys: pytest.CaptureFixture[str], facts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What to install; the engine that needs nothing is chosen by itself."""
    monkeypatch.setattr("perfeval.folders.find_spec", lambda name: None)
    monkeypatch.setattr("perfeval.populations.engines.find_spec", lambda name: None)
    status, _, err = run(capsys, facts, "--population", "城市", "--engine", "vectors")
    assert (status, "pip install 'perfeval[columns]'" in err) == (2, True)
    status, _, err = run(capsys, facts, "--population", "城市", "--format", "parquet", "--out", "果")
    assert (status, "pip install 'perfeval[columns]'" in err) == (2, True)
    assert engines.chosen("auto", 10_000_000) == "python"
    assert run(capsys, facts, "--population", "城市")[0] == 0


@pytest.mark.parametrize("words", [[], ["--population", "城市"]])
def test_small_folders_load_nothing_heavy(facts: Path, tmp_path: Path, words: list[str]) -> None:
    """A few units are evaluated without NumPy and its like: starting is what a user feels."""
    folder = facts
    if not words:
        folder = tmp_path / "一市"
        folder.mkdir()
        for name, content in FOLDERS["甲市",].items():
            (folder / name).write_bytes(content)
    command_line = ["eval", str(RULES / BOOK), str(folder), *words, "--format", "csv"]
    code = f"import sys\nfrom perfeval.cli.main import main\nstatus = main({command_line!r})\n"
    code += "assert status == 0\nassert not {'numpy', 'pyarrow', 'duckdb', 'tqdm'} & set(sys.modules)\n"
    subprocess.run([sys.executable, "-c", code], cwd=RULES.parent, check=True, stdout=subprocess.DEVNULL)


def test_which_engine_is_chosen() -> None:
    """A few units by the one that is soon loaded, many by the faster one; what is asked for in any case."""
    assert engines.chosen("auto", 106) == "python"
    assert engines.chosen("auto", 1_000_000) == "vectors"
    assert engines.chosen("python", 1_000_000) == "python"


def test_parquet_facts_without_populations(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The folder is one population; it is printed as that of CSV files is."""
    rules = tmp_path / "规则.jx"
    rules.write_text(mini.HEAD + small.RULES + mini.TAIL, encoding="utf-8")
    (tmp_path / "原文.txt").write_bytes(mini.SOURCE)
    table = small.scores(["甲区"]).drop_columns(["辖区"])
    small.write(tmp_path / "台账", 得分=table)
    (tmp_path / "文字").mkdir()
    rows = [["单位", "基础分", "人数"], *([unit, "80.5", "5"] for unit in small.UNITS)]
    (tmp_path / "文字" / "得分.csv").write_bytes(text_of(rows))
    printed = []
    for folder in ("台账", "文字"):
        assert main(["eval", str(rules), str(tmp_path / folder), "--format", "csv"]) == 0
        printed.append(capsys.readouterr())
    assert printed[0].out == printed[1].out != ""
    small.write(tmp_path / "台账", 得分=table.set_column(1, "基础分", pa.array([80.5] * 5)))
    assert main(["eval", str(rules), str(tmp_path / "台账")]) == 1
    assert "PE656" in capsys.readouterr().err
