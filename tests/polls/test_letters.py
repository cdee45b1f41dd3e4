"""What those asked are sent: one message each, in their language, with a link of their own."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from arenas.models import OutgoingMail
from arenas.models.enums import Language
from arenas.polls import becoming, services
from arenas.polls.reminders import queue_due
from arenas.web import dates
from tests.polls.conftest import OSLO, begins, details, today


def plain(message):
    return message.get_body(("plain",)).get_content()


def test_the_question_names_dates_place_and_last_day_and_no_other_person(poller, sent):
    poller.create(begins(20), begins(21, "09:30"))
    messages = sent()
    assert len(messages) == 4
    message = messages["bo@example.org"]
    assert message["Subject"] == "Når kan du? Vårmøte"
    assert message["To"] == "Bo Li <bo@example.org>"
    for text in (plain(message), message.get_body(("html",)).get_content()):
        assert f"{dates.weekday_date(begins(21).date(), 'nb')} kl. 09.30–11.00" in text
        assert "Rådhuset" in text
        assert "Halden kommune" in text
        assert dates.weekday_date(today() + timedelta(days=7), "nb") in text
        assert "/polls/answer/" in text
        for other in ("Åse", "Cato", "ase@", "cato@"):
            assert other not in text
    assert all(part.get_content_type() != "text/calendar" for part in message.walk())


def test_each_is_written_to_in_his_own_language(poller, sent):
    poller.people["Bo Li"].language = Language.ENGLISH
    poller.create(title=None)
    waiting = select(OutgoingMail.subject).distinct()
    assert poller.session.scalars(waiting).all() == ["Klimaforum"]
    message = sent()["bo@example.org"]
    assert message["Subject"] == "When can you meet? Climate forum"
    assert message["Content-Language"] == "en"
    assert "You do not need to sign in." in plain(message)
    assert f"{dates.weekday_date(begins(20).date(), 'en')} 12:00–13:30" in plain(message)


def test_every_link_is_another(poller, sent):
    poller.create()
    links = {plain(message).split("/polls/answer/")[1].split()[0] for message in sent().values()}
    assert len(links) == 4
    assert all(len(one) == 32 for one in links)


def test_those_asked_are_told_which_date_it_became_and_which_are_free_again(poller, sent):
    poll = poller.create()
    sent()
    poll = poller.again(poll)
    becoming.settle(
        poller.session, poll.id, poll.dates[1].id, version=poll.version, actor=poller.actor
    )
    messages = sent()
    assert len(messages) == 4
    text = plain(messages["ase@example.org"])
    day = f"{dates.weekday_date(begins(21).date(), 'nb')} kl. 12.00–13.30"
    assert messages["ase@example.org"]["Subject"] == f"Datoen er bestemt: Vårmøte, {day}"
    chosen, free = text.split("Disse datoene er frie igjen:")
    assert f"Møtet blir: {day}" in chosen
    assert day not in free
    assert dates.weekday_date(begins(20).date(), "nb") in free
    assert dates.weekday_date(begins(27).date(), "nb") in free


def test_those_asked_are_told_that_it_is_called_off_and_why(poller, sent):
    poll = poller.create()
    sent()
    services.call_off(poller.session, poll.id, "Sykdom", version=poll.version, actor=poller.actor)
    message = sent()["ase@example.org"]
    assert message["Subject"] == "Ingen dato ble valgt: Vårmøte"
    assert "Årsak: Sykdom" in plain(message)


def test_a_question_that_has_not_gone_when_the_poll_closes_never_goes(poller, sent):
    poll = poller.create()
    services.call_off(poller.session, poll.id, None, version=poll.version, actor=poller.actor)
    assert sent() == {}


def test_who_has_been_removed_gets_no_message_that_waits(poller, sent):
    poll = poller.create()
    poller.session.delete(poller.asked(poll, "Bo Li"))
    assert "bo@example.org" not in sent()


@pytest.fixture
def remind(poller, sent, clock, settings):
    """Ask at once, then let the program remind, so many days before the last day to answer."""
    poll = poller.create(answer_by=today() + timedelta(days=9))
    sent()

    def run(before, days=2):
        day = poller.again(poll).answer_by - timedelta(days=before)
        clock.at = begins((day - today()).days, "10:00").astimezone(OSLO)
        number = queue_due(poller.session, clock(), replace(settings, reminder_days=days))
        poller.session.commit()
        return number

    run.poll = poll
    return run


def test_the_silent_ones_are_reminded_once_some_days_before(poller, remind, sent, database):
    poller.say(remind.poll, "Bo Li", "yyn")
    assert remind(3) == 0
    assert remind(2) == 3
    messages = sent()
    assert sorted(messages) == ["ase@example.org", "cato@example.org", "dag@example.org"]
    assert messages["ase@example.org"]["Subject"] == "Påminnelse: Når kan du? Vårmøte"
    assert remind(1) == 0


def test_reminders_come_on_the_last_day_too_and_not_after_it(poller, remind):
    assert remind(-1) == 0
    assert remind(0) == 4


def test_reminders_can_be_turned_off(remind):
    assert remind(1, days=0) == 0


def test_a_closed_poll_reminds_nobody(poller, remind):
    poll = remind.poll
    services.call_off(poller.session, poll.id, None, version=poll.version, actor=poller.actor)
    poller.session.commit()
    assert remind(1) == 0


def test_a_reminder_of_one_who_answered_meanwhile_does_not_go(poller, remind, sent):
    assert remind(1) == 4
    poller.say(remind.poll, "Bo Li", "yyn")
    assert "bo@example.org" not in sent()


def test_a_coordinator_reminds_again_but_not_within_a_day(poller, remind, sent):
    poll = remind.poll
    told, silent = services.remind(poller.session, poll.id, actor=poller.actor)
    assert (told, silent) == (0, 4)
    for mail in poller.session.scalars(select(OutgoingMail)):
        mail.created_at -= timedelta(days=2)
    poller.session.commit()
    assert services.remind(poller.session, poll.id, actor=poller.actor) == (4, 4)
    assert len(sent()) == 4


def test_a_later_last_day_brings_a_new_reminder(poller, remind):
    assert remind(1) == 4
    poll = poller.again(remind.poll)
    later = poll.answer_by + timedelta(days=5)
    services.change(
        poller.session, poll.id, details(answer_by=later), version=poll.version, actor=poller.actor
    )
    poller.session.commit()
    assert remind(1) == 4
