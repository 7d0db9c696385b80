"""For each unit the grades that it can have, and the readings that they depend on.

Sets of combinations are the bits of a number, sets of units its bytes, each 0 or 1.
"""

from __future__ import annotations

from collections.abc import Mapping

from perfeval.sensitivity.combinations import Combination, adopted
from perfeval.sensitivity.signatures import GRADES, Signature
from perfeval.sensitivity.study import UnitGrades, When
from perfeval.sensitivity.trial import Trial
from perfeval.tables.conditions import GRADE

# For each reading and each of its options the combinations that have it.
_Having = Mapping[str, Mapping[str, int]]


def grades_of_units(trial: Trial) -> tuple[UnitGrades, ...]:
    """The units in roster order."""
    base = trial.found[adopted(trial.book)]
    size = len(trial.units)
    depends = {name: units.to_bytes(size, "little") for name, units in _depends(trial).items()}
    moved = {kind: units.to_bytes(size, "little") for kind, units in _moved(trial, base).items()}
    having = _having(trial)
    graded = _graded(trial)
    units: list[UnitGrades] = []
    for number, unit in enumerate(trial.units):
        adopted_grade = trial.signatures.grade(base, number)
        # Most units have one grade whatever is chosen.
        varies = moved[GRADES][number]
        mine = _under(trial, graded, number) if varies else {adopted_grade: 0}
        possible = tuple(grade for grade in trial.book.grades if grade in mine)
        units.append(
            UnitGrades(
                unit,
                adopted_grade,
                possible,
                len(mine) == 1,
                tuple(name for name, bits in depends.items() if bits[number]),
                tuple(kind for kind, bits in moved.items() if bits[number]),
                tuple(_when(grade, mine[grade], having) for grade in possible if len(mine) > 1),
            )
        )
    return tuple(units)


def _under(trial: Trial, graded: list[tuple[Signature, int]], unit: int) -> dict[str | None, int]:
    """For each grade that a unit can have the combinations under which it has it."""
    found: dict[str | None, int] = {}
    for signature, bits in graded:
        grade = trial.signatures.grade(signature, unit)
        found[grade] = found.get(grade, 0) | bits
    return found


def _depends(trial: Trial) -> dict[str, int]:
    """For each reading the units for which two combinations that differ in it alone differ."""
    names = trial.names()
    depends: dict[str, int] = {}
    for place, reading in enumerate(trial.book.readings):
        bits = 0
        first: dict[Combination, Signature] = {}
        for combination, signature in trial.found.items():
            alike = first.setdefault(combination[:place] + combination[place + 1 :], signature)
            if alike is not signature:
                bits |= trial.signatures.differ(alike, signature, names)
        depends[reading.name] = bits
    return depends


def _moved(trial: Trial, base: Signature) -> dict[str, int]:
    """For grade, rank and money the units for which any combination differs from the adopted one."""
    distinct = {id(signature): signature for signature in trial.found.values()}
    moved: dict[str, int] = {}
    for kind in trial.signatures.kinds:
        names = trial.names(kind)
        bits = 0
        for signature in distinct.values():
            bits |= trial.signatures.differ(base, signature, names)
        moved[kind] = bits
    return moved


def _having(trial: Trial) -> _Having:
    having: dict[str, dict[str, int]] = {reading.name: {} for reading in trial.book.readings}
    for number, combination in enumerate(trial.found):
        for options, option in zip(having.values(), combination, strict=True):
            options[option] = options.get(option, 0) | 1 << number
    return having


def _graded(trial: Trial) -> list[tuple[Signature, int]]:
    """The combinations that grade all units alike, with the signature of one of them."""
    together: dict[int | None, tuple[Signature, int]] = {}
    for number, signature in enumerate(trial.found.values()):
        first, bits = together.get(signature.get(GRADE), (signature, 0))
        together[signature.get(GRADE)] = first, bits | 1 << number
    return list(together.values())


def _when(grade: str, bits: int, having: _Having) -> When:
    """Under which options a unit has a grade. bits: the combinations under which it does."""
    needed: list[tuple[str, tuple[str, ...]]] = []
    left = -1
    for reading, options in having.items():
        inside = tuple(option for option, own in options.items() if own & bits)
        if len(inside) < len(options):
            needed.append((reading, inside))
            left &= sum(options[option] for option in inside)
    return When(grade, tuple(needed), left == bits)
