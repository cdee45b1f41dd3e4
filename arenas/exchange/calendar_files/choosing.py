"""What goes with a calendar file: the forum that meets, the organisations of mail domains."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.errors import N_, Refusal, UnknownRecord
from arenas.exchange.ics import reading
from arenas.exchange.ics.reading import CalendarFile
from arenas.models import Forum, Organisation


def read(content: bytes, zone: ZoneInfo) -> CalendarFile:
    """The file as it is read today."""
    return reading.read(content, zone, datetime.now(zone).date())


def forum_of(session: Session, slug: str) -> int:
    """The forum in use with that short name.

    Raises
    ------
    UnknownRecord
        If there is none.
    """
    found = session.scalar(select(Forum.id).where(Forum.slug == slug, Forum.archived_at.is_(None)))
    if found is None:
        raise UnknownRecord(N_("Arenaen «%(slug)s» finnes ikke, eller er arkivert."), slug=slug)
    return found


def taught(session: Session, pairs: Iterable[str]) -> dict[str, int]:
    """Of "oslo.kommune.no=oslo": the organisation by domain.

    Raises
    ------
    Refusal
        If a pair has another form, or there is no such organisation.
    """
    found = {}
    for pair in pairs:
        domain, equals, slug = pair.strip().lower().partition("=")
        if not equals or "." not in domain:
            raise Refusal(N_("«%(pair)s» må være domene=organisasjon."), pair=pair[:100])
        organisation = session.scalar(select(Organisation.id).where(Organisation.slug == slug))
        if organisation is None:
            raise UnknownRecord(N_("Organisasjonen «%(slug)s» finnes ikke."), slug=slug)
        found[domain.removeprefix("@")] = organisation
    return found
