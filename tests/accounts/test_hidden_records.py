"""Records within open pages: what one may not see answers 404, on every address it has."""

import pytest
from sqlalchemy import select

from arenas.accounts import services
from arenas.database import db
from arenas.models import Forum, ForumMember, Meeting, Participation, Person
from arenas.models.enums import MeetingState, Role, Visibility

READS_ALL = {"admin", "coordinator", "leadership"}
ROLES = (*sorted(READS_ALL), "member", "anonymous")
MEETING = ("/meetings/{id}", "/meetings/{id}.ics")


@pytest.fixture(scope="module")
def readers(sample_app, signed_in):
    clients = {role.value: signed_in(sample_app, f"{role.value}@example.org") for role in Role}
    return clients | {"anonymous": sample_app.test_client()}


def member_id():
    return services.find(db.session(), "member@example.org").person_id


def not_seated():
    """The condition for forums in which the sample's member does not sit."""
    return Forum.id.not_in(select(ForumMember.forum_id).where(ForumMember.person_id == member_id()))


@pytest.fixture(scope="module")
def internal(sample_app):
    """(slug, id of a meeting) of an internal forum in which the member does not sit."""
    with sample_app.app_context():
        forum = db.session.scalars(
            select(Forum).where(not_seated(), Forum.id.in_(select(Meeting.forum_id)))
        ).first()
        forum.visibility = Visibility.INTERNAL
        found = forum.slug, hidden_meeting(forum).id
        db.session.commit()
    return found


def hidden_meeting(forum):
    """A meeting of the forum that the member is not asked to."""
    asked = select(Participation.meeting_id).where(Participation.person_id == member_id())
    return db.session.scalars(
        select(Meeting).where(Meeting.forum_id == forum.id, Meeting.id.not_in(asked))
    ).first()


def status(readers, role, path):
    return readers[role].get(path, buffered=True).status_code


@pytest.mark.parametrize("role", ROLES)
def test_an_internal_forum_is_hidden_from_who_does_not_sit_in_it(readers, internal, role):
    slug, _meeting = internal
    assert status(readers, role, f"/forums/{slug}") == (200 if role in READS_ALL else 404)


@pytest.mark.parametrize("role", ["member", "anonymous"])
def test_so_is_its_feed(readers, internal, role):
    slug, _meeting = internal
    assert status(readers, role, f"/calendar/forums/{slug}.ics") == 404


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("address", MEETING)
def test_so_are_its_meetings(readers, internal, role, address):
    _slug, meeting_id = internal
    expected = 200 if role in READS_ALL else 404
    assert status(readers, role, address.format(id=meeting_id)) == expected


def test_who_sits_in_it_sees_it(sample_app, readers):
    with sample_app.app_context():
        forum = db.session.scalars(
            select(Forum).where(Forum.visibility == Visibility.INTERNAL, ~not_seated())
        ).first()
        path = f"/forums/{forum.slug}"
    assert status(readers, "member", path) == 200
    assert status(readers, "anonymous", path) == 404


@pytest.mark.parametrize("role", ROLES)
def test_a_draft_of_a_public_forum_is_hidden_from_who_does_not_read_all(sample_app, readers, role):
    with sample_app.app_context():
        public = Forum.visibility == Visibility.PUBLIC
        meeting = hidden_meeting(db.session.scalars(select(Forum).where(public)).first())
        meeting.state = MeetingState.DRAFT
        meeting_id = meeting.id
        db.session.commit()
    assert status(readers, role, f"/meetings/{meeting_id}") == (200 if role in READS_ALL else 404)
    assert status(readers, role, f"/meetings/{meeting_id}.ics") == 404


def test_a_member_sees_no_other_person_than_oneself(sample_app, readers):
    with sample_app.app_context():
        own = member_id()
        other = db.session.scalar(select(Person.id).where(Person.id != own).limit(1))
    assert status(readers, "member", f"/people/{own}") == 200
    assert status(readers, "member", f"/people/{other}") == 404
    assert status(readers, "leadership", f"/people/{other}") == 200


def test_the_leadership_reads_no_private_contact_data(sample_app, readers):
    with sample_app.app_context():
        person = db.session.scalars(select(Person).where(Person.email.is_not(None))).first()
        path, email = f"/people/{person.id}", person.email
    assert email in readers["coordinator"].get(path).text
    assert email not in readers["leadership"].get(path).text
