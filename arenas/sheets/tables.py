"""The tables of a sheet in words: the gaps in two parts, the sector matrix, the coverage."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from arenas.graphs.pairs import by_sectors
from arenas.graphs.verdicts import largest_gaps, percent, verdict
from arenas.graphs.words import group
from arenas.models.enums import Sector
from arenas.web import dates
from arenas.web.cleaning import one_line
from arenas.web.labels import label
from arenas.web.language import current_language

LONGEST = 110
"""Letters of an activity's text: about two lines of print."""
MOST_NAMES = 6
MOST_GAPS = 8
MOST_NUMBERS = 30


def gap_parts(report: dict[str, Any]) -> dict[str, Any] | None:
    """The largest gaps: what was expected in all, and inside the forums that both sit in."""
    gaps = largest_gaps(report, most=len(report["sector_pairs"]))
    if not gaps:
        return None
    return {
        "title": _("Gapene, i alt og inne i felles arenaer"),
        "head": [
            _("Sektorer"),
            _("Møter med begge"),
            _("Ventet i alt (95 %)"),
            _("Holdt av ventet"),
            _("Ventet i felles arenaer (95 %)"),
            _("Holdt av ventet"),
        ],
        "rows": [_gap_row(pair) for pair in gaps[:MOST_GAPS]],
        "note": _gaps_left(len(gaps) - MOST_GAPS),
    }


def _gap_row(pair: dict[str, Any]) -> list[str]:
    return [
        f"{sector(pair['a'])} – {sector(pair['b'])}",
        number(pair["meetings_with_both"]["observed"]),
        *_of_expected(pair["meetings_with_both"]),
        *_of_expected(pair["inside_forums"]),
    ]


def _of_expected(figure: dict[str, Any] | None) -> tuple[str, str]:
    """The expected with its interval, and which share of it was held; dashes where undefined."""
    if figure is None or not figure["expected"]:
        return "–", "–"
    interval = f"{number(figure['low'])}–{number(figure['high'])}"
    share = percent(figure["observed"] / figure["expected"])
    return f"{number(figure['expected'])} ({interval})", share.replace(dates.HARD_SPACE, " ")


def _gaps_left(count: int) -> str:
    if count <= 0:
        return ""
    return str(
        ngettext(
            "Ett mindre gap til står i matrisen, og med begge deler i tallene.",
            "%(num)d mindre gap til står i matrisen, og med begge deler i tallene.",
            count,
        )
    )


def matrix(report: dict[str, Any]) -> dict[str, Any]:
    """Sector by sector: the verdict, the meetings with both, and how many were expected."""
    sectors = [one.value for one in Sector if one.value in report["sector_sizes"]]
    pair_of = by_sectors(report)
    return {
        "title": _("Hvem møter hvem, sektor for sektor"),
        "caption": _(
            "I hver rute: hvordan antall møter med begge sektorer er, målt mot det tilfeldigheter ville gitt, så antall møter og hvor mange som var ventet."  # noqa: E501
        ),
        "sectors": [{"id": one, "label": sector(one)} for one in sectors],
        "rows": [
            {
                "id": row,
                "label": sector(row),
                "cells": [_cell(pair_of(row, column)) for column in sectors],
            }
            for row in sectors
        ],
        "legend": [
            {"kind": "gap", "words": _("gap: færre møter enn tilfeldigheter ville gitt")},
            {"kind": "overlap", "words": _("overlapp: flere møter enn ventet")},
            {"kind": "expected", "words": _("som ventet: innenfor det tilfeldigheter gir")},
            {"kind": "little", "words": _("for lite data")},
        ],
        "source": _("Kilde: møter, deltakelse og organisasjoner i registeret."),
    }


def _cell(pair: dict[str, Any] | None) -> dict[str, Any]:
    found = verdict(pair) if pair else None
    if pair is None or pair.get("withheld") or found is None:
        return {"kind": "withheld", "step": 0, "lines": [_("skjult")]}
    if pair["density"] is None:
        return {"kind": "none", "step": 0, "lines": [_("ingen par")]}
    figure = pair["meetings_with_both"]
    lines = [
        found.words.replace(dates.HARD_SPACE, " "),
        ngettext("ett møte", "%(num)d møter", figure["observed"]),
    ]
    if figure["expected"] is not None:
        lines.append(_("%(expected)s ventet", expected=number(figure["expected"])))
    return {"kind": found.kind, "step": found.step, "lines": lines}


