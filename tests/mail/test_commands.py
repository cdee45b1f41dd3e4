"""``moteplass mail send``."""

import pytest

from arenas.mail import transport
from arenas.models.enums import MailState
from tests.mail.server import read


def test_without_a_server_messages_wait_and_the_command_says_so(post, command, fresh_url):
    post.queue("a@example.org", "b@example.org")
    answer = command("mail", "send", DATABASE_URL=fresh_url)
    assert answer.exit_code == 1
    assert "MOTEPLASS_SMTP_URL is not set: 2 messages wait" in answer.output
    assert [mail.state for mail in post.rows()] == [MailState.WAITING] * 2


def test_one_run_sends_also_what_was_queued_this_very_minute(post, server, command, fresh_url):
    post.queue("a@example.org")
    answer = command("mail", "send", DATABASE_URL=fresh_url, MOTEPLASS_SMTP_URL=post.url)
    assert answer.exit_code == 0, answer.output
    assert answer.output.startswith("1 sent, 0 to be tried again, 0 given up")
    assert len(server.taken) == 1


def test_a_server_that_does_not_answer_is_told_and_named(post, command, fresh_url):
    post.queue("a@example.org")
    answer = command(
        "mail", "send", DATABASE_URL=fresh_url, MOTEPLASS_SMTP_URL="smtp://127.0.0.1:9"
    )
    assert answer.exit_code == 1
    assert "127.0.0.1:9" in answer.output
    assert post.rows()[0].attempts == 0


def test_with_sample_data_and_no_server_messages_are_files_one_can_open(
    post, command, fresh_url, tmp_path, monkeypatch
):
    monkeypatch.setattr(transport, "FOLDER", tmp_path / "mail")
    post.queue("a@example.org", "../../b@example.org")
    answer = command("mail", "send", DATABASE_URL=fresh_url, MOTEPLASS_SAMPLE="1")
    assert answer.exit_code == 0, answer.output
    [file] = (tmp_path / "mail").iterdir()
    assert file.name.endswith("-a@example.org.eml")
    message = read(file.read_bytes())
    assert message["Subject"] == "Hei på deg"
    assert b"\r\n" in file.read_bytes()


@pytest.mark.parametrize("wrong", ["post", "post@", "a@b\nBcc: x@y", "<a@b> <c@d>"])
def test_a_wrong_sender_stops_the_start_and_is_named(command, fresh_url, wrong):
    answer = command("mail", "send", DATABASE_URL=fresh_url, MOTEPLASS_MAIL_FROM=wrong)
    assert answer.exit_code == 1
    assert "MOTEPLASS_MAIL_FROM" in str(answer.output) + str(answer.exception)
