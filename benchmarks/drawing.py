"""The graph in Chromium, against pyvis's stock page: ``python -m benchmarks.drawing``.

From the start of the navigation to the first drawing that stays as it is. Ours is the page
itself, from an app with that many organisations and ties, its figures warm. Stock is what pyvis
writes for the same network, its scripts served from the wheel, nothing fetched: it is stable
when the iterations before its first drawing are done. One that is not within its bound is
stopped and counted as the bound, and said so.
"""

import gzip
import logging
import random
import re
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, Route, sync_playwright
from playwright.sync_api import TimeoutError as Late
from sqlalchemy import insert
from werkzeug.serving import make_server

from arenas import create_app, migrate
from arenas.config import load
from arenas.database import db
from arenas.models import Forum, Meeting, Organisation, Participation, Person
from arenas.models.enums import Attendance, ForumKind, MeetingState, Role, Sector
from network.picture import vis_network_folder
from tests.browser import chromium

SIZES = ((500, 1_500, 10, 120), (2_000, 6_000, 50, 300))
"""Organisations, ties, how many times faster ours must be, and the bound of stock in seconds."""

ROUNDS = 3
EMAIL, PASSWORD = "leadership@example.org", "a word for the benchmark alone 1"
Tie = tuple[int, int]
STABLE = """() => {
  if (typeof network === 'undefined') return false;
  if (!window.asked) {
    window.asked = true;
    network.once('stabilizationIterationsDone', () => {
      network.once('afterDrawing', () => { window.stableAt = performance.now(); });
    });
  }
  return window.stableAt ?? false;
}"""


def main() -> bool:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    kept = True
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.program(), args=chromium.flags()
        )
        for nodes, edges, times, bound in SIZES:
            ties = _network(nodes, edges)
            ours, bytes_ = _ours(browser, nodes, ties)
            stock, stopped = _stock(browser, nodes, ties, bound)
            ratio = ours / stock
            kept = kept and ratio <= 1 / times
            note = ", stopped at its bound" if stopped else ""
            print(
                f"{nodes:>5} organisations, {edges:>5} ties: ours {ours:6.2f} s, stock "
                f"{stock:6.1f} s{note}; ratio {ratio:.4f}, allowed {1 / times:.4f}; "
                f"{bytes_ / 1000:,.0f} kB compressed",
                flush=True,
            )
        browser.close()
    return kept


def _network(nodes: int, edges: int) -> list[Tie]:
    """Groups of ten who all know each other a little, and ties across; seeded."""
    dice = random.Random(1)
    found = {(one, one + 1) for one in range(0, nodes, 2)}
    while len(found) < edges:
        one = dice.randrange(nodes)
        near = one // 10 * 10 + dice.randrange(10)
        other = near if dice.random() < 0.7 else dice.randrange(nodes)
        if one != other:
            found.add((min(one, other), max(one, other)))
    return sorted(found)


def _ours(browser: Browser, nodes: int, ties: list[Tie]) -> tuple[float, int]:
    """Median seconds of some rounds, and the bytes that a first visit is sent."""
    with _app(nodes, ties) as url:
        context = browser.new_context(base_url=url)
        page = context.new_page()
        page.goto("/login")
        page.locator("[name=email]").fill(EMAIL)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(lambda address: "/login" not in address)
        _drawn(page)
        times = [_drawn(page) for _ in range(ROUNDS)]
        sent: list[int] = []
        fresh = browser.new_context(base_url=url, storage_state=context.storage_state()).new_page()
        fresh.on("requestfinished", lambda asked: sent.append(_sent(asked)))
        _drawn(fresh)
        drawn = fresh.evaluate("JSON.parse(document.getElementById('graph-data').textContent)")
        if (len(drawn["nodes"]), len(drawn["edges"])) != (nodes, len(ties)):
            raise RuntimeError("the page does not draw the network that it was given")
        fresh.context.close()
        context.close()
    return median(times), sum(sent)


def _drawn(page: Page) -> float:
    page.goto("/network/graph?view=organisations&ties=all&missing=no")
    page.wait_for_selector(".graph__canvas[data-drawn=yes]")
    marks = "performance.getEntriesByName('graph drawn')[0].startTime"
    return float(page.evaluate(marks)) / 1000


def _sent(asked: Any) -> int:
    """The bytes of a body on the wire, a page's own as if compressed by the server in front."""
    if asked.resource_type == "document":
        return len(gzip.compress(asked.response().body()))
    return int(asked.sizes()["responseBodySize"])


