"""Whom a sheet would bring together, and which pairs and rows it has room for."""

import json
import re
from collections import Counter
from datetime import UTC, datetime
from itertools import count

from sqlalchemy import insert, select, update

from arenas.database import db
from arenas.models import Activity, Meeting, Organisation, Participation
from arenas.models.enums import Attendance, MeetingState
from arenas.sheets import making
from arenas.sheets.named import named
from arenas.sheets.tables import fewer
from tests.pages import get


def test_the_first_introductions_bridge_the_three_gaps_of_the_sentences(drawing_app, sheet, leader):
    """The largest gaps of the sample are academia, industry and clusters against culture."""
    figures = leader.get(f"/network/sheets/{sheet}/files/figures.json").json
    with drawing_app.app_context():
        rows = db.session().execute(select(Organisation.slug, Organisation.sector))
        sector = {slug: one.value for slug, one in rows}
    pairs = [(one["a"], one["b"]) for one in figures["introductions"]]
    bridged = [tuple(sorted((sector[a], sector[b]))) for a, b in pairs]
    assert Counter(bridged) == {
        ("academia", "culture"): 2, ("culture", "industry"): 2, ("cluster", "culture"): 2,
    }  # fmt: skip
    assert max(Counter(slug for pair in pairs for slug in pair).values()) <= 2
    for gap in set(bridged):
        inside = [
            slug for pair, one in zip(pairs, bridged, strict=True) if one == gap for slug in pair
        ]
        assert len(set(inside)) == 4
    lines = get(leader, f"/network/sheets/{sheet}").text
    assert "De som bygger bro over de største gapene, står først." in lines


def test_none_of_them_have_met_in_the_period_and_the_go_between_met_both(
    drawing_app, sheet, leader
):
    """Looked up here in the tables, meeting by meeting."""
    figures = leader.get(f"/network/sheets/{sheet}/files/figures.json").json
    with drawing_app.app_context():
        seats = (
            db.session()
            .execute(
                select(Participation.meeting_id, Organisation.slug)
                .join(Participation.organisation)
                .join(Participation.meeting)
                .where(
                    Meeting.state == MeetingState.HELD,
                    Participation.attendance.in_((Attendance.PRESENT, Attendance.PARTLY)),
                    Meeting.starts_at >= datetime(2025, 6, 30, 22, tzinfo=UTC),
                    Meeting.starts_at < datetime(2026, 6, 30, 22, tzinfo=UTC),
                )
                .distinct()
            )
            .all()
        )
    there: dict[str, set[int]] = {}
    for meeting_id, slug in seats:
        there.setdefault(slug, set()).add(meeting_id)
    assert len(figures["introductions"]) == 6
    for one in figures["introductions"]:
        a, b, between = (there[one[name]] for name in ("a", "b", "go_between"))
        assert not a & b
        assert [len(between & a), len(between & b)] == one["go_between_meetings"]


def test_the_first_command_on_it_gives_every_figure_again(drawing_app, sheet, leader, command):
    """Coverage, groups and introductions too, and as seen when it was made."""
    page = get(leader, f"/network/sheets/{sheet}")
    line = re.search(r"moteplass (sheet [^<]+)</code>", page.html)
    assert line is not None
    url = str(drawing_app.extensions["settings"].database_url)
    done = command(*line[1].split(), DATABASE_URL=url)
    assert done.exit_code == 0
    figures = leader.get(f"/network/sheets/{sheet}/files/figures.json").json
    assert json.loads(done.stdout) == figures


def test_the_command_refuses_days_upside_down_and_an_instant_without_its_zone(command):
    days = ("--from", "2026-06-30", "--to", "2025-07-01")
    assert command("sheet", *days).exit_code == 2
    when = ("--from", "2025-07-01", "--to", "2026-06-30", "--at", "2026-06-30T12:00")
    assert command("sheet", *when).exit_code == 2


def test_the_pairs_that_lack_the_most_meetings_stand_first():
    """2 of 4 lacks two, 103 of 119 sixteen, 26 of 54 twenty-eight."""
    figures = [("a", "b", 2, 4.0), ("c", "d", 103, 119.0), ("e", "f", 26, 54.0)]
    gaps = [dict(zip(("a", "b", "observed", "expected"), row, strict=True)) for row in figures]
    found = {
        "report": {"pairs": {"testable": 9, "gaps": gaps}},
        "names": {"e": "Ener " * 30}, "never_met": [], "introductions": [], "coverage": None,
    }  # fmt: skip
    rows = named(found)["gaps"]["rows"]
    assert [row[1] for row in rows] == ["f", "d", "b"]
    assert rows[0][0] == f"{('Ener ' * 12)[:59].rstrip()}…"


def test_paper_gives_up_parts_first_and_says_how_many_are_left():
    rows = [{"number": f"{n}", "is_part": n % 2 == 1} for n in range(10)]
    cut = fewer({"rows": rows, "source": "Kilde."}, 3)
    assert [one["number"] for one in cut["rows"]] == ["0", "2", "4"]
    assert cut["source"] == "7 aktiviteter til står på siden Strategi og i tallene. Kilde."
    assert fewer({"rows": rows[:1], "source": "Kilde."}, 3)["source"] == "Kilde."


def test_a_long_strategy_and_long_names_keep_to_four_pages(drawing_app, ask, leader):
    """The page has all the activities; the paper says how many it leaves out."""
    with drawing_app.app_context():
        session = db.session()
        session.execute(update(Organisation).values(name=Organisation.name + " langt navn" * 12))
        place = session.scalars(select(Activity)).first()
        numbers = (f"9.{one}" for one in count(1))
        rows = [
            {"priority_id": place.priority_id, "number": next(numbers), "position": 100 + one,
             "text": "Et langt stykke tekst om det som skal gjøres " * 8}
            for one in range(80)
        ]  # fmt: skip
        session.execute(insert(Activity), rows)
        session.commit()
    number = ask(title="Samarbeid " * 19)
    making.make(drawing_app, number)
    assert "9.80 Et langt stykke" in get(leader, f"/network/sheets/{number}").text
    for name in ("ark-nb.pdf", "sheet-en.pdf"):
        pages = re.search(
            rb"/Type/Pages/Count (\d+)", leader.get(f"/network/sheets/{number}/files/{name}").data
        )
        assert pages is not None
        assert int(pages[1]) <= 4
