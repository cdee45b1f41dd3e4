"""``moteplass gaps``: the analysis of the register, as JSON or as lines to read."""

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from arenas.graphs.making import Made

DAY = click.DateTime(formats=["%Y-%m-%d", "%d.%m.%Y"])
KINDS = click.Choice(["political", "administrative", "professional", "project", "conference"])
LEVELS = click.Choice(["local", "regional", "national", "international"])
EVIDENCE = click.Choice(["present", "attended", "accepted", "invited"])


@click.command()
@click.option("--from", "start", type=DAY, help="First day, as 2026-01-31 or 31.01.2026.")
@click.option("--to", "end", type=DAY, help="Last day, included.")
@click.option("--kind", type=KINDS, help="Forums of this kind.")
@click.option("--level", type=LEVELS, help="Forums at this level.")
@click.option("--forum", help="One forum, by the last part of its address.")
@click.option("--priority", type=int, help="One priority area, by its number in the address.")
@click.option("--county", help="Only organisations in this county.")
@click.option(
    "--evidence",
    type=EVIDENCE,
    default="attended",
    show_default=True,
    help="The weakest evidence that counts as being there.",
)
@click.option("--samples", type=click.IntRange(min=1), default=1000, show_default=True)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The whole report, as JSON.")
@click.option("--trend", "as_trend", is_flag=True, help="The trend by half-year, as JSON.")
@click.option("--ties", "table", flag_value="ties", help="Every pair that met, as CSV.")
@click.option("--groups", "table", flag_value="groups", help="Groups that never met, as CSV.")
@click.option("--forums", "table", flag_value="forums", help="Forums alike, as CSV.")
def gaps(
    samples: int, seed: int, as_json: bool, as_trend: bool, table: str | None, **chosen: Any
) -> None:
    """Which sectors meet less than chance would give, in the meetings held."""
    if chosen["start"] and chosen["end"] and chosen["start"] > chosen["end"]:
        raise click.UsageError("--from is after --to.")
    if as_json + as_trend + bool(table) > 1:
        raise click.UsageError("Each of these is a file of its own; ask for one at a time.")
    if table:
        click.echo(_table(chosen, table), nl=False)
        return
    found = _found(chosen, samples, seed)
    if as_json or as_trend:
        from network.report import to_json

        click.echo(to_json(found.trend if as_trend else found.report), nl=False)
        return
    for line in _lines(found.report):
        click.echo(line)


def _found(chosen: dict[str, Any], samples: int, seed: int) -> "Made":
    from arenas import create_app
    from arenas.database import db
    from arenas.graphs.making import made
    from arenas.graphs.queries import register
    from arenas.revision import NETWORK, revision

    app = create_app()
    with app.app_context():
        session = db.session()
        at = revision(session, NETWORK)
        read = register(session, _filter(chosen), app.extensions["settings"].timezone)
    with click.progressbar(length=samples, label="Drawing", file=sys.stderr) as bar:
        found = made(read, samples, seed, lambda done, _: bar.update(done - bar.pos))
    click.echo(f"The register at revision {at}.", err=True)
    return found


def _table(chosen: dict[str, Any], name: str) -> str:
    """What is counted without draws: the file that the page of it gives."""
    from arenas import create_app
    from arenas.database import db
    from arenas.graphs import files
    from arenas.graphs.alike import forums_alike
    from arenas.graphs.figures import figures_of
    from network.exchange import to_edge_csv
    from network.tables import to_csv

    app = create_app()
    with app.app_context():
        session, zone = db.session(), app.extensions["settings"].timezone
        asked = _filter(chosen)
        found = figures_of(session, asked, zone)
        alike = forums_alike(session, asked, zone) if name == "forums" else []
    click.echo(f"The register at revision {found.revision}.", err=True)
    if name == "ties":
        return to_edge_csv(found.records, found.projection)
    return to_csv(
        files.groups_table(found.never_met) if name == "groups" else files.forums_table(alike)
    )


def _filter(chosen: dict[str, Any]) -> Any:
    from arenas.database import db
    from arenas.graphs import queries
    from arenas.graphs.filters import Evidence, MeetingFilter
    from arenas.models.enums import ForumKind, Level

    session = db.session()
    forums = {row.slug: row.id for row in queries.forums(session)}
    if chosen["forum"] is not None and chosen["forum"] not in forums:
        raise click.UsageError(f"--forum: there is no forum {chosen['forum']!r}.")
    priorities = {row.id for row in queries.priorities(session)}
    if chosen["priority"] is not None and chosen["priority"] not in priorities:
        raise click.UsageError(f"--priority: there is no priority area {chosen['priority']}.")
    if chosen["county"] is not None and chosen["county"] not in queries.counties(session):
        raise click.UsageError(f"--county: no organisation lies in {chosen['county']!r}.")
    start, end = (day and _day(day) for day in (chosen["start"], chosen["end"]))
    return MeetingFilter(
        start=start,
        end=end,
        kind=chosen["kind"] and ForumKind(chosen["kind"]),
        level=chosen["level"] and Level(chosen["level"]),
        forum_id=forums.get(chosen["forum"]),
        priority_id=chosen["priority"],
        county=chosen["county"],
        evidence=Evidence(chosen["evidence"]),
    )


def _day(moment: datetime) -> Any:
    return moment.date()


def _lines(report: dict[str, Any]) -> list[str]:
    """The sector pairs with enough data, the largest gap first, each with what chance gives."""
    shown = [pair for pair in report["sector_pairs"] if not pair.get("withheld")]
    known = [pair for pair in shown if pair["meetings_with_both"]["enough_data"]]
    known.sort(key=lambda pair: (-pair["meetings_with_both"]["gap"], pair["a"], pair["b"]))
    head = (
        f"{report['events']} meetings held, {report['organisations']} organisations; "
        f"{report['samples']} draws, seed {report['seed']}"
    )
    too_little = len(shown) - len(known)
    return [
        head,
        *(_line(pair["a"], pair["b"], pair["meetings_with_both"]) for pair in known),
        *([f"Too little data: {too_little} sector pairs"] if too_little else []),
    ]


def _line(one: str, other: str, figure: dict[str, Any]) -> str:
    return (
        f"{one} - {other}: met {figure['observed']} times; {figure['expected']:.1f} expected "
        f"({figure['low']:.0f}-{figure['high']:.0f}); gap {figure['gap']:.2f}, q {figure['q']:.3f}"
    )
