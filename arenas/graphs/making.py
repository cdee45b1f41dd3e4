"""A report is made here, for the pages and for the command alike: so their figures are equal."""

from dataclasses import dataclass
from typing import Any

from arenas.graphs.queries import Register
from network.analysis import analysis_report
from network.null_model import Progress
from network.trend import trend, withhold_trend
from network.withholding import withhold


@dataclass(frozen=True)
class Made:
    """The report with draws and the trend by half-year, both as they may be shown."""

    report: dict[str, Any]
    trend: list[dict[str, Any]]


def made(read: Register, samples: int, seed: int, progress: Progress | None = None) -> Made:
    """Draw, count and withhold. ``progress`` follows the report, which takes most of the time."""
    report = analysis_report(read.records, samples=samples, seed=seed, progress=progress)
    halves = trend(read.records, samples=samples, seed=seed)
    hidden = read.hidden
    return Made(
        withhold(report, hidden.organisations, hidden.sectors),
        withhold_trend(halves, hidden.sectors),
    )
