"""Accounts of units of one or many populations: whose are asked for, and each on a line of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from perfeval.diagnostics.diagnostic import Checked, Diagnostic, has_errors
from perfeval.diagnostics.suggest import nearest
from perfeval.evaluate.readings import NO_DECISIONS, Decisions
from perfeval.explain.to_jsonl import Lines, line_of, lines_for
from perfeval.populations.evaluation import Evaluation, Result
from perfeval.populations.keys import Key, shown

if TYPE_CHECKING:
    # The core needs no pyarrow.
    from perfeval.populations.stored import Stored

# So many populations are named where one has to be chosen.
_NAMED = 5


@frozen
class Asked:
    """Whose accounts are asked for.

    unit: the unit's name; None: all units. values: what columns of populations have to hold.
    """

    unit: str | None
    values: Mapping[str, str]

    def meets(self, names: Sequence[str], key: Key) -> bool:
        """Whether a population is asked for."""
        own = dict(zip(names, key, strict=True))
        return all(own.get(name) == value for name, value in self.values.items())


@define(eq=False)
class Accounts:
    """Accounts of the units that are asked for, made while they are iterated over.

    names: the columns that tell populations apart. keys: the populations that are asked for. results:
    theirs, all by one model of one book. what: tells what was found until now. near: the name of a unit
    that is like the one asked for, where there is none.
    """

    names: Sequence[str]
    keys: Sequence[Key]
    results: Iterable[Result]
    asked: Asked
    what: Callable[[], tuple[Diagnostic, ...]]
    near: str | None = field(init=False, default=None)

    def found(self) -> Iterator[tuple[Result, int]]:
        """The populations in which the unit is that is asked for, and its number there."""
        assert self.asked.unit is not None
        for result in self.results:
            names = [unit.name for unit in result.outcome.book.units]
            if self.asked.unit in names:
                yield result, names.index(self.asked.unit)
            elif self.near is None:
                self.near = nearest(self.asked.unit, names)

    def lines(self, decisions: Decisions = NO_DECISIONS) -> Iterator[bytes]:
        """The accounts as JSON lines in UTF-8, one or several at once, with line ends."""
        lines: Lines | None = None
        if self.asked.unit is None:
            for result in self.results:
                lines = lines or lines_for(result.outcome, decisions)
                yield from lines.of(result.outcome, self._population(result))
            return
        for result, unit in self.found():
            yield line_of(result.outcome, unit, self._population(result), decisions)

    def _population(self, result: Result) -> Mapping[str, str]:
        return dict(zip(self.names, result.key, strict=True))

    def several(self) -> Diagnostic | None:
        """PE716 where there is more than one population."""
        return several_populations(self.names, self.keys) if len(self.keys) > 1 else None

    def findings(self, *, told: bool) -> tuple[Diagnostic, ...]:
        """What was found; where no account was told and nothing explains it, PE703."""
        found = self.what()
        if told or has_errors(found) or self.asked.unit is None:
            return found
        return (*found, no_such_unit(self.asked.unit, self.near))


def accounts_of(
    names: Sequence[str],
    keys: Sequence[Key],
    results: Iterable[Result],
    asked: Asked,
    findings: Callable[[], tuple[Diagnostic, ...]],
) -> Checked[Accounts]:
    """The accounts that are asked for. keys: all populations; PE715 where none of them is asked for.

    results: those of the populations that are asked for. findings: tells what was found until now.
    """
    chosen = [key for key in keys if asked.meets(names, key)]
    if not chosen:
        return Checked(None, findings() or (no_such_population(asked.values, names, keys),))
    return Checked(Accounts(names, chosen, results, asked, findings))


def asked_results(evaluation: Evaluation, asked: Asked) -> Iterator[Result]:
    """The results of the populations that are asked for; no others are evaluated."""
    if not asked.values:
        yield from evaluation
        return
    for number, key in enumerate(evaluation.source.keys):
        if not asked.meets(evaluation.names, key):
            continue
        read = evaluation.read(number)
        evaluation.tell(number, read.diagnostics)
        if read.value is not None and evaluation.is_sound():
            outcome = evaluation.run(number, *read.value)
            if outcome is not None:
                yield Result(key, outcome)


def stored_results(stored: Stored, asked: Asked) -> Iterator[Result]:
    """The stored results of the populations that are asked for; no others are read."""
    if not asked.values:
        yield from stored
        return
    held = stored.keys()
    for key in held:
        outcome = stored.outcome(key) if asked.meets(stored.names, key) else None
        if outcome is not None:
            yield Result(key, outcome)


def no_such_unit(unit: str, near: str | None) -> Diagnostic:
    """PE703: a name that the roster does not have. near: one that it has."""
    message = f"没有名为“{unit}”的单位" + (f"，是不是“{near}”？" if near else "")
    return Diagnostic("PE703", message, None, (), "单位的名称以规则书的名单为准。")


def no_such_population(values: Mapping[str, str], names: Sequence[str], keys: Sequence[Key]) -> Diagnostic:
    """PE715: a population that is not there, or has no results."""
    hint = "群体的写法以台账为准；台账有错的群体没有结果。"
    other = [name for name in values if name not in names]
    if other:
        known = f"：结果按{'、'.join(f'“{name}”' for name in names)}区分" if names else "：结果没有区分群体"
        return Diagnostic("PE715", f"没有“{other[0]}”这一栏{known}", None, tuple(names), hint)
    wanted = shown(list(values), tuple(values.values()))
    places = [names.index(name) for name in values]
    own = list(dict.fromkeys("、".join(key[place] for place in places) for key in keys))
    near = nearest("、".join(values.values()), own)
    meant = f"，是不是“{near}”？" if near else ""
    return Diagnostic("PE715", f"没有{wanted}{meant}", None, (near,) if near else (), hint)


def several_populations(names: Sequence[str], keys: Sequence[Key]) -> Diagnostic:
    """PE716: one account is asked for, and there are several populations."""
    some = "；".join(shown(names, key) for key in keys[:_NAMED])
    more = "等" if len(keys) > _NAMED else ""
    message = f"有{len(keys)}个群体，不知道说明哪一个的：{some}{more}"
    wanted = " ".join(f"--population {name}={value}" for name, value in zip(names, keys[0], strict=True))
    hint = f"指明一个群体，如 {wanted}；或者用 --format jsonl，每个群体各写一行。"
    return Diagnostic("PE716", message, None, (), hint)
