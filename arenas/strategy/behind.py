"""The meetings behind each number of the coverage: as many as the number says."""

from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from arenas.models import Forum, Meeting, Organisation, Participation, meeting_activity
from arenas.models.enums import Sector
from arenas.paging import Page, page_of
from arenas.strategy import links
from arenas.strategy.coverage import Asked, who_counts


def on_activity(
    session: Session,
    asked: Asked,
    activity_id: int,
    *,
    sector: Sector | None,
    state: str | None,
    page: int,
) -> Page[Row[Any]]:
    """The meetings on an activity, newest first. Two statements."""
    work = select(meeting_activity.c.meeting_id).where(
        meeting_activity.c.activity_id == activity_id
    )
    return _page(session, asked, work, sector, state, page)


def on_area(
    session: Session,
    asked: Asked,
    priority_id: int,
    *,
    sector: Sector | None,
    state: str | None,
    page: int,
) -> Page[Row[Any]]:
    """The meetings on a priority area or any of its activities, newest first. Two statements."""
    return _page(session, asked, links.on_area(priority_id), sector, state, page)


def _page(
    session: Session,
    asked: Asked,
    work: Select[Any],
    sector: Sector | None,
    state: str | None,
    page: int,
) -> Page[Row[Any]]:
    query: Any = (
        select(
            Meeting.id,
            Meeting.title,
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.first_day,
            Meeting.last_day,
            Meeting.state,
            Meeting.mode,
            Meeting.place,
            Forum.name.label("forum"),
            Forum.name_en.label("forum_en"),
        )
        .join(Meeting.forum)
        .where(Meeting.id.in_(work), *asked.meetings(state))
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc())
    )
    if sector is not None:
        with_sector = (
            select(Participation.meeting_id)
            .join(Participation.organisation)
            .where(
                Participation.meeting_id == Meeting.id,
                Organisation.sector == sector,
                who_counts(),
            )
        )
        query = query.where(with_sector.exists())
    return page_of(session, query, page, scalars=False)
