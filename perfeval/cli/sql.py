"""``perfeval sql``: the whole plan as one query for a database, with its traces."""

from __future__ import annotations

import argparse
from pathlib import Path

from perfeval import api, pipeline
from perfeval.cli.output import complain, deliver, say_findings
from perfeval.cli.words import Command, Parser, take_readings, take_rules

_DIALECTS = ("duckdb", "postgres", "spark")


def _arguments(parser: Parser) -> None:
    take_rules(parser)
    parser.add_argument(
        "--dialect",
        choices=_DIALECTS,
        default=_DIALECTS[0],
        help=f"写给哪种数据库：{'、'.join(_DIALECTS)}（默认 {_DIALECTS[0]}）",
    )
    parser.add_argument("--rows", metavar="台账", help="不查单位，查这个台账的每一条算出了什么")
    parser.add_argument("--results", action="store_true", help="单位只查规则书列出的结果，不查依据")
    parser.add_argument("--tables", action="store_true", help="不写查询，写建表语句：查询要读哪些表")
    parser.add_argument("--out", type=Path, metavar="文件", help="写到文件里，不显示")
    take_readings(parser)


def _run(words: argparse.Namespace) -> int:
    from perfeval.sql.dialect import DIALECTS
    from perfeval.sql.lowering import lower
    from perfeval.sql.script import computed_grains, query_script, table_script
    from perfeval.tables.places import UNIT_GRAIN

    book = api.load(words.rules)
    if book.value is None:
        say_findings(book.diagnostics, "text")
        return 1
    model = pipeline.compile_tables(book.value, dict(words.reading))
    if model.value is None:
        say_findings(model.diagnostics, "text")
        return 1
    lowered = lower(book.value, model.value)
    if lowered.value is None:
        say_findings(lowered.diagnostics, "text")
        return 1
    dialect, grain = DIALECTS[words.dialect], words.rows or UNIT_GRAIN
    if words.tables:
        deliver(table_script(lowered.value, dialect), words.out)
        return 0
    grains = computed_grains(lowered.value, dialect)
    if grain not in grains:
        complain(f"规则书没有给“{grain}”的每一条算什么；可写的有：{'、'.join(grains[1:])}")
        return 2
    deliver(query_script(lowered.value, dialect, grain, traces=not words.results), words.out)
    return 0


COMMAND = Command("sql", "把整本规则书写成一条 SQL 查询，在数据库里算", _arguments, _run)
