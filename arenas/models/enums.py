"""The closed lists of the field: each value is stored as its own name."""

from enum import StrEnum
from typing import Any

from sqlalchemy import Enum


class Sector(StrEnum):
    MUNICIPALITY = "municipality"
    COUNTY = "county"
    INDUSTRY = "industry"
    CLUSTER = "cluster"
    ACADEMIA = "academia"
    CULTURE = "culture"
    NATIONAL_AUTHORITY = "national_authority"
    OTHER = "other"


class Membership(StrEnum):
    """Whether the organisation is a member of the council that keeps the register."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class ForumKind(StrEnum):
    POLITICAL = "political"
    ADMINISTRATIVE = "administrative"
    PROFESSIONAL = "professional"
    PROJECT = "project"
    CONFERENCE = "conference"


class Level(StrEnum):
    LOCAL = "local"
    REGIONAL = "regional"
    NATIONAL = "national"
    INTERNATIONAL = "international"


class Visibility(StrEnum):
    PUBLIC = "public"
    INTERNAL = "internal"


class MemberRole(StrEnum):
    CHAIR = "chair"
    DEPUTY = "deputy"
    SECRETARY = "secretary"
    MEMBER = "member"
    SUBSTITUTE = "substitute"
    OBSERVER = "observer"


class MeetingState(StrEnum):
    DRAFT = "draft"
    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class OutcomeKind(StrEnum):
    INFORMATION = "information"
    DECISION = "decision"
    ACTION = "action"


class RevisionKind(StrEnum):
    """What a revision of minutes came from."""

    SAVED = "saved"
    PUBLISHED = "published"
    REOPENED = "reopened"


class OnHoliday(StrEnum):
    """What a series does on a public holiday: leaves it out, moves on, or meets."""

    SKIP = "skip"
    NEXT = "next"
    KEEP = "keep"


class MeetingMode(StrEnum):
    PHYSICAL = "physical"
    ONLINE = "online"
    HYBRID = "hybrid"


class ParticipationRole(StrEnum):
    CHAIR = "chair"
    SPEAKER = "speaker"
    SECRETARY = "secretary"
    PARTICIPANT = "participant"
    OBSERVER = "observer"


class Response(StrEnum):
    """The answer to an invitation, by the names of RFC 5545, section 3.2.12.

    Waiting: yes, but there was no seat left. Such a person is no participant.
    """

    NEEDS_ACTION = "needs-action"
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
    DELEGATED = "delegated"
    WAITING = "waiting"


class Seat(StrEnum):
    """Where somebody takes part in a hybrid meeting."""

    ROOM = "room"
    ONLINE = "online"


class Attendance(StrEnum):
    UNKNOWN = "unknown"
    PRESENT = "present"
    PARTLY = "partly"
    EXCUSED = "excused"
    ABSENT = "absent"


class PollState(StrEnum):
    """Settled: it became a meeting. Called off: none of its dates was taken."""

    OPEN = "open"
    SETTLED = "settled"
    CALLED_OFF = "called_off"


class DateChoice(StrEnum):
    """What somebody who is asked says of one date."""

    YES = "yes"
    IF_NEEDED = "if_needed"
    NO = "no"


class AnswerWay(StrEnum):
    """How an answer came: by the link, by a calendar program, or told to a coordinator."""

    LINK = "link"
    MAIL = "mail"
    TOLD = "told"


class MailState(StrEnum):
    """Superseded: a later message took its place before it went."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    SUPERSEDED = "superseded"


class Role(StrEnum):
    ADMIN = "admin"
    COORDINATOR = "coordinator"
    LEADERSHIP = "leadership"
    MEMBER = "member"


class Language(StrEnum):
    BOKMAL = "nb"
    ENGLISH = "en"


def stored(enum: type[StrEnum]) -> Enum:
    """The column type of a closed list: its values as text, checked by the database."""

    def values(members: Any) -> list[str]:
        return [member.value for member in members]

    return Enum(
        enum,
        native_enum=False,
        create_constraint=True,
        length=20,
        values_callable=values,
        name=enum.__name__.lower(),
    )
