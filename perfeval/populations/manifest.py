"""What stored results were made of, so that no one adds to them what was made of something else."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from attrs import asdict, frozen

from perfeval.diagnostics.diagnostic import Cell, Diagnostic
from perfeval.populations.durable import put_in_place
from perfeval.populations.layout import MANIFEST

_VERSION = 1
# In words, for whoever has to find out why a folder is refused.
_ABOUT = {
    "rulebook": "规则书",
    "readings": "口径",
    "engine": "程序的版本",
    "populations": "区分群体的栏目",
    "facts": "台账",
    "part_units": "每份的大小",
}


@frozen
class Manifest:
    """What results were made of. facts: name, size in bytes and digest of each file, by name.

    rulebook: digest of the text of the book with all that it names. engine: version of the program.
    populations: the columns that tell populations apart. part_units: about how many units a part has.
    parts: how many parts there are in all. finished: whether all are there.
    """

    rulebook: str
    readings: Mapping[str, str]
    populations: Sequence[str]
    facts: Mapping[str, Sequence[object]]
    part_units: int
    parts: int
    engine: str
    finished: bool = False

    def text(self) -> str:
        """As it is stored."""
        return json.dumps({"version": _VERSION, **asdict(self)}, ensure_ascii=False, indent=1) + "\n"


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder; None where there is none, or none that can be read."""
    try:
        held = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return Manifest(**held) if held.pop("version") == _VERSION else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put a manifest in its place, whole or not at all."""
    part = folder / f".{MANIFEST}.{os.getpid()}"
    part.write_text(manifest.text(), encoding="utf-8", newline="\n")
    put_in_place(part, folder / MANIFEST)


def difference(stored: Manifest, wanted: Manifest) -> Diagnostic | None:
    """PE711: what the results in a folder were made of, if that is not what is to be stored there now."""
    one, other = json.loads(stored.text()), json.loads(wanted.text())
    names = [about for name, about in _ABOUT.items() if one[name] != other[name]]
    if not names:
        return None
    message = f"文件夹里存着别的结果：{'、'.join(names)}和这次的不一样"
    hint = "换一个文件夹，或者删去这个文件夹再算。"
    return Diagnostic("PE711", message, Cell(MANIFEST), (), hint)


def facts_of(files: Mapping[str, Path]) -> dict[str, Sequence[object]]:
    """Files of facts as a manifest knows them: by name, size in bytes and digest."""
    return {name: [path.stat().st_size, _digest(path)] for name, path in sorted(files.items())}


def engine_version() -> str:
    """The version of the program that is installed; empty where it is not installed at all."""
    try:
        return version("perfeval")
    except PackageNotFoundError:
        return ""


def _digest(path: Path) -> str:
    made = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            made.update(block)
    return made.hexdigest()
