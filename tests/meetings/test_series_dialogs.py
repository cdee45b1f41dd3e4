"""Changing a whole series by its pages: another end, other times, and drafts that go."""

from datetime import date
from typing import Any

from sqlalchemy import func, select

from arenas.models import Meeting
from arenas.models.enums import MeetingState
from tests.meetings.test_series_pages import PATH, january, values
from tests.pages import checked, get, post

__all__ = ["january"]


def test_a_series_with_an_end_gets_another_one(client, ids, read):
    path = post(client, PATH, values(ids, do="save")).location
    number = select(func.count(Meeting.id)).where(Meeting.title.startswith("Styret"))
    page = get(client, f"{path}/end")
    assert "Lagre" in page.text
    assert page.value("count") == "4"

    def send(version: str | None = None, **sent: str) -> Any:
        version = version or get(client, f"{path}/end").value("version")
        return post(client, f"{path}/end", {"version": version} | sent)

    assert send(count="6").status_code == 303
    page = get(client, path)
    assert "2 møter er lagt til." in page.text
    assert "6 møter i alt" in page.text
    # Second Tuesdays: April, May, June, August, September, October.
    assert read(select(func.max(Meeting.starts_at))).date() == date(2026, 10, 13)
    assert read(number) == 6
    fewer = checked(send(count="4"), 422)
    assert "Møter er satt opp etter den nye slutten (2)." in fewer.text
    early = checked(send(until="13.09.2026"), 422)
    assert "Møter er satt opp etter den nye slutten (1)." in early.text
    assert send(until="08.12.2026").status_code == 303
    assert read(number) == 8
    assert checked(send(count="121"), 422)
    assert "Noen andre endret dette" in checked(send(version="1", count="9"), 409).text
    assert send().status_code == 303
    assert "uten slutt" in get(client, path).text
    assert read(number) == 8


def test_dates_that_come_to_a_series_are_not_laid_over_others_of_the_forum(client, ids, read):
    path = post(client, PATH, values(ids, do="save")).location
    other = {"day": "08.09.2026", "repeats": "week", "count": "1", "title": "B"}
    post(client, PATH, values(ids, do="save", **other))
    version = get(client, f"{path}/end").value("version")
    refused = checked(post(client, f"{path}/end", {"version": version, "count": "5"}), 409)
    assert "Arenaen har allerede et møte i dette tidsrommet." in refused.text
    meant = {"version": version, "count": "5", "overlap_is_meant": "y"}
    assert post(client, f"{path}/end", meant).status_code == 303
    styret = select(func.count(Meeting.id)).where(Meeting.title.startswith("Styret"))
    assert read(styret) == 5


def test_the_drafts_of_a_series_are_deleted_from_one_on_or_all_at_once(client, ids, read):
    saved = post(client, PATH, values(ids, do="save", publish="")).location
    drafts = select(func.count(Meeting.id)).where(Meeting.title.startswith("Styret"))
    second = read(select(Meeting.id).where(Meeting.title == "Styret 12.05.2026"))
    path = f"/meetings/{second}/delete"
    asked = get(client, path)
    assert "Bare dette møtet (ett utkast)" in asked.text
    assert "Dette møtet og de som følger (3 utkast)" in asked.text
    assert "Alle møter i serien som ikke har startet (4 utkast)" in asked.text
    sent = {"version": asked.value("version") or "1", "scope": "following"}
    assert post(client, path, sent).status_code == 303
    assert "3 utkast er slettet." in get(client, "/meetings/").text
    assert read(drafts) == 1
    page = get(client, saved)
    assert "til og med" in page.text
    first = read(select(Meeting.id).where(Meeting.title == "Styret 14.04.2026"))
    assert f"/meetings/{first}/delete?scope=all" in page.links
    assert post(client, f"/meetings/{first}/delete?scope=all", sent | {"scope": "all"})
    assert read(drafts) == 0
    assert "Serien har ingen møter igjen" in get(client, saved).text


