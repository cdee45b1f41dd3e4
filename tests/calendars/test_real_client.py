"""vdirsyncer and khal, as somebody has them on a machine, subscribe to a feed of one's own."""

import shutil
import subprocess
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from arenas.calendars import personal
from arenas.calendars.personal import FeedDetails
from arenas.meetings import moving, states
from arenas.meetings.when import When
from arenas.models import Account, Forum
from tests.calendars.conftest import make_meeting
from tests.calendars.series import HERE, dates, start
from tests.conftest import missing
from tests.meetings.records import OSLO

pytestmark = pytest.mark.usefixtures("database")
SYNC = """
[general]
status_path = "{folder}/status"
[pair own]
a = "feed"
b = "copy"
collections = null
partial_sync = "revert"
[storage feed]
type = "http"
url = "{url}"
[storage copy]
type = "filesystem"
path = "{folder}/copy"
fileext = ".ics"
"""
LIST = """
[calendars]
[[feed]]
path = {folder}/copy
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = UTC
default_timezone = UTC
[sqlite]
path = {folder}/khal.db
"""


class Client:
    """Their settings and copy in a folder."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder, self._port = folder, port
        (folder / "copy").mkdir()
        (folder / "khal").write_text(LIST.format(folder=folder), encoding="utf-8")

    def sync(self, token: str) -> str:
        """What went wrong; nothing where all went well."""
        url = f"http://127.0.0.1:{self._port}/calendar/feeds/{token}.ics"
        settings = self._folder / "sync"
        settings.write_text(SYNC.format(folder=self._folder, url=url), encoding="utf-8")
        self._run("vdirsyncer", "--config", str(settings), "discover")
        done = self._run("vdirsyncer", "--config", str(settings), "sync")
        return "" if done.returncode == 0 else done.stderr + done.stdout

    def shown(self) -> list[str]:
        """Start in UTC and title of each meeting that khal shows from December to March."""
        done = self._run(
            "khal", "--config", str(self._folder / "khal"), "list", "--day-format", "",
            "--format", "{start} {title}", "2026-12-01", "2027-03-01",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return sorted(line for line in done.stdout.splitlines() if line)

    def _run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        path = {"PATH": "/usr/bin:/bin", "HOME": str(self._folder), "LC_ALL": "C.UTF-8"}
        return subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=300, env=path
        )


@pytest.fixture
def client_of(tmp_path: Path, served: int) -> Callable[[], Client]:
    for program in ("vdirsyncer", "khal"):
        if shutil.which(program, path="/usr/bin") is None:
            missing(f"{program} is missing: apt-get install vdirsyncer khal")
    return lambda: Client(tmp_path, served)


def test_a_real_client_follows_a_change_a_cancelled_date_and_a_new_address(
    session: Session, owner: Account, actor: Account, client_of: Callable[[], Client]
) -> None:
    made = start(session, actor)
    alone = make_meeting(session, session.get_one(Forum, made.forum_id), title="Budsjett", days=20)
    feed, token = personal.create(
        session, owner, FeedDetails("Min", own=False, forums=[made.forum_id])
    )
    session.commit()
    client = client_of()
    assert client.sync(token) == ""
    rule = ["2026-12-01", "2026-12-15", "2026-12-29", "2027-01-12", "2027-01-26", "2027-02-09"]
    held = [f"{day} 11:00 Styret" for day in rule]
    assert client.shown() == sorted([*held, "2026-12-13 12:00 Styret: Budsjett"])

    alone.title, alone.sequence = "Regnskap", 1
    day = date(2026, 12, 16)
    when = When.timed((day, time(9)), (day, time(11)), OSLO)
    moving.move(session, dates(session)[1], when, HERE, actor=actor)
    session.commit()
    held[1] = "2026-12-16 08:00 Styret"
    assert client.sync(token) == ""
    assert client.shown() == sorted([*held, "2026-12-13 12:00 Styret: Regnskap"])

    third = dates(session)[2]
    states.take(session, third.id, "cancel", version=third.version, actor=actor, reason="Ferie")
    session.commit()
    held[2] = "2026-12-29 11:00 Avlyst: Styret"
    assert client.sync(token) == ""
    assert client.shown() == sorted([*held, "2026-12-13 12:00 Styret: Regnskap"])

    new = personal.rotate(session, feed, owner)
    session.commit()
    assert "NOT FOUND" in client.sync(token)
    assert len(client.shown()) == 7  # what it had, it keeps
    assert client.sync(new) == ""
    assert client.shown() == sorted([*held, "2026-12-13 12:00 Styret: Regnskap"])
