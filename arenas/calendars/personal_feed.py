"""A secret address, polled: whose it is, how often it may be asked, and the calendar.

A token that is wrong, replaced or taken back is the same 404 by the same way: one look at
an index, by digest.
"""

from collections import OrderedDict
from contextlib import suppress
from datetime import datetime, timedelta
from threading import Lock
from typing import cast

from flask import Blueprint, Flask, Response, abort, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from arenas.accounts.access import public
from arenas.calendars import answers, personal, queries
from arenas.calendars.direct import Direct, instant
from arenas.calendars.feeds import answer
from arenas.calendars.writing import Feed
from arenas.database import db, now
from arenas.engine import writer
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
    .where(Account.active, PersonalFeed.token_digest == bindparam("digest"))
)
bp.record_once(lambda state: init_app(cast(Flask, state.app)))


def init_app(app: Flask) -> None:
    with app.app_context():
        app.extensions["calendars_tokens"] = Direct(db.engine, _FIND)


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
    tokens: Direct = current_app.extensions["calendars_tokens"]
    found = tokens.first(digest=personal.digest(token))
    if found is None:
        abort(404)
    number, language, last_used = found
    if _looping().is_looping(number):
        return _secret(
            Response(status=429, headers={"Retry-After": str(int(OFTEN.total_seconds()))})
        )
    _note_use(number, instant(last_used) if last_used is not None else None)
    key = personal.rendering_key(number)
    return _secret(answer(lambda session: _opened(session, number), key, language, answers.PRIVATE))


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
        answers=personal.answers(session, owner),
    )


def _note_use(number: int, last_used: datetime | None) -> None:
    if last_used is not None and now() - last_used <= NOTED:
        return
    with suppress(DBAPIError), writer(db.engine, patience=100) as connection:  # else the next poll
        connection.execute(
            update(PersonalFeed)
            .where(PersonalFeed.id == number)
            .values(last_used_at=now(), updated_at=PersonalFeed.updated_at)
        )


def _secret(response: Response) -> Response:
    """Nothing on the way may keep it, list it, or tell its address on."""
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
