"""Names and texts with marks of other languages: whatever form they are shown in holds together."""

import csv
import io
import json
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval import pipeline
from perfeval.cli.output import json_text
from perfeval.evaluate.records import records_of
from perfeval.evaluate.to_json import outcome_to_json
from perfeval.evaluate.to_text import outcome_to_csv, outcome_to_text
from perfeval.explain.from_outcome import explain
from perfeval.explain.to_json import account_to_json
from perfeval.explain.to_text import account_to_text
from perfeval.source.text_table import text_table
from perfeval.source.visible import hidden_character, visible
from perfeval.tables.phrases_flow import Found, chart_of
from perfeval.tables.to_text import found_to_markdown
from tests.evaluate import mini

HOSTILE = "甲乙|\\`<>*_#@='&{}[]%$!~^/?;.－＝＋＠+-"
# Marks that cut names in a rule text stand in no name; a name of digits alone is a number.
NAMES = st.text([char for char in HOSTILE if char not in ";.－＝＋＠=+-"], min_size=1, max_size=8).map(
    "村{}".format
)
TEXTS = st.text(HOSTILE, min_size=1, max_size=12).filter(lambda text: text.strip() == text)
CLAUSES = """
【加分】表彰，每次加1分。
【合计】“总分”＝基础分＋【加分】。
"""


def quoted(text: str) -> str:
    """A cell of a CSV file."""
    return '"' + text.replace('"', '""') + '"'


def is_safe(cell: str) -> bool:
    """Whether a spreadsheet takes the cell for what it is."""
    return not cell.startswith(tuple("=+-@\t\r＝＋－＠")) or re.fullmatch(r"-[0-9.]+", cell) is not None


def cells_of(line: str) -> int:
    """Cells of a line of a Markdown table: bars behind an even number of backslashes part them."""
    return len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) - 1


@settings(max_examples=60, deadline=None)
@given(unit=NAMES, item=TEXTS)
def test_every_form_holds_together(unit: str, item: str) -> None:
    """Text, JSON, CSV and Markdown of a unit and an item with hostile names."""
    text = (mini.HEAD + CLAUSES + mini.TAIL).replace("张村", unit)
    book = pipeline.read_book("小方案.jx", text.encode(), {"原文.txt": mini.SOURCE}).value
    assert book is not None
    ledgers = {
        "得分.csv": mini.SCORES.replace("张村", quoted(unit)).encode(),
        "表彰.csv": f"单位,项目,级别,日期\n{quoted(unit)},{quoted(item)},省级,2024-05-01\n".encode(),
    }
    done = pipeline.evaluate(book, {}, ledgers)
    outcome = done.value
    assert outcome is not None, done.diagnostics
    names = [each.name for each in book.units]
    account = explain(outcome, names.index(unit))
    shown = json.loads(json_text(outcome_to_json(outcome)))
    assert [record["单位"] for record in shown["records"]] == names
    json.loads(json_text(account_to_json(account)))
    rows = list(csv.reader(io.StringIO(outcome_to_csv(outcome))))
    assert len(rows) == len(records_of(outcome)) + 1
    assert {len(row) for row in rows} == {len(rows[0])}
    assert all(is_safe(cell) for row in rows for cell in row)
    assert account_to_text(account)
    assert outcome_to_text(outcome)
    chart = chart_of(book, outcome.model)
    page = found_to_markdown(chart, Found(tuple(range(len(outcome.model.nodes)))))
    for table in re.findall(r"(?:^\|.*\n?)+", page, re.MULTILINE):
        assert len({cells_of(line) for line in table.splitlines()}) == 1


@given(st.lists(st.lists(st.text(HOSTILE + "\n"), min_size=2, max_size=2), min_size=1, max_size=3))
def test_a_table_in_markdown_keeps_its_cells(rows: list[list[str]]) -> None:
    """Whatever stands in them, and no mark of HTML is left open."""
    table = text_table(["甲|乙", "丙"], rows, "github").splitlines()
    assert len(table) == len(rows) + 2
    assert {cells_of(line) for line in table} == {2}
    assert all("<" not in line.replace("<br>", "") for line in table)


@given(st.text())
def test_what_is_visible_steers_nothing(text: str) -> None:
    """Any text at all; one that is harmless stays as it is."""
    shown = visible(text)
    assert hidden_character(shown) is None
    assert shown == text or hidden_character(text) is not None


@given(st.text())
def test_json_keeps_the_data_and_shows_nothing_hidden(text: str) -> None:
    """Hidden characters are written as escapes."""
    written = json_text({"甲": text, "乙": [{"丙": text}]})
    assert json.loads(written) == {"甲": text, "乙": [{"丙": text}]}
    assert hidden_character(written.replace("\n", "")) is None


def test_a_formula_is_defused_in_csv() -> None:
    """A name that a spreadsheet would run gets a mark before it; a negative number does not."""
    text = (mini.HEAD + CLAUSES.replace("每次加1分", "每次减500分") + mini.TAIL).replace("张村", "@村")
    book = pipeline.read_book("小方案.jx", text.encode(), {"原文.txt": mini.SOURCE}).value
    assert book is not None
    ledgers = {
        "得分.csv": mini.SCORES.replace("张村", "@村").encode(),
        "表彰.csv": "单位,项目,级别,日期\n@村,会议,省级,2024-05-01\n".encode(),
    }
    outcome = pipeline.evaluate(book, {}, ledgers).value
    assert outcome is not None
    rows = list(csv.reader(io.StringIO(outcome_to_csv(outcome))))
    assert (rows[1][0], rows[1][-1]) == ("'@村", "-410")
