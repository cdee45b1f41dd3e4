"""``moteplass import``: files into the register."""

from pathlib import Path
from typing import Any

import click

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("import")
def imports() -> None:
    """Read files into the register: all that can be read of one, or nothing."""


@imports.command()
@click.argument("file", type=FILE)
@click.option("--forum", "slug", required=True, help="The forum (its short name) that meets.")
@click.option(
    "--domain",
    "domains",
    multiple=True,
    metavar="DOMAIN=ORGANISATION",
    help="Whose a mail domain is: oslo.kommune.no=oslo. Remembered.",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen, and store nothing.")
def calendar(file: Path, slug: str, domains: tuple[str, ...], dry_run: bool) -> None:
    """Read the meetings of an .ics FILE of another calendar program, as drafts."""
    from arenas import create_app
    from arenas.database import db
    from arenas.exchange.calendar_files import choosing, storing
    from arenas.exchange.calendar_files.comparing import compare

    app = create_app()
    with app.app_context():
        session = db.session()
        forum = choosing.forum_of(session, slug)
        taught = choosing.taught(session, domains)
        read = choosing.read(file.read_bytes(), app.extensions["settings"].timezone)
        for line in _lines(compare(session, read), taught):
            click.echo(line)
        if dry_run:
            return
        stored = storing.store(session, read, forum, taught, actor=None)
        session.commit()
    click.echo(
        f"{stored.new} drafts made, {stored.changed} changed, {stored.removed} removed, "
        f"{stored.people} people put on record."
    )


def _lines(preview: Any, taught: dict[str, int]) -> list[str]:
    """Each event of the file in a line, then what cannot be read, then who is unknown."""
    lines = []
    for row in preview.rows:
        first = row.found.dates[0].when
        fates = ", ".join(f"{number} {fate.value.replace('_', ' ')}" for fate, number in row.fates)
        lines.append(
            f"line {row.found.line}: {row.found.title or '-'}, from {first.day:%d.%m.%Y}: {fates}"
        )
        lines += [f"    {_said(note)}" for note in row.found.notes]
    lines += [
        f"line {bad.line}: {bad.title or '-'}: cannot be read: {_said(bad.reason)}"
        for bad in preview.file.unreadable
    ]
    lines += [
        f"Unknown: {one.guests} with addresses at {one.domain} (--domain {one.domain}=...)"
        for one in preview.known.unknown
        if one.domain not in taught
    ]
    return lines


def _said(note: Any) -> str:
    return str(note.text % dict(note.values) if note.values else note.text)
