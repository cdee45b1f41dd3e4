"""Every figure of a sheet, as it may be shown: plain values, ready for JSON. No database."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from arenas.graphs.privacy import Withheld, shown_bridgeheads, shown_groups
from arenas.graphs.verdicts import is_gap
from arenas.sheets.reading import Reading
from network.absence import bridgeheads, never_met_groups
from network.analysis import analysis_report
from network.introductions import Introduction, Upcoming, suggest_introductions
from network.null_model import Progress
from network.projection import project
from network.trend import trend, withhold_trend
from network.withholding import withhold

INTRODUCTIONS = 6
EACH = 2
ASKED_FOR = 200
"""Introductions looked at, so that enough are left when those not to be named are gone."""


def figures(
    read: Reading, samples: int, seed: int, progress: Progress | None = None
) -> dict[str, Any]:
    """The report, the trend and what is named; what the rule withholds is left out.

    ``report`` and ``trend`` are those of ``moteplass gaps`` with the same days, draws and seed.
    """
    records, hidden = read.period.records, read.period.hidden
    ties = project(records)
    whole = analysis_report(records, samples=samples, seed=seed, projection=ties, progress=progress)
    report = withhold(whole, hidden.organisations, hidden.sectors)
    halves = trend(read.trend.records, samples=samples, seed=seed, progress=_alive(progress))
    named = {
        slug: name for slug, name in read.period.names.items() if slug not in hidden.organisations
    }
    return {
        "revision": read.revision,
        "report": report,
        "trend": withhold_trend(halves, read.trend.hidden.sectors),
        "trend_from": read.trend_from.isoformat(),
        "names": named,
        "never_met": [asdict(one) for one in shown_groups(never_met_groups(records, ties), hidden)],
        "bridgeheads": [
            {"id": one.id, "cut_off": list(one.cut_off)}
            for one in shown_bridgeheads(bridgeheads(records, ties), hidden)
        ],
        "introductions": _introductions(read, report, hidden),
        "coverage": read.coverage,
    }


def _introductions(read: Reading, report: dict[str, Any], hidden: Withheld) -> list[dict[str, Any]]:
    """Between the sectors with a gap, or between all where there is none."""
    records = read.period.records
    gaps = [(pair["a"], pair["b"]) for pair in report["sector_pairs"] if is_gap(pair)]
    meetings = {str(one.id): one for one in read.coming}
    found = suggest_introductions(
        records,
        project(records),
        top=ASKED_FOR,
        sector_pairs=gaps or None,
        activities={
            slug: {str(number) for number in numbers} for slug, numbers in read.activities.items()
        },
        upcoming=[Upcoming(str(one.id), one.day, one.organisations) for one in read.coming],
    )
    shown = (
        one for one in found if hidden.organisations.isdisjoint((one.a, one.b, one.go_between))
    )
    rows = []
    for one in _spread(shown):
        meeting = meetings.get(one.next_meeting or "")
        rows.append(
            one.as_dict()
            | {
                "next_meeting": meeting
                and {"id": meeting.id, "title": meeting.title, "day": meeting.day.isoformat()}
            }
        )
    return rows


def _spread(found: Iterable[Introduction]) -> list[Introduction]:
    """The best first, no organisation in more than two of them."""
    seen: Counter[str] = Counter()
    kept: list[Introduction] = []
    for one in found:
        if max(seen[one.a], seen[one.b]) < EACH and len(kept) < INTRODUCTIONS:
            seen.update((one.a, one.b))
            kept.append(one)
    return kept


def _alive(progress: Progress | None) -> Progress | None:
    """The trend counts anew in each half-year: it says that it is at work, not how far."""
    if progress is None:
        return None
    tell = progress
    return lambda _done, samples: tell(samples, samples)
