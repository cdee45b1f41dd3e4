"""Two people, one record: the second to save is told, and nothing is lost.

A form carries the version it was made from. A service calls ``check`` with it before it
changes anything and ``flush`` after; the web answers ``ChangedMeanwhile`` with both texts
side by side (``arenas.web.conflict``).
"""

from sqlalchemy import inspect
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from arenas.errors import N_, Conflict
from arenas.models.mixins import Versioned

_OWN = {"id", "version"}


class ChangedMeanwhile(Conflict):
    """Somebody else saved the record after it was opened for editing."""

    def __init__(self) -> None:
        super().__init__(N_("Noen andre endret dette mens du hadde det åpent."))


def check(record: Versioned, version: int) -> None:
    """Refuse a change that was made from an older version than the one on record.

    Raises
    ------
    ChangedMeanwhile
        If the record has another version than ``version``.
    """
    if record.version != version:
        raise ChangedMeanwhile


def touch(record: Versioned) -> None:
    """Let the version grow also where only the record's parts change (aliases, members)."""
    loaded = inspect(record).dict
    columns = inspect(type(record)).column_attrs
    column = next(one.key for one in columns if one.key in loaded and one.key not in _OWN)
    flag_modified(record, column)


def flush(session: Session) -> None:
    """Flush; a version that another transaction raised in between is told as a conflict.

    Raises
    ------
    ChangedMeanwhile
        If somebody else was first. The session must then be rolled back.
    """
    try:
        session.flush()
    except StaleDataError as error:
        raise ChangedMeanwhile from error
