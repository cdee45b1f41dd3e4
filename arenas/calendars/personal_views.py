"""One's own feeds: a list, a form, and the secret address with ways into each calendar."""

from typing import Any
from urllib.parse import quote, urlsplit

import segno
from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from arenas.accounts.access import SIGNED_IN, actor, requires
from arenas.calendars import personal
from arenas.calendars.forms import LONGEST_NAME, FeedForm, values_of
from arenas.database import db
from arenas.errors import Refusal
from arenas.models import PersonalFeed
from arenas.web.current import external
from arenas.web.forms import BaseForm
from arenas.web.labels import Option
from arenas.web.language import current_language

bp = Blueprint("feeds", __name__, url_prefix="/account/feeds")


@bp.get("/")
@requires(*SIGNED_IN)
def index() -> ResponseReturnValue:
    feeds = personal.of_account(db.session(), actor())
    return render_template("calendars/feeds.html", feeds=feeds)


@bp.route("/new", methods=["GET", "POST"])
@requires(*SIGNED_IN)
def new() -> ResponseReturnValue:
    form = FeedForm(data={"language": current_language(), "own": True, **_begun()})
    form.offer(_offered())
    if form.validate_on_submit():
        try:
            feed, token = personal.create(db.session(), actor(), form.details())
        except Refusal as error:
            form.refuse(error)
        else:
            db.session.commit()
            return _address(feed, token)
    return _form_page(form, None)


@bp.route("/<int(max=2147483647):feed_id>/edit", methods=["GET", "POST"])
@requires(*SIGNED_IN)
def edit(feed_id: int) -> ResponseReturnValue:
    feed = personal.get(db.session(), feed_id, actor())
    form = FeedForm(data=values_of(feed))
    form.offer(_offered())
    if form.validate_on_submit():
        try:
            personal.change(db.session(), feed, actor(), form.details())
        except Refusal as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("Feeden «%(name)s» er endret. Adressen er den samme.", name=feed.name))
            return redirect(url_for(".index"), 303)
    return _form_page(form, feed)


def _form_page(form: FeedForm, feed: PersonalFeed | None) -> ResponseReturnValue:
    page = render_template("calendars/edit.html", form=form, feed=feed)
    return page, 422 if form.errors else 200


@bp.post("/<int(max=2147483647):feed_id>/rotate")
@requires(*SIGNED_IN)
def rotate(feed_id: int) -> ResponseReturnValue:
    feed = personal.get(db.session(), feed_id, actor())
    token = personal.rotate(db.session(), feed, actor())
    db.session.commit()
    return _address(feed, token)


@bp.route("/<int(max=2147483647):feed_id>/revoke", methods=["GET", "POST"])
@requires(*SIGNED_IN)
def revoke(feed_id: int) -> ResponseReturnValue:
    feed = personal.get(db.session(), feed_id, actor())
    form = BaseForm()
    if not form.validate_on_submit():
        return render_template("calendars/revoke.html", form=form, feed=feed)
    name = feed.name
    personal.revoke(db.session(), feed, actor())
    db.session.commit()
    flash(_("Feeden «%(name)s» er slettet. Adressen virker ikke lenger.", name=name))
    return redirect(url_for(".index"), 303)


def _address(feed: PersonalFeed, token: str) -> Response:
    """The page that shows the address, once: it is kept nowhere, in no cookie and no cache."""
    address = external(url_for("personal_feed.feed", token=token))
    webcal = f"webcal://{urlsplit(address).netloc}{urlsplit(address).path}"
    name = quote(feed.name)
    page = render_template(
        "calendars/address.html",
        feed=feed,
        address=address,
        webcal=webcal,
        google=f"https://calendar.google.com/calendar/render?cid={quote(webcal, safe='')}",
        outlook="https://outlook.live.com/calendar/0/addfromweb"
        f"?url={quote(address, safe='')}&name={name}",
        office="https://outlook.office.com/calendar/0/addfromweb"
        f"?url={quote(address, safe='')}&name={name}",
        qr=segno.make(webcal, error="m").svg_data_uri(scale=4, border=4, light="#fff"),
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _begun() -> dict[str, Any]:
    """What a feed begins with on the way from a record: that forum, or that organisation."""
    forum, organisation = request.args.get("forum"), request.args.get("organisation")
    if not (forum or organisation):
        return {}
    found = personal.named(db.session(), actor(), forum=forum, organisation=organisation)
    if found is None:
        return {}
    kind, number, name, name_en = found
    shown = (current_language() == "en" and name_en) or name
    return {"own": False, kind: [number], "name": shown[:LONGEST_NAME]}


def _offered() -> dict[str, list[Option]]:
    english = current_language() == "en"
    offered = personal.choices(db.session(), actor())
    return {
        kind: [Option(number, (english and name_en) or name) for number, name, name_en in records]
        for kind, records in offered.items()
    }
