"""The Python interface: what the commands do, as functions of paths.

Paths are a rule book (a folder with ``book.jx``, or a ``.jx`` file) and a folder of ledgers. What is
wrong with what a user gave comes back as findings in ``Checked``; ``UnreadableError`` is raised only
where a path cannot be read at all.
"""

from perfeval.api.books import (
    NO_READINGS,
    check,
    coverage,
    examples_coverage,
    format_book,
    format_text,
    load,
    load_tested,
    mutate,
    tables,
)
from perfeval.api.results import (
    account_of,
    evaluate,
    evaluate_populations,
    explain,
    readings,
    simulate,
    store_populations,
    stored_accounts,
)
from perfeval.api.versions import approve, approved_file, check_approved, compare
from perfeval.folders import UnreadableError

__all__ = [
    "NO_READINGS",
    "UnreadableError",
    "account_of",
    "approve",
    "approved_file",
    "check",
    "check_approved",
    "compare",
    "coverage",
    "evaluate",
    "evaluate_populations",
    "examples_coverage",
    "explain",
    "format_book",
    "format_text",
    "load",
    "load_tested",
    "mutate",
    "readings",
    "simulate",
    "store_populations",
    "stored_accounts",
    "tables",
]
