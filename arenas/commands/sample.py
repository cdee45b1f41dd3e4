"""``moteplass sample``: the sample region, and the way to start empty instead."""

import secrets
from pathlib import Path

import click

from arenas.config import INSTANCE, Settings

PASSWORD_FILE = INSTANCE / "sample_password"


@click.group()
def sample() -> None:
    """The sample region: real organisations, invented people and meetings."""


@sample.command("load")
def load_command() -> None:
    """Load the sample region into an empty register."""
    from arenas import create_app

    app = create_app()
    with app.app_context():
        _load(app.extensions["settings"])
        _print_accounts(app.extensions["settings"])


@sample.command("remove")
@click.confirmation_option(prompt="Remove every record of the sample region?")
def remove_command() -> None:
    """Start empty: remove the sample region and its accounts, keep other accounts."""
    from arenas import create_app
    from arenas.database import db
    from arenas.sample import loader

    with create_app().app_context():
        loader.remove(db.session())
        db.session.commit()
    click.echo("The register is empty. Create the first account: moteplass account create")


def load_if_empty(settings: Settings) -> None:
    """At the start of ``make run``: fill a register that nobody has used or emptied."""
    from sqlalchemy import select

    from arenas.database import db
    from arenas.models import Account, Organisation, Setting
    from arenas.sample import loader

    session = db.session()
    used = any(session.scalar(select(model.id).limit(1)) for model in (Organisation, Account))
    if not used and session.get(Setting, "sample") is None:
        _load(settings)
    if loader.is_loaded(session):
        _print_accounts(settings)
    session.rollback()


def password(settings: Settings) -> str:
    """The sample accounts' password: the setting, else one made once and kept beside the data."""
    if settings.sample_password:
        return settings.sample_password
    return _kept(PASSWORD_FILE)


def _kept(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.touch(mode=0o600)
        path.write_text("-".join(secrets.token_hex(2) for _ in range(4)))
    return path.read_text()


def _load(settings: Settings) -> None:
    from arenas.database import db, now
    from arenas.sample import accounts, loader
    from arenas.sample.tables import ZONE

    click.echo("Loading the sample region ...")
    session = db.session()
    loader.load(
        session,
        lambda what, rows: click.echo(f"  {rows:6} {what}"),
        today=now().astimezone(ZONE).date(),
    )
    accounts.create(session, password(settings))
    session.commit()


def _print_accounts(settings: Settings) -> None:
    from arenas.sample import loader

    click.echo("The people, meetings and attendance of the sample are invented. Sign in as")
    for email, role in loader.SAMPLE_ACCOUNTS.items():
        click.echo(f"  {email:26} {password(settings):22} ({role.value})")
