"""What leadership reads first: the largest gaps, what changed, and what is asleep or doubled."""

from typing import Any

from flask import get_template_attribute
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from arenas.database import now
from arenas.directory.kept import keep, recall, revisions
from arenas.graphs import choice, pairs, presenting, views
from arenas.graphs.alike import forums_alike, most_alike
from arenas.graphs.changed import changed, changes_of
from arenas.graphs.filters import MeetingFilter
from arenas.graphs.reports import standing
from arenas.graphs.verdicts import largest_gaps
from arenas.models import Account
from arenas.models.enums import Sector
from arenas.strategy import coverage_page
from arenas.strategy.coverage_views import step
from arenas.web.current import settings
from arenas.web.filters import local
from arenas.web.language import current_language


def in_short(session: Session, viewer: Account) -> Any:
    """As markup; as it was drawn before, while the register and the day stay what they are."""
    today = local(now()).date()
    under = revisions(session)
    key = ("in short", current_language(), today)
    drawn_before = recall(session, under, key)
    if drawn_before is not None:
        return drawn_before
    listing = views.GAPS.read(MultiDict())
    found, drawn = choice.observed(listing), choice.with_draws(listing)
    names, rows = changes_of(listing, drawn)
    report = drawn.kept.report if drawn.kept else found.report
    zone = settings().timezone
    whole = get_template_attribute("overview/in_short.html", "whole")(
        listing=listing,
        found=found,
        drawn=drawn,
        draws=settings().draws,
        report=report,
        pair_of=pairs.by_sectors(report),
        largest=largest_gaps(report),
        halves=[presenting.half_name(name) for name in names],
        changed=changed(rows),
        alike=most_alike(forums_alike(session, MeetingFilter(), zone)),
        names=choice.forum_names(),
        strategy=_strategy(session, viewer),
        step=step,
        sectors=list(Sector),
    )
    if not settings().draws or (drawn.kept is not None and drawn.kept.is_current):
        keep(session, under, key, whole)
    return whole


def largest_gap(session: Session) -> dict[str, Any] | None:
    """The pair of sectors with the largest gap of the last report; None while there is none.

    It begins no new report: this is read by those who come for something else.
    """
    asked = choice.wanted(views.GAPS.read(MultiDict()))
    drawn = standing(session, asked).kept if asked else None
    return next(iter(largest_gaps(drawn.report, 1)), None) if drawn else None


def _strategy(session: Session, viewer: Account) -> coverage_page.CoveragePage | None:
    """The coverage of the strategy in force; None without one."""
    at, zone = now(), settings().timezone
    named = coverage_page.names(session, local(at).date())
    chosen = next((one.id for one in named if one.archived_at is None), None)
    if chosen is None:
        return None
    return coverage_page.read(session, viewer, chosen, at=at, zone=zone)
