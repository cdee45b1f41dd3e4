"""A sheet in words, in the language at hand: what the page, the paper and the pictures all show.

The words are kept with the figures, so that a sheet of last year reads as it did.
"""

from datetime import UTC, date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from arenas.graphs.verdicts import largest_gaps, sentence
from arenas.sheets import named, tables, trending
from arenas.web import dates
from arenas.web.cleaning import one_line
from arenas.web.language import current_language


def words(
    found: dict[str, Any],
    *,
    title: str,
    starts_on: date,
    ends_on: date,
    made_at: datetime,
) -> dict[str, Any]:
    """``made_at`` is on the clocks of the region."""
    report = found["report"]
    return {
        "language": current_language(),
        "title": one_line(title) or "",
        "period": f"{_day(starts_on)} – {_day(ends_on)}",
        "basis": _basis(report),
        "footer": _("Laget %(when)s", when=_plain(dates.moment(made_at, current_language()))),
        "sentences": {"title": _("Kort sagt"), "lines": _sentences(found)},
        "parts": tables.gap_parts(report),
        "matrix": tables.matrix(report),
        "trend": trending.trend(found, ends_on, made_at.date()),
        "coverage": tables.coverage(found["coverage"], starts_on, ends_on),
        "named": named.named(found),
        "method": {"title": _("Slik regner vi"), "lines": _method(report)},
        "again": _again(found, starts_on, ends_on, made_at),
        "withheld": _withheld(report),
    }


def _basis(report: dict[str, Any]) -> str:
    return str(
        _(
            "%(meetings)s og %(organisations)s som var invitert til dem.",
            meetings=ngettext("Ett holdt møte", "%(num)d holdte møter", report["events"]),
            organisations=ngettext(
                "én organisasjon", "%(num)d organisasjoner", report["organisations"]
            ),
        )
    )


def _sentences(found: dict[str, Any]) -> list[str]:
    """The three largest gaps with both their parts, then who is cut off and who never meets."""
    report = found["report"]
    lines = [sentence(pair) for pair in largest_gaps(report)]
    if not lines:
        enough = any(pair["meetings_with_both"]["enough_data"] for pair in report["sector_pairs"])
        lines = [
            _("Ingen to sektorer møttes sjeldnere enn tilfeldigheter forklarer i perioden.")
            if enough
            else _("Det er for få møter i perioden til å si om noen sektorer møtes for sjelden.")
        ]
    return [_plain(line) for line in lines] + named.sentences(found)


def _method(report: dict[str, Any]) -> list[str]:
    return [
        _(
            "To organisasjoner har møttes når minst én som representerte hver av dem var til stede, helt eller delvis, på samme avholdte møte. Avlyste og planlagte møter teller ikke."  # noqa: E501
        ),
        _(
            "Ventet antall er hva tilfeldigheter ville gitt dersom hver organisasjon var på like mange møter som nå, og hvert møte var like stort som nå. Tallene i parentes rommer 95 %% av %(draws)s slike trekninger (FDSM, curveball). Et gap vises når det er større enn tilfeldigheter forklarer (q høyst 0,05 etter Benjamini–Hochberg), og bare når minst 5 møter var ventet og begge sektorer har minst to organisasjoner.",  # noqa: E501
            draws=dates.number(report["samples"], current_language()).replace("\xa0", " "),
        ),
        _(
            "Når vi trekker innenfor hver arena for seg, blir det liggende hvem som sitter i hvilken arena. Det som da er ventet mindre, henger sammen med at sektorene sitter i ulike arenaer; resten med hvem som møter opp i dem de har felles."  # noqa: E501
        ),
        _(
            "Størrelsene ligger fast, så et gap ett sted er et overlapp et annet sted. Et gap sier ikke at møtet burde ha skjedd, og bare det som er registrert her, er med."  # noqa: E501
        ),
    ]


def _again(
    found: dict[str, Any], starts_on: date, ends_on: date, made_at: datetime
) -> dict[str, Any]:
    report = found["report"]
    days = f"--from {starts_on} --to {ends_on}"
    draws = f"--samples {report['samples']} --seed {report['seed']}"
    return {
        "title": _("Regn ut tallene på nytt"),
        "line": _(
            "Perioden %(first)s–%(last)s, %(draws)s trekninger, frø %(seed)s, registerets utgave %(revision)s, laget %(when)s. Den første kommandoen gir alle tallene på arket, de to neste gapene og utviklingen for seg, så lenge registeret er det samme:",  # noqa: E501
            first=starts_on.isoformat(),
            last=ends_on.isoformat(),
            draws=report["samples"],
            seed=report["seed"],
            revision=found["revision"],
            when=_plain(dates.moment(made_at, current_language())),
        ),
        "commands": [
            f"moteplass sheet {days} {draws} --at {made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            f"moteplass gaps {days} {draws} --json",
            f"moteplass gaps --from {found['trend_from']} --to {ends_on} {draws} --trend",
        ],
    }


def _withheld(report: dict[str, Any]) -> str:
    count = report["withheld"]["organisations"]
    if not count:
        return ""
    return str(
        ngettext(
            "Én organisasjon er med i tallene, men nevnes ikke, fordi én person alene står for den.",  # noqa: E501
            "%(num)d organisasjoner er med i tallene, men nevnes ikke, fordi én person alene står for hver av dem.",  # noqa: E501
            count,
        )
    )


def _day(value: date) -> str:
    return dates.long_day(value, current_language())


def _plain(text: str) -> str:
    """Hard spaces as plain ones: a line of print breaks where it must."""
    return text.replace(dates.HARD_SPACE, " ")
