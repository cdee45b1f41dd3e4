"""The half-year trend of a sheet in words: the pairs with the largest gaps, half by half."""

from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from arenas.graphs.verdicts import largest_gaps
from arenas.sheets.tables import number, sector
from arenas.web import dates
from arenas.web.language import current_language

PANELS = 3
UNKNOWN: dict[str, Any] = dict.fromkeys(("observed", "expected", "low", "high"))
"""Of a sector that nobody was asked for in the years of the trend, but earlier in the period."""


def trend(found: dict[str, Any], ends_on: date, made_on: date) -> dict[str, Any] | None:
    """A panel a pair, with the same figures as a table.

    None where no half-year has a meeting, or of no pair of sectors it can be said what to expect.
    """
    pairs = _pairs(found["report"])
    if not found["trend"] or not pairs:
        return None
    panels = [_panel(found["trend"], pair) for pair in pairs]
    return {
        "title": _("Utviklingen, halvår for halvår"),
        "caption": _(
            "Prikken er møtene som ble holdt med begge sektorer. Streken er hvor mange som var ventet, og feltet rommer 95 av 100 trekninger. En prikk under feltet er et gap som tilfeldigheter ikke forklarer."  # noqa: E501
        ),
        "panels": panels,
        "head": [_("Halvår"), _("Møter med begge"), _("Ventet (95 %)")],
        "note": _last(found["trend"][-1], ends_on, made_on),
        "source": _("Kilde: møter, deltakelse og organisasjoner i registeret."),
        "alt": " ".join(_in_words(panel) for panel in panels),
    }


def _pairs(report: dict[str, Any]) -> list[tuple[str, str]]:
    """Those with the largest gaps; where there are none, those that were expected to meet most."""
    gaps = largest_gaps(report, PANELS)
    if not gaps:
        known = [
            pair for pair in report["sector_pairs"]
            if pair["a"] != pair["b"] and not pair.get("withheld")
            and pair["meetings_with_both"]["expected"] is not None
        ]  # fmt: skip
        known.sort(key=lambda pair: (-pair["meetings_with_both"]["expected"], pair["a"], pair["b"]))
        gaps = known[:PANELS]
    return [(pair["a"], pair["b"]) for pair in gaps]


def _panel(halves: list[dict[str, Any]], pair: tuple[str, str]) -> dict[str, Any]:
    return {
        "title": f"{sector(pair[0])} – {sector(pair[1])}",
        "points": [_point(half, pair) for half in halves],
    }


def _point(half: dict[str, Any], pair: tuple[str, str]) -> dict[str, Any]:
    found = (one for one in half["sector_pairs"] if (one["a"], one["b"]) == pair)
    figure = next(found, UNKNOWN)
    year, part = half["name"].split("-")
    months = _("jan.–juni") if part == "1" else _("juli–des.")
    expected = figure["expected"]
    said = "–"
    if expected is not None:
        said = f"{number(expected)} ({number(figure['low'])}–{number(figure['high'])})"
    return {
        "months": months,
        "year": year,
        "name": f"{months} {year}",
        "observed": figure["observed"],
        "expected": expected,
        "low": figure["low"],
        "high": figure["high"],
        "row": [f"{months} {year}", number(figure["observed"]), said],
    }


def _last(half: dict[str, Any], ends_on: date, made_on: date) -> str:
    """One cut short says so, by the period or by today. ``end`` is the first day after it."""
    start, after = (date.fromisoformat(half[name]) for name in ("start", "end"))
    day = min(ends_on, made_on)
    if not start <= day < after - timedelta(days=1):
        return ""
    said = dates.day(day, current_language())
    return str(_("Det siste halvåret er med til og med %(day)s.", day=said))


def _in_words(panel: dict[str, Any]) -> str:
    said = "; ".join(
        _("%(half)s: %(met)s møter, %(expected)s ventet",
          half=one["name"], met=one["row"][1], expected=one["row"][2])
        for one in panel["points"]
    )  # fmt: skip
    return f"{panel['title']}. {said}."
