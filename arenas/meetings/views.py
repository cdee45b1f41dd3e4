"""The list of meetings and the page of one."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from arenas.accounts.access import current_account, public
from arenas.database import db, now
from arenas.meetings import listing, presenting, queries, states
from arenas.meetings.listing import Wanted
from arenas.models.enums import ForumKind, MeetingMode, MeetingState
from arenas.visibility import may_write, reads_all
from arenas.web.current import settings
from arenas.web.labels import choices
from arenas.web.language import current_language
from arenas.web.lists import Filter, Listing, ListSpec, day_filter

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
    language = current_language()
    name = "name_en" if language == "en" else "name"
    asked = LIST.read(
        state=[*STATES, *([DRAFTS] if reads_all(viewer) else []), EVERY],
        forum=[
            (row.slug, getattr(row, name) or row.name)
            for row in listing.forum_choices(session, viewer)
        ],
        priority=[
            (str(row.id), f"{row.number} {getattr(row, name) or row.name}")
            for row in listing.priority_choices(session)
        ],
    )
    page = listing.page(session, viewer, _wanted(asked), now())
    return render_template(
        "meetings/index.html",
        listing=asked,
        page=page,
        rows=presenting.rows(page.items, language, settings().timezone),
        tabs=_tabs(asked),
        writes=may_write(viewer),
    )


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
        answers=presenting.answers(groups),
        marks=presenting.marks(groups),
        documents=presenting.documents(meeting),
        steps=states.possible(meeting) if rights.writes else [],
        history=queries.history(session, meeting.id) if rights.writes else [],
        marks_open=rights.writes and presenting.can_mark(meeting),
    )


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
