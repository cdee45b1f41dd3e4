"""Count what a page asks of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from arenas.database import db

BESIDE_THE_POINT = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")


class QueryRecorder(list[str]):
    """The statements in the order they were sent; BEGIN and PRAGMA are left out."""

    def at_most(self, number: int) -> None:
        assert len(self) <= number, f"{len(self)} statements:\n" + "\n".join(self)


@contextmanager
def recorded(app: Flask) -> Iterator[QueryRecorder]:
    """Record every statement inside the block: ``with recorded(app) as statements: ...``"""
    seen = QueryRecorder()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(BESIDE_THE_POINT):
            seen.append(" ".join(statement.split()))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
