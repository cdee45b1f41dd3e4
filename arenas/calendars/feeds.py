"""The public feeds. An unchanged one is answered from one row: no session, no account."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import cast

from flask import Blueprint, Flask, Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, and_, true
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from arenas.accounts.access import current_account, public
from arenas.calendars import answers, changes, ical, queries, recurring, renderings
from arenas.calendars.renderings import Polls, Version, Written
from arenas.calendars.writing import Feed, fingerprint, manner, write
from arenas.config import Settings
from arenas.database import db, now
from arenas.models import Meeting
from arenas.models.enums import MeetingState
from arenas.visibility import meeting_visible_to
from arenas.web.current import external, settings

bp = Blueprint("calendars", __name__)
bp.record_once(lambda state: init_app(cast(Flask, state.app)))

LONGEST_SLUG = 80
About = Callable[[Session], queries.Named | None]


def init_app(app: Flask) -> None:
    told: Settings = app.extensions["settings"]
    changes.listen()
    app.extensions["calendars_made_by"] = fingerprint(told)
    with app.app_context():
        app.extensions["calendars_polls"] = Polls(db.engine)


@bp.get("/calendar/all.ics")
@public
def everything() -> ResponseReturnValue:
    return _public("/calendar/all.ics", lambda session: queries.Named("", None, "/meetings/"))


@bp.get("/calendar/forums/<slug>.ics")
@public
def forum(slug: str) -> ResponseReturnValue:
    _plausible(slug)
    try:
        return _public(
            f"/calendar/forums/{slug}.ics",
            lambda session: queries.forum(session, slug),
            lambda: queries.of_forum(slug),
        )
    except NotFound:
        return _internal(slug)


def _internal(slug: str) -> Response:
    """An internal forum's calendar for somebody signed in who may see it; kept nowhere."""
    viewer, language = current_account(), feed_language()
    named = queries.forum(db.session(), slug, viewer) if viewer is not None else None
    if named is None:
        abort(404)
    feed = Feed(named, meeting_visible_to(viewer), queries.of_forum(slug))
    body = write(db.session(), settings(), feed, language).body
    version = Version(hashlib.sha256(body).hexdigest()[:32], now())
    if answers.is_current(version):
        return answers.not_modified(version, answers.PRIVATE)
    return answers.whole(body, version, answers.PRIVATE)


@bp.get("/calendar/organisations/<slug>.ics")
@public
def organisation(slug: str) -> ResponseReturnValue:
    _plausible(slug)
    return _public(
        f"/calendar/organisations/{slug}.ics",
        lambda session: queries.organisation(session, slug),
        lambda: queries.of_organisation(slug),
    )


@bp.get("/calendar/priorities/<int(max=2147483647):number>.ics")
@public
def priority(number: int) -> ResponseReturnValue:
    return _public(
        f"/calendar/priorities/{number}.ics",
        lambda session: queries.priority(session, number),
        lambda: queries.of_priority(number),
    )


def _plausible(slug: str) -> None:
    """What no record can be called is not asked of the database."""
    if len(slug) > LONGEST_SLUG or not slug.isprintable():
        abort(404)


def _public(path: str, about: About, chosen: Callable[[], ColumnElement[bool]] = true) -> Response:
    language = feed_language()
    suffix = "?lang=en" if language == "en" else ""

    def opened(session: Session) -> Feed | None:
        named = about(session)
        if named is None:
            return None
        source = external(f"{path}{suffix}")
        return Feed(named, meeting_visible_to(None), chosen(), source=source)

    return answer(opened, f"{path}?lang={language}", language, answers.PUBLIC)


def answer(
    opened: Callable[[Session], Feed | None], key: str, language: str, cache: str
) -> Response:
    """The feed that is kept under ``key``: not modified, as it was written, or written anew.

    ``opened`` gives what to write, or None where it is gone; it is asked only for the last.
    """
    today = datetime.now(settings().timezone).date()
    made_by = current_app.extensions["calendars_made_by"]
    polls: Polls = current_app.extensions["calendars_polls"]
    version = polls.current(key, made_by, today)
    if version is not None:
        if answers.is_current(version):
            return answers.not_modified(version, cache)
        if (body := polls.body(key, version)) is not None:
            return answers.whole(body, version, cache)
    told = settings()

    def written(session: Session) -> Written | None:
        feed = opened(session)
        return write(session, told, feed, language) if feed is not None else None

    renewed = renderings.renew(db.engine, key, made_by, written)
    if renewed is None:
        abort(404)
    version, body = renewed
    if answers.is_current(version):
        return answers.not_modified(version, cache)
    return answers.whole(body, version, cache)


def feed_language() -> str:
    """A feed is in bokmål; in English where its address says ``lang=en``."""
    if "lang" not in request.environ.get("QUERY_STRING", ""):
        return "nb"
    return "en" if request.args.get("lang") == "en" else "nb"


@bp.get("/meetings/<int(max=2147483647):number>.ics")
@public
def meeting(number: int) -> ResponseReturnValue:
    """One meeting as a file: any but a draft that may be seen, however long ago."""
    called = and_(Meeting.id == number, Meeting.state != MeetingState.DRAFT)
    with Session(db.engine) as session:
        found = queries.meetings(session, called, meeting_visible_to(None))
    if found.rows:
        return _one(found, answers.PUBLIC)
    viewer = current_account()
    found = queries.meetings(db.session(), called, meeting_visible_to(viewer))
    if viewer is None or not found.rows:
        abort(404)
    return _one(found, answers.PRIVATE)


def _one(found: queries.Meetings, cache: str) -> Response:
    row = found.rows[0]
    entry = recurring.single(found, row, manner(feed_language(), settings().base_url))
    body = b"".join(ical.calendar(ical.Frame(), [entry]))
    series = found.series.get(row.series_id or 0)
    changed = max(row.updated_at, series.updated_at) if series else row.updated_at
    version = Version(hashlib.sha256(body).hexdigest()[:32], changed)
    if answers.is_current(version, by_date=False):
        return answers.not_modified(version, cache)
    response = answers.whole(body, version, cache)
    response.headers["Content-Disposition"] = f'attachment; filename="meeting-{row.id}.ics"'
    return response
