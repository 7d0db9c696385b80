"""What can evaluate populations, and which of it does so unless the user says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.util import find_spec

from attrs import frozen

from perfeval.populations.evaluation import Evaluation
from perfeval.populations.source import Source
from perfeval.rulebook.book import RuleBook
from perfeval.tables.model import Model

AUTO = "auto"
# From so many units on, loading NumPy costs less than it saves.
_MANY_UNITS = 5_000


@frozen
class Engine:
    """One way to evaluate: the packages that it needs beside perfeval, and what makes an evaluation.

    extra: what installs the packages.
    """

    packages: tuple[str, ...]
    evaluation: Callable[[RuleBook, Model, Source], Evaluation]
    extra: str = "columns"

    @property
    def is_there(self) -> bool:
        """Whether its packages are installed."""
        return all(find_spec(package) is not None for package in self.packages)


def _in_vectors(book: RuleBook, model: Model, source: Source) -> Evaluation:
    from perfeval.populations.in_vectors import VectorEvaluation  # loads NumPy

    return VectorEvaluation(book, model, source)


def _in_duckdb(book: RuleBook, model: Model, source: Source) -> Evaluation:
    from perfeval.populations.in_duckdb import DuckdbEvaluation

    return DuckdbEvaluation(book, model, source)


ENGINES: Mapping[str, Engine] = {
    "python": Engine((), Evaluation),
    "vectors": Engine(("numpy",), _in_vectors),
    "duckdb": Engine(("duckdb",), _in_duckdb, "sql"),
}


def chosen(name: str, units: int) -> str:
    """The engine that a user asked for, or for so many units the fastest that is installed."""
    if name != AUTO:
        return name
    return "vectors" if units >= _MANY_UNITS and ENGINES["vectors"].is_there else "python"
