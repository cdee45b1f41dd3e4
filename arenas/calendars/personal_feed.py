"""A secret address, polled: whose it is, how often it may be asked, and the calendar.

A token that is wrong, replaced or taken back is the same 404 by the same way: one look at
an index, by digest.
"""

from collections import OrderedDict
from datetime import timedelta
from threading import Lock
from typing import Any

from flask import Blueprint, Response, abort, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from arenas.accounts.access import public
from arenas.calendars import answers, personal, queries
from arenas.calendars.feeds import answer
from arenas.calendars.writing import Feed
from arenas.database import db, now
from arenas.engine import without_begin, writer
from arenas.models import Account, PersonalFeed
from arenas.visibility import meeting_visible_to

bp = Blueprint("personal_feed", __name__)

OFTEN = timedelta(minutes=1)
POLLS = 30  # in OFTEN, of one token, by one worker
NOTED = timedelta(hours=1)  # "last used" is as exact as this
REMEMBERED = 10_000  # tokens
_FIND = (
    select(PersonalFeed.id, PersonalFeed.language, PersonalFeed.last_used_at)
    .join(Account, Account.id == PersonalFeed.account_id)
    .where(Account.active)
)


class Looping:
    """Counts the polls of each feed in this worker, so that one that loops is told to wait."""

    def __init__(self) -> None:
        self._since: OrderedDict[int, tuple[float, int]] = OrderedDict()
        self._lock = Lock()

    def is_looping(self, feed_id: int) -> bool:
        moment = now().timestamp()
        with self._lock:
            since, polls = self._since.pop(feed_id, (moment, 0))
            if not 0 <= moment - since <= OFTEN.total_seconds():
                since, polls = moment, 0
            self._since[feed_id] = (since, polls + 1)
            if len(self._since) > REMEMBERED:
                self._since.popitem(last=False)
        return polls >= POLLS


def _looping() -> Looping:
    counter: Looping = current_app.extensions.setdefault("calendars_looping", Looping())
    return counter


@bp.get("/calendar/feeds/<token>.ics")
@public
def feed(token: str) -> ResponseReturnValue:
    with without_begin(db.engine).connect() as connection:
        found = connection.execute(
            _FIND.where(PersonalFeed.token_digest == personal.digest(token))
        ).first()
    if found is None:
        abort(404)
    if _looping().is_looping(found.id):
        return _secret(
            Response(status=429, headers={"Retry-After": str(int(OFTEN.total_seconds()))})
        )
    _note_use(found)
    key = personal.rendering_key(found.id)
    return _secret(
        answer(
            lambda session: _opened(session, found.id), key, found.language.value, answers.PRIVATE
        )
    )


def _opened(session: Session, feed_id: int) -> Feed | None:
    one = session.get(PersonalFeed, feed_id)
    owner = session.get(Account, one.account_id) if one is not None else None
    if one is None or owner is None:
        return None
    return Feed(
        named=queries.Named(one.name, None, "/account/feeds/"),
        visible=meeting_visible_to(owner),
        chosen=personal.condition(one, owner),
        past_months=one.past_months,
        with_cancelled=one.with_cancelled,
        alarm=one.alarm_minutes,
        unsure=personal.unsure(session, owner),
    )


def _note_use(found: Any) -> None:
    if found.last_used_at is None or now() - found.last_used_at > NOTED:
        with writer(db.engine) as connection:
            connection.execute(
                update(PersonalFeed)
                .where(PersonalFeed.id == found.id)
                .values(last_used_at=now(), updated_at=PersonalFeed.updated_at)
            )


def _secret(response: Response) -> Response:
    """Nothing on the way may keep it, list it, or tell its address on."""
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
