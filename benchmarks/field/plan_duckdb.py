"""The whole plan of 2013 as a good engineer would write it by hand for DuckDB, with and without traces.

Numbers are scaled integers, units are numbered (population times 106 plus place in the roster), texts are
enumerations, keys are packed. The adopted readings are built in. The statements are in ``by_hand/``.
"""

from __future__ import annotations

import re
from pathlib import Path

_FOLDER = Path(__file__).with_name("by_hand")


def _statements(name: str) -> list[str]:
    text = (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    return [each for each in text.split(";\n") if each.strip()]


def load(*, traces: bool) -> list[str]:
    """What makes the tables that evaluations start from. Without traces rows of ledgers are only views."""
    made = _statements("load")
    if not traces:
        views = [each.replace("REPLACE TABLE", "REPLACE VIEW") for each in _statements("rows")]
        made.extend([*views, *_statements("awards")])
    return made


def evaluate(*, traces: bool) -> list[str]:
    """What is timed. With traces the rows of each ledger are kept, and units are summed from those."""
    (units,) = _statements("units")
    if traces:
        return [*_statements("rows"), *_statements("awards_traced"), units]
    return [re.sub(r"-- traces\n.*-- end\n", "", units, flags=re.DOTALL)]
