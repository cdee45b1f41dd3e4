"""The rules of access: docs/roles.md is the table, the code says the same, each cell is tried.

A route without a row fails here, and so does a row without a route. The message of the failure
holds the row to add; a cell is ``yes``, ``own`` (only records that are one's own: others answer
404) or ``–``.
"""

import re
from pathlib import Path

import pytest

from arenas.models.enums import Role
from tests.routes import example_path

TABLE = Path(__file__).resolve().parents[2] / "docs" / "roles.md"
ROLES = ("admin", "coordinator", "leadership", "member", "anonymous")
ROW = re.compile(r"^\| `([\w.]+)` \|" + r" (yes|own|–) \|" * 5, re.MULTILINE)
ROWS = {
    found[0]: dict(zip(ROLES, found[1:], strict=True)) for found in ROW.findall(TABLE.read_text())
}


def row_of(app, endpoint):
    """The row as the code has it."""
    access = getattr(app.view_functions[endpoint], "access", None)
    assert access is not None, f"{endpoint} says neither @public nor @requires"
    cells = ["yes" if not access or role in access else "–" for role in Role]
    return f"| `{endpoint}` | {' | '.join([*cells, '–' if access else 'yes'])} |"


@pytest.fixture(scope="module")
def readers(sample_app, signed_in):
    """A client of each role, and one that has not signed in."""
    clients = {role.value: signed_in(sample_app, f"{role.value}@example.org") for role in Role}
    return clients | {"anonymous": sample_app.test_client()}


def test_every_route_has_its_row_and_every_row_its_route(sample_app):
    endpoints = set(sample_app.view_functions)
    lacking = [row_of(sample_app, endpoint) for endpoint in sorted(endpoints - set(ROWS))]
    assert not lacking, "add to docs/roles.md:\n" + "\n".join(lacking)
    assert not set(ROWS) - endpoints, "these routes are gone: take their rows away"
    assert list(ROWS) == sorted(ROWS), "keep the rows in the order of the alphabet"


def test_the_code_says_what_the_table_says(sample_app):
    written = {e: " | ".join(cells.values()).replace("own", "yes") for e, cells in ROWS.items()}
    wrong = [
        row for endpoint in written
        if written[endpoint] not in (row := row_of(sample_app, endpoint))
    ]  # fmt: skip
    assert not wrong, "the code says:\n" + "\n".join(wrong)


def refused(answer):
    """How the guard turns somebody away: to the sign-in, or with 403."""
    to_login = answer.status_code == 303 and answer.headers["Location"].startswith("/login")
    return to_login or answer.status_code == 403


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("endpoint", ROWS)
def test_each_cell_holds_when_it_is_tried(sample_app, readers, endpoint, role):
    """GET for real; POST without its token: who may post is told 400, and nothing changes."""
    cell = ROWS[endpoint][role]
    for method in ("GET", "POST"):
        path = example_path(sample_app, endpoint, method)
        if path is None:
            continue
        answer = readers[role].open(path, method=method, buffered=True)
        said = f"{method} {path} as {role}: {answer.status}"
        assert refused(answer) == (cell == "–"), said
        assert answer.status_code < 500 or endpoint == "web.ready", said
        if cell != "–" and method == "POST":
            assert answer.status_code == 400, said
        if cell == "yes" and method == "GET":
            assert answer.status_code < 400, said
