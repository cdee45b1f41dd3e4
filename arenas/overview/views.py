"""The first page, by role. What stands here is true now, and each line leads to its next step."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from flask import Blueprint, get_template_attribute, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from arenas.accounts.access import current_account, public
from arenas.actions import queries as actions
from arenas.clock import instant
from arenas.database import db, now
from arenas.directory.kept import kept, revisions
from arenas.invitations.own_views import asked
from arenas.models import Account
from arenas.models.enums import Role
from arenas.overview import queries
from arenas.overview.in_short import in_short, largest_gap
from arenas.polls.queries import to_decide
from arenas.sheets.queries import last_made
from arenas.web.current import external, settings
from arenas.web.filters import local
from arenas.web.language import current_language

bp = Blueprint("overview", __name__)
FEW = 6


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    viewer = current_account()
    if viewer is None:
        return render_template("overview/public.html", drawn=_public(db.session()))
    read, template = PAGES[viewer.role]
    return render_template(template, **read(db.session(), viewer))


def _public(session: Session) -> Any:
    """As it was drawn before, where neither the register nor the minute has changed."""
    at = now()

    def draw() -> Any:
        whole = get_template_attribute("overview/open.html", "whole")
        return whole(
            queries.coming_meetings(session, None, at=at, most=FEW),
            queries.forums(session, None, at=at),
            external(url_for("calendars.everything")),
        )

    key = ("overview", current_language(), at.replace(second=0))
    return kept(session, revisions(session), key, draw)


def _member(session: Session, viewer: Account) -> dict[str, Any]:
    at = now()
    today = local(at).date()
    meetings = queries.own_meetings(session, viewer, at=at)
    return {
        "meetings": meetings,
        "mine": asked(viewer, meetings[0].id) if meetings else None,
        "forums": queries.own_forums(session, viewer, at=at, today=today),
        "organisations": queries.own_organisations(session, viewer, today=today),
        "others": queries.coming_meetings(session, viewer, at=at, most=FEW),
        "is_known": viewer.person_id is not None,
        "actions": actions.own(session, viewer),
        "today": today,
    }


def _coordinator(session: Session, viewer: Account) -> dict[str, Any]:
    at = now()
    since = _a_year_ago(at)
    quiet = queries.quiet_forums(session, viewer, at=at)
    dormant = [line for line in quiet if line.last_at is None or line.last_at < since]
    today = local(at).date()
    return {
        "today": today,
        "actions": actions.own(session, viewer),
        "overdue": actions.overdue(session, viewer, today),
        "polls": to_decide(session, today),
        "unanswered": queries.answers_missing(session, viewer, at=at),
        "dormant": dormant,
        "unplanned": [line for line in quiet if line not in dormant],
        "gap": largest_gap(session),
        **queries.what_waits(session, viewer, at=at, since=since),
    }


def _leadership(session: Session, viewer: Account) -> dict[str, Any]:
    at = now()
    return {
        "in_short": in_short(session, viewer),
        "figures": queries.figures(session, since=_a_year_ago(at), at=at),
        "meetings": queries.coming_meetings(session, viewer, at=at, most=FEW),
        "sheet": last_made(session),
    }


def _a_year_ago(at: datetime) -> datetime:
    day = queries.a_year_before(local(at).date())
    return instant(datetime.combine(day, time()), settings().timezone)


PAGES: dict[Role, tuple[Callable[[Session, Account], dict[str, Any]], str]] = {
    Role.ADMIN: (_coordinator, "overview/coordinator.html"),
    Role.COORDINATOR: (_coordinator, "overview/coordinator.html"),
    Role.LEADERSHIP: (_leadership, "overview/leadership.html"),
    Role.MEMBER: (_member, "overview/member.html"),
}
