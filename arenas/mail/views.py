"""What goes out, for those who answer for it: what waits, what did not arrive, and why."""

import re

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from arenas.accounts.access import WRITERS, actor, requires
from arenas.database import db
from arenas.errors import Refusal
from arenas.mail import folder, queries, reasons, rounds, services, transport
from arenas.models.enums import MailState
from arenas.web.current import settings
from arenas.web.labels import choices
from arenas.web.lists import Filter, ListSpec

bp = Blueprint("mail", __name__, url_prefix="/admin/mail")
LIST = ListSpec(
    sorts=("newest",), filters=(Filter("state", _l("Status"), choices(MailState), parse=MailState),)
)


@bp.get("/")
@requires(*WRITERS)
def index() -> ResponseReturnValue:
    session = db.session()
    listing = LIST.read()
    told = settings()
    return render_template(
        "mail/index.html",
        listing=listing,
        page=queries.page(
            session, q=listing.q, state=listing.filters.get("state"), number=listing.page
        ),
        counts=queries.counts(session),
        problem=queries.problem(session),
        way="smtp" if told.smtp_url else "folder" if told.sample else None,
        folder=transport.FOLDER,
        mail_from=told.mail_from,
        State=MailState,
    )


@bp.post("/<int:mail_id>/retry")
@requires(*WRITERS)
def retry(mail_id: int) -> ResponseReturnValue:
    mail = services.retry(db.session(), mail_id, actor=actor())
    db.session.commit()
    if mail.state is MailState.SUPERSEDED:
        flash(_("En nyere melding om det samme har tatt plassen til denne."), "warning")
    else:
        flash(_("Meldingen til %(address)s prøves på nytt.", address=mail.recipient))
    return redirect(url_for("mail.index", state="failed"), 303)


@bp.post("/retry")
@requires(*WRITERS)
def retry_all() -> ResponseReturnValue:
    number = services.retry_all(db.session(), actor=actor())
    db.session.commit()
    flash(ngettext("Én melding prøves på nytt.", "%(num)d meldinger prøves på nytt.", number))
    return redirect(url_for("mail.index"), 303)


@bp.post("/send")
@requires(*WRITERS)
def send() -> ResponseReturnValue:
    """With sample data and no server: write the files now. A server is never waited for."""
    sender = rounds.sender(db.engine, settings())
    if sender is None or not isinstance(sender.transport, transport.Folder):
        raise Refusal(_("Meldingene sendes av seg selv når e-posttjeneren svarer."))
    db.session.rollback()  # the sender begins transactions of its own
    report = sender.run()
    flash(ngettext("Én melding er skrevet.", "%(num)d meldinger er skrevet.", report.sent))
    return redirect(url_for(".files"), 303)


@bp.get("/folder")
@requires(*WRITERS)
def files() -> ResponseReturnValue:
    """The messages that were written as files: what those invited would have got."""
    lines, number = folder.newest(transport.FOLDER)
    return render_template("mail/files.html", lines=lines, number=number, folder=transport.FOLDER)


@bp.get("/folder/<name>")
@requires(*WRITERS)
def letter(name: str) -> ResponseReturnValue:
    written = folder.read(transport.FOLDER, name)
    return render_template("mail/letter.html", letter=written, pieces=_with_links(written.text))


@bp.get("/folder/<name>/file")
@requires(*WRITERS)
def file(name: str) -> ResponseReturnValue:
    """The file itself, for a mail program."""
    response = make_response(folder.content(transport.FOLDER, name))
    response.headers["Content-Type"] = "message/rfc822"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.app_template_filter("mail_reason")
def _reason(error: str) -> str:
    """Why a message did not arrive, in words where the server's code says it."""
    words = reasons.in_words(error)
    return f"{gettext(words)} ({error})" if words else error


def _with_links(text: str) -> list[tuple[str, bool]]:
    """The text in pieces, and whether each is the address of a page of ours."""
    pieces = re.split(rf"({re.escape(settings().base_url)}/[^\s<>]*)", text)
    return [(piece, place % 2 == 1) for place, piece in enumerate(pieces)]
