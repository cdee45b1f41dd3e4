"""The closed lists in words: one place, so that a state is called the same on every page."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from arenas.models.enums import (
    Attendance,
    DateChoice,
    ForumKind,
    Language,
    Level,
    MailState,
    MeetingMode,
    MeetingState,
    MemberRole,
    Membership,
    OutcomeKind,
    ParticipationRole,
    PollState,
    Response,
    Role,
    Seat,
    Sector,
    Visibility,
)

# By the kind of list first: a member of a forum and an account with that role are equal texts.
LABELS: dict[type[StrEnum], dict[Any, Any]] = {
    Sector: {
        Sector.MUNICIPALITY: _l("Kommune"),
        Sector.COUNTY: _l("Fylkeskommune"),
        Sector.INDUSTRY: _l("Næringsliv"),
        Sector.CLUSTER: _l("Klynge"),
        Sector.ACADEMIA: _l("Akademia"),
        Sector.CULTURE: _l("Kultur"),
        Sector.NATIONAL_AUTHORITY: _l("Statlig myndighet"),
        Sector.OTHER: _l("Annet"),
    },
    Membership: {
        Membership.YES: _l("Medlem"),
        Membership.NO: _l("Ikke medlem"),
        Membership.UNKNOWN: _l("Ukjent"),
    },
    ForumKind: {
        ForumKind.POLITICAL: _l("Politisk"),
        ForumKind.ADMINISTRATIVE: _l("Administrativ"),
        ForumKind.PROFESSIONAL: _l("Faglig"),
        ForumKind.PROJECT: _l("Prosjekt"),
        ForumKind.CONFERENCE: _l("Konferanse"),
    },
    Level: {
        Level.LOCAL: _l("Lokalt"),
        Level.REGIONAL: _l("Regionalt"),
        Level.NATIONAL: _l("Nasjonalt"),
        Level.INTERNATIONAL: _l("Internasjonalt"),
    },
    Visibility: {
        Visibility.PUBLIC: _l("Åpen"),
        Visibility.INTERNAL: _l("Intern"),
    },
    MemberRole: {
        MemberRole.CHAIR: _l("Leder"),
        MemberRole.DEPUTY: _l("Nestleder"),
        MemberRole.SECRETARY: _l("Sekretær"),
        MemberRole.MEMBER: _l("Medlem"),
        MemberRole.SUBSTITUTE: _l("Vara"),
        MemberRole.OBSERVER: _l("Observatør"),
    },
    MeetingState: {
        MeetingState.DRAFT: _l("Utkast"),
        MeetingState.PLANNED: _l("Planlagt"),
        MeetingState.HELD: _l("Holdt"),
        MeetingState.CANCELLED: _l("Avlyst"),
    },
    MeetingMode: {
        MeetingMode.PHYSICAL: _l("Fysisk"),
        MeetingMode.ONLINE: _l("På nett"),
        MeetingMode.HYBRID: _l("Fysisk og på nett"),
    },
    ParticipationRole: {
        ParticipationRole.CHAIR: _l("Møteleder"),
        ParticipationRole.SPEAKER: _l("Innleder"),
        ParticipationRole.SECRETARY: _l("Sekretær"),
        ParticipationRole.PARTICIPANT: _l("Deltaker"),
        ParticipationRole.OBSERVER: _l("Observatør"),
    },
    OutcomeKind: {
        OutcomeKind.INFORMATION: _l("Orientering"),
        OutcomeKind.DECISION: _l("Vedtak"),
        OutcomeKind.ACTION: _l("Oppgave"),
    },
    Response: {
        Response.NEEDS_ACTION: _l("Ikke svart"),
        Response.ACCEPTED: _l("Kommer"),
        Response.TENTATIVE: _l("Kanskje"),
        Response.DECLINED: _l("Kommer ikke"),
        Response.DELEGATED: _l("Sender en annen"),
        Response.WAITING: _l("Venteliste"),
    },
    Seat: {
        Seat.ROOM: _l("I rommet"),
        Seat.ONLINE: _l("På nett"),
    },
    Attendance: {
        Attendance.UNKNOWN: _l("Ikke registrert"),
        Attendance.PRESENT: _l("Møtte"),
        Attendance.PARTLY: _l("Møtte delvis"),
        Attendance.EXCUSED: _l("Meldt forfall"),
        Attendance.ABSENT: _l("Møtte ikke"),
    },
    PollState: {
        PollState.OPEN: _l("Åpen for svar"),
        PollState.SETTLED: _l("Ble et møte"),
        PollState.CALLED_OFF: _l("Trukket tilbake"),
    },
    DateChoice: {
        DateChoice.YES: _l("Ja"),
        DateChoice.IF_NEEDED: _l("Om nødvendig"),
        DateChoice.NO: _l("Nei"),
    },
    MailState: {
        MailState.WAITING: _l("Venter"),
        MailState.SENDING: _l("Sendes nå"),
        MailState.SENT: _l("Sendt"),
        MailState.FAILED: _l("Kom ikke frem"),
        MailState.SUPERSEDED: _l("Erstattet før den ble sendt"),
    },
    Role: {
        Role.ADMIN: _l("Administrator"),
        Role.COORDINATOR: _l("Koordinator"),
        Role.LEADERSHIP: _l("Ledelse"),
        Role.MEMBER: _l("Deltaker"),
    },
    Language: {
        Language.BOKMAL: "Norsk bokmål",
        Language.ENGLISH: "English",
    },
}


def label(member: StrEnum | None) -> Any:
    """The member of a closed list in words, in the language of the page."""
    return "" if member is None else LABELS[type(member)][member]


class Option(SelectChoice):
    """A choice of a form's menu that is also a pair (value, words), for a list's filter."""

    def __iter__(self) -> Iterator[Any]:
        return iter((self.value, self.label))


def choices(kind: type[StrEnum]) -> list[Any]:
    """(value, words) of a whole list, for menus and filters."""
    return [Option(member.value, words) for member, words in LABELS[kind].items()]


def init_app(app: Flask) -> None:
    app.jinja_env.filters["label"] = label
    app.jinja_env.globals.update(sectors=tuple(Sector), choices_of=choices)
