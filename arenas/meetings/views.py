"""The list of meetings and the page of one."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, get_template_attribute, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from arenas.accounts.access import current_account, public
from arenas.database import db, now
from arenas.directory.kept import Revisions, kept
from arenas.invitations import seats
from arenas.invitations.own_views import asked
from arenas.meetings import (
    carrying,
    listing,
    outcomes,
    presenting,
    queries,
    series_queries,
    series_words,
    states,
)
from arenas.meetings.listing import Wanted
from arenas.minutes.queries import is_published as has_minutes
from arenas.mirrors import yields
from arenas.models import Account, Meeting, Series
from arenas.models.enums import ForumKind, MeetingMode, MeetingState
from arenas.visibility import may_write, reads_all
from arenas.web.current import settings
from arenas.web.labels import choices
from arenas.web.language import current_language
from arenas.web.lists import Choices, Filter, Listing, ListSpec, day_filter

bp = Blueprint("meetings", __name__, url_prefix="/meetings")

NUMBER = "int(max=2147483647)"
STATES = [
    (MeetingState.PLANNED.value, _l("Planlagte")),
    (MeetingState.HELD.value, _l("Holdte")),
    (MeetingState.CANCELLED.value, _l("Avlyste")),
]
DRAFTS = (MeetingState.DRAFT.value, _l("Utkast"))
EVERY = (listing.ALL, _l("Alle"))
LIST = ListSpec(
    sorts=("natural", "time", "title", "forum"),
    filters=(
        Filter("state", _l("Tilstand"), [*STATES, EVERY], unset=_l("Kommende")),
        Filter("forum", _l("Arena")),
        Filter("kind", _l("Type arena"), choices(ForumKind), parse=ForumKind),
        Filter("mode", _l("Møteform"), choices(MeetingMode), parse=MeetingMode),
        Filter("priority", _l("Innsatsområde"), parse=int),
        day_filter("from", _l("Fra dato")),
        day_filter("to", _l("Til dato")),
    ),
)


@dataclass(frozen=True)
class Tab:
    label: Any
    url: str
    here: bool


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    session, viewer = db.session(), current_account()
    under = listing.state(session)
    asked = _asked(session, viewer, under)
    writes = may_write(viewer)
    return render_template(
        "meetings/index.html",
        drawn=_drawn(session, viewer, under, asked),
        tabs=_tabs(asked),
        forum=asked.texts.get("forum"),
        writes=writes,
    )


def _drawn(session: Session, viewer: Account | None, under: Revisions, asked: Listing) -> Any:
    """The list as it was drawn before, where neither the register nor the minute has changed."""
    language, moment = current_language(), now()
    wanted = _wanted(asked)
    minute = moment.replace(second=0) if wanted.shown == listing.COMING else None
    key = ("meetings", *_sight(viewer), language, asked.url(page=asked.page), minute)

    def draw() -> Any:
        page = listing.page(session, viewer, wanted, moment)
        rows = presenting.rows(page.items, language, settings().timezone)
        whole = get_template_attribute("meetings/list.html", "whole")
        return whole(asked, page, rows, may_write(viewer))

    return kept(session, under, key, draw)


def _asked(session: Session, viewer: Account | None, under: Revisions) -> Listing:
    name = "name_en" if current_language() == "en" else "name"

    def menus() -> tuple[Choices, Choices]:
        forums = listing.forum_choices(session, viewer)
        priorities = listing.priority_choices(session)
        return (
            [(row.slug, getattr(row, name) or row.name) for row in forums],
            [(str(row.id), f"{row.number} {getattr(row, name) or row.name}") for row in priorities],
        )

    forums, priorities = kept(session, under, ("meeting menus", *_sight(viewer), name), menus)
    drafts = [DRAFTS] if reads_all(viewer) else []
    return LIST.read(state=[*STATES, *drafts, EVERY], forum=forums, priority=priorities)


def _sight(viewer: Account | None) -> tuple[object, ...]:
    """All that two viewers must have in common to see the same list."""
    if viewer is None:
        return (None, None)
    return (viewer.role, None if reads_all(viewer) else viewer.person_id)


@bp.get(f"/<{NUMBER}:meeting_id>")
@public
def show(meeting_id: int) -> ResponseReturnValue:
    session, viewer = db.session(), current_account()
    meeting = queries.shown(session, viewer, meeting_id)
    rights = queries.rights(session, viewer, meeting)
    groups = queries.people(session, meeting, names=rights.names)
    return render_template(
        "meetings/show.html",
        meeting=meeting,
        rights=rights,
        groups=groups,
        mine=asked(viewer, meeting_id) if _may_answer(viewer, meeting, groups) else None,
        answers=presenting.answers(groups),
        standings=_standings(session, meeting) if rights.names else (),
        marks=presenting.marks(groups),
        documents=presenting.documents(meeting),
        outcomes=presenting.by_item(
            outcomes.of_meeting(session, meeting.id) if rights.names else ()
        ),
        steps=states.possible(meeting) if rights.writes else [],
        series=_series(meeting_id) if reads_all(viewer) else None,
        history=presenting.history(queries.history(session, meeting.id)) if rights.writes else [],
        marks_open=rights.writes and presenting.can_mark(meeting),
        carried=carrying.links(session, meeting_id) if rights.writes and meeting.agenda else {},
        gains=yields.of_meeting(session, viewer, meeting, settings().timezone),
        has_minutes=rights.names and has_minutes(session, meeting.id),
    )


def _may_answer(
    viewer: Account | None, meeting: Meeting, groups: list[queries.SectorPeople]
) -> bool:
    """Whether it is worth asking what the viewer has answered: is on the list, or may wait."""
    if viewer is None or meeting.state is not MeetingState.PLANNED:
        return False
    listed = any(row.person_id == viewer.person_id for group in groups for row in group.rows)
    return listed or seats.is_limited(meeting)


def _standings(session: Session, meeting: Meeting) -> list[seats.Standing]:
    return seats.standings(session, meeting) if seats.is_limited(meeting) else []


def _series(meeting_id: int) -> tuple[Series, str] | None:
    """The series it is of, and how often that meets, in words."""
    found = series_queries.of_meeting(db.session(), meeting_id)
    return None if found is None else (found[0], series_words.in_words(found[0]))


def _wanted(asked: Listing) -> Wanted:
    given = asked.filters
    return Wanted(
        q=asked.q,
        state=given.get("state"),
        forum=given.get("forum"),
        kind=given.get("kind"),
        mode=given.get("mode"),
        priority=given.get("priority"),
        first=given.get("from"),
        last=given.get("to"),
        sort=asked.sort,
        descending=asked.descending,
        page=asked.page,
        zone=settings().timezone,
    )


def _tabs(asked: Listing) -> list[Tab]:
    """The three that are asked for most, each one click away, other filters kept."""
    chosen = asked.texts.get("state", "")
    offered = [("", _("Kommende")), (MeetingState.HELD.value, _("Holdte")), EVERY]
    return [Tab(label, asked.url(state=state), chosen == state) for state, label in offered]


@bp.app_template_filter("meeting_action")
def _action(name: str) -> Any:
    return presenting.ACTIONS.get(name, name)


@bp.app_template_filter("meeting_pieces")
def _pieces(names: list[str]) -> str:
    return ", ".join(str(presenting.PIECES.get(name, name)) for name in names)
