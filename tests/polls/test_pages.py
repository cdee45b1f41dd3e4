"""The coordinator's pages: asking, seeing the answers, and letting one date be the meeting."""

from datetime import timedelta

from sqlalchemy import select

from arenas.models import Poll, PollPerson
from arenas.models.enums import PollState
from arenas.web import dates
from tests import pages
from tests.meetings import records
from tests.meetings.records import at
from tests.polls.conftest import begins, day, today, token_and_version
from tests.statements import recorded


def on_record(poller):
    poller.session.expire_all()
    return poller.session.scalars(select(Poll)).all()


def test_the_proposal_says_in_words_why_a_date_is_first(polled, coordinator):
    text = pages.get(coordinator, "/polls/1").text
    assert "1 har ikke svart" not in text
    assert "Én har ikke svart og regnes ikke med." in text
    first, second, third = (
        text.index(f"Plass {place}: {dates.weekday_date(begins(days).date(), 'nb')}")
        for place, days in ((1, 21), (2, 20), (3, 27))
    )
    assert first < second < third
    assert "2 av 3 sektorer kan møte (mangler: Statlig myndighet)." in text
    assert "3 av 4 personer kan, 1 av dem om nødvendig." in text
    assert "Av dem som må kunne komme: 1 av 1." in text
    assert "flere sektorer kan møte." in text[first:second]
    assert "færre sektorer kan møte." in text[second:third]
    assert "Etter <lunsj>" in text


def test_dates_that_are_alike_say_so(poller, coordinator):
    poll = poller.create()
    poller.say(poll, "Bo Li", "nyy")
    poller.session.commit()
    text = pages.get(coordinator, f"/polls/{poll.id}").text
    assert text.count("Plass 1:") == 2
    assert "Plass 3:" in text
    assert text.count("like mange sektorer, like mange personer.") == 2
    assert text.count("Den tidligste står først.") == 1


def test_what_is_known_to_stand_in_the_way_of_a_date_is_told(poller, polled, coordinator):
    other = records.make_meeting(
        poller.session,
        records.make_forum(poller.session, "Rådet"),
        title="Rådsmøte",
        when=at(begins(21).date(), "13:00", "15:00"),
        place="Slottet",
    )
    halden = poller.places["Halden kommune"]
    records.make_participation(poller.session, other, poller.people["Bo Li"], halden)
    poller.session.commit()
    text = pages.get(coordinator, "/polls/1").text
    assert text.count("Opptatt:") == 1
    first = text.index("Plass 1:")
    assert "Opptatt: Bo Li; Halden kommune ( Rådsmøte )" in text[first : text.index("Plass 2:")]


def test_the_page_asks_as_few_statements_for_many_as_for_few(poller, coordinator, app):
    poll = poller.create()
    for turn in range(30):
        poller.seat(f"Nr{turn} Navn", "NMBU", poller.places["NMBU"].sector)
    more = poller.create()
    for turn in range(30):
        poller.say(more, f"Nr{turn} Navn", "yyy")
    numbers = []
    for poll_id in (poll.id, more.id):
        poller.session.expunge_all()
        poller.session.rollback()
        with recorded(app) as statements:
            pages.get(coordinator, f"/polls/{poll_id}")
        numbers.append(len(statements))
    assert numbers[0] == numbers[1] <= 12


def test_an_answer_by_telephone_is_kept_also_after_the_last_day(poller, coordinator):
    poll = poller.create()
    poller.again(poll).answer_by = today() - timedelta(days=1)
    dag = poller.asked(poll, "Dag Moe").id
    numbers = [one.id for one in poller.again(poll).dates]
    poller.session.commit()
    path = f"/polls/{poll.id}/people/{dag}/"
    page = pages.get(coordinator, path)
    assert "Dag Moe" in page.text
    data = {f"date-{number}": "yes" for number in numbers}
    missing = pages.checked(pages.post(coordinator, path, {f"date-{numbers[0]}": "yes"}), 422)
    assert "Svar ja, om nødvendig eller nei." in missing.text
    assert pages.post(coordinator, path, data).status_code == 303
    assert "Svaret fra Dag Moe er ført." in pages.get(coordinator, f"/polls/{poll.id}").text


def test_whether_the_meeting_depends_on_somebody_can_be_changed(poller, polled, coordinator):
    bo = poller.asked(polled, "Bo Li").id
    poller.session.rollback()
    path = f"/polls/{polled.id}/people/{bo}/"
    for how, required in (("required", True), ("optional", False)):
        assert pages.post(coordinator, f"{path}{how}", at=path).status_code == 303
        poller.session.expire_all()
        assert poller.asked(polled, "Bo Li").required is required
        poller.session.rollback()


def test_somebody_can_be_asked_no_more(poller, polled, coordinator):
    bo = poller.asked(polled, "Bo Li").id
    poller.session.rollback()
    path = f"/polls/{polled.id}/people/{bo}/"
    assert pages.post(coordinator, f"{path}remove", at=path).status_code == 303
    assert "Bo Li er ikke lenger spurt." in pages.get(coordinator, "/polls/1").text
    assert coordinator.get(path).status_code == 404


