"""Public data sets with known answers, and small networks to work out by hand."""

import csv
from collections.abc import Iterable
from pathlib import Path

import networkx as nx

import network
from network import Event, Organisation, Records

DATA = Path(__file__).parents[1] / "data" / "unfccc_precop"
SAMPLE = Path(__file__).parents[2] / "arenas" / "sample" / "data"


def attended(*meetings: str, sectors: dict[str, str] | None = None, **kept: object) -> Records:
    """Meetings as words, organisations as letters: ``attended("AB", "BC")``."""
    letters = sorted(set("".join(meetings)) | set(sectors or {}))
    return network.build(
        [Organisation(letter, sector=(sectors or {}).get(letter)) for letter in letters],
        [Event(f"m{i:03}", **kept) for i in range(len(meetings))],
        [(letter, f"m{i:03}") for i, word in enumerate(meetings) for letter in word],
    )


def from_graph(graph: nx.Graph, sectors: dict[object, str] | None = None) -> Records:
    """A meeting of two for each tie, so that the projection is the graph itself."""
    return network.build(
        [Organisation(str(node), sector=(sectors or {}).get(node)) for node in graph],
        [Event(f"{a}-{b}") for a, b in graph.edges],
        [(str(end), f"{a}-{b}") for a, b in graph.edges for end in (a, b)],
    )


def southern_women() -> Records:
    graph = nx.davis_southern_women_graph()
    women = set(graph.graph["top"])
    return network.build(
        [Organisation(woman) for woman in women],
        [Event(event) for event in graph.graph["bottom"]],
        [(a, b) if a in women else (b, a) for a, b in graph.edges],
    )


def unfccc() -> Records:
    return network.read_records(
        DATA / "organisations.csv", DATA / "events.csv", DATA / "attendance.csv"
    )


def rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def sample_region(*, evidence: str = "attended") -> Records:
    """The sample region's 150 organisations with people, at the meetings that were held."""
    people = {row["id"]: row["organisation_id"] for row in rows(SAMPLE / "people.csv")}
    taking_part = set(people.values())
    counted = {"attended": ("attended", "1"), "invited": ("invited", "1")}[evidence]
    held = [
        Event(
            row["id"],
            row["title"],
            network.parse_date(row["starts_at"]),
            row["arena_id"],
            activities=frozenset(filter(None, row["activity_ids"].split("|"))),
        )
        for row in rows(SAMPLE / "meetings.csv")
        if row["status"] == "held"
    ]
    dates = {event.id for event in held}
    return network.build(
        [
            Organisation(row["id"], row["name"], row["sector"], row["county"])
            for row in rows(SAMPLE / "organisations.csv")
            if row["id"] in taking_part
        ],
        held,
        [
            (people[row["person_id"]], row["meeting_id"])
            for row in rows(SAMPLE / "attendance.csv")
            if row["meeting_id"] in dates and row[counted[0]] == counted[1]
        ],
    )
