"""``moteplass mail``: send what waits in the outbox."""

import signal
import threading
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

    app = create_app()
    with app.app_context():
        sender = _sender(app)
        if forever:
            _go_on(sender, every)
        else:
            _once(sender)


def _sender(app: Any) -> Any:
    from arenas.database import db
    from arenas.mail import queries, transport
    from arenas.mail.builders import Builders
    from arenas.mail.sender import Sender

    settings = app.extensions["settings"]
    way = transport.of(settings)
    if way is None:
        waiting = queries.waiting(db.session())
        db.session.rollback()
        raise click.ClickException(
            f"MOTEPLASS_SMTP_URL is not set: {waiting} messages wait until it is."
        )
    build = Builders(settings)
    return Sender(db.engine, way, build, build.sender)


def _remind(sender: Any) -> None:
    """Queue the reminders that are due: they go with the rest."""
    from sqlalchemy.orm import Session

    from arenas.invitations.reminders import queue_due

    with Session(sender.engine) as session:
        queue_due(session, sender.clock(), sender.build.settings.reminder_days)
        session.commit()


def _once(sender: Any) -> None:
    _remind(sender)
    report = sender.run()
    click.echo(_words(report))
    if report.problem:
        raise click.ClickException(f"Stopped, the rest waits: {report.problem}")


def _go_on(sender: Any, every: float) -> None:
    """One run after another; a server that is down is asked more and more seldom."""
    stop = threading.Event()

    def told(_number: int, _frame: object) -> None:
        sender.stopped = True
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, told)
    pause = every
    while not stop.wait(pause):
        _remind(sender)
        report = sender.run(held=True)
        pause = min(pause * 2, 300.0) if report.problem else every
        if report.problem or report.sent or report.failed:
            click.echo(_words(report) + (f" Stopped: {report.problem}" if report.problem else ""))


def _words(report: Any) -> str:
    return (
        f"{report.sent} sent, {report.put_off} to be tried again, {report.failed} given up, "
        f"{report.dropped} no longer wanted."
    )
