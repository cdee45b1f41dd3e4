"""Files of the report while somebody else is making it."""

import json
from dataclasses import replace
from threading import Timer
from time import monotonic, sleep
from zoneinfo import ZoneInfo

from arenas import create_app
from arenas.database import db
from arenas.graphs import downloads, reports
from arenas.graphs.filters import MeetingFilter
from arenas.revision import NETWORK, raise_revision
from tests.databases import close
from tests.settings import make_settings

WANTED = reports.Wanted(MeetingFilter(), 20, ZoneInfo("Europe/Oslo"))


def test_a_file_waits_for_the_report_that_somebody_else_is_making(
    templates, signed_in, monkeypatch
):
    app = create_app(replace(make_settings(templates.sqlite("sample", "waiting")), draws=20))
    client = signed_in(app, "leadership@example.org")
    with app.app_context():
        engine = db.engine
    assert reports._claim(engine, WANTED.key)
    release = Timer(1.0, lambda: reports._set(engine, WANTED.key, claimed_at=None))
    release.start()
    report = json.loads(client.get("/network/gaps.json").get_data(as_text=True))
    release.join()
    assert report["samples"] == 20
    assert "expected" in report["sector_pairs"][0]["meetings_with_both"]
    monkeypatch.setattr(downloads, "PATIENCE", 0.0)  # and does not wait for ever
    other = replace(WANTED, chosen=MeetingFilter(county="Telemark"))
    assert reports._claim(engine, other.key)
    said = client.get("/network/gaps.json?county=Telemark")
    assert said.status_code == 200
    close(app)


def test_who_waits_for_a_report_that_was_old_when_it_was_done_waits_for_the_next(
    templates, signed_in
):
    app = create_app(replace(make_settings(templates.sqlite("sample", "old")), draws=20))
    client = signed_in(app, "leadership@example.org")
    with app.app_context():
        assert reports.make(db.engine, WANTED)
        raise_revision(db.session(), NETWORK)
        db.session.commit()
    asked = client.get("/network/progress.json").get_json()
    assert asked == {"drawn": 0, "samples": 20, "ready": False}
    until = monotonic() + 120
    while not client.get("/network/progress.json").get_json()["ready"]:
        assert monotonic() < until
        sleep(0.2)
    close(app)
