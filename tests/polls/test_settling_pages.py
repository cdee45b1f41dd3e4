"""One click makes the meeting; of two who click at once one does."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import select

from arenas.models import Meeting, Participation
from arenas.web import dates
from tests import pages
from tests.meetings import records
from tests.meetings.records import at
from tests.polls.conftest import begins, token_and_version


def test_one_click_makes_the_meeting(poller, polled, coordinator):
    form = token_and_version(coordinator, "/polls/1")
    chosen = poller.again(polled).dates[1]
    poller.session.rollback()
    answer = coordinator.post("/polls/1/settle", data=form | {"date": chosen.id})
    assert answer.status_code == 303
    page = pages.get(coordinator, answer.location)
    assert "Utkastet er laget med alle som er spurt på listen." in page.text
    assert dates.weekday_date(begins(21).date(), "nb") in page.text
    poller.session.expire_all()
    meeting = poller.session.scalars(select(Meeting)).one()
    assert answer.location == f"/meetings/{meeting.id}"
    listed = poller.session.scalars(select(Participation).where(Participation.invited)).all()
    assert len(listed) == 4
    poller.session.rollback()
    shown = pages.get(coordinator, "/polls/1")
    assert "Ble et møte" in shown.text
    assert answer.location in shown.links
    again = coordinator.post("/polls/1/settle", data=form | {"date": chosen.id})
    assert again.status_code == 303
    assert "Datoen er allerede bestemt." in pages.get(coordinator, "/polls/1").text


def test_of_two_who_click_at_the_same_moment_one_makes_the_meeting(
    poller, polled, coordinator, account_of, database
):
    chosen = [one.id for one in poller.again(polled).dates[:2]]
    poller.session.rollback()
    clients = [coordinator, account_of("admin")]
    forms = [token_and_version(client, "/polls/1") for client in clients]
    poller.session.rollback()  # what the pages began here would keep both from writing
    gate = Barrier(2)

    def click(turn):
        gate.wait()
        form = forms[turn] | {"date": chosen[turn]}
        return clients[turn].post("/polls/1/settle", data=form).location

    with ThreadPoolExecutor(2) as pool:
        locations = sorted(pool.map(click, range(2)))
    poller.session.expire_all()
    meeting = poller.session.scalars(select(Meeting)).one()
    assert locations == [f"/meetings/{meeting.id}", "/polls/1"]
    assert [one.chosen for one in poller.again(polled).dates].count(True) == 1


def test_a_date_on_which_the_forum_meets_is_asked_about_and_can_be_meant(
    poller, polled, coordinator
):
    records.make_meeting(
        poller.session, poller.forum, title="Fra før", when=at(begins(20).date(), "13:00", "15:00")
    )
    first = poller.again(polled).dates[0].id
    poller.session.commit()
    form = token_and_version(coordinator, "/polls/1") | {"date": first}
    page = pages.checked(coordinator.post("/polls/1/settle", data=form), 409)
    assert "Fra før" in page.text
    assert "Lag møte likevel" in page.text
    meant = coordinator.post("/polls/1/settle", data=form | {"overlap_is_meant": "y"})
    assert meant.status_code == 303
