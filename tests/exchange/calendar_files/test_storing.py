"""Calendar files become drafts: new, changed, the same, and nothing twice."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from arenas.errors import Refusal, UnknownRecord
from arenas.exchange.calendar_files.comparing import Fate, compare
from arenas.exchange.calendar_files.storing import Stored, store
from arenas.exchange.ics.reading import CalendarFile, read
from arenas.models import (
    Affiliation,
    Forum,
    ImportedEvent,
    MailDomain,
    Meeting,
    Organisation,
    OutgoingMail,
    Participation,
    Person,
    Series,
    SeriesOccurrence,
)
from arenas.models.enums import ForumKind, Level, MeetingMode, MeetingState, Response, Sector
from tests.exchange.ics import files
from tests.exchange.ics.files import calendar

OSLO = ZoneInfo("Europe/Oslo")
ONE = "UID:one\nDTSTART:20270301T100000Z\nDTEND:20270301T110000Z\nSUMMARY:{title}\nLOCATION:{place}"


def opened(content: bytes) -> CalendarFile:
    return read(content, OSLO, date(2026, 11, 24))


@pytest.fixture
def forum(session: Session) -> Forum:
    made = Forum(slug="styret", name="Styret", kind=ForumKind.PROJECT, level=Level.REGIONAL)
    uni = Organisation(slug="uni", name="Universitetet", sector=Sector.ACADEMIA)
    ski = Organisation(slug="ski", name="Ski kommune", sector=Sector.MUNICIPALITY)
    kari = Person(given_name="Kari", family_name="Li", email="kari.li@ski.example")
    kari.affiliations = [Affiliation(organisation=ski, active_from=date(2020, 1, 1))]
    session.add_all([made, uni, ski, kari])
    session.commit()
    return made


def one(title: str = "Møte", place: str = "Ski", *more: str) -> bytes:
    return calendar("\n".join([ONE.format(title=title, place=place), *more]))


def only(session: Session) -> Meeting:
    return session.scalars(select(Meeting)).one()


@pytest.mark.usefixtures("database")
def test_an_event_becomes_a_draft_and_nobody_is_written_to(session: Session, forum: Forum) -> None:
    stored = store(session, opened(one()), forum.id, {}, actor=None)
    session.commit()
    assert stored == Stored(new=1, changed=0, removed=0, people=0)
    meeting = only(session)
    assert (meeting.state, meeting.title, meeting.place) == (MeetingState.DRAFT, "Møte", "Ski")
    assert meeting.starts_at == datetime(2027, 3, 1, 10, tzinfo=UTC)
    assert meeting.forum_id == forum.id
    assert session.scalar(select(func.count(OutgoingMail.id))) == 0


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    "content",
    [files.OUTLOOK, files.GOOGLE, files.APPLE, files.THUNDERBIRD, files.NEXTCLOUD, files.INDICO],
)
def test_read_twice_the_same_file_changes_nothing(
    session: Session, forum: Forum, content: bytes
) -> None:
    first = store(session, opened(content), forum.id, {}, actor=None)
    session.commit()
    before = session.execute(select(Meeting.id, Meeting.version, Meeting.updated_at)).all()
    preview = compare(session, opened(content))
    assert first.new > 0
    assert preview.count(Fate.NEW) == preview.count(Fate.CHANGED) == 0
    assert preview.count(Fate.SAME) == first.new
    assert store(session, opened(content), forum.id, {}, actor=None) == Stored(0, 0, 0, 0)
    session.commit()
    assert session.execute(select(Meeting.id, Meeting.version, Meeting.updated_at)).all() == before


def test_a_changed_event_changes_its_draft(session: Session, forum: Forum) -> None:
    store(session, opened(one()), forum.id, {}, actor=None)
    link = "X-GOOGLE-CONFERENCE:https://meet.example/a"
    changed = opened(one("Nytt møte", "Ås", link))
    assert compare(session, changed).count(Fate.CHANGED) == 1
    assert store(session, changed, forum.id, {}, actor=None).changed == 1
    meeting = only(session)
    assert (meeting.title, meeting.place, meeting.mode) == ("Nytt møte", "Ås", MeetingMode.HYBRID)


def test_a_draft_that_was_edited_here_stays_until_the_file_says_something_new(
    session: Session, forum: Forum
) -> None:
    store(session, opened(one()), forum.id, {}, actor=None)
    only(session).title = "Rettet her"
    session.flush()
    store(session, opened(one()), forum.id, {}, actor=None)
    assert only(session).title == "Rettet her"


def test_a_meeting_that_was_called_here_is_not_moved_by_a_file(
    session: Session, forum: Forum
) -> None:
    store(session, opened(one()), forum.id, {}, actor=None)
    only(session).state = MeetingState.PLANNED
    session.flush()
    other = opened(one(place="Moss"))
    assert compare(session, other).count(Fate.KEPT) == 1
    assert store(session, other, forum.id, {}, actor=None) == Stored(0, 0, 0, 0)
    assert only(session).place == "Ski"


def test_what_is_cancelled_in_the_file_does_not_come_and_its_draft_goes(
    session: Session, forum: Forum
) -> None:
    cancelled = opened(one("Møte", "Ski", "STATUS:CANCELLED"))
    assert compare(session, cancelled).count(Fate.LEFT_OUT) == 1
    store(session, opened(one()), forum.id, {}, actor=None)
    assert store(session, cancelled, forum.id, {}, actor=None).removed == 1
    assert session.scalar(select(func.count(Meeting.id))) == 0
    assert session.scalar(select(func.count(ImportedEvent.id))) == 0


def test_a_cancelled_event_leaves_a_draft_that_somebody_has_answered(
    session: Session, forum: Forum
) -> None:
    guest = "ATTENDEE:mailto:kari.li@ski.example"
    store(session, opened(one("Møte", "Ski", guest)), forum.id, {}, actor=None)
    session.scalars(select(Participation)).one().response = Response.ACCEPTED
    session.flush()
    cancelled = opened(one("Møte", "Ski", guest, "STATUS:CANCELLED"))
    assert store(session, cancelled, forum.id, {}, actor=None).removed == 0
    assert only(session).title == "Møte"


@pytest.mark.usefixtures("database")
def test_people_are_known_by_address_and_organisations_by_domain(
    session: Session, forum: Forum
) -> None:
    preview = compare(session, opened(files.OUTLOOK))
    assert [(one.domain, one.guests) for one in preview.known.unknown] == [("uni.example", 1)]
    uni = session.scalars(select(Organisation).where(Organisation.slug == "uni")).one()
    stored = store(session, opened(files.OUTLOOK), forum.id, {"uni.example": uni.id}, actor=None)
    session.commit()
    assert (stored.new, stored.people) == (3, 1)
    rows = session.execute(
        select(Person.email, Organisation.slug, func.count())
        .join(Participation, Participation.person_id == Person.id)
        .join(Organisation, Organisation.id == Participation.organisation_id)
        .group_by(Person.email, Organisation.slug)
        .order_by(Person.email)
    ).all()
    # Two of the three: the exception of February names nobody.
    assert [tuple(row) for row in rows] == [
        ("kari.li@ski.example", "ski", 2),
        ("ola@uni.example", "uni", 2),
    ]


def test_a_domain_is_taught_once(session: Session, forum: Forum) -> None:
    uni = session.scalars(select(Organisation).where(Organisation.slug == "uni")).one()
    store(session, opened(files.OUTLOOK), forum.id, {"uni.example": uni.id}, actor=None)
    other = opened(one("Møte", "Ski", "ATTENDEE;CN=Per Å:mailto:per@uni.example"))
    preview = compare(session, other)
    assert [guest.name for guest in preview.known.new] == ["Per Å"]
    assert preview.known.unknown == []
    assert session.get(MailDomain, "uni.example") is not None


def test_whom_nobody_placed_is_left_out_and_a_private_address_cannot_be_taught(
    session: Session, forum: Forum
) -> None:
    content = opened(one("Møte", "Ski", "ATTENDEE;CN=Per Å:mailto:per@gmail.com"))
    assert [guest.email for guest in compare(session, content).known.private] == ["per@gmail.com"]
    with pytest.raises(Refusal, match=r"gmail\.com"):
        store(session, content, forum.id, {"gmail.com": 1}, actor=None)
    session.rollback()
    forum_id = session.scalars(select(Forum.id)).one()
    store(session, content, forum_id, {}, actor=None)
    assert session.scalar(select(func.count(Participation.id))) == 0


def test_the_likely_organisation_of_a_domain_is_suggested(session: Session, forum: Forum) -> None:
    uni = session.scalars(select(Organisation).where(Organisation.slug == "uni")).one()
    uni.website = "https://www.uni.example/om"
    session.flush()
    [unknown] = compare(session, opened(files.OUTLOOK)).known.unknown
    assert unknown.suggested == uni.id


def test_an_archived_forum_takes_no_meetings(session: Session, forum: Forum) -> None:
    forum.archived_at = datetime(2026, 1, 1, tzinfo=UTC)
    session.flush()
    with pytest.raises(UnknownRecord):
        store(session, opened(one()), forum.id, {}, actor=None)


@pytest.mark.usefixtures("database")
def test_a_series_stays_a_series_with_its_exceptions(session: Session, forum: Forum) -> None:
    store(session, opened(files.OUTLOOK), forum.id, {}, actor=None)
    session.commit()
    series = session.scalars(select(Series)).one()
    assert (series.repeats, series.every) == ("month_weekday", 1)
    assert (series.first_day, series.until) == (date(2026, 12, 1), date(2027, 3, 2))
    assert (f"{series.starts:%H.%M}", f"{series.ends:%H.%M}") == ("12.00", "14.00")
    rows = session.execute(
        select(SeriesOccurrence.day, Meeting.starts_at)
        .join(SeriesOccurrence.meeting)
        .order_by(SeriesOccurrence.day)
    ).all()
    # 5 January is left out; what was moved keeps the day that the rule gave it.
    assert [(row.day, row.starts_at) for row in rows] == [
        (date(2026, 12, 1), datetime(2026, 12, 1, 11, tzinfo=UTC)),
        (date(2027, 2, 2), datetime(2027, 2, 3, 12, tzinfo=UTC)),
        (date(2027, 3, 2), datetime(2027, 3, 2, 11, tzinfo=UTC)),
    ]


def test_a_rule_without_end_goes_on_where_the_file_stopped(session: Session, forum: Forum) -> None:
    content = calendar(
        "UID:w\nDTSTART;TZID=Europe/Oslo:20261102T090000\nDURATION:PT1H\n"
        "RRULE:FREQ=WEEKLY;INTERVAL=2;WKST=SU"
    )
    store(session, opened(content), forum.id, {}, actor=None)
    series = session.scalars(select(Series)).one()
    assert (series.repeats, series.every, series.until) == ("week", 2, None)
    assert series.laid_out_to == date(2028, 11, 13)  # two years of 366 days ahead of 24 November
    longer = read(content, OSLO, date(2027, 1, 24))
    store(session, longer, forum.id, {}, actor=None)
    assert session.scalar(select(func.count(Series.id))) == 1
    assert session.scalar(select(func.max(SeriesOccurrence.day))) == date(2029, 1, 22)


@pytest.mark.parametrize(
    ("start", "rule", "repeats"),
    [
        ("20270104T090000", "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=9", "workday"),
        ("20270104T090000", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1;COUNT=5", "month_weekday"),
        ("20270115T090000", "FREQ=MONTHLY;BYMONTHDAY=15;COUNT=5", "month_day"),
        ("20270104T090000", "FREQ=DAILY;INTERVAL=3;COUNT=5", "day"),
        ("20270104T090000", "FREQ=WEEKLY;BYDAY=MO,TH;COUNT=5", None),
        ("20270104T090000", "FREQ=YEARLY", None),
        ("20270104T090000Z", "FREQ=WEEKLY;COUNT=30", None),  # in UTC: an hour later in summer
    ],
)
def test_a_rule_is_known_by_its_days(
    session: Session, forum: Forum, start: str, rule: str, repeats: str | None
) -> None:
    zone = "" if start.endswith("Z") else ";TZID=Europe/Oslo"
    content = calendar(f"UID:a\nDTSTART{zone}:{start}\nDURATION:PT1H\nRRULE:{rule}")
    assert store(session, opened(content), forum.id, {}, actor=None).new > 0
    assert session.scalar(select(Series.repeats)) == repeats
