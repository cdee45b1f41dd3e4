"""What a node and a tie of the graph are, in words; plain text, for tooltips, panel and table."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from arenas.graphs.verdicts import verdict
from arenas.graphs.words import group, group_first
from arenas.models.enums import Sector
from arenas.web.dates import number
from arenas.web.labels import label
from arenas.web.language import current_language
from network.records import Organisation


def meetings_in_words(count: int) -> str:
    return str(ngettext("ett møte", "%(num)d møter", count))


def said_met(one: str, other: str, meetings: int) -> str:
    return str(
        _("%(one)s og %(other)s: %(meetings)s", one=one, other=other,
          meetings=meetings_in_words(meetings))
    )  # fmt: skip


def said_missing(one: str, other: str, expected: float) -> str:
    return str(
        _(
            "%(one)s og %(other)s: aldri på samme møte, %(expected)s var ventet",
            one=one,
            other=other,
            expected=number(expected, current_language()),
        )
    )


def said_sectors(pair: dict[str, Any]) -> str:
    figure, said = pair["meetings_with_both"], verdict(pair)
    words = said_met(group_first(pair["a"]), group(pair["b"]), figure["observed"])
    if figure.get("expected") is None or said is None:
        return words
    expected = number(figure["expected"], current_language())
    return f"{words}, {_('%(expected)s ventet', expected=expected)} ({said.words})"


def organisation_facts(
    one: Organisation, meetings: int, partners: int, never: list[str]
) -> tuple[str, ...]:
    kind = str(label(Sector(one.sector or Sector.OTHER)))
    met = ngettext("har møtt én annen", "har møtt %(num)d andre", partners)
    facts = [
        f"{kind}, {one.county}" if one.county else kind,
        f"{meetings_in_words(meetings)}, {met}",
    ]
    if never and meetings:
        facts.append(str(_("Har aldri møtt: %(sectors)s", sectors=listed(never))))
    return tuple(facts)


def sector_facts(size: int, inside: dict[str, Any]) -> tuple[str, ...]:
    facts = [str(ngettext("én organisasjon", "%(num)d organisasjoner", size))]
    counted = inside["meetings_with_both"]["observed"]
    if size > 1 and counted is not None:
        facts.append(
            str(_("To eller flere av dem på %(meetings)s", meetings=meetings_in_words(counted)))
        )
    return tuple(facts)


def listed(sectors: list[str]) -> str:
    """Sectors as groups in a row: akademia, kulturliv og klynger."""
    words = [group(sector) for sector in sectors]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {_('og')} {words[-1]}"
