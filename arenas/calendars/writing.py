"""A feed's bytes from the records: what it shows, how far it reaches, in which words. No Flask."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from babel.support import Translations
from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import Session

from arenas.calendars import ical, pieces, queries
from arenas.calendars.entries import NO_ANSWER, Answer, Manner, Words
from arenas.calendars.pieces import Piece, Told
from arenas.calendars.renderings import Written
from arenas.calendars.rows import ID, PLACE, SERIES, Meetings
from arenas.calendars.window import leaves_on, window
from arenas.config import ROOT, Settings
from arenas.models import Meeting
from arenas.models.enums import ForumKind, MeetingState

BYTES = 1_000_000
HIDDEN = (MeetingState.DRAFT, MeetingState.CANCELLED)
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
    """What one address shows: the meetings that are ``chosen`` among the ``visible`` ones.

    ``source`` is None for a secret address: it is kept nowhere, the file included.
    ``answers`` are those of the feed's owner, by meeting.
    """

    named: queries.Named
    visible: ColumnElement[bool]
    chosen: ColumnElement[bool] = field(default_factory=true)
    source: str | None = None
    past_months: int | None = None
    with_cancelled: bool = True
    alarm: int | None = None
    answers: Mapping[int, Answer] = field(default_factory=dict)


def write(session: Session, settings: Settings, feed: Feed, language: str) -> Written:
    """The feed's bytes; drafts are in none, whoever asks."""
    zone = settings.timezone
    past = settings.feed_past_months if feed.past_months is None else feed.past_months
    shown = window(
        datetime.now(zone).date(),
        zone,
        past_months=past,
        future_months=settings.feed_future_months,
    )
    hidden = HIDDEN[:1] if feed.with_cancelled else HIDDEN
    found = queries.meetings(
        session, feed.visible, feed.chosen, Meeting.state.not_in(hidden), queries.within(shown)
    )
    how = manner(language, settings.base_url, feed.alarm)
    written = _pieces(found, how, feed.answers)
    body, cut = pieces.file(
        _frame(settings, feed, how.words), written, limit=BYTES, today=shown.today
    )
    days = [shown.next_month]
    days += [leaves_on(one.cancelled, zone) for one in written if one.cancelled]
    days += [shown.today + timedelta(days=1)] if cut else []
    return Written(body, min(days))


def _pieces(found: Meetings, how: Manner, answers: Mapping[int, Answer]) -> list[Piece]:
    """By time; a series stands where its first meeting does."""
    told = [
        Told(
            raw,
            found.agenda.get(raw[ID], ()),
            found.priorities[raw[ID]],
            answers.get(raw[ID], NO_ANSWER),
            found.geo(raw[PLACE]),
        )
        for raw in found.raw
    ]
    series: dict[int, list[Told]] = {number: [] for number in found.series}
    for one in told if series else ():
        series.get(one.raw[SERIES], []).append(one)
    written: list[Piece] = []
    for one in told:
        number = one.raw[SERIES]
        if number not in found.series:
            written.append(pieces.meeting(one, how, found.read))
        elif members := series.pop(number, None):
            written += pieces.series(found.series[number], tuple(members), how, found.read)
    return written


def _frame(settings: Settings, feed: Feed, words: Words) -> ical.Frame:
    named = feed.named
    colour, hex_colour = COLOURS[named.kind]
    return ical.Frame(
        name=words.of(named.name, named.name_en) or words.everything,
        source=feed.source,
        url=f"{settings.base_url}{named.path}",
        colour=colour,
        hex_colour=hex_colour,
        zone=settings.timezone.key,
    )


@lru_cache(maxsize=4)
def words_in(language: str) -> Words:
    """Read past the request: a feed's language is its own, not the browser's."""
    _ = Translations.load(CATALOGUES, [language]).gettext
    return Words(
        english=language == "en",
        everything=_("Møter i regionen"),
        cancelled=_("Avlyst:"),
        reason=_("Årsak:"),
        agenda=_("Saker:"),
        join=_("Delta på nett:"),
        more=_("Mer om møtet:"),
        more_of_all=_("Mer om møtene:"),
        online=_("På nett"),
    )


@lru_cache(maxsize=50)
def manner(language: str, base_url: str, alarm: int | None = None) -> Manner:
    """The one object for this way of writing: what is kept of a feed is kept under it."""
    return Manner(words_in(language), base_url, alarm)


def fingerprint(settings: Settings) -> str:
    """Of the program and the settings that the bytes depend on: a new one writes them anew."""
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    for catalogue in sorted(CATALOGUES.glob("*/LC_MESSAGES/messages.mo")):
        digest.update(catalogue.read_bytes())
    months = f"{settings.feed_past_months} {settings.feed_future_months}"
    digest.update(f"{settings.base_url} {settings.timezone.key} {months}".encode())
    return digest.hexdigest()
