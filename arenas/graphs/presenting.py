"""What the templates of the network call, and how their rows become pages and files."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Blueprint, Response
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _

from arenas.errors import N_, UnknownRecord
from arenas.graphs import choice, verdicts, words
from arenas.graphs.figures import Figures
from arenas.graphs.halves import Point
from arenas.graphs.remaking import command
from arenas.graphs.reports import SEED, Standing
from arenas.models.enums import Sector
from arenas.paging import SIZE, Page
from arenas.web.current import external, settings
from arenas.web.filters import moment
from arenas.web.lists import Filter, Listing
from network.tables import Table, to_csv

MARKS = {
    "gap": "▼",
    "overlap": "▲",
    "expected": "■",
    "little": "○",
    "withheld": "×",
    "rarer": "▼",
    "oftener": "▲",
    "same": "■",
}
"""Beside a colour always a shape: what it says does not hang on seeing colours."""


def offer(bp: Blueprint) -> None:
    """Give every template what the pages of the network say, once for the app."""
    bp.record_once(_into_templates)


def _into_templates(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals.update(
        as_sector=Sector,
        command=_command,
        group=words.group,
        group_first=words.group_first,
        half_words=half_words,
        in_words=choice.in_words,
        link_of=link_of,
        made_line=made_line,
        mark_of=MARKS.__getitem__,
        meeting_choice=choice.address,
        of_expected=verdicts.of_expected,
        percent=verdicts.percent,
        points_of=points_of,
        sentence=verdicts.sentence,
        share_step=share_step,
        verdict=verdicts.verdict,
        moved=verdicts.moved,
    )


def made_line(found: Figures | None, drawn: Standing | None) -> str:
    """What a figure was made of: draws and seed where there are any, the register, the moment."""
    kept = drawn.kept if drawn else None
    if kept is not None:
        return str(
            _(
                "%(samples)s trekninger, frø %(seed)s, registeret i revisjon %(revision)s, "
                "regnet ut %(when)s.",
                samples=words.whole(kept.report["samples"]),
                seed=kept.report["seed"],
                revision=kept.revision,
                when=moment(kept.made_at),
            )
        )
    if found is None:
        return ""
    return str(
        _(
            "Telt %(when)s i registerets revisjon %(revision)s.",
            revision=found.revision,
            when=moment(found.counted_at),
        )
    )


def _command(listing: Listing, output: str = "--json") -> str:
    return command(listing, samples=settings().draws, seed=SEED, output=output)


def link_of(listing: Listing) -> str:
    """The whole address of the view: it holds the choice, and its reader's rights decide."""
    return external(listing.url(page=listing.page))


def half_words(point: Point) -> str:
    return str(_("%(number)s. halvår %(year)s", number=point.number, year=point.year))


def half_name(name: str) -> str:
    """The same of a name such as 2026-1."""
    year, _dash, number = name.partition("-")
    return str(_("%(number)s. halvår %(year)s", number=number, year=year))


def points_of(change: float) -> str:
    """A change of the gap as percentage points of what was expected: fewer meetings is minus."""
    return words.whole(round(-100 * change) + 0.0)  # no minus before a nought


def share_step(share: float) -> int:
    """0 to 4: under 5 %, under 25 %, under 50 %, up to 75 %, more."""
    return sum(share >= limit for limit in (0.05, 0.25, 0.5, 0.75))


def page_of(rows: Sequence[Any], number: int) -> Page[Any]:
    page = Page(rows[(number - 1) * SIZE : number * SIZE], len(rows), number)
    if number > page.last:
        raise UnknownRecord(N_("Listen har ikke så mange sider."))
    return page


def in_order(
    rows: Sequence[Any], sorts: Mapping[str, Callable[[Any], Any]], listing: Listing
) -> list[Any]:
    """By the column the address names; what has no value there stands last, whichever way."""
    value = sorts[listing.sort]
    known = [row for row in rows if value(row) is not None]
    known.sort(key=value, reverse=listing.descending)
    return known + [row for row in rows if value(row) is None]


def csv_file(table: Table, name: str) -> Response:
    return Response(
        to_csv(table),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def pair_filter(label: Any) -> Filter:
    return Filter("pair", label, ())


def pair_menu(sectors: Sequence[str]) -> list[tuple[str, str]]:
    """Every two different sectors, and each with itself, as a menu."""
    return [
        (f"{one}-{other}", f"{words.group_first(one)} – {words.group(other)}")
        for i, one in enumerate(sectors)
        for other in sectors[i:]
    ]
