"""A PostgreSQL of our own, in a folder of its own, for as long as the tests of this folder run."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
# initdb refuses to work for root.
_USER = "postgres"


def programs() -> Path | None:
    """The folder of PostgreSQL's programs; None where it is not installed."""
    found = [folder for place in _PLACES for folder in sorted(Path("/").glob(place[1:]))]
    on_path = shutil.which("initdb")
    found += [Path(on_path).parent] if on_path else []
    return next((folder for folder in reversed(found) if (folder / "initdb").exists()), None)


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """A server with its data below ``folder``; gives its address."""
    bin_folder = programs()
    assert bin_folder is not None
    data = folder / "data"
    as_user = ["runuser", "-u", _USER, "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(folder, _USER)
    port = _free_port()
    log = folder / "log"
    init = ["-D", str(data), "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    subprocess.run([*as_user, str(bin_folder / "initdb"), *init], check=True, capture_output=True)
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off -c shared_buffers=256MB"
    control = [*as_user, str(bin_folder / "pg_ctl"), "-D", str(data), "-w"]
    start = [*control, "-l", str(log), "-o", options, "start"]
    subprocess.run(start, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"postgresql://{_USER}@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=True, capture_output=True)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
