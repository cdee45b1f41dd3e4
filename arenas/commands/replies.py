"""``moteplass replies``: read the answers that came by mail."""

from collections import Counter

import click


@click.group()
def replies() -> None:
    """Answers to invitations that came by mail."""


@replies.command()
@click.argument("url", required=False)
def read(url: str | None) -> None:
    """Read the unread mails of URL (default: the setting MOTEPLASS_REPLIES_URL).

    A maildir (maildir:///var/mail/replies) or a mailbox (imaps://user:password@host/INBOX).
    What cannot be taken as an answer is put aside, with the reason, at /admin/replies/.
    """
    from arenas import create_app
    from arenas.database import db
    from arenas.invitations import mailbox
    from arenas.invitations import replies as taking
    from arenas.invitations.replies import Fate

    app = create_app()
    address = url or app.extensions["settings"].replies_url
    if not address:
        raise click.ClickException("MOTEPLASS_REPLIES_URL is not set.")
    fates: Counter[Fate] = Counter()

    def handle(content: bytes) -> None:
        fates[taking.take(db.session(), content).fate] += 1
        db.session.commit()

    with app.app_context():
        number = mailbox.read_all(address, handle)
    click.echo(
        f"{number} read: {fates[Fate.TAKEN]} answers taken, {fates[Fate.STALE]} out of date, "
        f"{fates[Fate.ASIDE]} put aside, {fates[Fate.BOUNCE]} returned mails."
    )
