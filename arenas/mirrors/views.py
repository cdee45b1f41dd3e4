"""An organisation's mirror on the web: for its own people, and for those who read everything."""

from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from arenas.accounts.access import SIGNED_IN, actor, requires
from arenas.clock import instant
from arenas.database import db, now
from arenas.directory.organisations import services
from arenas.errors import N_, UnknownRecord
from arenas.graphs import words
from arenas.graphs.coming import coming
from arenas.mirrors import access, queries
from arenas.mirrors.mirrors import picture
from arenas.overview.queries import a_year_before
from arenas.web.current import settings
from arenas.web.filters import local
from arenas.web.lists import Filter, ListSpec

bp = Blueprint("mirrors", __name__, url_prefix="/organisations")
MIRROR = ListSpec(
    sorts=("day",),
    filters=(Filter("year", _l("Periode"), (), int, unset=_l("Siste tolv måneder")),),
)


@bp.get("/<slug>/mirror")
@requires(*SIGNED_IN)
def show(slug: str) -> ResponseReturnValue:
    """What the organisation has met; for others than its own people and readers, not found."""
    session, viewer, at = db.session(), actor(), now()
    today = local(at).date()
    organisation = services.by_slug(session, slug)
    own = access.is_own(session, viewer, organisation.id, today)
    if not own and not access.may_look(session, viewer, organisation.id, today):
        raise UnknownRecord(N_("Organisasjonen finnes ikke."))
    gatherings = queries.own_gatherings(session, organisation.id)
    years = sorted({local(one.at).year for one in gatherings}, reverse=True)
    listing = MIRROR.read(year=[(str(year), str(year)) for year in years])
    everybody = queries.everybody(session)
    start, end = _period(listing.filters.get("year"), today)
    page: dict[str, Any] = {"organisation": organisation, "own": own, "listing": listing}
    if not own and slug in everybody.hidden.organisations - everybody.silent:
        return render_template("mirrors/withheld.html", **page)
    found = picture(
        session,
        slug,
        gatherings,
        everybody,
        start=start,
        end=end,
        coming=coming(session, viewer, at=at, zone=settings().timezone),
    )
    seen = queries.visible(session, viewer, {one.first.id for one in found.new})
    return render_template(
        "mirrors/show.html",
        **page,
        picture=found,
        entries=everybody.entries,
        seen=seen,
        days=(local(start).date(), local(end - timedelta(seconds=1)).date()),
        who=_("Dere") if own else organisation.name,
        whom=_("dere") if own else organisation.name,
        group=words.group,
    )


def _period(year: int | None, today: date) -> tuple[datetime, datetime]:
    """From a midnight until before another: the calendar year, or twelve months to today's end."""
    if year is not None:
        return _midnight(date(year, 1, 1)), _midnight(date(year + 1, 1, 1))
    return _midnight(a_year_before(today) + timedelta(days=1)), _midnight(today + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return instant(datetime.combine(day, time()), settings().timezone)
