"""The examples of a book, run on its mutants: which mutants does none of them notice?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import evolve

from perfeval.diagnostics.diagnostic import Checked
from perfeval.examples.suite import Suite, failures
from perfeval.mutation.from_book import Mutant
from perfeval.rulebook.book import RuleBook
from perfeval.rulebook.examples import Example
from perfeval.tables.from_rulebook import compile_book
from perfeval.tables.model import Model

# Told how many mutants of how many are done.
Progress = Callable[[int, int], None]
# So many examples that noticed slips of a clause are tried first on the next ones.
_TRIED_FIRST = 5


def survivors_of(mutants: Sequence[Mutant], suite: Suite, progress: Progress) -> Iterator[Mutant]:
    """The mutants under which every example comes out as it says.

    suite: the examples of the book itself, all of which pass on it.
    """
    numbers = {id(example): number for number, example in enumerate(suite.examples)}
    likely: dict[str, list[int]] = {}
    for number, mutant in enumerate(mutants):
        progress(number, len(mutants))
        first = likely.setdefault(mutant.clause, [])
        if first and _noticed(_only(suite, first), mutant) is not None:
            continue
        example = _noticed(suite, mutant)
        if example is None:
            yield mutant
        else:
            first.insert(0, numbers[id(example)])
            del first[_TRIED_FIRST:]
    progress(len(mutants), len(mutants))


def compiles(book: RuleBook) -> bool:
    """Whether a book has tables under each option of each reading."""
    others = [dict([each]) for each in book.other_options]
    return all(compile_book(book, chosen).value is not None for chosen in ({}, *others))


def _noticed(suite: Suite, mutant: Mutant) -> Example | None:
    """The first example that comes out otherwise; an option matters only where it is chosen."""
    plan = suite.plan
    if mutant.reading is not None:
        plan = {choice: pairs for choice, pairs in plan.items() if mutant.reading in choice}
    failure = next(failures(evolve(suite, plan=plan), mutant.book, _compiler(mutant)), None)
    return None if failure is None else failure.example


def _only(suite: Suite, numbers: Sequence[int]) -> Suite:
    """Some examples of a suite."""
    plan = {
        choice: tuple((numbers.index(number), place) for number, place in pairs if number in numbers)
        for choice, pairs in suite.plan.items()
    }
    return evolve(
        suite,
        examples=tuple(suite.examples[number] for number in numbers),
        reads=tuple(suite.reads[number] for number in numbers),
        plan={choice: pairs for choice, pairs in plan.items() if pairs},
    )


def _compiler(mutant: Mutant) -> Callable[[RuleBook, Mapping[str, str]], Checked[Model]]:
    own = dict([mutant.reading] if mutant.reading else [])

    def compiled(book: RuleBook, chosen: Mapping[str, str]) -> Checked[Model]:
        return Checked(mutant.model) if dict(chosen) == own else compile_book(book, chosen)

    return compiled
