"""Processor time a request, against a bare Flask response in the same server, round by round."""

import re
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from math import nan
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from sqlalchemy import select
from sqlalchemy.orm import Session

from arenas.config import Settings
from benchmarks.client import Client
from benchmarks.server import Worker, serving

ROUNDS = 5
OWN = "/calendar/feeds/bench-{number}.ics"


@dataclass(frozen=True)
class Case:
    """One address, asked ``requests`` times a round; ``budget`` is the ratio that is allowed.

    Of ``copies`` addresses, with their number in the path, each is asked in turn.
    """

    name: str
    path: str
    requests: int
    budget: float | None = None
    signed_in: bool = False
    unchanged: bool = False
    copies: int = 1


CASES = [
    Case("small page: sign-in", "/login", 400, budget=3),
    Case("list of 50 rows: organisations", "/organisations/", 150, budget=12, signed_in=True),
    Case("feed, unchanged (304)", "/calendar/all.ics", 600, budget=2, unchanged=True),
    # Twenty addresses, since one that is asked 30 times a minute is told to wait.
    Case("own feed, unchanged (304)", OWN, 80, budget=2, unchanged=True, copies=20),
    Case("feed, whole", "/calendar/all.ics", 20),
    Case("overview, signed in", "/", 150, signed_in=True),
    Case("list of 50 rows: meetings", "/meetings/?state=held", 150, budget=12, signed_in=True),
    Case("network, with a warm report", "/network/", 150, budget=6, signed_in=True),
    Case("health", "/healthz", 400),
]


class NotAnsweredError(Exception):
    """The address does not answer what is to be measured."""


def measure() -> list[tuple[Case, float, float]]:
    """For each case: microseconds of processor time a request, and the ratio to bare Flask.

    Both are NaN where the address does not answer as the case expects.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        serving("benchmarks.bare:app", {}) as bare,
        _app(Path(folder)) as app,
    ):
        visitor, member = Client(app.port), _signed_in(app)
        yardstick = Client(bare.port)
        requests: dict[str, list[bytes]] = {}
        for case in CASES:
            try:
                client = member if case.signed_in else visitor
                paths = [case.path.format(number=number) for number in range(case.copies)]
                requests[case.name] = [_request(client, case, path) for path in paths]
            except NotAnsweredError as error:
                print(error)
        asked = [case for case in CASES if case.name in requests]
        costs = {case.name: [nan] * (case not in asked) for case in CASES}
        ratios = {case.name: [nan] * (case not in asked) for case in CASES}
        for round_number in range(ROUNDS + 1):
            for case in asked:
                unit = _cost(bare, yardstick, [yardstick.request("GET", "/", {})], 600)
                client = member if case.signed_in else visitor
                cost = _cost(app, client, requests[case.name], case.requests)
                if round_number:  # the first warms both up
                    costs[case.name].append(cost)
                    ratios[case.name].append(cost / unit)
        return [(case, median(costs[case.name]) * 1e6, median(ratios[case.name])) for case in CASES]


def _cost(worker: Worker, client: Client, requests: list[bytes], number: int) -> float:
    client.reconnect()
    before = worker.cpu()
    for request in islice(cycle(requests), number):
        if client.send(request)[0] == 429:
            raise NotAnsweredError("told to wait: too many requests of one address")
    return (worker.cpu() - before) / number


def _request(client: Client, case: Case, path: str) -> bytes:
    status, head, body = client.get(path)
    if status != 200:
        raise NotAnsweredError(f"{path} answered {status}")
    if "warm report" in case.name and b"data-progress" in body:
        raise NotAnsweredError(f"{path} waits for its report")
    if "50 rows" in case.name and body.count(b"<tr") < 51:
        raise NotAnsweredError(f"{path} shows {body.count(b'<tr') - 1} rows")
    if not case.unchanged:
        return client.request("GET", path, {})
    tag = re.search(r"(?mi)^etag: (\S+)", head)
    if tag is None:
        raise NotAnsweredError(f"{path} has no ETag")
    headers = {"If-None-Match": tag[1]}
    if client.get(path, headers)[0] != 304:
        raise NotAnsweredError(f"{path} does not answer 304")
    return client.request("GET", path, headers)


@contextmanager
def _app(folder: Path) -> Iterator[Worker]:
    """The real app with the sample region, in a database of its own."""
    from arenas import create_app, migrate
    from arenas.config import load
    from arenas.database import db
    from arenas.sample import accounts, loader

    environment = {
        "DATABASE_URL": f"sqlite:///{folder / 'bench.db'}",
        "MOTEPLASS_SECRET_KEY": secrets.token_hex(),
        "MOTEPLASS_SAMPLE_PASSWORD": "a password for the bench",
    }
    app = create_app(load(environment))
    with app.app_context():
        migrate.upgrade(db.engine)
        loader.load(db.session())
        accounts.create(db.session(), environment["MOTEPLASS_SAMPLE_PASSWORD"])
        _own_feeds(db.session())
        db.session.commit()
        db.session.remove()
        _report(app.extensions["settings"])
        db.engine.dispose()
    with serving("wsgi:app", environment) as worker:
        yield worker


def _report(settings: Settings) -> None:
    """The report of every meeting, so that the network's page finds it warm."""
    from arenas.database import db
    from arenas.graphs.filters import MeetingFilter
    from arenas.graphs.reports import Wanted, make

    make(db.engine, Wanted(MeetingFilter(), settings.draws, settings.timezone))


def _own_feeds(session: Session) -> None:
    """A feed of all the sectors' meetings at each of twenty known addresses."""
    from arenas.calendars.personal import FeedDetails, create, digest
    from arenas.models import Account

    owner = session.scalars(select(Account).where(Account.email == "coordinator@example.org")).one()
    for number in range(20):
        feed, _token = create(session, owner, FeedDetails(f"{number}", sectors=["municipality"]))
        feed.token_digest = digest(f"bench-{number}")


def _signed_in(app: Worker) -> Client:
    client = Client(app.port)
    _, _, body = client.get("/login")
    token = re.search(rb'name="csrf_token"[^>]*value="([^"]+)"', body)
    if token is None:
        raise RuntimeError("the sign-in page has no token")
    fields = {
        "email": "coordinator@example.org",
        "password": "a password for the bench",
        "csrf_token": token[1].decode(),
    }
    status, _, _ = client.post("/login", urlencode(fields))
    if status not in {302, 303}:
        raise RuntimeError(f"signing in answered {status}")
    return client


def main() -> bool:
    """Print the table; True if every budget is kept."""
    kept = True
    print(f"{'':34} {'µs CPU':>8} {'ratio':>7} {'budget':>7}")
    for case, cost, ratio in measure():
        over = case.budget is not None and not ratio <= case.budget
        kept = kept and not over
        budget = f"{case.budget:7.1f}" if case.budget else f"{'':7}"
        print(f"{case.name:34} {cost:8.0f} {ratio:7.2f} {budget}{'  OVER' if over else ''}")
    return kept
