"""The pages on which feeds are made, from wherever one stands, and the ways into each calendar."""

import html
import re
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import segno
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.calendars import personal
from arenas.calendars.personal import FeedDetails
from arenas.database import db
from arenas.models import Account, Forum, ForumMember, Organisation, Participation, Person
from arenas.models.enums import Role, Sector, Visibility
from tests import pages
from tests.calendars.conftest import make_forum, make_meeting
from tests.calendars.test_feeds import lines, summaries

SignedIn = Callable[..., FlaskClient]


def make(client: FlaskClient, path: str, **changed: str) -> str:
    """Send the form as the page shows it; the page with the address."""
    page = pages.get(client, path)
    answer = client.post(
        path,
        data={
            "name": page.value("name"), "past_months": "3", "alarm": "-1", "language": "nb",
            "with_cancelled": "y", "with_unanswered": "y", "csrf_token": page.value("csrf_token"),
            **{box["name"]: box["value"] for box in page.controls if "checked" in box},
            **changed,
        },
    )  # fmt: skip
    assert answer.status_code == 200
    return answer.text


def token_of(text: str) -> str:
    found = re.search(r"/calendar/feeds/([\w-]{43})\.ics", text)
    assert found is not None
    return found[1]


@pytest.mark.usefixtures("database")
def test_a_coordinator_takes_a_feed_of_all_that_an_organisation_sits_in_and_no_name(
    sample_copy: Flask, signed_in: SignedIn
) -> None:
    """Internal meetings too, as long as he or she has the right to see them."""
    with sample_copy.app_context():
        session = db.session()
        ours = Organisation(slug="museet", name="Museet", sector=Sector.CULTURE)
        kari = Person(given_name="Karianne", family_name="Liestøl", email="kl@museet.example")
        session.add_all([ours, kari])
        inner = make_forum(session, slug="indre", name="Indre", visibility=Visibility.INTERNAL)
        open_, other = (make_forum(session, slug=slug, name=slug) for slug in ("Åpent", "Annet"))
        session.add(
            ForumMember(forum_id=inner.id, person_id=kari.id, organisation_id=ours.id,
                        starts_on=date(2020, 1, 1))
        )  # fmt: skip
        make_meeting(session, inner, title="Internt")
        make_meeting(
            session, open_, title="Kalt inn", days=8,
            participations=[Participation(person_id=kari.id, organisation_id=ours.id)],
        )  # fmt: skip
        make_meeting(session, other, title="Ikke vårt", days=9)
        session.commit()
        number = ours.id
        db.session.remove()
    client = signed_in(sample_copy, "coordinator@example.org")
    link = "/account/feeds/new?organisation=museet"
    assert link in pages.get(client, "/organisations/museet").html
    token = token_of(make(client, link, organisations=str(number)))
    path = f"/calendar/feeds/{token}.ics"
    assert summaries(client, path) == ["Indre: Internt", "Åpent: Kalt inn"]
    read = "\n".join(lines(client, path))
    assert "NAME:Museet" in read
    assert not re.search("Karianne|Liestøl|kl@museet|ATTENDEE|ORGANIZER|mailto", read)
    with sample_copy.app_context():
        account = db.session.scalars(
            select(Account).where(Account.email == "coordinator@example.org")
        ).one()
        account.role = Role.MEMBER
        db.session.commit()
    assert summaries(client, path) == ["Åpent: Kalt inn"]


def test_a_feed_begins_with_the_forum_one_comes_from_if_one_may_see_it(
    sample_copy: Flask, signed_in: SignedIn
) -> None:
    with sample_copy.app_context():
        of_all = select(Forum.slug, Forum.name, Forum.id).where(Forum.visibility == "public")
        slug, name, number = db.session.execute(of_all.limit(1)).one()
        make_forum(db.session(), slug="indre", name="Indre", visibility=Visibility.INTERNAL)
        db.session.commit()
    client = signed_in(sample_copy, "member@example.org")
    assert f"/account/feeds/new?forum={slug}" in pages.get(client, f"/forums/{slug}").html
    page = pages.get(client, f"/account/feeds/new?forum={slug}")
    assert page.value("name") == name
    chosen = [(one["name"], one["value"]) for one in page.controls if "checked" in one]
    assert ("forums", str(number)) in chosen
    assert ("own", "y") not in chosen
    assert pages.get(client, "/account/feeds/new?forum=indre").value("name") == ""
    assert pages.get(client, "/account/feeds/new?organisation=finnes-ikke").value("name") == ""


def test_the_address_stands_behind_a_button_for_each_program_with_how_slow_it_is(
    sample_copy: Flask, signed_in: SignedIn
) -> None:
    client = signed_in(sample_copy, "member@example.org")
    text = make(client, "/account/feeds/new", name="Møtene mine & slikt")
    path = f"localhost:8000/calendar/feeds/{token_of(text)}.ics"
    links = [html.unescape(one) for one in re.findall(r'class="btn[^"]*" href="([^"]+)"', text)]
    ways = {urlsplit(one).netloc or urlsplit(one).scheme: one for one in links}
    assert f"webcal://{path}" in links
    asked = {
        host: parse_qs(urlsplit(ways[host]).query)
        for host in ("calendar.google.com", "outlook.live.com", "outlook.office.com")
    }
    assert asked["calendar.google.com"] == {"cid": [f"webcal://{path}"]}
    for host in ("outlook.live.com", "outlook.office.com"):
        assert asked[host] == {"url": [f"http://{path}"], "name": ["Møtene mine & slikt"]}
    code = re.search(r'<img class="feed-code" src="([^"]+)"', text)
    assert code is not None
    drawn = segno.make(f"webcal://{path}", error="m")
    assert html.unescape(code[1]) == drawn.svg_data_uri(scale=4, border=4, light="#fff")
    for slow in ("vanligvis hver time", "opptil et døgn", "omtrent hver tredje time"):
        assert slow in text


@pytest.mark.usefixtures("database")
def test_a_new_address_or_a_deleted_feed_leaves_the_others_alone(
    client: FlaskClient, session: Session, owner: Account
) -> None:
    made = [personal.create(session, owner, FeedDetails(name=name)) for name in "ABC"]
    session.commit()

    def found() -> list[int]:
        return [client.get(f"/calendar/feeds/{token}.ics").status_code for _feed, token in made]

    assert found() == [200, 200, 200]
    personal.rotate(session, made[0][0], owner)
    session.commit()
    assert found() == [404, 200, 200]
    personal.revoke(session, made[1][0], owner)
    session.commit()
    assert found() == [404, 404, 200]


def test_who_is_not_signed_in_is_offered_no_feed_of_his_own(
    sample_app: Flask, sample_client: FlaskClient
) -> None:
    with sample_app.app_context():
        slug: Any = db.session.scalar(select(Forum.slug).where(Forum.visibility == "public"))
    page = pages.get(sample_client, f"/forums/{slug}")
    assert f"webcal://localhost:8000/calendar/forums/{slug}.ics" in page.html
    assert "/account/feeds/new" not in page.html
    for path in ("/meetings/calendar", "/plan/"):
        assert "webcal://localhost:8000/calendar/all.ics" in pages.get(sample_client, path).html
