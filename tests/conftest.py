"""Fixtures for every test.

``app``, ``client`` and ``session`` stand on a fresh, empty SQLite database for each test.
A test that also asks for ``database`` runs twice: on SQLite and on PostgreSQL.
``sample_app`` has the sample region; it is shared by the tests of a module, which only read it
(``sample_copy`` is a fresh one, for a test that writes). ``signed_in(app, email)`` gives a
client that has signed in. The clock begins at noon of one Monday (``tests.today``).
"""

import os
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis
from sqlalchemy.orm import Session

from arenas import create_app, engine
from arenas.cli import main
from arenas.config import VARIABLES, Settings
from arenas.database import db
from arenas.mail import transport
from tests import postgres, today
from tests.databases import Databases, close, databases
from tests.pages import form_token
from tests.settings import BUSY_MILLISECONDS, KEY, PASSWORD, make_settings

NOT_RUN: dict[str, str] = {}

# The same commit gives the same verdict, on a busy machine too. HYPOTHESIS_PROFILE=search looks
# for examples that nobody has met yet.
hypothesis.register_profile(
    "same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis.register_profile("search", hypothesis.get_profile("same"), derandomize=False)
hypothesis.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
engine.BUSY_MILLISECONDS = BUSY_MILLISECONDS


def pytest_configure(config: pytest.Config) -> None:
    """Before any test is read: some work out their dates then. A browser follows the server."""
    config.add_cleanup(today.begin().stop)


@pytest.fixture(scope="session", autouse=True)
def _mail_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test writes messages into the folder of this machine's own installation."""
    own, transport.FOLDER = transport.FOLDER, tmp_path_factory.mktemp("mail")
    yield
    transport.FOLDER = own


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    with databases(tmp_path_factory.mktemp("databases")) as made:
        yield made


@pytest.fixture(
    scope="module",
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)],
)
def database(request: pytest.FixtureRequest) -> str:
    """Which database this run of the test stands on."""
    kind: str = request.param
    if kind == "postgresql":
        need_postgres()
    return kind


def need_postgres() -> None:
    """Skip (on the build machine: fail) where there is no PostgreSQL server."""
    try:
        postgres.programs()
    except postgres.NoPostgresError as error:
        missing(str(error))


def missing(reason: str) -> NoReturn:
    """Skip with the reason, which the closing lines repeat; on the build machine fail."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def fresh_url(request: pytest.FixtureRequest, templates: Databases) -> str:
    """The address of a migrated, empty database."""
    if "database" in request.fixturenames:
        make: Callable[[str, str], str] = getattr(templates, request.getfixturevalue("database"))
    else:
        make = templates.sqlite
    return make("empty", "one-test")


@pytest.fixture
def settings(fresh_url: str) -> Settings:
    return make_settings(fresh_url)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    made = create_app(settings)
    yield made
    close(made)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with app.app_context():
        yield db.session()


@pytest.fixture(scope="module")
def sample_app(templates: Databases) -> Iterator[Flask]:
    made = create_app(make_settings(templates.sqlite("sample", "one-module")))
    yield made
    close(made)


@pytest.fixture
def sample_copy(request: pytest.FixtureRequest, templates: Databases) -> Iterator[Flask]:
    kind = request.getfixturevalue("database") if "database" in request.fixturenames else "sqlite"
    made = create_app(make_settings(getattr(templates, kind)("sample", "one-test-with-sample")))
    yield made
    close(made)


@pytest.fixture
def sample_client(sample_app: Flask) -> FlaskClient:
    return sample_app.test_client()


@pytest.fixture
def sample_session(sample_app: Flask) -> Iterator[Session]:
    with sample_app.app_context():
        yield db.session()
        db.session.rollback()


@pytest.fixture(scope="session")
def signed_in() -> Callable[..., FlaskClient]:
    def sign_in(app: Flask, email: str, password: str = PASSWORD, **headers: str) -> FlaskClient:
        client = app.test_client()
        token = form_token(client.get("/login", headers=headers))
        answer = client.post(
            "/login", data={"email": email, "password": password, "csrf_token": token}
        )
        assert answer.status_code in {302, 303}, answer.get_data(as_text=True)
        return client

    return sign_in


@pytest.fixture
def command() -> Callable[..., Result]:
    """Run ``moteplass`` in this process: ``command("db", "upgrade", DATABASE_URL=url)``."""

    def run(*arguments: str, input: str | None = None, **environment: str) -> Result:  # noqa: A002
        given = dict.fromkeys((variable for variable, _ in VARIABLES.values()), None)
        given |= {"MOTEPLASS_SECRET_KEY": KEY, "MOTEPLASS_SAMPLE_PASSWORD": PASSWORD} | environment
        return CliRunner().invoke(main, arguments, input=input, env=given)

    return run


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands on a database, so that the fast part can go without."""
    for item in items:
        if "templates" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.records)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and isinstance(report.longrepr, tuple):
        NOT_RUN[report.nodeid] = report.longrepr[2].removeprefix("Skipped: ")


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say what took part, and what did not run and why: nothing is left out in silence."""
    if config.option.collectonly:
        return
    terminalreporter.section("what ran")
    for what, found in (("PostgreSQL", _postgres()), ("Browser", _browser())):
        terminalreporter.line(f"{what}: {found}")
    expression = config.option.markexpr
    if expression:
        terminalreporter.line(f"Only the part {expression!r}; the rest was not asked for.")
    reasons: dict[str, int] = {}
    for reason in NOT_RUN.values():
        reasons[reason] = reasons.get(reason, 0) + 1
    for reason, number in sorted(reasons.items()):
        terminalreporter.line(f"Did not run: {number} tests, because {reason}")
    if not reasons:
        terminalreporter.line("Did not run: nothing was skipped.")


def _postgres() -> str:
    try:
        return str(postgres.programs())
    except postgres.NoPostgresError as error:
        return str(error)


def _browser() -> str:
    from tests.browser.chromium import NoBrowserError, program

    try:
        return program()
    except NoBrowserError as error:
        return str(error)
