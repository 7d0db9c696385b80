"""What is kept in the repository: the expected entries, and nothing that only one machine has."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

import pytest

from tests.architecture.findings import ROOT, Finding, assert_none

TOP_LEVEL = (
    ".ci",
    ".gitattributes",
    ".gitignore",
    ".pre-commit-hooks.yaml",
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "README.zh-CN.md",
    "benchmarks",
    "docs",
    "grammar",
    "make.cmd",
    "perfeval",
    "pyproject.toml",
    "requirements*.txt",
    "requirements-*.in",
    "rules",
    "tests",
)

# Put together here, so that this file does not hold what it looks for.
MACHINE_FOLDERS = ("work", "root", "home", "tmp")
PACKAGE_INDEXES = ("py" + "pi.org", "python" + "hosted.org", "py" + "pi/simple")

# A folder at the root of a machine: not within a longer path, nor within an address on the net.
MACHINE_PATH = re.compile(
    rf"(?:(?<![\w./~-])|(?<=file://))/(?:{'|'.join(MACHINE_FOLDERS)})/|\b[a-z]:[\\/]+{'Us' + 'ers'}\b",
    re.IGNORECASE,
)
PACKAGE_INDEX = re.compile("|".join(map(re.escape, PACKAGE_INDEXES)), re.IGNORECASE)


def tracked_files() -> list[PurePosixPath]:
    """Every file that git tracks; the test is skipped where there is no git checkout to ask."""
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed, so what is tracked cannot be told")
    to_top = subprocess.run([git, "rev-parse", "--show-cdup"], cwd=ROOT, capture_output=True, check=False)
    if to_top.returncode or to_top.stdout.strip():
        pytest.skip("not the root of a git checkout, so nothing is tracked")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [PurePosixPath(name) for name in sorted(filter(None, listed.stdout.decode().split("\0")))]


def unexpected_entries(files: list[PurePosixPath]) -> Iterator[Finding]:
    """Top-level entries that nobody expects there."""
    for entry in sorted({file.parts[0] for file in files}):
        if not any(fnmatchcase(entry, expected) for expected in TOP_LEVEL):
            yield Finding(entry, 1, "not expected at the top of the repository")


def places_named(path: PurePosixPath, text: str) -> Iterator[Finding]:
    """Lines that name a place on one machine, or a place that packages come from."""
    for number, line in enumerate(text.splitlines(), start=1):
        if found := MACHINE_PATH.search(line):
            yield Finding(str(path), number, f"names a path of one machine: {found.group()}")
        if found := PACKAGE_INDEX.search(line):
            yield Finding(str(path), number, f"names a package index: {found.group()}")


def text_of(path: PurePosixPath) -> str:
    """The text of a tracked file; empty for one that is binary, or removed and not yet committed."""
    file = ROOT / path
    content = file.read_bytes() if file.is_file() else b""
    return "" if b"\0" in content else content.decode("utf-8", errors="replace")


def test_the_top_level_holds_what_is_expected() -> None:
    """A new entry at the top is a decision: it is added to the list with the same change."""
    assert_none(unexpected_entries(tracked_files()))


def test_no_text_names_a_machine_or_a_package_index() -> None:
    """What works only where it was written does not work."""
    assert_none(finding for path in tracked_files() for finding in places_named(path, text_of(path)))


def test_an_unexpected_entry_is_found() -> None:
    """Once, however many files are in it."""
    names = ("notes/a.md", "notes/b.md", "scratch.py", "docs/a.md", "requirements-x.txt")
    findings = unexpected_entries([PurePosixPath(name) for name in names])
    assert [finding.path for finding in findings] == ["notes", "scratch.py"]


@pytest.mark.parametrize("folder", MACHINE_FOLDERS)
@pytest.mark.parametrize("before", ["", "see ", '"', "=", "（", "file://"])
def test_a_machine_path_is_found(folder: str, before: str) -> None:
    """Wherever it stands in the line."""
    findings = list(places_named(PurePosixPath("a.md"), f"first\n{before}/{folder}/x"))
    assert [finding.line for finding in findings] == [2]


@pytest.mark.parametrize("path", ["C:\\{}\\me", "d:/{}/me", "C:\\\\{}\\\\me"])
def test_a_machine_path_of_windows_is_found(path: str) -> None:
    """With either slash, and with the backslash doubled as in source text."""
    assert list(places_named(PurePosixPath("a.md"), path.format("Us" + "ers")))


@pytest.mark.parametrize("host", PACKAGE_INDEXES)
def test_a_package_index_is_found(host: str) -> None:
    """In any spelling of its letters."""
    for line in (f"https://{host}/x", host.upper()):
        assert list(places_named(PurePosixPath("a.md"), line))


@pytest.mark.parametrize("line", ["docs/{}/x", "./{}/x", "https://example.org/{}/x", "/{}", "在/usr/bin里"])
@pytest.mark.parametrize("folder", MACHINE_FOLDERS)
def test_paths_within_something_are_free(line: str, folder: str) -> None:
    """Relative paths, addresses, and folders that every machine has."""
    assert not list(places_named(PurePosixPath("a.md"), line.format(folder)))
