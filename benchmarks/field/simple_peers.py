"""Who does the simplified jobs: our engines, queries by hand, rule engines, generated Python, and C."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from benchmarks.field.peer import LIMIT, Peer, Prepared
from benchmarks.field.simple_facts import SimpleFacts


def _ours(engine: str, facts: SimpleFacts, *, ranked: bool) -> Prepared:
    from benchmarks.field import simple_book

    engines = {"python": simple_book.python, "vectors": simple_book.vectors, "duckdb": simple_book.duckdb}
    return engines[engine](facts, ranked=ranked)


def _columns(engine: str, facts: SimpleFacts, *, ranked: bool) -> Prepared:
    from benchmarks.field import simple_columns as by_hand

    if engine == "duckdb":
        return by_hand.duckdb_pipeline(facts) if ranked else by_hand.duckdb_tables(facts)
    return by_hand.polars_pipeline(facts) if ranked else by_hand.polars_tables(facts)


def _engine(engine: str, facts: SimpleFacts, *, ranked: bool) -> Prepared:
    from benchmarks.field import simple_engines

    engines = {
        "openfisca": simple_engines.openfisca,
        "zen": simple_engines.zen,
        "datalogic": simple_engines.datalogic,
    }
    return engines[engine](facts, ranked=ranked)


def _native(language: str, facts: SimpleFacts, *, ranked: bool) -> Prepared:
    from benchmarks.field import simple_native as native

    if language == "c":
        return native.c_pipeline(facts) if ranked else native.c_tables(facts)
    return native.python_pipeline(facts) if ranked else native.python_tables(facts)


def simple_peers(*, ranked: bool) -> tuple[Peer, ...]:
    """All who do the pipeline, or its two tables alone. Row engines stop where a run takes minutes."""

    def peer(
        name: str, prepare: Callable[..., Prepared], *needs: str, most: int = 1 << 40, ever: int = 1 << 40
    ) -> Peer:
        return Peer(name, partial(prepare, ranked=ranked), needs, most=most, ever=ever)

    small, large = 20_000, 2_000_000
    return (
        peer("perfeval python", partial(_ours, "python"), most=small, ever=small),
        peer("perfeval vectors", partial(_ours, "vectors"), "numpy"),
        peer("perfeval duckdb", partial(_ours, "duckdb"), "duckdb", "pyarrow"),
        peer("DuckDB，手写", partial(_columns, "duckdb"), "duckdb", "pyarrow"),
        peer("Polars，手写", partial(_columns, "polars"), "polars", "pyarrow"),
        peer("OpenFisca", partial(_engine, "openfisca"), "openfisca_core"),
        peer("zen-engine", partial(_engine, "zen"), "zen", most=small, ever=large),
        peer("datalogic-py", partial(_engine, "datalogic"), "datalogic_py", most=small, ever=large),
        peer("生成的 Python", partial(_native, "python"), most=large, ever=large),
        peer(LIMIT, partial(_native, "c"), "!gcc"),
    )
