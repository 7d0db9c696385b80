"""Ledgers evaluated by a rule book: results, explanations, and what they depend on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from perfeval import folders, pipeline
from perfeval.diagnostics.diagnostic import Checked, Diagnostic, has_errors
from perfeval.diagnostics.suggest import nearest
from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.readings import NO_DECISIONS, Decisions

if TYPE_CHECKING:
    from perfeval.explain.account import Account
    from perfeval.populations.evaluation import Evaluation
    from perfeval.populations.explained import Accounts, Asked
    from perfeval.populations.store import Store
    from perfeval.sensitivity.study import Study
    from perfeval.simulation.plan import Plan
    from perfeval.simulation.study import Simulation
from perfeval.api.books import NO_READINGS, load


def evaluate(
    rules: Path | str, facts: Path | str, readings: Mapping[str, str] = NO_READINGS
) -> Checked[Outcome]:
    """Evaluate the ledgers of a folder. readings: name -> option. Raises UnreadableError."""
    book = load(rules)
    ledgers = folders.ledger_files(Path(facts), book.value)
    if book.value is None:
        return Checked(None, book.diagnostics)
    return pipeline.evaluate(book.value, readings, ledgers)


def evaluate_populations(
    rules: Path | str,
    facts: Path | str,
    names: Sequence[str],
    readings: Mapping[str, str] = NO_READINGS,
    engine: str = "auto",
) -> Checked[Evaluation]:
    """Evaluate the populations that the columns ``names`` of the ledgers tell apart, each by itself.

    The value gives the results when it is iterated over, and then its findings. Ledgers may be Parquet
    files. engine: auto, python or vectors; all give the same. Raises UnreadableError, also where what the
    engine or such files need is not installed.
    """
    from perfeval.populations.engines import AUTO, ENGINES

    book = load(rules)
    folder = Path(facts)
    ledgers = folders.ledger_files(folder, book.value)
    if engine != AUTO:
        folders.need(*ENGINES[engine].packages, extra=ENGINES[engine].extra)
    if book.value is None:
        return Checked(None, book.diagnostics)
    parquet = folders.parquet_files(folder, book.value)
    if parquet:
        folders.need("numpy", "pyarrow")
        found = folders.strange_parquet(folder, book.value)
        if found:
            return Checked(None, found)
    return pipeline.evaluate_populations(book.value, readings, ledgers, names, engine, parquet)


def store_populations(
    rules: Path | str,
    facts: Path | str,
    names: Sequence[str],
    out: Path | str,
    readings: Mapping[str, str] = NO_READINGS,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Checked[Store]:
    """Evaluate populations and store results and traces as Parquet files in the folder ``out``.

    What an earlier run finished is kept. progress: told how many of how many units are done. The value is
    None where nobody has results. Raises UnreadableError, also where the folder cannot be written to.
    """
    folders.need("filelock", "numpy", "pyarrow")
    made = evaluate_populations(rules, facts, names, readings, "vectors")
    if made.value is None:
        return Checked(None, made.diagnostics)
    from perfeval.populations.storing import stored_results

    files = folders.facts_files(Path(facts), made.value.book)
    try:
        stored = stored_results(made.value, Path(out), files, progress)
    except OSError as error:
        raise folders.UnreadableError(f"写不了“{out}”：{error.strerror}") from error
    return Checked(stored.value, (*made.diagnostics, *stored.diagnostics))


def explain(
    rules: Path | str,
    facts: Path | str,
    unit: str,
    readings: Mapping[str, str] = NO_READINGS,
    decisions: Decisions = NO_DECISIONS,
) -> Checked[Account]:
    """The account of one unit, by its name. decisions: why readings were chosen. Raises UnreadableError."""
    outcome = evaluate(rules, facts, readings)
    if outcome.value is None or has_errors(outcome.diagnostics):
        return Checked(None, outcome.diagnostics)
    return account_of(outcome.value, unit, decisions)


def account_of(outcome: Outcome, unit: str, decisions: Decisions = NO_DECISIONS) -> Checked[Account]:
    """The account of one unit of an outcome; a finding (PE703) if the roster has no such unit."""
    from perfeval.explain.from_outcome import explain as explain_unit

    names = [each.name for each in outcome.book.units]
    if unit not in names:
        near = nearest(unit, names)
        message = f"没有名为“{unit}”的单位" + (f"，是不是“{near}”？" if near else "")
        hint = "单位的名称以规则书的名单为准。"
        return Checked(None, (Diagnostic("PE703", message, None, (), hint),))
    return Checked(explain_unit(outcome, names.index(unit), decisions))


def stored_accounts(rules: Path | str, folder: Path | str, asked: Asked) -> Checked[Accounts]:
    """Accounts read from stored results. Raises UnreadableError, also where there are none of this book."""
    book = load(rules)
    if book.value is None:
        return Checked(None, book.diagnostics)
    folders.need("numpy", "pyarrow")
    from perfeval.populations.explained import accounts_of, stored_results
    from perfeval.populations.stored import NotStoredError, open_stored

    try:
        stored = open_stored(Path(folder), book.value)
    except (NotStoredError, OSError) as error:
        raise folders.UnreadableError(str(error)) from error
    return accounts_of(stored.names, stored.keys(), stored_results(stored, asked), asked, lambda: ())


def readings(rules: Path | str, facts: Path | str, limit: int | None = None) -> Checked[Study]:
    """What depends on which reading. limit: up to so many combinations all are tried.

    Raises UnreadableError.
    """
    from perfeval.sensitivity.from_facts import LIMIT

    book = load(rules)
    ledgers = folders.ledger_files(Path(facts), book.value)
    if book.value is None:
        return Checked(None, book.diagnostics)
    return pipeline.study_readings(book.value, ledgers, LIMIT if limit is None else limit)


def simulate(
    rules: Sequence[Path | str],
    facts: Path | str,
    uncertain: Path | str,
    plan: Plan,
    readings: Mapping[str, str] = NO_READINGS,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Checked[Simulation]:
    """How often each unit has which grade and rank; ``uncertain`` says what of the facts may be otherwise.

    rules: a rule book, and perhaps a draft, evaluated on the same draws. progress: told how many of how
    many draws are done. Raises UnreadableError.
    """
    books = [load(path) for path in rules]
    ledgers = folders.ledger_files(Path(facts), *(book.value for book in books))
    content = folders.read_file(Path(uncertain))
    whole = [book.value for book in books if book.value is not None]
    if len(whole) < len(books):
        return Checked(None, tuple(each for book in books for each in book.diagnostics))
    prepared = pipeline.prepare_simulation(whole, readings, ledgers, (Path(uncertain).name, content))
    if prepared.value is None:
        return Checked(None, prepared.diagnostics)
    from perfeval.simulation.run import simulate as simulate_prepared

    made = simulate_prepared(prepared.value, plan, progress)
    return Checked(made.value, (*prepared.diagnostics, *made.diagnostics))
