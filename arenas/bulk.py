"""Many rows of one table with one statement and little else around it.

SQLAlchemy looks at each value of each row anew; for three hundred invitations that costs more
than storing them. Here a column's values are turned into what the driver takes once for each
value that repeats itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Dialect, Table, insert
from sqlalchemy.orm import Session

MANY = 500
"""Rows a statement: well under what SQLite takes."""


def insert_rows(session: Session, model: type, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows, all with the same keys; a column that they leave out stays empty.

    Raises
    ------
    KeyError
        If a row lacks one of the keys of the first.
    """
    if not rows:
        return
    table = cast(Table, model.__table__)  # type: ignore[attr-defined]
    connection = session.connection()
    names = tuple(column.name for column in table.c if column.name in rows[0])
    statement, by_place, processors = _compiled(table, names, connection.dialect)
    columns = [_processed(processors[name], (row[name] for row in rows)) for name in names]
    values: list[Any] = list(zip(*columns, strict=True))
    if not by_place:
        values = [dict(zip(names, row, strict=True)) for row in values]
    for start in range(0, len(values), MANY):
        connection.exec_driver_sql(statement, values[start : start + MANY])


@lru_cache(maxsize=32)
def _compiled(
    table: Table, names: tuple[str, ...], dialect: Dialect
) -> tuple[str, bool, dict[str, Any]]:
    """The statement as the driver takes it, whether by place or by name, how values are turned."""
    compiled = insert(table).compile(dialect=dialect, column_keys=list(names))
    processors = {
        name: table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names
    }
    return str(compiled), bool(compiled.positional), processors


def _processed(processor: Any, values: Iterable[Any]) -> list[Any]:
    """Each value as the driver takes it; the same value again is not looked at again."""
    if processor is None:
        return list(values)
    found, last, made = [], object(), None
    for value in values:
        if value is not last:
            last, made = value, processor(value)
        found.append(made)
    return found
