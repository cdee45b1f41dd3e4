"""kill -9 in the middle of 500 messages, twenty times: none lost, at most one a kill repeated."""

import subprocess
import sys
from pathlib import Path

import pytest

from arenas.models.enums import MailState

ROOT = Path(__file__).parents[2]
KILLS = 20


@pytest.mark.slow
def test_a_sender_that_is_killed_loses_no_message_and_repeats_at_most_the_one_in_flight(
    database, fresh_url, post, server
):
    post.queue(*(f"p{number}@example.org" for number in range(500)))
    run = subprocess.run(
        [sys.executable, "-m", "tests.mail.killed", fresh_url, post.url, str(KILLS)],
        cwd=ROOT,
        check=True,
        timeout=900,
        capture_output=True,
        text=True,
    )
    left = [int(line) for line in run.stdout.split()]
    assert len(left) == KILLS
    assert left == sorted(left, reverse=True)
    assert 0 < left[-1] < left[0] < 500
    ids = server.ids
    assert len(ids) == 500
    assert sum(ids.values()) - 500 <= KILLS
    by_id: dict[str, set[bytes]] = {}
    for message, (_, content) in zip(server.messages, server.taken, strict=True):
        by_id.setdefault(message["Message-ID"], set()).add(content)
    assert all(len(contents) == 1 for contents in by_id.values())
    assert {mail.state for mail in post.rows()} == {MailState.SENT}


def test_two_processes_of_senders_share_the_work(database, post, server):
    """On PostgreSQL a row that is being taken is passed by, on SQLite waited for."""
    from threading import Thread

    post.queue(*(f"p{number}@example.org" for number in range(60)))
    senders = [post.sender() for _ in range(2)]
    threads = [Thread(target=sender.run) for sender in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(server.ids.values()) == [1] * 60
