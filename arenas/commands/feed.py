"""``moteplass feed``: a forum's calendar as subscribers get it, or what is wrong with one."""

import sys
from typing import BinaryIO

import click


@click.command()
@click.argument("forum", metavar="FORUM_SLUG", required=False)
@click.option("--language", type=click.Choice(["nb", "en"]), default="nb", show_default=True)
@click.option("--check", is_flag=True, help="Say what breaks the rules instead of the calendar.")
@click.option("--file", type=click.File("rb"), help="Check this file; - is standard input.")
def feed(forum: str | None, language: str, check: bool, file: BinaryIO | None) -> None:
    """Write the calendar of the public forum FORUM_SLUG to standard output."""
    if (forum is None) == (file is None):
        raise click.UsageError("Name a forum, or a file with --file.")
    data = file.read() if file is not None else _of_forum(str(forum), language)
    if not check and file is None:
        sys.stdout.buffer.write(data)
        return
    from arenas.calendars.check import faults

    found = faults(data)
    for fault in found:
        click.echo(fault)
    if found:
        raise click.ClickException(f"{len(found)} faults.")
    click.echo(f"No faults in {data.count(b'BEGIN:VEVENT')} events.")


def _of_forum(slug: str, language: str) -> bytes:
    from arenas import create_app
    from arenas.calendars import queries
    from arenas.calendars.writing import Feed, write
    from arenas.database import db
    from arenas.visibility import meeting_visible_to

    app = create_app()
    told = app.extensions["settings"]
    with app.app_context():
        named = queries.forum(db.session(), slug)
        if named is None:
            raise click.ClickException(f"There is no public forum {slug!r}.")
        suffix = "?lang=en" if language == "en" else ""
        source = f"{told.base_url}/calendar/forums/{slug}.ics{suffix}"
        opened = Feed(named, meeting_visible_to(None), queries.of_forum(slug), source=source)
        return write(db.session(), told, opened, language).body
