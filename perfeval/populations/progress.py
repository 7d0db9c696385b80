"""How far a long evaluation is, on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec


@contextmanager
def shown_progress(wanted: bool | None) -> Iterator[Callable[[int, int], None]]:
    """Shows how many of how many units are done, and the time left.

    wanted: True shows it in any case, False never, None where standard error is a terminal. Nothing is
    shown where tqdm is not installed.
    """
    visible = sys.stderr.isatty() if wanted is None else wanted
    if not visible or find_spec("tqdm") is None:
        yield lambda done, of: None
        return
    from tqdm import tqdm

    with tqdm(unit="个单位", unit_scale=True, file=sys.stderr) as bar:

        def told(done: int, of: int) -> None:
            bar.total = of
            bar.update(done - bar.n)

        yield told
