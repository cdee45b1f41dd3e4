"""Answering by the link: nothing happens until a person presses the button."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from arenas.meetings.services import for_change
from arenas.models import AuditEntry, PollAnswer
from arenas.models.enums import AnswerWay, DateChoice
from arenas.polls import becoming, services
from arenas.web import dates
from tests import pages
from tests.polls.conftest import begins, today


@pytest.fixture
def asked(poller, link):
    """A poll, and the link of Bo."""
    poll = poller.create()
    poller.link = link("bo@example.org")
    poller.poll = poller.again(poll)
    poller.numbers = [one.id for one in poller.poll.dates]
    poller.session.commit()
    return poller


@pytest.fixture
def reply(asked, client):
    """``reply("ymn")``; a dot leaves the date without an answer."""

    def send(letters, **other):
        words = {"y": "yes", "m": "if_needed", "n": "no"}
        data = {
            f"date-{number}": words[letter]
            for number, letter in zip(asked.numbers, letters, strict=True)
            if letter in words
        }
        response = pages.post(client, asked.link, data | other)
        asked.session.expire_all()
        return response

    return send


def given(asked):
    row = asked.asked(asked.poll, "Bo Li")
    found = asked.session.execute(
        select(PollAnswer.date_id, PollAnswer.choice).where(PollAnswer.asked_id == row.id)
    ).all()
    return [dict(found).get(number) for number in asked.numbers]


def test_opening_the_link_shows_the_dates_and_changes_nothing(asked, client):
    before = asked.session.scalar(select(func.count()).select_from(AuditEntry))
    asked.session.rollback()
    for _scanner in range(3):
        page = pages.get(client, asked.link)
        assert client.head(asked.link).status_code == 200
        assert client.get(f"{asked.link}/thanks").status_code == 303
    assert "Vårmøte" in page.text
    assert "Budsjett" in page.text
    assert dates.weekday_date(begins(20).date(), "nb") in page.text
    assert given(asked) == [None, None, None]
    assert asked.asked(asked.poll, "Bo Li").answered_at is None
    assert asked.session.scalar(select(func.count()).select_from(AuditEntry)) == before


def test_the_page_never_sends_itself(asked, client):
    html = pages.get(client, asked.link).html
    scripts = re.findall(r"<script[^>]*>", html)
    assert all("/static/js/frame.js" in script for script in scripts)
    assert 'http-equiv="refresh"' not in html
    assert "autofocus" not in html


def test_the_page_is_kept_by_nobody_and_tells_nobody_its_address(asked, client):
    headers = client.get(asked.link).headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Cache-Control"] == "private, no-store"


def test_the_page_shows_nobody_else_and_no_address(asked, client, reply):
    asked.say(asked.poll, "Åse Østby", "yyy", "Hilsen Åse")
    asked.session.commit()
    reply("ymn", comment="Etter lunsj")
    for path in (asked.link, f"{asked.link}/thanks"):
        text = pages.get(client, path).html
        for other in ("Åse", "Østby", "Cato", "@example.org", "NMBU"):
            assert other not in text


def test_an_answer_is_kept_for_every_date_and_thanked_for(asked, client, reply, database):
    answer = reply("ymn", comment="Etter lunsj")
    assert answer.status_code == 303
    assert given(asked) == [DateChoice.YES, DateChoice.IF_NEEDED, DateChoice.NO]
    row = asked.asked(asked.poll, "Bo Li")
    assert (row.comment, row.answered_by) == ("Etter lunsj", AnswerWay.LINK)
    assert asked.asked(asked.poll, "Cato Ek").answered_at is None
    page = pages.get(client, answer.location)
    assert "Takk, svaret er registrert." in page.text
    assert "(✓) Om nødvendig" in page.text
    assert asked.link in page.links


def test_the_answer_can_be_changed_by_the_same_link(asked, client, reply):
    reply("yyy", comment="Ja")
    assert reply("nny").status_code == 303
    assert given(asked) == [DateChoice.NO, DateChoice.NO, DateChoice.YES]
    page = pages.get(client, asked.link)
    marked = [one["id"] for one in page.controls if "checked" in one]
    assert [one.rsplit("-", 1)[1] for one in marked] == ["2", "2", "0"]  # no, no, yes


def test_a_date_without_an_answer_is_told_and_what_was_written_stays(asked, reply):
    page = pages.checked(reply("y.n", comment="Husk meg"), 422)
    assert page.text.count("Svar ja, om nødvendig eller nei.") == 2  # in the summary and beside it
    assert f'href="#date-{asked.numbers[1]}"' in page.html
    assert "Husk meg" in page.html
    assert len([one for one in page.controls if "checked" in one]) == 2
    assert given(asked) == [None, None, None]


def test_the_rest_can_be_answered_no_at_once(asked, reply):
    assert reply(".y.", rest_no="y").status_code == 303
    assert given(asked) == [DateChoice.NO, DateChoice.YES, DateChoice.NO]


@pytest.mark.parametrize("value", ["maybe", "YES", "", "yes\x00"])
def test_what_is_no_answer_is_not_taken_as_one(asked, client, value):
    data = {f"date-{number}": value for number in asked.numbers}
    assert pages.post(client, asked.link, data).status_code == 422
    assert given(asked) == [None, None, None]


def test_a_comment_that_is_too_long_is_told_and_nothing_is_lost(asked, reply):
    page = pages.checked(reply("yyy", comment="x" * 1001), 422)
    assert "x" * 1001 in page.html
    assert len([one for one in page.controls if "checked" in one]) == 3
    assert given(asked) == [None, None, None]


@pytest.mark.parametrize("token", ["x", "a" * 32, "ø" * 32, "a" * 31 + "%00"])
def test_a_link_that_is_nobody_s_is_not_found(asked, client, token):
    for path in (f"/polls/answer/{token}", f"/polls/answer/{token}/thanks"):
        assert client.get(path).status_code == 404


def test_a_form_without_its_token_is_refused(asked, client):
    data = {f"date-{number}": "yes" for number in asked.numbers}
    assert client.post(asked.link, data=data).status_code == 400
    assert given(asked) == [None, None, None]


def test_after_the_last_day_the_page_says_so_and_takes_no_answer(asked, client, reply):
    reply("ymn")
    token = pages.form_token(client.get(asked.link))
    asked.again(asked.poll).answer_by = today() - timedelta(days=1)
    asked.session.commit()
    page = pages.get(client, asked.link)
    assert "Svarfristen er ute" in page.text
    assert "Datoen er ikke bestemt ennå." in page.text
    assert "✗ Nei" in page.text
    data = {f"date-{number}": "yes" for number in asked.numbers}
    late = client.post(asked.link, data=data | {"csrf_token": token})
    assert late.status_code == 409
    asked.session.expire_all()
    assert given(asked) == [DateChoice.YES, DateChoice.IF_NEEDED, DateChoice.NO]


def test_the_last_day_itself_is_in_time(asked, client, reply):
    asked.again(asked.poll).answer_by = today()
    asked.session.commit()
    assert reply("yyy").status_code == 303


def test_the_link_shows_what_came_of_it(asked, client):
    poll = asked.again(asked.poll)
    meeting, _told = becoming.settle(
        asked.session, poll.id, asked.numbers[1], version=poll.version, actor=asked.actor
    )
    asked.session.commit()
    day = dates.weekday_date(begins(21).date(), "nb")
    assert f"Møtet blir {day}" in pages.get(client, asked.link).text
    asked.session.delete(for_change(asked.session, meeting.id))
    asked.session.commit()
    assert "ikke lenger planlagt" in pages.get(client, asked.link).text


def test_the_link_shows_that_it_was_called_off_and_why(asked, client):
    poll = asked.again(asked.poll)
    services.call_off(asked.session, poll.id, "Sykdom", version=poll.version, actor=asked.actor)
    asked.session.commit()
    page = pages.get(client, asked.link)
    assert "Ingen dato ble valgt" in page.text
    assert "Begrunnelse: Sykdom" in page.text
    assert "Du svarte ikke." in page.text


def test_who_is_no_longer_asked_has_a_link_no_more(asked, client):
    asked.session.delete(asked.asked(asked.poll, "Bo Li"))
    asked.session.commit()
    assert client.get(asked.link).status_code == 404