@contextmanager
def _app(nodes: int, ties: list[Tie]) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        settings = load(
            {
                "DATABASE_URL": f"sqlite:///{folder}/drawing.db",
                "MOTEPLASS_SECRET_KEY": "a key for the benchmark alone, long enough",
                "MOTEPLASS_DRAWS": "0",
            }
        )
        server = make_server("127.0.0.1", 0, lambda *_: [], threaded=True)
        url = f"http://127.0.0.1:{server.server_port}"
        app = create_app(replace(settings, base_url=url))
        server.app = app
        with app.app_context():
            migrate.upgrade(db.engine)
            _fill(nodes, ties)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield url
        server.shutdown()
        thread.join()
        server.server_close()
        with app.app_context():
            db.engine.dispose()


def _fill(nodes: int, ties: list[Tie]) -> None:
    """A meeting of two for each tie, and two people for each organisation."""
    from arenas.accounts import services

    session = db.session()
    services.create_account(session, email=EMAIL, role=Role.LEADERSHIP, password=PASSWORD)
    forum = Forum(slug="forum", name="Forum", kind=ForumKind.PROFESSIONAL)
    session.add(forum)
    session.flush()
    sectors, counties = list(Sector), [f"Fylke {number}" for number in range(12)]
    session.execute(
        insert(Organisation),
        [
            {"id": i + 1, "slug": f"o{i}", "name": f"Organisasjon {i}",
             "sector": sectors[i % len(sectors)], "county": counties[i % len(counties)],
             "lat": 58.5 + i % 97 / 40, "lon": 8.5 + i % 89 / 30}
            for i in range(nodes)
        ],
    )  # fmt: skip
    people = [
        {"id": 2 * i + which + 1, "given_name": "Kari", "family_name": f"N{i}-{which}"}
        for i in range(nodes)
        for which in range(2)
    ]
    session.execute(insert(Person), people)
    start = datetime(2025, 1, 6, 9, tzinfo=UTC)
    session.execute(
        insert(Meeting),
        [
            {"id": k + 1, "forum_id": forum.id, "title": f"Møte {k}", "state": MeetingState.HELD,
             "starts_at": start + timedelta(hours=k), "ends_at": start + timedelta(hours=k + 1)}
            for k in range(len(ties))
        ],
    )  # fmt: skip
    session.execute(
        insert(Participation),
        [
            {"meeting_id": k + 1, "organisation_id": one + 1, "person_id": 2 * one + which + 1,
             "attendance": Attendance.PRESENT}
            for k, ends in enumerate(ties)
            for one in ends
            for which in range(2)
        ],
    )  # fmt: skip
    session.commit()


def _stock(browser: Browser, nodes: int, ties: list[Tie], bound: float) -> tuple[float, bool]:
    """Seconds of pyvis's page, and whether it was stopped at its bound."""
    html = _stock_page(nodes, ties)
    page = browser.new_page()
    page.set_default_timeout(bound * 1000)
    page.route("**/*", lambda route: _answer(route, html))
    try:
        page.goto("http://stock.localhost/", wait_until="commit")
        found = page.wait_for_function(STABLE, timeout=bound * 1000).json_value()
    except Late:
        return bound, True
    finally:
        page.close()
    return float(found) / 1000, False


def _stock_page(nodes: int, ties: list[Tie]) -> str:
    from pyvis.network import Network

    drawing = Network(cdn_resources="local")
    drawing.nodes = [
        {"id": i, "label": f"Organisasjon {i}", "shape": "dot", "color": "#97c2fc"}
        for i in range(nodes)
    ]
    drawing.node_ids = list(range(nodes))
    drawing.node_map = {node["id"]: node for node in drawing.nodes}
    drawing.edges = [{"from": a, "to": b, "value": 1} for a, b in ties]
    # The wheel's own files stand in for those of other hosts, whose marks they do not have.
    return re.sub(r' (?:integrity|crossorigin|referrerpolicy)="[^"]*"', "", drawing.generate_html())


def _answer(route: Route, html: str) -> None:
    """The page itself and what is in the wheel; an empty answer for what it asks of others."""
    address = route.request.url
    if address == "http://stock.localhost/":
        route.fulfill(body=html, content_type="text/html")
        return
    name = address.rpartition("/")[2].replace("vis-network.min.css", "vis-network.css")
    lib = vis_network_folder().parent
    files = (lib / "vis-9.1.2" / name, lib / "bindings" / name)
    found = next((file for file in files if file.is_file()), None)
    if found:
        route.fulfill(path=found)
    else:
        route.fulfill(body="")


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
