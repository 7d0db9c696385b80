"""A standalone Spark cluster on the loopback address: one master, two workers of one core each."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from attrs import define, field

WORKERS = 2
_PATIENCE = 90  # seconds until a daemon must have said that it runs
_MASTER = "org.apache.spark.deploy.master.Master"
_WORKER = "org.apache.spark.deploy.worker.Worker"
_STARTED = re.compile(r"Starting Spark master at (spark://\S+)")
_REGISTERED = re.compile(r"Successfully registered with master")


def java() -> str | None:
    """The Java that runs Spark; None where there is none."""
    home = os.environ.get("JAVA_HOME")
    if home and (Path(home) / "bin" / "java").exists():
        return str(Path(home) / "bin" / "java")
    return shutil.which("java")


def opens() -> list[str]:
    """What Spark on Java 17 has to be allowed, one ``--add-opens`` each."""
    packages = (
        "java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util "
        "java.util.concurrent java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action "
        "sun.util.calendar"
    )
    return [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in packages.split()]


@define
class Daemon:
    """One process of the cluster, at the head of a process group of its own."""

    process: subprocess.Popen[bytes]
    log: Path

    def told(self, sign: re.Pattern[str]) -> str:
        """The first match in its log. Raises RuntimeError where it ends or stays silent."""
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            text = self.log.read_text(errors="replace")
            if match := sign.search(text):
                return match.group(match.lastindex or 0)
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError(f"the daemon did not start:\n{self.log.read_text(errors='replace')[-4000:]}")

    def kill(self) -> None:
        """End it and all that it started (the executors of a worker), at once and without a word."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@define
class Cluster:
    """A master and its workers. address: spark://127.0.0.1:port."""

    folder: Path
    jars: Path
    address: str = ""
    daemons: list[Daemon] = field(factory=list)
    workers: list[Daemon] = field(factory=list)

    def start(self) -> None:
        """Start all of it; returns when the workers are known to the master."""
        master = self._daemon("master", _MASTER, "--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
        self.address = master.told(_STARTED)
        for number in range(WORKERS):
            self.add_worker(number)
        for worker in self.workers:
            worker.told(_REGISTERED)

    def add_worker(self, number: int) -> Daemon:
        """One more worker of one core and a gigabyte."""
        own = self.folder / f"worker-{number}"
        words = ["--host", "127.0.0.1", "--webui-port", "0", "-c", "1", "-m", "1g", "-d", str(own)]
        worker = self._daemon(f"worker-{number}", _WORKER, *words, self.address)
        self.workers.append(worker)
        return worker

    def stop(self) -> None:
        """End everything that was started."""
        for daemon in reversed(self.daemons):
            daemon.kill()

    def _daemon(self, name: str, main: str, *words: str) -> Daemon:
        log = self.folder / f"{name}.log"
        found = java()
        assert found is not None
        small = ["-Xmx160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        command = [found, *small, *opens(), "-cp", f"{self.jars}/*", main, *words]
        with log.open("wb") as out:
            process = subprocess.Popen(
                command,
                cwd=self.folder,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        daemon = Daemon(process, log)
        self.daemons.append(daemon)
        return daemon

    def _environment(self) -> Mapping[str, str]:
        # An executor is started by the script of the distribution, which asks for SPARK_HOME.
        return {
            **os.environ,
            "SPARK_HOME": str(self.jars.parent),
            "SPARK_SCALA_VERSION": self._scala(),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_LOCAL_DIRS": str(self.folder / "local"),
            "SPARK_NO_DAEMONIZE": "1",
        }

    def _scala(self) -> str:
        """The version of Scala that the jars are for, as in spark-core_2.13-4.0.1.jar."""
        core = next(self.jars.glob("spark-core_*.jar"))
        return core.name.split("_")[1].split("-")[0]


_QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
SETTINGS: Mapping[str, str] = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "1g",
    "spark.executor.memory": "900m",
    "spark.executor.cores": "1",
    "spark.sql.shuffle.partitions": "4",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    # Runs of a minute are over before what the second compiler does pays.
    "spark.driver.extraJavaOptions": _QUICK,
    "spark.executor.extraJavaOptions": _QUICK,
}


def wait_until(holds: Callable[[], bool], seconds: float) -> bool:
    """Whether it came to hold in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.02)
    return holds()
