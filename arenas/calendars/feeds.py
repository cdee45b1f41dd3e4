"""The public feeds. An unchanged one is answered from one row: no session, no account."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import cast

from babel.support import Translations
from flask import Blueprint, Flask, Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, and_, true
from sqlalchemy.orm import Session

from arenas.accounts.access import current_account, public
from arenas.calendars import answers, changes, entries, ical, queries, renderings
from arenas.calendars.entries import Words
from arenas.calendars.renderings import Polls, Version, Written
from arenas.calendars.window import Window, leaves_on, window
from arenas.config import ROOT, Settings
from arenas.database import db
from arenas.models import Meeting
from arenas.models.enums import ForumKind, MeetingState
from arenas.visibility import meeting_visible_to
from arenas.web.current import settings

bp = Blueprint("calendars", __name__)
bp.record_once(lambda state: init_app(cast(Flask, state.app)))

BYTES = 1_000_000
LONGEST_SLUG = 80
CATALOGUES = ROOT / "arenas" / "translations"
COLOURS: dict[ForumKind | None, tuple[str, str]] = {
    None: ("steelblue", "#4682b4"),
    ForumKind.POLITICAL: ("royalblue", "#4169e1"),
    ForumKind.ADMINISTRATIVE: ("slategray", "#708090"),
    ForumKind.PROFESSIONAL: ("seagreen", "#2e8b57"),
    ForumKind.PROJECT: ("chocolate", "#d2691e"),
    ForumKind.CONFERENCE: ("darkorchid", "#9932cc"),
}


@dataclass(frozen=True)
class Feed:
    """What one address shows. ``about`` gives None where there is no such record."""

    path: str
    about: Callable[[Session], queries.Named | None]
    condition: Callable[[], ColumnElement[bool]] | None = None


def init_app(app: Flask) -> None:
    changes.listen()
    app.extensions["calendars_made_by"] = _fingerprint(app)
    with app.app_context():
        app.extensions["calendars_polls"] = Polls(db.engine)


@bp.get("/calendar/all.ics")
@public
def everything() -> ResponseReturnValue:
    return _answer(Feed("/calendar/all.ics", lambda session: queries.Named("", None, "/meetings/")))


@bp.get("/calendar/forums/<slug>.ics")
@public
def forum(slug: str) -> ResponseReturnValue:
    _plausible(slug)
    return _answer(
        Feed(
            f"/calendar/forums/{slug}.ics",
            lambda session: queries.forum(session, slug),
            lambda: queries.of_forum(slug),
        )
    )


@bp.get("/calendar/organisations/<slug>.ics")
@public
def organisation(slug: str) -> ResponseReturnValue:
    _plausible(slug)
    return _answer(
        Feed(
            f"/calendar/organisations/{slug}.ics",
            lambda session: queries.organisation(session, slug),
            lambda: queries.of_organisation(slug),
        )
    )


@bp.get("/calendar/priorities/<int(max=2147483647):number>.ics")
@public
def priority(number: int) -> ResponseReturnValue:
    return _answer(
        Feed(
            f"/calendar/priorities/{number}.ics",
            lambda session: queries.priority(session, number),
            lambda: queries.of_priority(number),
        )
    )


def _plausible(slug: str) -> None:
    """What no record can be called is not asked of the database."""
    if len(slug) > LONGEST_SLUG or not slug.isprintable():
        abort(404)


def _answer(feed: Feed) -> Response:
    language = feed_language()
    key = f"{feed.path}?lang={language}"
    today = datetime.now(settings().timezone).date()
    made_by = current_app.extensions["calendars_made_by"]
    polls: Polls = current_app.extensions["calendars_polls"]
    version = polls.current(key, made_by, today)
    if version is not None:
        if answers.is_current(version):
            return answers.not_modified(version, answers.PUBLIC)
        if (body := polls.body(key, version)) is not None:
            return answers.whole(body, version, answers.PUBLIC)
    return _renewed(feed, key, language)


def _renewed(feed: Feed, key: str, language: str) -> Response:
    made_by = current_app.extensions["calendars_made_by"]
    renewed = renderings.renew(
        db.engine, key, made_by, lambda session: write(session, feed, language)
    )
    if renewed is None:
        abort(404)
    version, body = renewed
    if answers.is_current(version):
        return answers.not_modified(version, answers.PUBLIC)
    return answers.whole(body, version, answers.PUBLIC)


def feed_language() -> str:
    """A feed is in bokmål; in English where its address says ``lang=en``."""
    if "lang" not in request.environ.get("QUERY_STRING", ""):
        return "nb"
    return "en" if request.args.get("lang") == "en" else "nb"


def write(session: Session, feed: Feed, language: str) -> Written | None:
    """The feed's bytes from the records."""
    named = feed.about(session)
    if named is None:
        return None
    shown = _window()
    chosen = feed.condition() if feed.condition else true()
    found = queries.meetings(session, meeting_visible_to(None), chosen, queries.within(shown))
    words = words_in(language)
    body, cut = entries.file(
        _frame(feed, named, language),
        [
            entries.entry(
                row,
                words=words,
                base_url=settings().base_url,
                agenda=found.agenda.get(row.id, ()),
                priorities=found.priorities[row.id],
            )
            for row in found.rows
        ],
        limit=BYTES,
        today=shown.today,
    )
    leaving = [
        leaves_on(row.ends_at, shown.zone)
        for row in found.rows
        if row.state is MeetingState.CANCELLED
    ]
    tomorrow = [shown.today + timedelta(days=1)] if cut else []
    return Written(body, min([shown.next_month, *leaving, *tomorrow]))


