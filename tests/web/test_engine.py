"""Transactions: no change is lost, and a reader takes no lock."""

from concurrent.futures import ThreadPoolExecutor

from flask import request
from sqlalchemy import event, select

from arenas.accounts.access import public
from arenas.database import db
from arenas.engine import writer
from arenas.models import Setting
from tests.pages import form_token
from tests.settings import BUSY_MILLISECONDS


def add_counter(app):
    @public
    def count():
        found = db.session.scalars(select(Setting).where(Setting.key == "count")).one()
        if request.method == "POST":
            found.value = str(int(found.value) + 1)
            db.session.commit()
        return found.value

    app.add_url_rule("/count", "count", count, methods=["GET", "POST"])
    with app.app_context():
        db.session.add(Setting(key="count", value="0"))
        db.session.commit()


def post(app):
    client = app.test_client()
    token = form_token(client.get("/login"))
    return client.post("/count", data={"csrf_token": token})


def begun(app):
    """The statements that begin transactions, as they are sent."""
    sent = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.startswith("BEGIN"):
            sent.append(statement)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
    return sent


def test_changes_at_the_same_time_are_all_kept(app):
    add_counter(app)

    def change(_number):
        return post(app).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(change, range(80))) == {200}
    assert app.test_client().get("/count").text == "80"


def test_a_get_begins_as_a_reader_and_a_post_as_a_writer(app):
    add_counter(app)
    sent = begun(app)
    app.test_client().get("/count")
    assert set(sent) == {"BEGIN"}
    sent.clear()
    post(app)
    assert sent[-1] == "BEGIN IMMEDIATE"


def test_a_command_begins_as_a_writer(app):
    sent = begun(app)
    with app.app_context():
        db.session.scalar(select(Setting.value))
    assert sent == ["BEGIN IMMEDIATE"]


def test_a_page_can_be_read_while_somebody_writes(app):
    add_counter(app)
    with app.app_context(), writer(db.engine) as connection:
        connection.exec_driver_sql("UPDATE setting SET value = '7' WHERE key = 'count'")
        assert app.test_client().get("/count").text == "0"


def test_foreign_keys_hold_and_the_journal_is_written_ahead(app):
    with app.app_context(), db.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        patience = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
    assert patience == BUSY_MILLISECONDS
