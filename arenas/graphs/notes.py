"""What the reader must know of a report: its notes, in words."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from arenas.graphs.words import whole


def notes(report: dict[str, Any]) -> list[str]:
    """A sentence for each note that a reader of the pages can act on or must bear in mind."""
    return [WORDS[note["code"]](note["count"]) for note in report["notes"] if note["code"] in WORDS]


WORDS: dict[str, Callable[[int], str]] = {
    "no_contact": lambda _count: str(_("Ingen av møtene hadde mer enn én organisasjon.")),
    "one_sector": lambda _count: str(_("Alle organisasjonene er i samme sektor.")),
    "without_sector": lambda count: str(
        ngettext(
            "Én organisasjon har ingen sektor: den er med i trekningene, men ikke i tabellene.",
            "%(num)d organisasjoner har ingen sektor: de er med i trekningene, men ikke i "
            "tabellene.",
            count,
        )
    ),
    "meetings_of_one": lambda count: str(
        ngettext(
            "På ett møte var bare én organisasjon til stede.",
            "På %(num)d møter var bare én organisasjon til stede.",
            count,
        )
    ),
    "too_few_draws": lambda count: str(
        _(
            "Det er trukket for få ganger til å kalle ett enkelt sektorpar et gap: %(count)s "
            "trekninger trengs.",
            count=whole(count),
        )
    ),
    "more_draws_needed": lambda _count: str(
        _("De to halvdelene av trekningene er ikke enige: flere trekninger trengs.")
    ),
    "saturated": lambda count: str(
        ngettext(
            "Ett sektorpar møtes på nesten alle møter uansett tilfeldigheter: der kan ikke noe "
            "gap vise seg.",
            "%(num)d sektorpar møtes på nesten alle møter uansett tilfeldigheter: der kan ikke "
            "noe gap vise seg.",
            count,
        )
    ),
    "unmet_untestable": lambda count: str(
        _(
            "%(count)s par av organisasjoner har aldri møttes, og det er for lite data til å si "
            "om det er et gap.",
            count=whole(count),
        )
    ),
    "nothing_testable": lambda _count: str(
        _("Ingen enkelt par av organisasjoner har nok møter til å skilles fra tilfeldigheter.")
    ),
    "pairs_limited": lambda count: str(
        _("Par for par er bare de %(count)s travleste organisasjonene fulgt.", count=whole(count))
    ),
}