def _window() -> Window:
    chosen = settings()
    return window(
        datetime.now(chosen.timezone).date(),
        chosen.timezone,
        past_months=chosen.feed_past_months,
        future_months=chosen.feed_future_months,
    )


def _frame(feed: Feed, named: queries.Named, language: str) -> ical.Frame:
    words = words_in(language)
    colour, hex_colour = COLOURS[named.kind]
    suffix = "?lang=en" if language == "en" else ""
    return ical.Frame(
        name=words.of(named.name, named.name_en) or words.everything,
        source=f"{settings().base_url}{feed.path}{suffix}",
        url=f"{settings().base_url}{named.path}",
        colour=colour,
        hex_colour=hex_colour,
        zone=settings().timezone.key,
    )


@lru_cache(maxsize=4)
def words_in(language: str) -> Words:
    """Read past the request: a feed's language is its address's, not the browser's."""
    _ = Translations.load(CATALOGUES, [language]).gettext
    return Words(
        english=language == "en",
        everything=_("Møter i regionen"),
        cancelled=_("Avlyst:"),
        reason=_("Årsak:"),
        agenda=_("Saker:"),
        join=_("Delta på nett:"),
        more=_("Mer om møtet:"),
        online=_("På nett"),
    )


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
    entry = entries.entry(
        row,
        words=words_in(feed_language()),
        base_url=settings().base_url,
        agenda=found.agenda.get(row.id, ()),
        priorities=found.priorities[row.id],
    )
    body = b"".join(ical.calendar(ical.Frame(), [entry]))
    version = Version(hashlib.sha256(body).hexdigest()[:32], row.updated_at)
    if answers.is_current(version):
        return answers.not_modified(version, cache)
    response = answers.whole(body, version, cache)
    response.headers["Content-Disposition"] = f'attachment; filename="meeting-{row.id}.ics"'
    return response


def _fingerprint(app: Flask) -> str:
    """Of the program and the settings that the bytes depend on: a new one writes them anew."""
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    for catalogue in sorted(CATALOGUES.glob("*/LC_MESSAGES/messages.mo")):
        digest.update(catalogue.read_bytes())
    told: Settings = app.extensions["settings"]
    months = f"{told.feed_past_months} {told.feed_future_months}"
    digest.update(f"{told.base_url} {told.timezone.key} {months}".encode())
    return digest.hexdigest()
