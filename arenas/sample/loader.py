"""Puts the sample region on record, and takes it away again."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Table, delete, insert, inspect, select, update
from sqlalchemy.orm import Session

from arenas.database import Model
from arenas.errors import N_, Refusal
from arenas.models import (
    Account,
    Activity,
    Affiliation,
    CouncilRole,
    Forum,
    ForumMember,
    Meeting,
    Organisation,
    Participation,
    Person,
    PriorityArea,
    Setting,
    Strategy,
    forum_activity,
    forum_priority,
    meeting_activity,
    meeting_priority,
    strategy_sdg,
)
from arenas.models.enums import Role
from arenas.revision import CALENDAR, NETWORK, raise_revision
from arenas.sample import tables
from arenas.sample.continued import continued
from arenas.sample.tables import Row, ids, read

Progress = Callable[[str, int], None]

KEPT_TABLES = {"account", "sign_in", "login_attempt", "audit_entry", "setting", "revision", "sdg"}
SAMPLE_ACCOUNTS = {
    "admin@example.org": Role.ADMIN,
    "coordinator@example.org": Role.COORDINATOR,
    "leadership@example.org": Role.LEADERSHIP,
    "member@example.org": Role.MEMBER,
}


def load(
    session: Session,
    progress: Progress = lambda what, rows: None,
    *,
    today: date | None = None,
) -> None:
    """Put the whole sample region on record; ``progress`` hears what was stored, and how many.

    With ``today`` the meetings go on after the files' last, until some weeks after that day.

    Raises
    ------
    Refusal
        If there are organisations on record already: the sample is never mixed with them.
    """
    if session.scalar(select(Organisation.id).limit(1)) is not None:
        raise Refusal(N_("Registeret er ikke tomt. Eksempeldata blandes ikke med egne data."))
    organisations = _organisations(session, progress)
    people, periods = _people(session, organisations, progress)
    priorities, activities = _strategy(session, progress)
    forums = _forums(session, priorities, activities, progress)
    meetings, attendance = read("meetings"), read("attendance")
    if today is not None:
        more, present = continued(meetings, attendance, today)
        meetings, attendance = meetings + more, attendance + present
    _meetings(session, meetings, forums, priorities, activities, progress)
    _attendance(session, attendance, people, periods, progress)
    session.merge(Setting(key="sample", value="1"))
    raise_revision(session, CALENDAR)
    raise_revision(session, NETWORK)


def is_loaded(session: Session) -> bool:
    return session.scalar(select(Setting.value).where(Setting.key == "sample")) == "1"


def remove(session: Session) -> None:
    """Start empty: take every record and the sample accounts away, keep other accounts.

    Raises
    ------
    Refusal
        If no sample data is loaded: the command must never empty a register in use.
    """
    if not is_loaded(session):
        raise Refusal(N_("Det er ikke lastet inn eksempeldata, så ingenting ble fjernet."))
    session.execute(update(Account).values(person_id=None))
    session.execute(delete(Account).where(Account.email.in_(SAMPLE_ACCOUNTS)))
    session.execute(update(Activity).values(parent_id=None))
    for table in reversed(Model.metadata.sorted_tables):
        if table.name not in KEPT_TABLES:
            session.execute(delete(table))
    for record in list(session.identity_map.values()):
        is_gone = inspect(type(record)).local_table.name not in KEPT_TABLES
        if is_gone and record in session:  # its owner's going may have taken it along
            session.expunge(record)  # the row is gone; its number may be given to another
    session.merge(Setting(key="sample", value="0"))  # chosen: the next start leaves it empty
    raise_revision(session, CALENDAR)
    raise_revision(session, NETWORK)


def _store(
    session: Session, target: type[Model] | Table, rows: Sequence[Row], progress: Progress
) -> None:
    session.execute(insert(target), rows)
    name = target.name if isinstance(target, Table) else target.__tablename__
    progress(str(name), len(rows))


def _keys(session: Session, key: Any, value: Any) -> dict[str, int]:
    return dict(session.execute(select(key, value)).all())


def _organisations(session: Session, progress: Progress) -> dict[str, int]:
    rows = [tables.organisation(row) for row in read("organisations")]
    _store(session, Organisation, rows, progress)
    return _keys(session, Organisation.slug, Organisation.id)


def _people(
    session: Session, organisations: dict[str, int], progress: Progress
) -> tuple[dict[str, tuple[int, int]], dict[str, tuple[date | None, date | None]]]:
    rows = read("people")
    _store(session, Person, [tables.person(row) for row in rows], progress)
    person_ids = _keys(session, Person.external_id, Person.id)
    people, periods, affiliations = {}, {}, []
    for row in rows:
        key = row["id"]
        people[key] = (person_ids[key], organisations[row["organisation_id"]])
        periods[key] = (tables.day(row["active_from"]), tables.day(row["active_to"]))
        affiliations.append(
            {
                "person_id": people[key][0],
                "organisation_id": people[key][1],
                "title": row["role_title"],
                "active_from": periods[key][0],
                "active_to": periods[key][1],
            }
        )
    _store(session, Affiliation, affiliations, progress)
    return people, periods


def _strategy(session: Session, progress: Progress) -> tuple[dict[str, int], dict[str, int]]:
    areas = read("priorities")
    strategy = Strategy(
        name="Strategi for Osloregionen",
        name_en="Strategy for the Oslo Region",
        starts_on=date(min(int(row["period_start"]) for row in areas), 1, 1),
        ends_on=date(max(int(row["period_end"]) for row in areas), 12, 31),
        priorities=[
            PriorityArea(
                number=row["id"],
                name=row["name_nb"],
                name_en=row["name_en"],
                position=int(row["order"]),
            )
            for row in areas
        ],
        roles=[
            CouncilRole(text=row["text_nb"], text_en=row["text_en"], position=int(row["order"]))
            for row in read("roles")
        ],
    )
    session.add(strategy)
    session.flush()
    goals = [{"strategy_id": strategy.id, "sdg_number": int(row["number"])} for row in read("sdgs")]
    _store(session, strategy_sdg, goals, progress)
    priorities = {area.number: area.id for area in strategy.priorities}
    rows = read("activities")
    _store(
        session,
        Activity,
        [
            {
                "priority_id": priorities[row["priority_id"]],
                "number": row["id"],
                "text": row["text_nb"],
                "text_en": row["text_en"],
                "position": int(row["order"]),
            }
            for row in rows
        ],
        progress,
    )
    activities = _keys(session, Activity.number, Activity.id)
    for row in rows:
        if row["parent_id"]:
            session.execute(
                update(Activity)
                .where(Activity.id == activities[row["id"]])
                .values(parent_id=activities[row["parent_id"]])
            )
    return priorities, activities


def _forums(
    session: Session, priorities: dict[str, int], activities: dict[str, int], progress: Progress
) -> dict[str, int]:
    rows = read("arenas")
    _store(session, Forum, [tables.forum(row) for row in rows], progress)
    forums = _keys(session, Forum.external_id, Forum.id)
    serves = [
        {"forum_id": forums[row["id"]], "priority_id": priorities[number]}
        for row in rows
        for number in ids(row["priority_ids"])
    ]
    works_on = [
        {"forum_id": forums[row["id"]], "activity_id": activities[number]}
        for row in rows
        for number in ids(row["activity_ids"])
    ]
    _store(session, forum_priority, serves, progress)
    _store(session, forum_activity, works_on, progress)
    return forums


def _meetings(
    session: Session,
    rows: Sequence[dict[str, str]],
    forums: dict[str, int],
    priorities: dict[str, int],
    activities: dict[str, int],
    progress: Progress,
) -> None:
    _store(session, Meeting, [tables.meeting(row, forums) for row in rows], progress)
    meetings = _keys(session, Meeting.external_id, Meeting.id)
    serves = [
        {"meeting_id": meetings[row["id"]], "priority_id": priorities[number]}
        for row in rows
        for number in ids(row["priority_ids"])
    ]
    works_on = [
        {"meeting_id": meetings[row["id"]], "activity_id": activities[number]}
        for row in rows
        for number in ids(row["activity_ids"])
    ]
    _store(session, meeting_priority, serves, progress)
    _store(session, meeting_activity, works_on, progress)


def _attendance(
    session: Session,
    rows: list[dict[str, str]],
    people: dict[str, tuple[int, int]],
    periods: dict[str, tuple[date | None, date | None]],
    progress: Progress,
) -> None:
    meetings = _keys(session, Meeting.external_id, Meeting.id)
    forum_of_meeting = _keys(session, Meeting.external_id, Meeting.forum_id)
    members = list(tables.forum_members(rows, forum_of_meeting, people, periods))
    _store(session, ForumMember, members, progress)
    _store(
        session,
        Participation,
        [tables.participation(row, meetings, people) for row in rows],
        progress,
    )
