"""Figures are of organisations, never of people: what would point at one person is withheld.

The rule, in one place, for pages, graph, downloads, the command and the sheet:

1. *One voice.* An organisation for which one single person has stood, at all held meetings of
   the register together, is not named: its meetings would be that person's. It counts in every
   total, and a line says how many such organisations there are.
2. *Few behind a cell.* A figure of a sector, or of a sector in a county, is withheld where
   fewer than three different people have stood for its organisations.

Who stood for an organisation is counted over the whole register, whatever meetings are chosen:
two choices cannot be subtracted from each other to show what each of them hides.

Who draws or lists organisations takes them from `arenas.graphs.figures.figures_of` or from
the report of `arenas.graphs.reports`: both have been through this room. Who reads the register
in another way (`arenas.graphs.queries.register`) leaves out ``withheld(read).organisations``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from network.absence import Bridgehead, NeverMet
from network.records import Organisation

FEWEST = 3
"""People that must stand behind the figure of a sector."""


@dataclass(frozen=True)
class Withheld:
    """Ids of the organisations, sectors, and (sector, county) groups that are not shown."""

    organisations: frozenset[str]
    sectors: frozenset[str]
    groups: frozenset[tuple[str, str | None]]


def withheld(
    organisations: Iterable[Organisation], people: Mapping[str, frozenset[int]]
) -> Withheld:
    """What the rule withholds. ``people`` are those who stood for each organisation, by its id."""
    one_voice = set()
    sectors: dict[str, set[int]] = {}
    groups: dict[tuple[str, str | None], set[int]] = {}
    for one in organisations:
        behind = people.get(one.id, frozenset())
        if len(behind) < 2:
            one_voice.add(one.id)
        if one.sector is not None:
            sectors.setdefault(one.sector, set()).update(behind)
            groups.setdefault((one.sector, one.county), set()).update(behind)
    return Withheld(
        frozenset(one_voice),
        frozenset(sector for sector, behind in sectors.items() if len(behind) < FEWEST),
        frozenset(group for group, behind in groups.items() if len(behind) < FEWEST),
    )


def shown_groups(found: Iterable[NeverMet], hidden: Withheld) -> list[NeverMet]:
    """The groups that never met a sector, without those that the rule withholds."""
    return [
        one
        for one in found
        if (one.sector, one.county) not in hidden.groups and one.other not in hidden.sectors
    ]


def shown_bridgeheads(found: Iterable[Bridgehead], hidden: Withheld) -> list[Bridgehead]:
    """The only brokers, and whom they hold to the rest, without those that are not named."""
    named = (
        Bridgehead(
            one.id, tuple(i for i in one.cut_off if i not in hidden.organisations), one.parts
        )
        for one in found
        if one.id not in hidden.organisations
    )
    return [one for one in named if one.cut_off]