def coverage(found: dict[str, Any] | None, starts_on: date, ends_on: date) -> dict[str, Any] | None:
    """Activities by sector, from the meetings held in the period."""
    if found is None:
        return None
    rows = found["activities"]
    sectors = [one.value for one in Sector]
    return {
        "title": _("Hva møtene arbeider med: %(strategy)s", strategy=_name(found["strategy"])),
        "caption": _(
            "Holdte møter %(first)s–%(last)s om hver aktivitet, og på hvor mange av dem hver sektor var til stede.",  # noqa: E501
            first=_day(starts_on),
            last=_day(ends_on),
        ),
        "sectors": [{"id": one, "label": sector(one)} for one in sectors],
        "head": [_("Aktivitet"), _("Møter")],
        "rows": [
            {
                "number": one["number"],
                "text": _short(_name(one, "text")),
                "is_part": one["is_part"],
                "held": one["held"],
                "cells": [one["sectors"][each] for each in sectors],
            }
            for one in rows
        ],
        "lines": _coverage_lines(rows, found["dormant"]),
        "source": _("Kilde: møter, deltakelse og strategi i registeret. – er skjult."),
    }


def fewer(coverage: dict[str, Any], most: int) -> dict[str, Any]:
    """The same with so many rows at most, for paper; those that are part of another go first."""
    rows = [one for one in coverage["rows"] if not one["is_part"]][:most]
    left = len(coverage["rows"]) - len(rows)
    if not left:
        return coverage
    said = ngettext(
        "Én aktivitet til står på siden Strategi og i tallene.",
        "%(num)d aktiviteter til står på siden Strategi og i tallene.",
        left,
    )
    return coverage | {"rows": rows, "source": f"{said} {coverage['source']}"}


def _coverage_lines(rows: list[dict[str, Any]], dormant: list[dict[str, Any]]) -> list[str]:
    lines = []
    if empty := [one["number"] for one in rows if not one["held"]]:
        lines.append(_("Ingen møter i perioden: %(numbers)s.", numbers=_few(empty)))
    for each in Sector:
        alone = [one["number"] for one in rows if one["alone"] == each.value]
        if alone:
            lines.append(
                _(
                    "Bare %(sector)s var med på: %(numbers)s.",
                    sector=group(each),
                    numbers=_few(alone),
                )
            )
    if homeless := [one["number"] for one in rows if not one["forums"]]:
        lines.append(_("Ingen arena har ansvar for: %(numbers)s.", numbers=_few(homeless)))
    if dormant:
        names = [_asleep(one) for one in dormant[:MOST_NAMES]]
        if len(dormant) > MOST_NAMES:
            names.append(_("og %(count)s til", count=len(dormant) - MOST_NAMES))
        lines.append(
            _(
                "Arenaer uten møter de siste tolv månedene og uten planlagte, da arket ble laget: %(names)s.",  # noqa: E501
                names=", ".join(names),
            )
        )
    return lines


def _few(numbers: list[str]) -> str:
    if len(numbers) <= MOST_NUMBERS:
        return ", ".join(numbers)
    left = _("og %(count)s til", count=len(numbers) - MOST_NUMBERS)
    return f"{', '.join(numbers[:MOST_NUMBERS])} {left}"


def _asleep(one: dict[str, Any]) -> str:
    if one["last"] is None:
        return str(_("%(name)s (har aldri møttes)", name=_short(_name(one))))
    return str(
        _(
            "%(name)s (sist %(day)s)",
            name=_short(_name(one)),
            day=_day(date.fromisoformat(one["last"])),
        )
    )


def sector(value: str) -> str:
    return str(label(Sector(value)))


def number(value: float | None) -> str:
    if value is None:
        return "–"
    return dates.number(value, current_language()).replace(dates.HARD_SPACE, " ")


def _day(value: date) -> str:
    return dates.day(value, current_language())


def _name(one: dict[str, Any], field: str = "name") -> str:
    english = one[f"{field}_en"] if current_language() == "en" else None
    return one_line(english or one[field]) or ""


def _short(text: str) -> str:
    """Cut between words, where it is longer than two lines of print."""
    if len(text) <= LONGEST:
        return text
    cut = text[:LONGEST].rsplit(" ", 1)[0]
    return f"{cut.rstrip(' ,.;:')} …"
