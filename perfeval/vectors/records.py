"""Result fields of all units at once, as the reference writes them into records."""

from __future__ import annotations

import numpy as np

from perfeval.evaluate.records import Field, field_value
from perfeval.tables.places import UNIT_GRAIN
from perfeval.vectors.held import VectorOutcome
from perfeval.vectors.vector import Vector


def fields_of(made: VectorOutcome, name: str) -> list[Field]:
    """One result of all units; each value is written once."""
    place = UNIT_GRAIN, name
    vector, column = made.columns.get(place), made.model.columns.get(place)
    if vector is None:
        return [field_value(None, column)] * len(made.frames.units)
    values, which = np.unique(vector.values, return_inverse=True)
    once = Vector(vector.kind, values, None, vector.words, vector.low, vector.high)
    shown, nothing = [field_value(value, column) for value in once.to_values()], field_value(None, column)
    pairs = zip(which.tolist(), vector.known().tolist(), strict=True)
    return [shown[place] if there else nothing for place, there in pairs]
