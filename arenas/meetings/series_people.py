"""Putting people on the lists of this date of a series and the following, and taking them off.

One message a person tells of all the dates; what is laid out later has them, or has them not.
"""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas import audit
from arenas.errors import N_, UnknownRecord
from arenas.invitations import gathering
from arenas.invitations.listed import Pairs
from arenas.invitations.series_telling import in_one_message
from arenas.meetings import participants
from arenas.meetings.series_queries import of_meeting, still_open
from arenas.models import Account, Meeting, Participation, Series
from arenas.models.enums import Attendance

KIND = "series"


def following(session: Session, meeting_id: int) -> list[Meeting]:
    """The dates after this one that have not begun; none where the meeting is of no series."""
    found = of_meeting(session, meeting_id)
    if found is None:
        return []
    series, day = found
    return [one.meeting for one in still_open(session, series, day) if one.meeting.id != meeting_id]


@in_one_message
def add(session: Session, meeting_id: int, chosen: Pairs, *, actor: Account) -> int:
    """Ask them to the following dates too, where they are not on the list. Returns how many
    dates there are."""
    series, dates = _series(session, meeting_id), following(session, meeting_id)
    for meeting in dates:
        gathering.add(session, meeting, chosen, actor=actor)
    guests = _guests(series) | chosen
    left_out = [one for one in series.template.get("left_out", ()) if one not in chosen]
    _begins_with(series, guests, left_out)
    session.flush()
    audit.record(session, actor, "series.people", KIND, series.id, added=len(chosen))
    return len(dates)


@in_one_message
def remove(session: Session, meeting_id: int, participation_id: int, *, actor: Account) -> int:
    """Take somebody off this date and the following. Returns off how many.

    Raises
    ------
    UnknownRecord
        If the meeting is of no series, or the person is not on its list.
    Refusal
        If it is on record that the person was there.
    """
    series = _series(session, meeting_id)
    person = participants.one(session, meeting_id, participation_id).person_id
    dates = [meeting.id for meeting in following(session, meeting_id)]
    rows = session.execute(
        select(Participation.meeting_id, Participation.id).where(
            Participation.meeting_id.in_(dates),
            Participation.person_id == person,
            Participation.attendance.not_in([Attendance.PRESENT, Attendance.PARTLY]),
        )
    ).all()
    for of_meeting_id, row_id in [(meeting_id, participation_id), *rows]:
        participants.remove(session, of_meeting_id, row_id, actor=actor)
    guests = {one: at for one, at in _guests(series).items() if one != person}
    _begins_with(series, guests, [*series.template.get("left_out", ()), person])
    session.flush()
    audit.record(session, actor, "series.people", KIND, series.id, removed=1)
    return 1 + len(rows)


def _series(session: Session, meeting_id: int) -> Series:
    found = of_meeting(session, meeting_id)
    if found is None:
        raise UnknownRecord(N_("Møtet hører ikke til noen serie."))
    return found[0]


def _guests(series: Series) -> Pairs:
    return {int(person): at for person, at in series.template.get("guests", ())}


def _begins_with(series: Series, guests: Mapping[int, int | None], left_out: list[int]) -> None:
    series.template = series.template | {
        "guests": [list(pair) for pair in guests.items()],
        "left_out": sorted(set(left_out)),
    }
