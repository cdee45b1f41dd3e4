"""``moteplass sheet``: every figure of a leadership sheet once more, as JSON."""

import sys
from datetime import UTC, datetime

import click

from arenas.commands.gaps import DAY

INSTANT = click.DateTime(formats=["%Y-%m-%dT%H:%M:%SZ"])


@click.command()
@click.option("--from", "start", type=DAY, required=True, help="First day, as 2026-01-31.")
@click.option("--to", "end", type=DAY, required=True, help="Last day, included.")
@click.option("--samples", type=click.IntRange(min=1), default=1000, show_default=True)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
@click.option(
    "--at",
    type=INSTANT,
    help="As seen then, in UTC: which meetings are to come, which forums sleep. Default: now.",
)
def sheet(start: datetime, end: datetime, samples: int, seed: int, at: datetime | None) -> None:
    """The figures of a leadership sheet: gaps, trend, coverage, groups and introductions."""
    if start > end:
        raise click.UsageError("--from is after --to.")
    from arenas import create_app
    from arenas.database import db, now
    from arenas.sheets.figures import figures
    from arenas.sheets.reading import read
    from network.report import to_json

    app = create_app()
    with app.app_context():
        seen_at = at.replace(tzinfo=UTC) if at is not None else now()
        zone = app.extensions["settings"].timezone
        reading = read(db.session(), start.date(), end.date(), at=seen_at, zone=zone)
    with click.progressbar(length=samples, label="Drawing", file=sys.stderr) as bar:
        found = figures(reading, samples, seed, lambda done, _: bar.update(done - bar.pos))
    click.echo(to_json(found), nl=False)
