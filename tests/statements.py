"""Count what a page asks of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from arenas.database import db

BESIDE_THE_POINT = (
    "BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE",
    # What is asked by the clock, whatever the page: a slow test meets it, a fast one does not.
    "UPDATE sign_in SET last_seen_at",  # once in five minutes
    "SELECT setting.value FROM setting",  # whether the sample is loaded: once in five seconds
)  # fmt: skip


class QueryRecorder(list[str]):
    """The statements in the order they were sent; what no page asked for is left out."""

    def at_most(self, number: int) -> None:
        assert len(self) <= number, f"{len(self)} statements:\n" + "\n".join(self)


@contextmanager
def recorded(app: Flask) -> Iterator[QueryRecorder]:
    """Record every statement inside the block: ``with recorded(app) as statements: ...``"""
    seen = QueryRecorder()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        line = " ".join(statement.split())
        if not line.startswith(BESIDE_THE_POINT):
            seen.append(line)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
