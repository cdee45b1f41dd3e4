"""People's own feeds: made, changed, given a new address, taken back. The caller commits.

The address holds 32 random bytes. Only their SHA-256 is kept, so that who reads the
database cannot read the calendars; it is shown once, when it is made.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, false, func, or_, select
from sqlalchemy.orm import Session

from arenas import audit
from arenas.calendars import queries
from arenas.calendars.entries import Answer
from arenas.errors import N_, Refusal, UnknownRecord
from arenas.models import (
    Account,
    Forum,
    Meeting,
    Organisation,
    Participation,
    PersonalFeed,
    PriorityArea,
    Rendering,
)
from arenas.models.enums import Language, Response
from arenas.visibility import forum_visible_to

MOST = 20  # feeds of one account
GONE = (Response.DECLINED, Response.DELEGATED)
UNSURE = (Response.TENTATIVE, Response.NEEDS_ACTION, Response.WAITING)


@dataclass(frozen=True)
class FeedDetails:
    """What the owner says of a feed; lists hold ids, sectors and levels their values."""

    name: str
    own: bool = True
    forums: Sequence[int] = ()
    organisations: Sequence[int] = ()
    priorities: Sequence[int] = ()
    sectors: Sequence[str] = ()
    levels: Sequence[str] = ()
    with_unanswered: bool = True
    with_cancelled: bool = True
    past_months: int = 3
    alarm_minutes: int | None = None
    language: Language = field(default=Language.BOKMAL)

    def selection(self) -> dict[str, Any]:
        return {
            "own": self.own,
            "forums": sorted(self.forums),
            "organisations": sorted(self.organisations),
            "priorities": sorted(self.priorities),
            "sectors": sorted(self.sectors),
            "levels": sorted(self.levels),
        }


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def rendering_key(feed_id: int) -> str:
    return f"personal {feed_id}"


def of_account(session: Session, account: Account) -> Sequence[PersonalFeed]:
    query = select(PersonalFeed).where(PersonalFeed.account_id == account.id)
    return session.scalars(query.order_by(PersonalFeed.name, PersonalFeed.id)).all()


def get(session: Session, feed_id: int, owner: Account) -> PersonalFeed:
    """The owner's feed; another's is not found."""
    feed = session.get(PersonalFeed, feed_id)
    if feed is None or feed.account_id != owner.id:
        raise UnknownRecord(N_("Kalenderfeeden finnes ikke."))
    return feed


def create(session: Session, owner: Account, details: FeedDetails) -> tuple[PersonalFeed, str]:
    """A new feed, and the token of its address, which is known only now."""
    _check(details)
    owned = select(func.count()).where(PersonalFeed.account_id == owner.id)
    if (session.scalar(owned) or 0) >= MOST:
        raise Refusal(N_("Du har %(most)s kalenderfeeder. Slett en før du lager en ny."), most=MOST)
    token = secrets.token_urlsafe(32)
    feed = PersonalFeed(account_id=owner.id, token_digest=digest(token))
    _fill(feed, details)
    session.add(feed)
    session.flush()
    audit.record(session, owner, "feed.create", "personal_feed", feed.id)
    return feed, token


def change(session: Session, feed: PersonalFeed, owner: Account, details: FeedDetails) -> None:
    _check(details)
    _fill(feed, details)
    _forget(session, feed)
    audit.record(session, owner, "feed.change", "personal_feed", feed.id)


def rotate(session: Session, feed: PersonalFeed, owner: Account) -> str:
    """A new address; the old one is not found from now on."""
    token = secrets.token_urlsafe(32)
    feed.token_digest = digest(token)
    feed.last_used_at = None
    audit.record(session, owner, "feed.rotate", "personal_feed", feed.id)
    return token


def revoke(session: Session, feed: PersonalFeed, owner: Account) -> None:
    _forget(session, feed)
    session.delete(feed)
    audit.record(session, owner, "feed.revoke", "personal_feed", feed.id)


def _check(details: FeedDetails) -> None:
    chosen = details.selection()
    if not any(chosen.values()):
        raise Refusal(N_("Velg minst én ting som feeden skal vise."), field="own")


def _fill(feed: PersonalFeed, details: FeedDetails) -> None:
    feed.name = details.name
    feed.selection = details.selection()
    feed.with_unanswered = details.with_unanswered
    feed.with_cancelled = details.with_cancelled
    feed.past_months = details.past_months
    feed.alarm_minutes = details.alarm_minutes
    feed.language = details.language


def _forget(session: Session, feed: PersonalFeed) -> None:
    session.execute(delete(Rendering).where(Rendering.key == rendering_key(feed.id)))


def choices(session: Session, owner: Account) -> dict[str, list[tuple[int, str, str | None]]]:
    """What a feed can be made of: forums, organisations and priority areas (id and names)."""
    forums = (
        select(Forum.id, Forum.name, Forum.name_en)
        .where(forum_visible_to(owner), Forum.archived_at.is_(None))
        .order_by(Forum.name)
    )
    organisations = (
        select(Organisation.id, Organisation.name)
        .where(Organisation.archived_at.is_(None))
        .order_by(Organisation.name)
    )
    areas = select(PriorityArea.id, PriorityArea.name, PriorityArea.name_en).order_by(
        PriorityArea.strategy_id, PriorityArea.position
    )
    return {
        "forums": [(one.id, one.name, one.name_en) for one in session.execute(forums)],
        "organisations": [(one.id, one.name, None) for one in session.execute(organisations)],
        "priorities": [(one.id, one.name, one.name_en) for one in session.execute(areas)],
    }


def named(
    session: Session, owner: Account, *, forum: str | None, organisation: str | None
) -> tuple[str, int, str, str | None] | None:
    """The forum or organisation of that short name: where in a selection it belongs, id, names."""
    if forum:
        found = session.execute(
            select(Forum.id, Forum.name, Forum.name_en).where(
                Forum.slug == forum, forum_visible_to(owner), Forum.archived_at.is_(None)
            )
        ).first()
        return found and ("forums", found.id, found.name, found.name_en)
    one = session.execute(
        select(Organisation.id, Organisation.name).where(
            Organisation.slug == organisation, Organisation.archived_at.is_(None)
        )
    ).first()
    return one and ("organisations", one.id, one.name, None)


def condition(feed: PersonalFeed, owner: Account) -> ColumnElement[bool]:
    """The meetings that any part of the selection brings; in a feed of the owner's own meetings
    none that he or she has said no to, whatever else would bring it."""
    chosen = feed.selection
    parts: list[ColumnElement[bool]] = [false()]
    if chosen["own"] and owner.person_id is not None:
        parts.append(_asked(owner.person_id, with_unanswered=feed.with_unanswered))
    if chosen["forums"]:
        parts.append(Meeting.forum_id.in_(chosen["forums"]))
    for organisation in chosen["organisations"]:
        parts += [queries.represented(organisation), queries.seated(organisation)]
    parts += [queries.of_priority(number) for number in chosen["priorities"]]
    if chosen["sectors"]:
        parts.append(_of_sectors(chosen["sectors"]))
    if chosen["levels"]:
        parts.append(Forum.level.in_(chosen["levels"]))
    if chosen["own"] and owner.person_id is not None:
        return and_(or_(*parts), ~_answered(owner.person_id, GONE))
    return or_(*parts)


def _asked(person_id: int, *, with_unanswered: bool) -> ColumnElement[bool]:
    """A meeting that is declined or handed on to another leaves the calendar."""
    out = GONE if with_unanswered else (*GONE, *UNSURE)
    return _answered(person_id, [one for one in Response if one not in out])


def _answered(person_id: int, responses: Sequence[Response]) -> ColumnElement[bool]:
    return exists().where(
        Participation.meeting_id == Meeting.id,
        Participation.person_id == person_id,
        Participation.response.in_(responses),
    )


def _of_sectors(sectors: Sequence[str]) -> ColumnElement[bool]:
    of_them = select(Organisation.id).where(Organisation.sector.in_(sectors))
    return exists().where(
        Participation.meeting_id == Meeting.id,
        Participation.organisation_id.in_(of_them),
        Participation.response.not_in((Response.DECLINED, Response.WAITING)),
    )


def answers(session: Session, owner: Account) -> Mapping[int, Answer]:
    """What the owner has answered, by meeting."""
    if owner.person_id is None:
        return {}
    query = select(
        Participation.meeting_id, Participation.response, Participation.answered_at
    ).where(Participation.person_id == owner.person_id)
    return {
        meeting: Answer(response in {Response.TENTATIVE, Response.WAITING}, at)
        for meeting, response, at in session.execute(query)
    }
