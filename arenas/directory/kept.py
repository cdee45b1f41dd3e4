"""What lists need of the whole register, worked out once and kept until something changes.

Every use case that changes a name, a sector or who met raises a revision
(`arenas.revision`); what is kept belongs to the revisions it was made under.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.errors import N_, UnknownRecord
from arenas.models import Revision
from arenas.paging import SIZE

KEPT = 300  # results of one database kept at a time; the largest is a drawn list, some 30 kB

T = TypeVar("T")
Revisions = tuple[tuple[str, int], ...]

_COLUMNS = Revision.__table__.c
_REVISIONS = select(_COLUMNS.scope, _COLUMNS.value).order_by(_COLUMNS.scope)
_kept: "WeakKeyDictionary[Any, OrderedDict[Any, Any]]" = WeakKeyDictionary()
_lock = Lock()


def revisions(session: Session) -> Revisions:
    """Every revision counter: the key under which results are kept. One statement."""
    return tuple((row[0], row[1]) for row in session.execute(_REVISIONS))


def kept(session: Session, under: Revisions, key: object, make: Callable[[], T]) -> T:
    """The result of ``make`` as it was under these revisions; made now if it is not kept."""
    found: T | None = recall(session, under, key)
    if found is not None:
        return found
    made = make()
    keep(session, under, key, made)
    return made


def recall(session: Session, under: Revisions, key: object) -> Any:
    """What was kept under these revisions; None where there is nothing."""
    with _lock:
        results = _kept.setdefault(session.get_bind(), OrderedDict())
        if (under, key) not in results:
            return None
        results.move_to_end((under, key))
        return results[under, key]


def keep(session: Session, under: Revisions, key: object, made: object) -> None:
    with _lock:
        results = _kept.setdefault(session.get_bind(), OrderedDict())
        results[under, key] = made
        while len(results) > KEPT:
            results.popitem(last=False)


def slice_of(ids: Sequence[int], number: int) -> Sequence[int]:
    """The ids on page ``number``, counted from 1.

    Raises
    ------
    UnknownRecord
        If there are not that many pages.
    """
    if number > 1 and (number - 1) * SIZE >= len(ids):
        raise UnknownRecord(N_("Listen har ikke så mange sider."))
    return ids[(number - 1) * SIZE : number * SIZE]
