"""Every figure of a sheet, as it may be shown: plain values, ready for JSON. No database."""

from dataclasses import asdict
from typing import Any

from arenas.graphs.privacy import shown_bridgeheads, shown_groups
from arenas.sheets.introducing import introductions
from arenas.sheets.reading import Reading
from network.absence import bridgeheads, never_met_groups
from network.analysis import analysis_report
from network.null_model import Progress
from network.projection import project
from network.trend import trend, withhold_trend
from network.withholding import withhold


def figures(
    read: Reading, samples: int, seed: int, progress: Progress | None = None
) -> dict[str, Any]:
    """The report, the trend and what is named; what the rule withholds is left out.

    ``report`` and ``trend`` are those of ``moteplass gaps`` with the same days, draws and seed;
    all of it is what ``moteplass sheet`` writes.
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
        "introductions": introductions(read, ties, report, hidden),
        "coverage": read.coverage,
    }


def _alive(progress: Progress | None) -> Progress | None:
    """The trend counts anew in each half-year: it says that it is at work, not how far."""
    if progress is None:
        return None
    tell = progress
    return lambda _done, samples: tell(samples, samples)
