"""Tries the combinations on many populations at once, over arrays."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from itertools import pairwise
from typing import cast

import numpy as np

from perfeval.diagnostics.diagnostic import Checked
from perfeval.evaluate.records import names_of_results
from perfeval.sensitivity.evaluated import Evaluated
from perfeval.sensitivity.from_facts import studies
from perfeval.sensitivity.study import Study
from perfeval.sensitivity.trial import Trial
from perfeval.tables.many_readings import ManyReadings
from perfeval.tables.model import Model
from perfeval.vectors.frames import Frames
from perfeval.vectors.many_models import ManyVectorModels
from perfeval.vectors.records import fields_of


def study_frames(compiler: ManyReadings, frames: Frames, limit: int) -> Mapping[int, Study]:
    """For each population of ``frames``, by its number, what ``study`` gives for it alone.

    Those are left out in which something is wrong under any combination: arrays have no words for it.
    """
    book = compiler.book
    many = ManyVectorModels(book, frames)
    suspects: dict[int, None] = {}

    def evaluator(model: Model) -> Checked[Evaluated]:
        made = many.run(model)
        suspects.update(dict.fromkeys(made.suspects))
        names = names_of_results(book, model)
        return Checked(Evaluated(model, names, made.columns, partial(fields_of, made)))

    units = cast(list[str], frames.units.columns["单位"].to_values())
    ends = np.searchsorted(frames.units.population, np.arange(frames.units.count + 1)).tolist()
    populations = [range(first, end) for first, end in pairwise(ends)]
    found = studies(Trial(compiler, units, evaluator), limit, populations)
    every = enumerate(found.value or ())
    return {number: study for number, study in every if number not in suspects}
