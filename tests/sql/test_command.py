"""``perfeval sql``: the query, the rows of a ledger, the tables; and what it says to mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfeval.cli.main import main
from tests.sql.books import RULES

BOOK = str(RULES / "heshan-2013")


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["sql", BOOK, *words]) == 0
    return capsys.readouterr().out


def test_units_with_traces(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys)
    assert text.startswith("-- 2013年赫山区绩效评估实施方案（duckdb，每个单位一行）\n")
    assert "-- 口径：名额取整＝四舍五入\n" in text
    assert 'AS "等次·行"' in text and 'FROM "_units"' in text


def test_results_alone(capsys: pytest.CaptureFixture[str]) -> None:
    final = printed(capsys, "--results").rpartition("\nSELECT\n")[2]
    assert 'AS "等次"' in final and 'AS "等次·行"' not in final and 'AS "问题"' in final


def test_another_reading(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "--reading", "名额取整=向下取整")
    assert "-- 口径：名额取整＝向下取整\n" in text and text != printed(capsys)


def test_rows_of_a_ledger(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "--rows", "表彰", "--dialect", "spark")
    assert "台账“表彰”每条一行" in text and "FIRST_VALUE(" in text and "`_line`" in text


def test_tables(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "--tables", "--dialect", "postgres")
    assert text.count("CREATE TABLE ") == 12
    assert '"公众评估得分" bigint  -- 乘以10的4次方' in text


def test_into_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "方案.sql"
    assert printed(capsys, "--out", str(file)) == ""
    assert file.read_text(encoding="utf-8") == printed(capsys)


def test_a_ledger_of_which_nothing_is_computed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sql", BOOK, "--rows", "得分"]) == 2
    assert "没有给“得分”的每一条算什么；可写的有：表彰、" in capsys.readouterr().err


def test_no_such_reading(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sql", BOOK, "--reading", "取整=四舍五入"]) == 1
    assert "取整" in capsys.readouterr().err


def test_no_such_dialect(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["sql", BOOK, "--dialect", "mysql"])
    assert stopped.value.code == 2
    assert "duckdb" in capsys.readouterr().err
