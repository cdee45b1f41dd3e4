"""How the program begins its transactions, on SQLite and on PostgreSQL.

SQLite's driver begins none for a SELECT, so that two who read and then write can lose one of
the two changes in silence; and a reader who becomes a writer is refused at once, whatever the
timeout. So what may write takes the write lock at the start (BEGIN IMMEDIATE), and only a
request that is known to read (GET, HEAD, OPTIONS) begins as a reader. Who writes during a
reading request does so on a connection of its own: ``writer``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import has_request_context, request
from sqlalchemy import Connection, Engine, event

READING = {"GET", "HEAD", "OPTIONS"}
BUSY_MILLISECONDS = 10_000


def options(url: str) -> dict[str, Any]:
    """What ``create_engine`` is told for this address."""
    if url.startswith("sqlite"):
        return {"connect_args": {"isolation_level": None}}
    return {"pool_pre_ping": True}


def prepare(engine: Engine) -> None:
    """Set up each connection of an SQLite engine; others are left as they are."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)


@contextmanager
def writer(engine: Engine, *, patience: int = BUSY_MILLISECONDS) -> Iterator[Connection]:
    """A short transaction of its own that may write, whatever the request is.

    ``patience`` is how long it waits for another writer on SQLite, in milliseconds; then
    comes an ``OperationalError``.
    """
    with engine.connect() as connection, _patient(connection, patience):
        connection = connection.execution_options(writes=True)
        with connection.begin():
            yield connection


def without_begin(engine: Engine) -> Engine:
    """The same connections, for one SELECT that needs no transaction: the poll of a feed."""
    return engine.execution_options(single=True)


@contextmanager
def _patient(connection: Connection, milliseconds: int) -> Iterator[None]:
    driver = connection.connection.dbapi_connection
    if connection.dialect.name != "sqlite" or driver is None:
        yield
        return
    driver.cursor().execute(f"PRAGMA busy_timeout={milliseconds:d}")
    try:
        yield
    finally:
        driver.cursor().execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")


def _on_connect(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    if connection.get_execution_options().get("single"):
        return
    reads = (
        has_request_context()
        and request.method in READING
        and not connection.get_execution_options().get("writes")
    )
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
