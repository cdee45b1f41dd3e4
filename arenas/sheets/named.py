"""What a sheet calls by name: who does not meet, who could introduce them, and where."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from arenas.graphs.words import group, group_first
from arenas.sheets.tables import number
from arenas.web import dates
from arenas.web.cleaning import one_line
from arenas.web.language import current_language

MOST = 6
FEW = 5
LONGEST = 60
"""Letters of a name, at most."""


def sentences(found: dict[str, Any]) -> list[str]:
    """The largest group that never met a sector, and whoever alone holds others to the rest."""
    lines = []
    for absent in found["never_met"][:1]:
        lines.append(
            _(
                "%(sector)s i %(county)s møtte ingen fra %(other)s: 0 av %(possible)s mulige par.",
                sector=group_first(absent["sector"]),
                county=_short(one_line(absent["county"]) or "–"),
                other=group(absent["other"]),
                possible=number(absent["possible_pairs"]),
            )
        )
    for one in found["bridgeheads"][:1]:
        names = [_name(found, slug) for slug in one["cut_off"]]
        lines.append(
            _(
                "%(name)s er den eneste som knytter %(others)s til resten av nettverket.",
                name=_name(found, one["id"]),
                others=_listed(names),
            )
        )
    return lines


def named(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": _("Gap og introduksjoner ved navn"),
        "gaps": _gaps(found),
        "groups": _groups(found["never_met"]),
        "introductions": _introductions(found),
    }


def _gaps(found: dict[str, Any]) -> dict[str, Any]:
    """Two organisations that met less than chance explains, as far as that can be said.

    Those who lack the most meetings stand first.
    """
    pairs = found["report"]["pairs"]
    missing = sorted(
        pairs["gaps"], key=lambda one: (one["observed"] - one["expected"], one["a"], one["b"])
    )
    rows = [
        [_name(found, one["a"]), _name(found, one["b"]), number(one["observed"]),
         number(one["expected"])]
        for one in missing[:MOST]
    ]  # fmt: skip
    left = len(pairs["gaps"]) - len(rows)
    return {
        "title": _("Organisasjoner som møtes sjeldnere enn tilfeldigheter forklarer"),
        "head": [_("Organisasjon"), _("Organisasjon"), _("Møter sammen"), _("Ventet")],
        "rows": rows,
        "note": _gap_note(pairs, left, bool(rows)),
    }


def _gap_note(pairs: dict[str, Any], left: int, has_rows: bool) -> str:
    tested = ngettext("ett par", "%(num)d par", pairs["testable"])
    if not has_rows:
        return str(
            _(
                "Ingen: av organisasjonene er det nok møter til å si noe om %(pairs)s, og ingen av dem møtes for sjelden.",  # noqa: E501
                pairs=tested,
            )
        )
    said = _("Det er nok møter til å si noe om %(pairs)s av organisasjoner.", pairs=tested)
    if left > 0:
        more = ngettext("Ett gap til er ikke vist.", "%(num)d gap til er ikke vist.", left)
        order = _("De som mangler flest møter, står her.")
        return f"{said} {order} {more}"
    return str(said)


def _groups(absent: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "title": _("Grupper som ikke møtte en sektor i perioden"),
        "head": [_("Gruppe"), _("Har ikke møtt"), _("Organisasjoner"), _("Mulige par")],
        "rows": [
            [
                _(
                    "%(sector)s i %(county)s",
                    sector=group_first(one["sector"]),
                    county=_short(one_line(one["county"]) or "–"),
                ),
                group_first(one["other"]),
                number(one["organisations"]),
                number(one["possible_pairs"]),
            ]
            for one in absent[:FEW]
        ],
        "note": ngettext(
            "Én gruppe til er ikke vist.", "%(num)d grupper til er ikke vist.", len(absent) - FEW
        )
        if len(absent) > FEW
        else ("" if absent else _("Ingen å nevne.")),
    }


def _introductions(found: dict[str, Any]) -> dict[str, Any]:
    rows = []
    for one in found["introductions"]:
        meeting = one["next_meeting"]
        rows.append(
            [
                _name(found, one["a"]),
                _name(found, one["b"]),
                _name(found, one["go_between"]),
                _numbers(found, one["shared_activities"]),
                f"{_short(one_line(meeting['title']) or '')}, {_day(meeting['day'])}"
                if meeting
                else "–",
            ]
        )
    return {
        "title": _("Hvem som kan introdusere hvem"),
        "head": [
            _("Organisasjon"),
            _("Har ikke møtt"),
            _("Kan introdusere dem"),
            _("Felles aktiviteter"),
            _("Neste møte der begge kan sitte"),
        ],
        "rows": rows,
        "note": _("De som bygger bro over de største gapene, står først.")
        if rows
        else _("Ingen å foreslå i perioden."),
    }


def _numbers(found: dict[str, Any], ids: list[str]) -> str:
    """The numbers of the activities, as the strategy counts them."""
    activities = found["coverage"]["activities"] if found["coverage"] else ()
    known = {str(one["id"]): one["number"] for one in activities}
    said = sorted(known[one] for one in ids if one in known)
    return (", ".join(said[:FEW]) + (" …" if len(said) > FEW else "")) or "–"


def _listed(names: list[str]) -> str:
    """The first few names; one more is named rather than counted."""
    if len(names) > FEW + 1:
        shown = ", ".join(names[:FEW])
        return str(_("%(names)s og %(count)s andre", names=shown, count=len(names) - FEW))
    if len(names) < 2:
        return "".join(names)
    return str(_("%(names)s og %(last)s", names=", ".join(names[:-1]), last=names[-1]))


def _name(found: dict[str, Any], slug: str) -> str:
    return _short(one_line(found["names"].get(slug)) or slug)


def _short(name: str) -> str:
    """A sheet keeps to its pages whatever names are like; the whole ones are in its figures."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"


def _day(text: str) -> str:
    return dates.day(date.fromisoformat(text), current_language())
