"""Findings in SARIF 2.1.0: what the standard demands, and what is said."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from attrs import evolve

from perfeval.diagnostics.diagnostic import Cell, Diagnostic
from perfeval.diagnostics.to_sarif import diagnostics_to_sarif
from tests.diagnostics.made import ALL, AT_THE_END, IN_CELL, IN_FILE, IN_TEXT, NOWHERE, ON_TWO_LINES, SHOWN

# The characters of RFC 3986; everything else is escaped.
_URI = re.compile(r"(?:file:///)?(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+")


def run_of(*findings: Diagnostic) -> dict[str, Any]:
    """The one run of the log, as a reader gets it."""
    log = json.loads(json.dumps(diagnostics_to_sarif(findings)))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def test_what_the_standard_demands() -> None:
    """Required properties, known levels, rules by index, counts from 1, ends behind starts."""
    run = run_of(*ALL)
    driver = run["tool"]["driver"]
    assert driver["name"] == "perfeval"
    assert [rule["id"] for rule in driver["rules"]] == sorted({found.code for found in ALL})
    assert all(rule["shortDescription"]["text"] for rule in driver["rules"])
    assert run["columnKind"] in ("unicodeCodePoints", "utf16CodeUnits")
    assert len(run["results"]) == len(ALL)
    for result in run["results"]:
        assert result["message"]["text"]
        assert result["level"] in ("error", "warning", "note")
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        for location in result["locations"]:
            _check_place(location["physicalLocation"])


def _check_place(place: dict[str, Any]) -> None:
    assert _URI.fullmatch(place["artifactLocation"]["uri"])
    region = place.get("region")
    if region is None:
        return
    assert set(region) <= {"startLine", "startColumn", "endLine", "endColumn"}
    assert all(isinstance(number, int) and number >= 1 for number in region.values())
    if "endLine" in region:
        starts, ends = (region["startLine"], region["startColumn"]), (region["endLine"], region["endColumn"])
        assert starts <= ends


@pytest.mark.parametrize(
    ("found", "region"),
    [
        (IN_TEXT, {"startLine": 2, "startColumn": 7, "endLine": 2, "endColumn": 9}),
        (ON_TWO_LINES, {"startLine": 2, "startColumn": 5, "endLine": 3, "endColumn": 5}),
        (AT_THE_END, {"startLine": 3, "startColumn": 9, "endLine": 3, "endColumn": 9}),
        (IN_CELL, {"startLine": 3}),
        (IN_FILE, None),
    ],
)
def test_places(found: Diagnostic, region: dict[str, int] | None) -> None:
    """Columns are characters, the end is behind the last one; a ledger has lines only."""
    (result,) = run_of(found)["results"]
    (location,) = result["locations"]
    assert location["physicalLocation"].get("region") == region


def test_a_path_is_escaped() -> None:
    """Byte by byte of UTF-8; the slashes stay."""
    (result,) = run_of(IN_TEXT)["results"]
    (location,) = result["locations"]
    assert location["physicalLocation"]["artifactLocation"] == {"uri": "rules/a%20b/%E4%B9%A6.jx"}


def test_no_place() -> None:
    """Then there is no location, not an empty one."""
    assert run_of(NOWHERE)["results"][0]["locations"] == []


def test_a_path_from_the_root() -> None:
    """Is an address of a file; a relative one stays relative."""
    uris = [
        run_of(evolve(IN_FILE, where=Cell(file)))["results"][0]["locations"][0]["physicalLocation"]
        for file in ("/facts/得分.csv", "facts/a:b.csv")
    ]
    assert [place["artifactLocation"]["uri"] for place in uris] == [
        "file:///facts/%E5%BE%97%E5%88%86.csv",
        "facts/a%3Ab.csv",
    ]


def test_facts_that_show_a_finding_are_in_its_message() -> None:
    """One line each, the header first; the rule says what such findings are."""
    run = run_of(SHOWN)
    text = run["results"][0]["message"]["text"]
    assert text == "“总分”可以高于100分\n例如：\n单位｜张村\n基础分｜100分\n→ 总分｜104分\n办法：写明最高分。"
    (rule,) = run["tool"]["driver"]["rules"]
    assert rule == {
        "id": "PE809",
        "shortDescription": {"text": "超出满分：总分可以高于满分，或者低于0分"},
    }


def test_the_message_says_what_the_place_does_not() -> None:
    """The column of a cell, what was expected, the next step."""
    (result,) = run_of(IN_CELL)["results"]
    assert result["message"]["text"] == "“项目”栏：“甲”前面有空格\n应为：甲\n办法：删去。"
    assert result["level"] == "error"
