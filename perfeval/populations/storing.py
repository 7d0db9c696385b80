"""Evaluates populations part by part and stores each part as soon as it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from perfeval.diagnostics.diagnostic import Checked, Diagnostic, has_errors
from perfeval.populations.division import parts_of
from perfeval.populations.evaluation import Evaluation
from perfeval.populations.in_vectors import PART_UNITS, VectorEvaluation
from perfeval.populations.manifest import Manifest, engine_version, facts_of
from perfeval.populations.store import Store, alone_in, opened
from perfeval.populations.told import Told

Progress = Callable[[int, int], None]


def stored_results(
    evaluation: Evaluation, folder: Path, files: Mapping[str, Path], progress: Progress
) -> Checked[Store]:
    """Evaluate and store into a folder what is not there yet.

    files: the files of the facts, by name. progress: told how many of how many units are done. Nothing is
    stored, and the value is None, where a finding is about no population in particular or the folder
    holds other results. Raises OSError where the folder cannot be written to.
    """
    assert isinstance(evaluation, VectorEvaluation)
    if not evaluation.is_sound():
        return Checked(None, evaluation.findings())
    parts = sum(1 for _ in parts_of(evaluation.source.sizes(), PART_UNITS))
    manifest = Manifest(
        evaluation.book.sha256,
        dict(evaluation.model.readings),
        list(evaluation.names),
        facts_of(files),
        PART_UNITS,
        parts,
        engine_version(),
    )
    with alone_in(folder) as other:
        store = other or opened(folder, manifest)
        if isinstance(store, Diagnostic):
            return Checked(None, (store,))
        store_results(evaluation, store, progress)
    found = evaluation.findings()
    nobody = len(evaluation.told.without) == len(evaluation.source.keys)
    return Checked(None if nobody or (evaluation.told.broken and has_errors(found)) else store, found)


def store_results(evaluation: VectorEvaluation, store: Store, progress: Progress) -> None:
    """Evaluate and store the parts that are not there yet; ``evaluation`` then has the findings of all."""
    told, sizes = evaluation.told, evaluation.source.sizes()
    done, total = 0, sum(sizes)
    for part, numbers in enumerate(parts_of(sizes, store.manifest.part_units)):
        if told.broken:
            break
        found = store.finished.get(part)
        if found is None:
            evaluation.told = found = Told(evaluation.names)
            made = evaluation.part(numbers)
            # Where arrays see something wrong the reference has to say what.
            assert not made.alone, "nothing is wrong with a population that was suspected"
            if not found.broken:
                keys = [evaluation.source.keys[number] for number in numbers]
                own = [(number - numbers[0], place) for number, place in made.kept]
                store.write(part, keys, made.made, own, found)
        told.take(found)
        done += sum(sizes[number] for number in numbers)
        progress(done, total)
    evaluation.told = told
    if not told.broken:
        store.finish()
