"""The command, as one types it: exit status 0 done, 1 refused, 2 wrong usage."""

import socket
import subprocess
import sys

import pytest
from sqlalchemy import create_engine, func, select

from arenas.models import Account, Organisation
from tests.settings import PASSWORD


@pytest.fixture
def url(fresh_url):
    return fresh_url


def count(url, model):
    engine = create_engine(url)
    with engine.connect() as connection:
        number = connection.scalar(select(func.count()).select_from(model))
    engine.dispose()
    return number


def test_the_help_lists_every_command(command):
    answer = command("--help")
    assert answer.exit_code == 0
    for name in ("account", "analyse", "db", "sample", "serve"):
        assert f"\n  {name} " in answer.output


def test_wrong_usage_answers_two(command):
    assert command("no-such-command").exit_code == 2
    assert command("account", "create", "a@example.org").exit_code == 2


def test_a_wrong_setting_is_named_and_answers_one(command, url):
    answer = command("db", "current", DATABASE_URL=url, PORT="many")
    assert answer.exit_code == 1
    assert "PORT" in answer.output


def test_the_database_says_where_it_is(command, url):
    assert command("db", "downgrade", "base", DATABASE_URL=url).exit_code == 0
    assert command("db", "current", DATABASE_URL=url).output == "none\n"
    assert command("db", "upgrade", DATABASE_URL=url).exit_code == 0
    assert command("db", "upgrade", "9999", DATABASE_URL=url).exit_code == 1


def test_the_first_administrator_is_made_by_command(command, url):
    answer = command(
        "account", "create", "first@example.org", "--role", "admin", "--password-stdin",
        input="fire tilfeldige ord her\n", DATABASE_URL=url,
    )  # fmt: skip
    assert answer.exit_code == 0, answer.output
    assert count(url, Account) == 1


def test_a_second_account_with_the_same_address_is_refused(command, url):
    def create():
        return command(
            "account", "create", "first@example.org", "--role", "admin", "--password-stdin",
            input="fire tilfeldige ord her\n", DATABASE_URL=url,
        )  # fmt: skip

    assert create().exit_code == 0
    answer = create()
    assert answer.exit_code == 1
    assert "first@example.org" in answer.output


def test_a_weak_password_is_refused_with_the_reason(command, url):
    answer = command(
        "account", "create", "first@example.org", "--role", "admin", "--password-stdin",
        input="short\n", DATABASE_URL=url,
    )  # fmt: skip
    assert answer.exit_code == 1
    assert count(url, Account) == 0


def test_the_sample_is_loaded_once_and_removed_for_good(command, url):
    answer = command("sample", "load", DATABASE_URL=url)
    assert answer.exit_code == 0, answer.output
    assert f"coordinator@example.org    {PASSWORD}" in answer.output
    assert (count(url, Organisation), count(url, Account)) == (248, 4)
    assert command("sample", "load", DATABASE_URL=url).exit_code == 1
    assert command("sample", "remove", "--yes", DATABASE_URL=url).exit_code == 0
    assert (count(url, Organisation), count(url, Account)) == (0, 0)
    assert command("sample", "remove", "--yes", DATABASE_URL=url).exit_code == 1


def test_serve_refuses_a_database_that_is_behind(command, url):
    command("db", "downgrade", "0001", DATABASE_URL=url)
    answer = command("serve", DATABASE_URL=url)
    assert answer.exit_code == 1
    assert "Run `moteplass db upgrade`" in answer.output


def test_serve_says_that_the_port_is_taken_before_it_loads_anything(command, url):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        answer = command("serve", "--port", str(port), DATABASE_URL=url, MOTEPLASS_SAMPLE="1")
    assert answer.exit_code == 1
    assert (
        f"at port {port}: Address already in use. Choose another: PORT={port + 1}" in answer.output
    )
    assert "localhost" not in answer.output
    assert count(url, Organisation) == 0


def test_the_command_starts_without_what_it_does_not_need_yet():
    """So it answers at once: a fifth of a second, where these take a second and more."""
    program = "import sys; from arenas.cli import main; print(*sys.modules)"
    answer = subprocess.check_output([sys.executable, "-c", program], text=True)
    loaded = {name.partition(".")[0] for name in answer.split()}
    assert not loaded & {"alembic", "babel", "numba", "numpy", "psycopg", "scipy", "sqlalchemy"}
    assert "click" in loaded