def test_a_published_meeting_of_the_series_is_not_deleted_with_its_drafts(client, ids, read):
    saved = post(client, PATH, values(ids, do="save", publish="")).location
    second = read(select(Meeting.id).where(Meeting.title == "Styret 12.05.2026"))
    first = read(select(Meeting.id).where(Meeting.title == "Styret 14.04.2026"))
    version = get(client, f"/meetings/{second}/publish").value("version")
    assert post(client, f"/meetings/{second}/publish", {"version": version}).status_code == 303
    page = get(client, saved)
    assert f"/meetings/{second}/cancel?scope=all" in page.links
    assert f"/meetings/{first}/following?scope=all" in page.links
    sent = {"version": "1", "scope": "all"}
    assert post(client, f"/meetings/{first}/delete", sent).status_code == 303
    left = select(Meeting.state).where(Meeting.title.startswith("Styret"))
    assert read(left) is MeetingState.PLANNED


def test_the_new_times_of_several_meetings_are_seen_with_what_is_in_their_way(client, ids, read):
    post(client, PATH, values(ids, do="save"))
    post(client, PATH, values(ids, do="save", starts="15.00", ends="16.00", count="2", title="B"))
    second = read(select(Meeting.id).where(Meeting.title == "Styret 12.05.2026"))
    path = f"/meetings/{second}/following"
    moved = {"scope": "following", "starts": "15:00", "ends": "16:00", "weekday": ""}
    moved["version"] = get(client, path).value("version")
    moved |= {"mode": "physical", "place": "Kafeen"}
    page = checked(post(client, path, moved | {"do": "preview"}))
    new = "tirsdag 12. mai 2026 kl. 15.00–16.00 (nå: tirsdag 12. mai 2026 kl. 12.00–14.00)"
    assert new in page.text.replace("\xa0", " ")
    assert page.text.count("Opptatt: arenaen selv") == 1  # of B's two dates one is before
    assert read(select(func.count(Meeting.id)).where(Meeting.place == "Kafeen")) == 0
    refused = checked(post(client, path, moved), 409)
    assert "Arenaen har allerede et møte i dette tidsrommet." in refused.text
    assert read(select(func.count(Meeting.id)).where(Meeting.place == "Kafeen")) == 0
    assert post(client, path, moved | {"overlap_is_meant": "y"}).status_code == 303
    assert read(select(func.count(Meeting.id)).where(Meeting.place == "Kafeen")) == 3
    wrong = checked(post(client, path, moved | {"do": "preview", "ends": "14:00"}), 422)
    assert "Møtet må slutte etter at det starter." in wrong.text


def test_one_who_moves_a_series_that_somebody_else_has_moved_meanwhile_is_told(client, ids, read):
    post(client, PATH, values(ids, do="save"))
    second = read(select(Meeting.id).where(Meeting.title == "Styret 12.05.2026"))
    path = f"/meetings/{second}/following"
    moved = {"scope": "following", "starts": "09:00", "ends": "11:00", "weekday": ""}
    moved |= {"mode": "physical", "place": "Kafeen"}
    moved["version"] = get(client, path).value("version")
    assert post(client, path, moved).status_code == 303
    late = checked(post(client, path, moved | {"starts": "10:00", "place": "Slottet"}), 409)
    assert "Noen andre endret dette" in late.text
    assert "Kafeen" in late.text
    assert late.value("place") == "Slottet"
    assert read(select(func.count(Meeting.id)).where(Meeting.place == "Slottet")) == 0
    again = moved | {"starts": "10:00", "place": "Slottet", "version": late.value("version")}
    assert post(client, path, again).status_code == 303
    assert read(select(func.count(Meeting.id)).where(Meeting.place == "Slottet")) == 3


def test_to_set_up_a_cancelled_meeting_again_tells_what_is_there_since(client, ids, read):
    post(client, PATH, values(ids, do="save"))
    first = read(select(Meeting.id).where(Meeting.title == "Styret 14.04.2026"))
    version = get(client, f"/meetings/{first}/cancel").value("version")
    sent = {"version": version, "reason": "Storm", "scope": "one"}
    post(client, f"/meetings/{first}/cancel", sent)
    path = f"/meetings/{first}/reopen"
    assert "noe annet samtidig" not in get(client, path).text
    post(client, PATH, values(ids, do="save", repeats="week", count="1", title="B"))
    assert "noe annet samtidig: B , tirsdag 14. april" in get(client, path).text
