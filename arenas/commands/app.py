"""Commands for the app itself: serve it, and move its database between versions."""

import socket
from collections.abc import Callable

import click
from alembic.util import CommandError
from sqlalchemy import Engine

from arenas import migrate


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=int, help="Default: the setting PORT, else 8000.")
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True)
@click.option("--threads", type=click.IntRange(1), default=4, show_default=True)
@click.option("--migrate", "upgrade_first", is_flag=True, help="Bring the database up first.")
def serve(host: str, port: int | None, workers: int, threads: int, upgrade_first: bool) -> None:
    """Serve the app. With MOTEPLASS_SAMPLE=1 an empty database gets the sample region."""
    from arenas import create_app, server

    app = create_app()
    settings = app.extensions["settings"]
    port = port or settings.port
    with app.app_context():
        _ready_database(upgrade_first)
        _ready_port(host, port)
        if settings.sample:
            from arenas.commands.sample import load_if_empty

            load_if_empty(settings)
    click.echo(f"Møteplass is at http://{'localhost' if host == '127.0.0.1' else host}:{port}/")
    server.serve(app, host, port, workers, threads)


def _ready_database(upgrade_first: bool) -> None:
    from arenas.database import db

    found, newest = migrate.current(db.engine), migrate.newest()
    if not migrate.is_known(found):
        raise click.ClickException(
            f"The database is at version {found}, which this program does not know: "
            f"its newest is {newest}. Start the newer program, or restore a backup."
        )
    if found == newest:
        return
    if not upgrade_first:
        raise click.ClickException(
            f"The database is at version {found or 'none'}, the program needs {newest}. "
            "Run `moteplass db upgrade`."
        )
    migrate.upgrade(db.engine)


def _ready_port(host: str, port: int) -> None:
    """Said before the sample is loaded and an address is printed where somebody else answers."""
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise click.ClickException(
                f"Nothing can be served at port {port}: {error.strerror}. "
                f"Choose another: PORT={port + 1}"
            ) from error


@click.group("db")
def database() -> None:
    """The database's version."""


@database.command()
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the database up to REVISION (default: the newest)."""
    _move(migrate.upgrade, revision)


@database.command()
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the database down to REVISION; `base` is empty."""
    _move(migrate.downgrade, revision)


def _move(move: Callable[[Engine, str], None], revision: str) -> None:
    from arenas import create_app
    from arenas.database import db

    with create_app().app_context():
        try:
            move(db.engine, revision)
        except CommandError as error:
            raise click.ClickException(str(error)) from error
        click.echo(f"The database is at version {migrate.current(db.engine) or 'none'}.")


@database.command()
def current() -> None:
    """Say which version the database is at."""
    from arenas import create_app
    from arenas.database import db

    with create_app().app_context():
        click.echo(migrate.current(db.engine) or "none")


@database.command()
@click.argument("message")
def revision(message: str) -> None:
    """Write the next numbered migration from what the models say (for developers)."""
    from arenas import create_app
    from arenas.database import db

    with create_app().app_context():
        click.echo(migrate.new_revision(db.engine, message))
