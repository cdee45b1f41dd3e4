"""A poll in the words of a page: how the dates stand, and why one is before another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from arenas.models import Poll, PollDate
from arenas.models.enums import DateChoice, Sector
from arenas.polls.queries import Answered
from arenas.polls.score import Standing, Voter, by_sector, rank, sector_can
from arenas.web import dates as words
from arenas.web.filters import local
from arenas.web.labels import label
from arenas.web.language import current_language

FEWER = (
    _l("færre sektorer kan møte"),
    _l("like mange sektorer, men færre av dem som må kunne komme"),
    _l("like mange sektorer, men færre personer"),
    _l("like mange sektorer og personer, men flere som bare kan om nødvendig"),
)
MORE = (
    _l("flere sektorer kan møte"),
    _l("like mange sektorer, men flere av dem som må kunne komme"),
    _l("like mange sektorer, men flere personer"),
    _l("like mange sektorer og personer, men færre som bare kan om nødvendig"),
)


@dataclass(frozen=True)
class Proposed:
    """One date in the proposal. ``facts`` are sentences; ``why`` is how it got its place."""

    date: PollDate
    place: int
    facts: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Group:
    """Those of one sector; ``there``: by date, whether the sector can be there."""

    sector: Sector | None
    people: tuple[Answered, ...]
    there: dict[int, bool]


def proposal(poll: Poll, answered: Sequence[Answered], at: datetime) -> list[Proposed]:
    """The dates that are still to come, the best first, each with its reasons."""
    voters = [Voter(one.sector, one.row.required, one.choices) for one in answered]
    dates = {date.id: date for date in poll.dates if date.starts_at > at}
    ranked = rank(list(dates), voters, poll.quorum)
    return [
        Proposed(
            date=dates[one.date],
            place=one.place,
            facts=tuple(_facts(one, voters)),
            why=_why(ranked, turn, dates),
        )
        for turn, one in enumerate(ranked)
    ]


def groups(poll: Poll, answered: Sequence[Answered]) -> list[Group]:
    """Everybody by sector, as the grid shows them."""
    found = []
    for sector, members in groupby(answered, key=lambda one: one.sector):
        people = tuple(members)
        voters = [Voter(one.sector, one.row.required, one.choices) for one in people]
        there = {date.id: sector_can(date.id, voters, poll.quorum) for date in poll.dates}
        found.append(Group(sector, people, there if sector else {}))
    return found


def coming(poll: Poll, answered: Sequence[Answered]) -> dict[int, int]:
    """How many can come, by date."""
    return {
        date.id: sum(
            one.choices.get(date.id) in {DateChoice.YES, DateChoice.IF_NEEDED} for one in answered
        )
        for date in poll.dates
    }


def questions(dates: Sequence[PollDate]) -> list[tuple[int, str]]:
    """Each date with its words."""
    return [(date.id, in_words(date)) for date in dates]


def in_words(date: PollDate) -> str:
    """mandag 8. desember 2025 kl. 12.00–14.00"""
    language = current_language()
    starts, ends = local(date.starts_at), local(date.ends_at)
    day = words.weekday_date(starts.date(), language)
    return f"{day} {words.time_span(starts, ends, language)}"


def date_and_time(date: PollDate) -> tuple[str, str, str]:
    """The day, its week, and from when to when."""
    language = current_language()
    starts, ends = local(date.starts_at), local(date.ends_at)
    return (
        words.weekday_date(starts.date(), language),
        words.week(starts.date(), language),
        words.time_span(starts, ends, language),
    )


def short(date: PollDate) -> tuple[str, str]:
    """The head of a column: the day, and when it begins."""
    language, starts = current_language(), local(date.starts_at)
    weekday = words.WEEKDAYS[language][starts.weekday()][:3]
    return f"{weekday} {starts.day:02}.{starts.month:02}", words.clock(starts, language)


def _facts(one: Standing, voters: Sequence[Voter]) -> list[str]:
    sectors = len(by_sector(voters))
    required = sum(1 for voter in voters if voter.required)
    facts = []
    if sectors:
        facts.append(_sectors(one, sectors))
    needed = one.people - one.plain
    heads = ngettext(
        "%(can)s av %(num)d person kan", "%(can)s av %(num)d personer kan", len(voters),
        can=one.people,
    )  # fmt: skip
    if needed:
        facts.append(_("%(heads)s, %(needed)s av dem om nødvendig.", heads=heads, needed=needed))
    else:
        facts.append(f"{heads}.")
    if required:
        facts.append(
            _("Av dem som må kunne komme: %(can)s av %(all)s.", can=one.required, all=required)
        )
    return [str(fact) for fact in facts]


def _sectors(one: Standing, sectors: int) -> str:
    if not one.lacking:
        return str(ngettext("Sektoren kan møte.", "Alle %(num)d sektorer kan møte.", sectors))
    lacking = ", ".join(str(label(sector)) for sector in one.lacking)
    return str(
        _(
            "%(can)s av %(all)s sektorer kan møte (mangler: %(lacking)s).",
            can=one.sectors,
            all=sectors,
            lacking=lacking,
        )
    )


def _why(ranked: Sequence[Standing], turn: int, dates: dict[int, PollDate]) -> str:
    """The best is compared with the one after it, each other one with the one before it."""
    one = ranked[turn]
    alike = [other for other in ranked if other.score == one.score and other is not one]
    if alike:
        names = ", ".join(short(dates[other.date])[0] for other in alike)
        first = min([one, *alike], key=lambda other: dates[other.date].starts_at)
        said = _("Står likt med %(names)s: like mange sektorer, like mange personer.", names=names)
        return f"{said} {_('Den tidligste står først.')}" if first is one else str(said)
    if turn == 0:
        following = ranked[1] if len(ranked) > 1 else None
        return "" if following is None else _compared(one, following, dates, MORE)
    return _compared(one, ranked[turn - 1], dates, FEWER)


def _compared(
    one: Standing, other: Standing, dates: dict[int, PollDate], reasons: Sequence[Any]
) -> str:
    part = next(
        part for part, (a, b) in enumerate(zip(one.score, other.score, strict=True)) if a != b
    )
    name = short(dates[other.date])[0]
    if reasons is MORE:
        return str(_("Foran %(name)s: %(reason)s.", name=name, reason=reasons[part]))
    return str(_("Etter %(name)s: %(reason)s.", name=name, reason=reasons[part]))
