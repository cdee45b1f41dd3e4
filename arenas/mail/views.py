"""What goes out, for those who answer for it: what waits, what did not arrive, and why."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from arenas.accounts.access import WRITERS, actor, requires
from arenas.database import db
from arenas.errors import Refusal
from arenas.mail import queries, services, transport
from arenas.mail.builders import Builders
from arenas.mail.sender import Sender
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
    way = transport.of(settings())
    if not isinstance(way, transport.Folder):
        raise Refusal(_("Meldingene sendes av seg selv når e-posttjeneren svarer."))
    db.session.rollback()  # the sender begins transactions of its own
    build = Builders(settings())
    report = Sender(db.engine, way, build, build.sender).run()
    flash(ngettext("Én melding er skrevet.", "%(num)d meldinger er skrevet.", report.sent))
    return redirect(url_for("mail.index"), 303)
