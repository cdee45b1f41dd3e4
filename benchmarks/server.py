"""Serve an app with one gunicorn worker and read what processor time the worker has used."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Worker:
    port: int
    pid: int

    def cpu(self) -> float:
        """Seconds of processor time, user and system, that the worker's threads have used."""
        running = f"/proc/{self.pid}/task"
        try:
            return sum(
                int(Path(running, thread, "schedstat").read_text().split()[0]) / 1e9
                for thread in os.listdir(running)
            )
        except OSError:  # a kernel without schedstat: hundredths of a second will do
            fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / TICKS


@contextmanager
def serving(target: str, environment: dict[str, str]) -> Iterator[Worker]:
    """Start gunicorn with ``target`` (module:app), wait for its worker, stop it at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = {"PATH": os.environ["PATH"], "MOTEPLASS_BASE_URL": f"http://127.0.0.1:{port}"}
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--workers=1", "--max-requests=0",
         f"--bind=127.0.0.1:{port}", target],
        cwd=ROOT,
        env=base | environment,
    )  # fmt: skip
    try:
        yield Worker(port, _worker_of(process, port))
    finally:
        process.terminate()
        process.wait(20)


def _worker_of(process: "subprocess.Popen[bytes]", port: int) -> int:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"gunicorn stopped with status {process.returncode}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0 and children.read_text().split():
                return int(children.read_text().split()[0])
        time.sleep(0.1)
    raise RuntimeError("gunicorn did not come up")
