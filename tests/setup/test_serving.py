"""``moteplass serve`` as ``make run`` calls it: served, filled once, stopped cleanly."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.ports import free_port
from tests.settings import KEY, PASSWORD

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
PATIENCE = 300  # seconds: a busy machine starts late, and is not wrong


@contextmanager
def served(database_url: str, *command: str):
    """Start a server on a free port; give its address; end with what it has printed."""
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "PORT": str(port),
        "DATABASE_URL": database_url,
        "MOTEPLASS_SAMPLE": "1",
        "MOTEPLASS_SAMPLE_PASSWORD": PASSWORD,
        "MOTEPLASS_SECRET_KEY": KEY,
    }
    process = subprocess.Popen(
        [part.format(port=port) for part in command],
        cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    printed: list[str] = []
    try:
        _wait(process, port)
        yield f"http://127.0.0.1:{port}", printed
    finally:
        process.send_signal(signal.SIGTERM)
        printed.append(process.communicate(timeout=PATIENCE)[0])
    assert process.returncode == 0, printed


def _wait(process, port):
    for _ in range(10 * PATIENCE):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, process.communicate()[0]
        time.sleep(0.1)
    raise AssertionError("nothing is served")


def fetch(url):
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        return answer.status, dict(answer.headers), answer.read().decode()


SERVE = (sys.executable, "-m", "arenas.cli", "serve", "--migrate")


def test_an_empty_database_becomes_a_served_region_and_stays(templates, database):
    url = getattr(templates, database)("blank", "served")
    with served(url, *SERVE) as (address, first):
        assert fetch(f"{address}/healthz")[0] == 200
        status, headers, page = fetch(f"{address}/login")
        assert status == 200
        assert "Content-Security-Policy" in headers
        assert "<h1" in page
    with served(url, *SERVE) as (address, second):
        assert fetch(f"{address}/readyz")[0] == 200
    assert "Loading the sample region" in first[0]
    assert "Loading the sample region" not in second[0]
    for printed in (first[0], second[0]):
        assert re.search(r"http://localhost:\d+/", printed)
        assert all(f"{role}@example.org" in printed for role in ("admin", "coordinator", "member"))
        assert PASSWORD in printed


def test_gunicorn_serves_the_app_by_its_usual_name(templates):
    url = templates.sqlite("sample", "gunicorn")
    command = (sys.executable, "-m", "gunicorn", "--bind=127.0.0.1:{port}", "wsgi:app")
    with served(url, *command) as (address, _):
        status, _, body = fetch(f"{address}/static/css/{stylesheet()}")
        assert (status, bool(body)) == (200, True)
        assert fetch(f"{address}/login")[0] == 200


def stylesheet():
    return sorted((ROOT / "arenas" / "static" / "css").glob("*.css"))[0].name
