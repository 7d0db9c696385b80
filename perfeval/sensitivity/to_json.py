"""What depends on which reading, as data."""

from __future__ import annotations

from perfeval.diagnostics.to_json import diagnostic_to_json
from perfeval.sensitivity.study import Change, Failure, Single, Study, UnitGrades


def study_to_json(study: Study) -> dict[str, object]:
    """``{"version": 1, "combinations", "total", "complete", "fields", "single", "units", "failed"}``."""
    return {
        "version": 1,
        "combinations": study.tried,
        "total": study.total,
        "complete": study.complete,
        "fields": [name for _, names in study.fields for name in names],
        "single": [_single(single) for single in study.singles],
        "units": [_unit(unit) for unit in study.units],
        "failed": [_failure(failure) for failure in study.failures],
    }


def _single(single: Single) -> dict[str, object]:
    changed = [_change(change) for change in single.changed or ()]
    return {"reading": single.reading, "option": single.option, "changed": changed}


def _change(change: Change) -> dict[str, object]:
    return {"单位": change.unit, "field": change.field, "from": change.before, "to": change.after}


def _unit(unit: UnitGrades) -> dict[str, object]:
    return {
        "单位": unit.unit,
        "grades": list(unit.grades),
        "robust": unit.robust,
        "depends": list(unit.depends),
    }


def _failure(failure: Failure) -> dict[str, object]:
    return {
        "readings": dict(failure.options),
        "diagnostics": [diagnostic_to_json(finding) for finding in failure.findings],
    }
