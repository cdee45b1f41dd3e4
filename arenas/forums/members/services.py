"""What can be done with a seat: given, changed, ended, and taken away where it was a mistake."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from arenas import audit
from arenas.errors import N_, Refusal, UnknownRecord
from arenas.models import Account, Forum, ForumMember, Organisation, Person
from arenas.models.enums import MemberRole
from arenas.revision import NETWORK, raise_revision
from arenas.versions import ChangedMeanwhile


@dataclass(frozen=True)
class SeatDetails:
    """What the form of a seat holds. Both days are included; None is an open end."""

    organisation_id: int | None = None
    role: MemberRole = MemberRole.MEMBER
    starts_on: date | None = None
    ends_on: date | None = None


def fingerprint(seat: SeatDetails) -> str:
    """What the seat was when somebody began to change it: a seat has no version of its own."""
    parts = (seat.organisation_id, seat.role.value, seat.starts_on, seat.ends_on)
    return sha256(repr([str(part) for part in parts]).encode()).hexdigest()[:16]


def add(
    session: Session, *, forum_id: int, person_id: int, details: SeatDetails, actor: Account
) -> ForumMember:
    """Give a person a seat in the forum.

    Raises
    ------
    UnknownRecord
        If the forum, the person or the organisation does not exist.
    Refusal
        If the person already sits there for that organisation at that time.
    """
    forum = session.get(Forum, forum_id)
    if forum is None:
        raise UnknownRecord(N_("Arenaen finnes ikke."))
    if forum.archived_at is not None:
        raise Refusal(N_("Arenaen er arkivert. Hent den frem igjen først."))
    person = session.get(Person, person_id)
    if person is None or person.archived_at is not None:
        raise UnknownRecord(N_("Personen finnes ikke."))
    _check(session, details)
    _refuse_double(session, forum_id, person, details, except_id=None)
    member = ForumMember(forum_id=forum_id, person_id=person_id)
    _fill(member, details)
    session.add(member)
    session.flush()
    _note(session, actor, "add", member)
    return member


def change(
    session: Session,
    *,
    forum_id: int,
    member_id: int,
    seen: str,
    details: SeatDetails,
    actor: Account,
) -> ForumMember:
    """Change a seat that looked like ``seen`` (its ``fingerprint``).

    Raises
    ------
    UnknownRecord
        If the seat is not one of this forum.
    ChangedMeanwhile
        If somebody else has changed it since.
    Refusal
        If it would overlap another seat of the person for the same organisation.
    """
    member = _existing(session, forum_id, member_id)
    if fingerprint(_details(member)) != seen:
        raise ChangedMeanwhile
    _check(session, details)
    _refuse_double(session, forum_id, member.person, details, except_id=member.id)
    _fill(member, details)
    session.flush()
    _note(session, actor, "change", member)
    return member


def end(
    session: Session, *, forum_id: int, member_id: int, today: date, actor: Account
) -> ForumMember:
    """Let the seat end with today; one that has ended stays as it is.

    Raises
    ------
    Refusal
        If it has not begun yet: it can be deleted instead.
    """
    member = _existing(session, forum_id, member_id)
    if member.starts_on is not None and member.starts_on > today:
        raise Refusal(N_("Medlemskapet har ikke begynt. Slett det i stedet."))
    if member.ends_on is None or member.ends_on > today:
        member.ends_on = today
        session.flush()
        _note(session, actor, "end", member)
    return member


def remove(session: Session, *, forum_id: int, member_id: int, actor: Account) -> None:
    """Delete a seat that was given by mistake; attendance at meetings stays as it is."""
    member = _existing(session, forum_id, member_id)
    session.delete(member)
    session.flush()
    _note(session, actor, "remove", member)


def _existing(session: Session, forum_id: int, member_id: int) -> ForumMember:
    member = session.scalar(
        select(ForumMember)
        .where(ForumMember.id == member_id, ForumMember.forum_id == forum_id)
        .options(joinedload(ForumMember.person, innerjoin=True))
        .with_for_update(of=ForumMember)
    )
    if member is None:
        raise UnknownRecord(N_("Medlemmet finnes ikke i denne arenaen."))
    return member


def _details(member: ForumMember) -> SeatDetails:
    return SeatDetails(member.organisation_id, member.role, member.starts_on, member.ends_on)


def _fill(member: ForumMember, details: SeatDetails) -> None:
    member.organisation_id = details.organisation_id
    member.role = details.role
    member.starts_on = details.starts_on
    member.ends_on = details.ends_on


def _check(session: Session, details: SeatDetails) -> None:
    if details.starts_on and details.ends_on and details.ends_on < details.starts_on:
        raise Refusal(N_("Perioden må slutte etter at den begynner."), field="ends_on")
    if details.organisation_id is None:
        return
    if session.get(Organisation, details.organisation_id) is None:
        raise UnknownRecord(N_("Organisasjonen finnes ikke."), field="organisation")


def _refuse_double(
    session: Session,
    forum_id: int,
    person: Person,
    details: SeatDetails,
    *,
    except_id: int | None,
) -> None:
    """A person may wear two hats, but not the same one twice at a time."""
    first, last = details.starts_on or date.min, details.ends_on or date.max
    overlapping = select(ForumMember.id).where(
        ForumMember.forum_id == forum_id,
        ForumMember.person_id == person.id,
        ForumMember.organisation_id.is_not_distinct_from(details.organisation_id),
        or_(ForumMember.starts_on.is_(None), ForumMember.starts_on <= last),
        or_(ForumMember.ends_on.is_(None), ForumMember.ends_on >= first),
    )
    for member_id in session.scalars(overlapping):
        if member_id != except_id:
            raise Refusal(
                N_(
                    "%(name)s sitter allerede i arenaen for den samme organisasjonen "
                    "i denne perioden."
                ),
                field="organisation",
                name=person.name,
            )


def _note(session: Session, actor: Account, action: str, member: ForumMember) -> None:
    audit.record(session, actor, f"{action} member", "forum", member.forum_id, member=member.id)
    raise_revision(session, NETWORK)
