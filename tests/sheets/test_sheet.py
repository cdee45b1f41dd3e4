"""A sheet: right when it is made, and the same ever after."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from arenas.database import db, now
from arenas.engine import writer
from arenas.errors import Refusal
from arenas.models import Meeting, Organisation, Participation, Sheet, SheetFile
from arenas.models.enums import Attendance, MeetingState
from arenas.revision import NETWORK, raise_revision
from arenas.sheets import making
from tests.pages import form_token, get
from tests.sheets.conftest import DRAWS, FIRST, LAST

FILES = {
    "ark-nb.pdf", "matrise-nb.svg", "matrise-nb.png", "utvikling-nb.svg", "utvikling-nb.png",
    "sheet-en.pdf", "matrix-en.svg", "matrix-en.png", "trend-en.svg", "trend-en.png",
}  # fmt: skip


def everything(client, number):
    """The page in both languages, every figure, and every file, as bytes."""
    base = f"/network/sheets/{number}"
    found = {name: client.get(f"{base}/files/{name}").data for name in FILES | {"figures.json"}}
    for language in ("nb", "en"):
        page = client.get(base, headers={"Accept-Language": language}).get_data(as_text=True)
        article = re.search(r'<article class="sheet">.*</article>', page, re.DOTALL)
        assert article is not None
        found[language] = article[0].encode()
    return found


def test_last_years_sheet_opens_unchanged_when_the_register_has_changed(
    database, drawing_app, sheet, leader
):
    before = everything(leader, sheet)
    with drawing_app.app_context():
        session = db.session()
        session.execute(update(Organisation).values(name="Omdøpt"))
        session.execute(update(Participation).values(attendance=Attendance.ABSENT))
        session.execute(update(Meeting).values(state=MeetingState.CANCELLED))
        raise_revision(session, NETWORK)
        session.commit()
    assert everything(leader, sheet) == before
    assert before["ark-nb.pdf"].startswith(b"%PDF")
    assert before["matrise-nb.png"].startswith(b"\x89PNG")


def test_the_commands_it_names_make_its_figures_again(drawing_app, sheet, leader, command):
    figures = leader.get(f"/network/sheets/{sheet}/files/figures.json").json
    page = get(leader, f"/network/sheets/{sheet}")
    url = str(drawing_app.extensions["settings"].database_url)
    named = re.findall(r"moteplass (gaps [^<]+?) ?(?=moteplass|$|</)", page.html)
    lines = [line.strip() for line in named]
    assert len(lines) == 2
    report = command(*lines[0].split(), DATABASE_URL=url)
    trend = command(*lines[1].split(), DATABASE_URL=url)
    assert json.loads(report.stdout) == figures["report"]
    assert json.loads(trend.stdout) == figures["trend"]


def test_it_says_both_parts_of_each_gap_and_they_are_those_of_its_figures(sheet, leader):
    """Of the expected in all and inside common forums, worked out here from the figures."""
    page = get(leader, f"/network/sheets/{sheet}")
    text = page.text.replace("\xa0", " ")
    gaps = re.findall(r"møttes på (?:ett møte|\d+ møter); \d+ var ventet \([^)]*\)\. (\w+)", text)
    assert len(gaps) == 3
    assert set(gaps) <= {"Nesten", "Det", "En", "Lite", "Inne", "De"}
    figures = leader.get(f"/network/sheets/{sheet}/files/figures.json").json
    pair = next(
        pair for pair in figures["report"]["sector_pairs"]
        if (pair["a"], pair["b"]) == ("culture", "industry")
    )  # fmt: skip
    met = pair["meetings_with_both"]["observed"]
    cells = [f"{met}"]
    for block in (pair["meetings_with_both"], pair["inside_forums"]):
        expected, share = block["expected"], round(100 * met / block["expected"])
        cells += [f"{expected:.0f} ({block['low']:.0f}–{block['high']:.0f})", f"{share} %"]
    assert " ".join(["Kultur – Næringsliv", *cells]) in text


def test_the_meetings_in_its_matrix_are_those_that_were_held(drawing_app, sheet, leader):
    """Counted here from the tables, with nothing of the analysis."""
    with drawing_app.app_context():
        seats = db.session().execute(
            select(Participation.meeting_id, Organisation.sector, Organisation.id)
            .join(Participation.organisation)
            .join(Participation.meeting)
            .where(
                Meeting.state == MeetingState.HELD,
                Participation.attendance.in_((Attendance.PRESENT, Attendance.PARTLY)),
                Meeting.starts_at >= datetime(2025, 6, 30, 22, tzinfo=UTC),
                Meeting.starts_at < datetime(2026, 6, 30, 22, tzinfo=UTC),
            )
        )
        sectors: dict[int, set[str]] = {}
        for meeting_id, sector, _organisation in seats:
            sectors.setdefault(meeting_id, set()).add(sector.value)
    figures = leader.get(f"/network/sheets/{sheet}/files/figures.json").json
    pairs = [pair for pair in figures["report"]["sector_pairs"] if pair["a"] != pair["b"]]
    assert len(pairs) == 28
    for pair in pairs:
        together = sum({pair["a"], pair["b"]} <= there for there in sectors.values())
        assert pair["meetings_with_both"]["observed"] == together


def test_the_trend_ends_with_the_period_and_goes_back_four_years(sheet, leader):
    figures = leader.get(f"/network/sheets/{sheet}/files/figures.json").json
    names = [half["name"] for half in figures["trend"]]
    assert names == ["2022-2", "2023-1", "2023-2", "2024-1", "2024-2", "2025-1", "2025-2", "2026-1"]


def test_a_sheet_is_made_once_and_another_hand_leaves_it_alone(database, drawing_app, ask):
    number = ask()
    with drawing_app.app_context(), writer(db.engine) as connection:
        connection.execute(update(Sheet).where(Sheet.id == number).values(claimed_at=now()))
    assert not making.make(drawing_app, number)
    long_ago = now() - timedelta(minutes=2)
    with drawing_app.app_context(), writer(db.engine) as connection:
        connection.execute(update(Sheet).where(Sheet.id == number).values(claimed_at=long_ago))
    assert making.make(drawing_app, number)
    assert not making.make(drawing_app, number)


def test_one_that_cannot_be_made_says_so_and_can_be_tried_again(drawing_app, ask, leader):
    number = ask()
    with drawing_app.app_context(), writer(db.engine) as connection:
        connection.execute(update(Sheet).where(Sheet.id == number).values(samples=0))
    with pytest.raises(ValueError, match="samples"):
        making.make(drawing_app, number)
    page = get(leader, f"/network/sheets/{number}")
    assert "Arket kunne ikke lages" in page.text
    with drawing_app.app_context(), writer(db.engine) as connection:
        connection.execute(update(Sheet).where(Sheet.id == number).values(samples=DRAWS))
    token = {"csrf_token": page.value("csrf_token")}
    assert leader.post(f"/network/sheets/{number}/again", data=token).status_code == 303
    making.make(drawing_app, number)
    assert "Kort sagt" in get(leader, f"/network/sheets/{number}").text


def test_a_period_in_which_nobody_met_is_refused_with_what_to_do(drawing_app, ask, leader):
    with pytest.raises(Refusal, match="Ingen holdte møter"):
        ask(starts_on=date(1999, 1, 1), ends_on=date(1999, 12, 31))
    form = get(leader, "/network/sheets/new")
    answer = leader.post(
        "/network/sheets/new",
        data={
            "title": "Et tomt år",
            "starts_on": "1999-01-01",
            "ends_on": "31.12.1999",
            "csrf_token": form.value("csrf_token"),
        },
    )
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "Velg en periode der det er ført oppmøte" in text
    assert 'value="Et tomt år"' in text


def test_a_period_upside_down_is_refused(ask):
    with pytest.raises(Refusal, match="Siste dag er før første dag"):
        ask(starts_on=LAST, ends_on=FIRST)


def test_it_is_made_beside_the_page_which_follows_it_to_the_end(drawing_app, leader):
    form = get(leader, "/network/sheets/new")
    answer = leader.post(
        "/network/sheets/new",
        data={
            "title": "Første halvår",
            "starts_on": "2026-01-01",
            "ends_on": "2026-06-30",
            "csrf_token": form.value("csrf_token"),
        },
    )
    assert answer.status_code == 303
    for _ in range(3000):
        if leader.get(f"{answer.location}/progress.json").json["ready"]:
            break
        _wait()
    page = get(leader, answer.location)
    assert (page.headings[0], "Kort sagt" in page.text) == ("Første halvår", True)
    assert "Første halvår" in get(leader, "/").text
    assert "Første halvår" in get(leader, "/network/sheets/").text


def _wait():
    from time import sleep

    sleep(0.1)


def test_the_newest_stands_first_in_the_list(drawing_app, ask, leader):
    ask(title="Den eldste")
    ask(title="Den nyeste")
    text = get(leader, "/network/sheets/").text
    assert text.index("Den nyeste") < text.index("Den eldste")


def test_a_coordinator_deletes_it_with_its_files_and_leadership_does_not(
    database, drawing_app, sheet, leader, signed_in
):
    address = f"/network/sheets/{sheet}/delete"
    assert leader.get(address).status_code == 403
    coordinator = signed_in(drawing_app, "coordinator@example.org")
    token = {"csrf_token": form_token(coordinator.get(address))}
    assert coordinator.post(address, data=token).status_code == 303
    assert coordinator.get(f"/network/sheets/{sheet}").status_code == 404
    with drawing_app.app_context():
        left = db.session().scalars(select(SheetFile.id)).all()
    assert left == []


def test_a_file_that_it_has_not_is_not_found(sheet, leader):
    for name in ("passwd", "..%2f..%2fetc%2fpasswd", "ark-nb.pdf.bak"):
        assert leader.get(f"/network/sheets/{sheet}/files/{name}").status_code == 404
