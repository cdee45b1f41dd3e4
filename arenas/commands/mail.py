"""``moteplass mail``: send what waits in the outbox."""

import signal
from typing import Any

import click


@click.group()
def mail() -> None:
    """The mail that waits to go out."""


@mail.command()
@click.option("--forever", is_flag=True, help="Go on until told to stop (SIGTERM, Ctrl-C).")
@click.option("--every", type=click.FloatRange(0.1), default=5.0, help="Seconds between looks.")
def send(forever: bool, every: float) -> None:
    """Send what waits, over one connection.

    One run sends at once also what was queued within the last minute; --forever lets that
    minute pass, so that a burst of edits is one mail.
    """
    from arenas import create_app
    from arenas.database import db
    from arenas.mail import queries, rounds

    app = create_app()
    settings = app.extensions["settings"]
    with app.app_context():
        sender = rounds.sender(db.engine, settings)
        if sender is None:
            waiting = queries.waiting(db.session())
            db.session.rollback()
            raise click.ClickException(
                f"MOTEPLASS_SMTP_URL is not set: {waiting} messages wait until it is."
            )
        if forever:
            _go_on(rounds.Rounds(sender, settings, every, _tell))
        else:
            rounds.remind(sender, settings)
            _once(sender)


def _once(sender: Any) -> None:
    report = sender.run()
    click.echo(_words(report))
    if report.problem:
        raise click.ClickException(f"Stopped, the rest waits: {report.problem}")


def _go_on(rounds: Any) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: rounds.end())
    rounds.run()


def _tell(report: Any) -> None:
    click.echo(_words(report) + (f" Stopped: {report.problem}" if report.problem else ""))


def _words(report: Any) -> str:
    return (
        f"{report.sent} sent, {report.put_off} to be tried again, {report.failed} given up, "
        f"{report.dropped} no longer wanted."
    )
