"""One small statement put to the driver itself, its SQL made once: a third of the cost."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine

from arenas.engine import without_begin


class Direct:
    """A SELECT with named parameters, for what is asked at every poll.

    Rows come as the driver gives them, and parameters go as it takes them: days as ISO text.
    """

    def __init__(self, engine: Engine, query: Any) -> None:
        self._engine = without_begin(engine)
        compiled = query.compile(dialect=engine.dialect)
        self._sql, self._names = str(compiled), compiled.positiontup

    def first(self, **values: str) -> tuple[Any, ...] | None:
        parameters = values if self._names is None else tuple(values[name] for name in self._names)
        connection = self._engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(self._sql, parameters)
            row: tuple[Any, ...] | None = cursor.fetchone()
            cursor.close()
        finally:
            connection.close()
        return row


def instant(value: str | datetime) -> datetime:
    """An instant as a driver gives it: text in SQLite, UTC without a zone in both."""
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return moment.replace(tzinfo=UTC)
