"""A page that was open for a while: who answers has seen what the answer is to."""

import pytest

from arenas.models.enums import Response
from tests import pages
from tests.invitations.series_records import DAYS
from tests.invitations.test_answers import asked
from tests.invitations.test_series_answers import asked as asked_to_series
from tests.meetings.records import at

__all__ = ["asked", "asked_to_series"]


def opened(client, link):
    """The fields that the page sends besides the answer."""
    page = pages.get(client, link)
    return {"csrf_token": pages.form_token(client.get(link)), "seen": page.value("seen")}


def test_a_yes_to_the_old_time_is_no_yes_to_the_new(asked, client):
    form = opened(client, asked.link) | {"answer": "accepted"}
    asked.change(when=at(DAYS[0]))
    answer = client.post(asked.link, data=form)
    assert answer.status_code == 422
    page = pages.checked(answer, 422)
    assert "Dette er endret siden du åpnet siden." in page.text
    assert "1. februar 2027" in page.text
    assert asked.row("Åse Østby").response is Response.NEEDS_ACTION
    asked.session.rollback()
    again = form | {"seen": page.value("seen")}
    assert client.post(asked.link, data=again).status_code == 303


@pytest.mark.parametrize("path", ["", "/{date}"])
def test_nor_is_it_to_a_date_of_a_series(asked_to_series, client, path):
    called = asked_to_series
    link = called.link + path.format(date=called.on(DAYS[1]).id)
    called.session.rollback()
    form = opened(client, link) | {"answer": "accepted"}
    called.move(DAYS[1], DAYS[1].replace(day=2))
    assert client.post(link, data=form).status_code == 422
    assert called.answers("Åse Østby") == [Response.NEEDS_ACTION] * 6
