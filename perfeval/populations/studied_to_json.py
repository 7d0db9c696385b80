"""What depends on which reading in many populations, as data."""

from __future__ import annotations

from collections.abc import Iterable

from perfeval.diagnostics.to_json import diagnostic_to_json
from perfeval.populations.evaluation import Evaluation
from perfeval.populations.studied import Studied
from perfeval.populations.to_json import fields_of
from perfeval.sensitivity.to_json import study_to_json


def studies_to_json(evaluation: Evaluation, studies: Iterable[Studied]) -> dict[str, object]:
    """``{"version": 1, "populations", "studies", "without_results", "diagnostics"}``.

    Each of ``studies`` has its population, and what ``study_to_json`` gives.
    """
    names = evaluation.names
    told = [{"population": fields_of(names, each.key), **study_to_json(each.study)} for each in studies]
    for each in told:
        del each["version"]
    return {
        "version": 1,
        "populations": list(names),
        "studies": told,
        "without_results": [fields_of(names, key) for key in evaluation.told.without],
        "diagnostics": [diagnostic_to_json(each) for each in evaluation.findings()],
    }
