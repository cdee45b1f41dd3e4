"""Runs that follow each other: of a sender of its own, and beside the serving."""

import threading
import time
from dataclasses import replace

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from arenas.database import db, now
from arenas.engine import writer
from arenas.mail import due, rounds, services, transport
from arenas.mail.rounds import Rounds
from arenas.models import OutgoingMail
from arenas.models.enums import MailState
from tests.settings import LONGEST


@pytest.fixture
def engine(app):
    with app.app_context():
        return db.engine


def wait_for(reached):
    for _ in range(2400):
        if reached():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen within two minutes")


def hold_is_over(engine):
    with Session(engine) as session:
        session.execute(update(OutgoingMail).values(held_until=now() - services.HOLD))
        session.commit()


@pytest.mark.usefixtures("database")
def test_with_sample_data_what_waits_becomes_a_file_without_anybody_asking(
    app, engine, post, tmp_path, monkeypatch
):
    monkeypatch.setattr(transport, "FOLDER", tmp_path / "mail")
    running = rounds.beside(engine, replace(app.extensions["settings"], sample=True), every=0.05)
    post.queue("a@example.org")
    hold_is_over(engine)
    wait_for(lambda: [mail.state for mail in post.rows()] == [MailState.SENT])
    running.end()
    for thread in threading.enumerate():
        if thread.name == "mail":
            thread.join()
    [file] = (tmp_path / "mail").iterdir()
    assert file.name.endswith("-a@example.org.eml")


def test_the_serving_process_sends_nothing_to_a_real_server(app, engine, post):
    told = app.extensions["settings"]
    assert rounds.beside(engine, told) is None
    assert rounds.beside(engine, replace(told, sample=True, smtp_url=post.url)) is None


def test_a_look_at_an_empty_outbox_waits_for_nobody_who_writes(engine, post):
    with writer(engine):
        began = time.monotonic()
        assert post.sender().run(held=True).sent == 0
        assert time.monotonic() - began < LONGEST


def test_reminders_are_looked_for_at_the_first_run_and_then_once_a_minute(app, post, monkeypatch):
    asked = []
    monkeypatch.setattr(due, "queue", lambda *given: asked.append(given) or 0)
    passed = iter([0.0, 59.0, 60.0, 60.0])
    monkeypatch.setattr(rounds, "monotonic", lambda: next(passed))
    going = Rounds(post.sender(), app.extensions["settings"], 1.0, print)
    counts = []
    for _ in range(3):
        going.once()
        counts.append(len(asked))
    assert counts == [1, 1, 2]


def test_a_sender_that_goes_on_for_ever_outlives_a_restarted_database(app, post, monkeypatch):
    one, reports, runs = post.sender(), [], []
    run = one.run

    def away_at_first(*, held):
        runs.append(held)
        if len(runs) < 3:
            raise OperationalError("SELECT 1", {}, Exception("terminating connection"))
        return run(held=held)

    monkeypatch.setattr(one, "run", away_at_first)
    post.queue("a@example.org")
    post.clock.passes(seconds=61)
    going = Rounds(one, app.extensions["settings"], 0.01, reports.append)
    monkeypatch.setattr(going, "told", lambda report: (reports.append(report), going.end()))
    going.run()
    assert [report.sent for report in reports] == [1]
    assert len(runs) == 3
