"""What depends on which reading in many populations, as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import define, field

from perfeval.populations.keys import shown
from perfeval.populations.studied import Studied
from perfeval.sensitivity.study import Study
from perfeval.sensitivity.to_text import body_to_text, combinations_tried
from perfeval.source.text_table import text_table
from perfeval.tables.conditions import GRADE


@define
class _Moved:
    """Of how many units one option changes the grade, in how many populations; in how many it fails."""

    units: int = 0
    populations: int = 0
    failed: int = 0

    def cells(self) -> tuple[str, str]:
        """The last cells of its line."""
        told = str(self.populations) if self.populations else "－"
        if self.failed:
            told += f"，另有{self.failed}个群体算不出结果"
        return str(self.units) if self.units else "－", told


@define
class _Counts:
    """What all populations come to. moved: for each option, with the adopted one."""

    populations: int = 0
    graded: int = 0
    robust: int = 0
    moved: dict[tuple[str, str, str], _Moved] = field(factory=dict)

    def take(self, study: Study) -> None:
        """Count one population."""
        graded = [unit for unit in study.units if unit.grades]
        self.populations += 1
        self.graded += len(graded)
        self.robust += sum(unit.robust for unit in graded)
        adopted = {reading.name: reading.default for reading in study.book.readings}
        for single in study.singles:
            key = single.reading, adopted[single.reading], single.option
            units = sum(change.field == GRADE for change in single.changed or ())
            moved = self.moved.setdefault(key, _Moved())
            moved.units += units
            moved.populations += bool(units)
            moved.failed += single.changed is None


def studies_to_text(names: Sequence[str], studies: Iterable[Studied]) -> Iterator[str]:
    """Pieces of text: each population under its name, then what all of them come to."""
    counts = _Counts()
    for each in studies:
        if not counts.populations:
            yield f"{each.study.book.title}\n{combinations_tried(each.study)}\n"
        counts.take(each.study)
        yield f"\n{shown(names, each.key)}\n{body_to_text(each.study)}\n"
    if counts.populations:
        yield f"\n{_together(counts)}\n"


def _together(counts: _Counts) -> str:
    loose = counts.graded - counts.robust
    said = (
        f"合计：群体{counts.populations}个，评等次的单位{counts.graded}个，"
        f"不论怎样选，等次都不变的{counts.robust}个，随口径变化的{loose}个。"
    )
    if not counts.moved:
        return said
    headers = ("口径", "采用的", "换为", "等次变化的单位", "所在的群体")
    rows = [[*key, *moved.cells()] for key, moved in counts.moved.items()]
    return f"{said}\n\n每个口径单独换一种\n{text_table(headers, rows)}"
