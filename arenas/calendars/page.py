"""``/meetings/calendar``: a month, a week or a list to look at, as a link that can be shared."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.accounts.access import current_account, public
from arenas.calendars import grid
from arenas.calendars.window import first_of_month, midnight
from arenas.database import db
from arenas.models import Account, Forum, Meeting
from arenas.models.enums import ForumKind, Visibility
from arenas.visibility import forum_visible_to, meeting_visible_to
from arenas.web.current import external, settings
from arenas.web.dates import month as month_name
from arenas.web.dates import week as week_name
from arenas.web.fields import parse_day
from arenas.web.labels import choices
from arenas.web.language import current_language

bp = Blueprint("meeting_calendar", __name__)

VIEWS = ("month", "week", "list")  # a list is of a month
YEARS = range(1990, 2101)
COLUMNS = (
    Meeting.id, Meeting.title, Meeting.starts_at, Meeting.ends_at, Meeting.first_day,
    Meeting.last_day, Meeting.state, Meeting.place, Meeting.mode, Forum.name, Forum.name_en,
    Forum.kind,
)  # fmt: skip


@bp.get("/meetings/calendar")
@public
def page() -> ResponseReturnValue:
    session, viewer, zone = db.session(), current_account(), settings().timezone
    today = datetime.now(zone).date()
    view, day = _view(), _day(today)
    forums = _forums(session, viewer)
    forum, kind = _choice("forum", [one.slug for one in forums]), _choice("kind", ForumKind)
    start, end = _week_of(day) if view == "week" else grid.month_span(day)
    rows = _meetings(session, viewer, (start, end), zone, forum=forum, kind=kind)
    language = current_language()
    holidays = {**grid.holidays_of(start.year, language), **grid.holidays_of(end.year, language)}
    month = day.month if view != "week" else None

    def url(to_view: str, to_day: date) -> str:
        state = {"view": to_view if to_view != "month" else "", "date": to_day.isoformat()}
        state |= {"forum": forum, "kind": kind}
        return f"/meetings/calendar?{urlencode({k: v for k, v in state.items() if v})}"

    before, after = _neighbours(view, day)
    return render_template(
        "calendars/page.html",
        weeks=grid.weeks((start, end), month, rows, holidays),
        view=view,
        day=day,
        today=today,
        title=_title(view, day, language),
        forums=forums,
        forum=forum,
        kind=kind,
        number=grid.number_in(rows, day if month else None),
        forum_kinds=choices(ForumKind),
        url=url,
        before=before,
        after=after,
        feed=_feed(forums, forum),
    )


def _title(view: str, day: date, language: str) -> str:
    """desember 2026; uke 50, desember 2026"""
    month = month_name(day, language)
    return f"{week_name(day, language)}, {month}" if view == "week" else month


def _feed(forums: Sequence[Any], forum: str) -> str | None:
    """What a calendar can subscribe to; an internal forum has no public feed."""
    if not forum:
        return external("/calendar/all.ics")
    chosen = next(one for one in forums if one.slug == forum)
    public = chosen.visibility == Visibility.PUBLIC
    return external(f"/calendar/forums/{forum}.ics") if public else None


def _view() -> str:
    view = request.args.get("view") or "month"
    if view not in VIEWS:
        abort(404)
    return view


def _day(today: date) -> date:
    text = request.args.get("date")
    if not text:
        return today
    try:
        day = parse_day(text)
    except ValueError:
        abort(404)
    if day.year not in YEARS:
        abort(404)
    return day


def _choice(name: str, allowed: Any) -> str:
    text = request.args.get(name) or ""
    if text and text not in list(allowed):
        abort(404)
    return text


def _week_of(day: date) -> tuple[date, date]:
    start = grid.monday(day)
    return start, start + grid.WEEK


def _neighbours(view: str, day: date) -> tuple[date, date]:
    if view != "week":
        return first_of_month(day, -1), first_of_month(day, 1)
    start = grid.monday(day)
    return start - grid.WEEK, start + grid.WEEK


def _forums(session: Session, viewer: Account | None) -> Sequence[Any]:
    query = select(Forum.slug, Forum.name, Forum.name_en, Forum.visibility).where(
        forum_visible_to(viewer)
    )
    return session.execute(query.where(Forum.archived_at.is_(None)).order_by(Forum.name)).all()


def _meetings(
    session: Session,
    viewer: Account | None,
    span: tuple[date, date],
    zone: ZoneInfo,
    *,
    forum: str,
    kind: str,
) -> list[tuple[date, date, Any]]:
    """First and last day of each meeting, and its row, in order of time."""
    start, end = span
    query = (
        select(*COLUMNS)
        .join(Meeting.forum)
        .where(
            meeting_visible_to(viewer),
            Meeting.starts_at < midnight(end, zone),
            Meeting.ends_at > midnight(start, zone),
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )
    if forum:
        query = query.where(Forum.slug == forum)
    if kind:
        query = query.where(Forum.kind == ForumKind(kind))
    return [(*_days(row, zone), row) for row in session.execute(query)]


def _days(row: Any, zone: ZoneInfo) -> tuple[date, date]:
    if row.first_day is not None:
        return row.first_day, row.last_day
    last = row.ends_at - timedelta(seconds=1)
    return row.starts_at.astimezone(zone).date(), last.astimezone(zone).date()
