"""A PostgreSQL of the tests' own: the machine's programs, a fresh folder, no network port."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

# Nothing here outlives the tests, so nothing has to reach the disk.
OPTIONS = (
    "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off "
    "-c max_connections=60 -c shared_buffers=64MB -c autovacuum=off"
)


class NoPostgresError(Exception):
    """The machine has no PostgreSQL server; the message says what to install."""


def programs() -> Path:
    """The folder of initdb and pg_ctl, the newest version first."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: float(path.parts[-3]),
        reverse=True,
    )
    if not found:
        raise NoPostgresError("no PostgreSQL server here: install the package postgresql")
    return found[0].parent


class Cluster:
    """One running server, reached through a socket in its own folder."""

    def __init__(self, folder: Path, version: str) -> None:
        self.folder = folder
        self.version = version

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://moteplass@/{name}?host={self.folder}"

    def create(self, name: str, template: str = "template0") -> str:
        """A database as a copy of ``template``; one of that name before it is dropped."""
        self.drop(name)
        self._say(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, name: str) -> None:
        self._say(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _say(self, statement: str) -> None:
        with psycopg.connect(
            host=str(self.folder), user="moteplass", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement.encode())


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Start a server, stop it and remove its folder. PostgreSQL refuses to run as root."""
    bin_folder = programs()
    folder = Path(tempfile.mkdtemp(prefix="mp-", dir="/tmp"))  # a socket's path must be short
    user = _server_user()
    if user:
        shutil.chown(folder, user)
    data = folder / "data"

    def call(program: str, *arguments: str) -> None:
        subprocess.run(
            [bin_folder / program, *arguments],
            user=user,
            group=pwd.getpwnam(user).pw_gid if user else None,
            extra_groups=[] if user else None,
            cwd=folder,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"LC_ALL": "C.UTF-8", "PATH": os.defpath},
        )

    try:
        call(
            "initdb", f"--pgdata={data}", "--username=moteplass", "--auth=trust", "--no-sync",
            "--encoding=UTF8", "--locale=C.UTF-8",
        )  # fmt: skip
        log = folder / "log"
        call(
            "pg_ctl", f"--pgdata={data}", f"--log={log}", "--wait",
            f"--options=-k {folder} {OPTIONS}", "start",
        )  # fmt: skip
        try:
            yield Cluster(folder, (data / "PG_VERSION").read_text().strip())
        finally:
            call("pg_ctl", f"--pgdata={data}", "--mode=immediate", "--wait", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _server_user() -> str | None:
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