def test_somebody_of_another_poll_is_not_found(poller, polled, coordinator):
    other = poller.create()
    bo = poller.asked(polled, "Bo Li").id
    poller.session.commit()
    path = f"/polls/{other.id}/people/{bo}/"
    assert coordinator.get(path).status_code == 404
    token = pages.form_token(coordinator.get(f"/polls/{other.id}"))
    for step in ("", "required", "optional", "remove"):
        coordinator.post(f"{path}{step}", data={"csrf_token": token})
    poller.session.expire_all()
    kept = poller.session.get(PollPerson, bo)
    assert (kept.poll_id, kept.required) == (polled.id, False)


def test_more_are_asked_by_a_page_of_its_own(poller, polled, coordinator):
    page = pages.get(coordinator, "/polls/1/ask")
    assert "De som er spurt fra før, får ikke noe nytt." in page.text
    bad = pages.post(coordinator, "/polls/1/ask", {"needed": "nobody", "pasted": "hei"})
    assert "Liste, linje 1:" in pages.checked(bad, 422).text
    data = {"needed": "nobody", "pasted": "Ny Berg; ny@example.org; NMBU"}
    assert pages.post(coordinator, "/polls/1/ask", data).status_code == 303
    page = pages.get(coordinator, "/polls/1")
    assert "Én til er spurt." in page.text
    assert "Ny Berg" in page.text


def test_reminding_says_how_many_or_why_nobody(poller, polled, coordinator):
    pages.post(coordinator, "/polls/1/remind", at="/polls/1")
    assert "fikk e-post det siste døgnet" in pages.get(coordinator, "/polls/1").text


def test_the_last_day_is_changed_and_two_who_edit_at_once_see_both(poller, polled, coordinator):
    page = pages.get(coordinator, "/polls/1/edit")
    old = page.value("version")
    data = {
        "version": old,
        "title": "Vårmøte",
        "description": "Budsjett",
        "mode": "physical",
        "place": "Slottet",
        "answer_by": day(9),
        "quorum": "2",
    }
    assert pages.post(coordinator, "/polls/1/edit", data).status_code == 303
    late = pages.post(coordinator, "/polls/1/edit", data | {"place": "Låven"})
    page = pages.checked(late, 409)
    assert "Slottet" in page.text
    assert "Låven" in page.html
    refused = pages.post(coordinator, "/polls/1/edit", data | {"answer_by": day(40)})
    assert refused.status_code == 409  # still the old version
    [poll] = on_record(poller)
    assert (poll.place, poll.quorum, poll.answer_by) == ("Slottet", 2, today() + timedelta(days=9))


def test_a_poll_is_withdrawn_by_a_page_that_says_what_follows_and_then_deleted(
    poller, polled, coordinator
):
    assert "får vite at de kan bruke datoene" in pages.get(coordinator, "/polls/1/close").text
    form = token_and_version(coordinator, "/polls/1/close") | {"reason": "Sykdom"}
    assert coordinator.post("/polls/1/close", data=form).status_code == 303
    page = pages.get(coordinator, "/polls/1")
    assert "Trukket tilbake" in page.text
    assert "Sykdom" in page.text
    assert coordinator.get("/polls/1/edit").status_code == 303
    assert pages.post(coordinator, "/polls/1/delete").status_code == 303
    assert "Ingen datoforespørsler ennå" in pages.get(coordinator, "/polls/").text
    assert coordinator.get("/polls/1").status_code == 404


def test_the_list_is_filtered_by_state_and_forum(poller, polled, coordinator):
    page = pages.get(coordinator, "/polls/?state=open&forum=klimaforum")
    assert "Vårmøte" in page.text
    assert "3 av 4" in page.text
    assert "passer til filtrene" in pages.get(coordinator, "/polls/?state=settled").text
    assert coordinator.get("/polls/?forum=ukjent").status_code == 404


def test_the_ways_in_are_on_the_forum_the_new_meeting_and_the_list_of_meetings(
    poller, polled, coordinator
):
    forum = pages.get(coordinator, "/forums/klimaforum")
    assert "/polls/new?forum=klimaforum" in forum.links
    assert "/polls/1" in forum.links
    assert (
        "/polls/new?forum=klimaforum"
        in pages.get(coordinator, "/meetings/new?forum=klimaforum").links
    )
    assert "/polls/" in pages.get(coordinator, "/meetings/").links


def test_a_poll_that_waits_for_a_choice_is_among_what_needs_the_coordinator(
    poller, polled, coordinator
):
    assert "/polls/1#proposal" not in pages.get(coordinator, "/").links
    poller.say(polled, "Dag Moe", "yyy")
    poller.session.commit()
    page = pages.get(coordinator, "/")
    assert "Én datoforespørsel venter på at du velger dato" in page.text
    assert "/polls/1#proposal" in page.links


def test_a_forum_with_an_open_poll_is_neither_archived_nor_deleted(poller, polled, coordinator):
    answer = pages.post(coordinator, "/forums/klimaforum/archive")
    text = answer.get_data(as_text=True)
    if answer.status_code == 303:
        text = pages.get(coordinator, answer.location).text
    assert "har en datoforespørsel som er åpen" in text
    [poll] = on_record(poller)
    assert poll.state is PollState.OPEN


def test_leadership_reads_and_changes_nothing(polled, poller, account_of):
    poller.session.rollback()
    reader = account_of("leadership")
    page = pages.get(reader, "/polls/1")
    assert "Bo Li" in page.text
    assert "Lag møte" not in page.text
    assert page.forms == [form for form in page.forms if "/polls/" not in form.get("action", "")]
    assert "/polls/1" in pages.get(reader, "/polls/").links
