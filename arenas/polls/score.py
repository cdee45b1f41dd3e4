"""Which date of a poll is best: sectors that can be there first, heads second. Pure.

A sector can be there on a date if each of its required people can come and so can at least as
many of its people as the quorum asks (all of them, where fewer are asked). Who has said yes or
if need be can come; who has said no or nothing cannot be counted on.

Dates are compared by, in this order: how many sectors can be there, how many required people
can come, how many people can come, how many of them said yes without reservation. Dates alike
in all four share a place, and stand in order of time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from arenas.models.enums import DateChoice, Sector

CAN = frozenset({DateChoice.YES, DateChoice.IF_NEEDED})


@dataclass(frozen=True)
class Voter:
    """One of those asked. ``choices``: by date; empty where nothing was answered."""

    sector: Sector | None
    required: bool
    choices: Mapping[int, DateChoice]

    def can(self, date: int) -> bool:
        return self.choices.get(date) in CAN


@dataclass(frozen=True)
class Standing:
    """How a date stands. ``lacking``: the sectors that cannot be there; ``place`` from 1."""

    date: int
    sectors: int
    lacking: tuple[Sector, ...]
    required: int
    people: int
    plain: int
    place: int = 0

    @property
    def score(self) -> tuple[int, int, int, int]:
        """The greater, the better."""
        return (self.sectors, self.required, self.people, self.plain)


def rank(dates: Sequence[int], voters: Sequence[Voter], quorum: int) -> list[Standing]:
    """The dates, given in order of time, the best first."""
    best_first = sorted(
        (_standing(date, voters, quorum) for date in dates),
        key=lambda one: one.score,
        reverse=True,
    )  # sorted() is stable, also in reverse: those alike stay in order of time
    ranked: list[Standing] = []
    for _score, alike in groupby(best_first, key=lambda one: one.score):
        place = len(ranked) + 1
        ranked += [replace(one, place=place) for one in alike]
    return ranked


def sector_can(date: int, people: Sequence[Voter], quorum: int) -> bool:
    """Whether the sector of these people can be there."""
    coming = [one for one in people if one.can(date)]
    return all(one.can(date) for one in people if one.required) and len(coming) >= min(
        quorum, len(people)
    )


def by_sector(voters: Sequence[Voter]) -> dict[Sector, list[Voter]]:
    """Those who stand for a sector, in the order of the sectors."""
    return {
        sector: people
        for sector in Sector
        if (people := [one for one in voters if one.sector is sector])
    }


def _standing(date: int, voters: Sequence[Voter], quorum: int) -> Standing:
    sectors = by_sector(voters)
    lacking = tuple(
        sector for sector, people in sectors.items() if not sector_can(date, people, quorum)
    )
    coming = [one for one in voters if one.can(date)]
    return Standing(
        date=date,
        sectors=len(sectors) - len(lacking),
        lacking=lacking,
        required=sum(1 for one in coming if one.required),
        people=len(coming),
        plain=sum(1 for one in coming if one.choices[date] is DateChoice.YES),
    )
