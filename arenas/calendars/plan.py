"""``/plan/``: the public meeting plan, month by month, to print, subscribe to and embed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.accounts.access import public
from arenas.calendars.window import first_of_month, midnight
from arenas.database import db
from arenas.errors import N_, UnknownRecord
from arenas.models import Forum, Meeting
from arenas.ordering import alphabetical
from arenas.visibility import forum_visible_to, meeting_visible_to
from arenas.web.current import external, settings
from arenas.web.headers import may_be_framed
from arenas.web.language import LANGUAGES, current_language, wished

bp = Blueprint("meeting_plan", __name__, url_prefix="/plan")
SHOWN = 6
MOST = 12
YEARS = range(1990, 2100)
AN_HOUR = "public, max-age=3600"
COLUMNS = (
    Meeting.id, Meeting.title, Meeting.starts_at, Meeting.ends_at, Meeting.first_day,
    Meeting.last_day, Meeting.state, Meeting.place, Meeting.mode, Meeting.cancel_reason,
    Forum.slug, Forum.name, Forum.name_en,
)  # fmt: skip


@dataclass(frozen=True)
class Month:
    """``first`` is its first day; ``meetings`` are those that begin in it."""

    first: date
    meetings: Sequence[Any]


@dataclass(frozen=True)
class Plan:
    """What the address asks for. ``forum`` None: all public ones."""

    forum: Any
    first: date
    number: int
    months: Sequence[Month]

    @property
    def is_empty(self) -> bool:
        return not any(month.meetings for month in self.months)

    def url(self, endpoint: str, months: int = 0, **more: Any) -> str:
        """The same plan so many months later."""
        first = first_of_month(self.first, months)
        query = {"month": f"{first:%Y-%m}"}
        if self.number != SHOWN:
            query["months"] = str(self.number)
        path = url_for(f"meeting_plan.{endpoint}", slug=self.forum.slug if self.forum else None)
        return f"{path}?{urlencode(query | more)}"

    def of(self, slug: str | None) -> str:
        """The same months of another forum, or of all."""
        return f"{url_for('meeting_plan.page', slug=slug)}?month={self.first:%Y-%m}"

    @property
    def feed(self) -> str:
        return f"/calendar/forums/{self.forum.slug}.ics" if self.forum else "/calendar/all.ics"


@bp.get("/")
@bp.get("/<slug>")
@public
def page(slug: str | None = None) -> ResponseReturnValue:
    plan = _plan(slug)
    return render_template(
        "calendars/plan.html",
        plan=plan,
        forums=_forums(db.session()),
        feed=external(plan.feed),
        embed_address=external(
            url_for("meeting_plan.embed", slug=slug, language=current_language())
        ),
    )


@bp.get("/embed")
@bp.get("/<slug>/embed")
@public
def embed(slug: str | None = None) -> ResponseReturnValue:
    """The same without our frame, for a page of somebody else's: nobody is signed in here.

    In the language its address names, else in the one the browser asks for.
    """
    plan = _plan(slug)
    language = request.args.get("language") or wished()
    if language not in LANGUAGES:
        abort(404)
    with force_locale(language):
        response = make_response(render_template("calendars/plan_embed.html", plan=plan))
    response.headers["Cache-Control"] = AN_HOUR
    return may_be_framed(response)


def _plan(slug: str | None) -> Plan:
    session, zone = db.session(), settings().timezone
    forum = None
    if slug is not None:
        forum = session.execute(
            select(Forum.slug, Forum.name, Forum.name_en).where(
                Forum.slug == slug, forum_visible_to(None)
            )
        ).first()
        if forum is None:
            raise UnknownRecord(N_("Arenaen finnes ikke, eller møteplanen er ikke åpen."))
    first, number = _first(zone), _number()
    after = first_of_month(first, number)
    rows = _meetings(session, midnight(first, zone), midnight(after, zone), slug)
    begun: dict[date, list[Any]] = {}
    for row in rows:
        day = row.first_day or row.starts_at.astimezone(zone).date()
        begun.setdefault(day.replace(day=1), []).append(row)
    days = (first_of_month(first, later) for later in range(number))
    return Plan(forum, first, number, [Month(day, begun.get(day, ())) for day in days])


def _meetings(
    session: Session, since: datetime, until: datetime, slug: str | None
) -> Sequence[Any]:
    query = (
        select(*COLUMNS)
        .join(Meeting.forum)
        .where(meeting_visible_to(None), Meeting.starts_at >= since, Meeting.starts_at < until)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return session.execute(query.where(Forum.slug == slug) if slug else query).all()


def _forums(session: Session) -> Sequence[Any]:
    query = select(Forum.slug, Forum.name, Forum.name_en).where(forum_visible_to(None))
    return session.execute(query.order_by(alphabetical(Forum.name))).all()


def _first(zone: ZoneInfo) -> date:
    text = request.args.get("month")
    if not text:
        return datetime.now(zone).date().replace(day=1)
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text, re.ASCII)
    if found is None or int(found[1]) not in YEARS:
        abort(404)
    return date(int(found[1]), int(found[2]), 1)


def _number() -> int:
    text = request.args.get("months") or str(SHOWN)
    if not re.fullmatch(r"[1-9]\d?", text, re.ASCII) or int(text) > MOST:
        abort(404)
    return int(text)
