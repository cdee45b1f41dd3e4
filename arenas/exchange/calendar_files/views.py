"""The page that reads a calendar file: choose, see what would happen, store all or nothing."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf.file import FileField, FileRequired
from sqlalchemy import select
from wtforms import SelectField
from wtforms.validators import InputRequired

from arenas.accounts.access import WRITERS, actor, requires
from arenas.database import db
from arenas.errors import N_, Refusal, UnknownRecord
from arenas.exchange.calendar_files import choosing, storing, waiting
from arenas.exchange.calendar_files.comparing import Fate, Preview, compare
from arenas.exchange.calendar_files.guests import Unknown
from arenas.meetings.choosing import forums_by_slug
from arenas.models import Organisation
from arenas.ordering import alphabetical
from arenas.paging import SIZE, Page
from arenas.web.current import settings
from arenas.web.fields import menu
from arenas.web.forms import BaseForm
from arenas.web.lists import Filter, Listing, ListSpec

bp = Blueprint("calendar_files", __name__, url_prefix="/meetings/import")
MOST_TAUGHT = 50
FATES: dict[Fate, Any] = {
    Fate.NEW: _l("ny"),
    Fate.CHANGED: _l("endret"),
    Fate.SAME: _l("lik"),
    Fate.KEPT: _l("endret i filen, men i bruk her"),
    Fate.GONE: _l("borte fra filen, fjernes"),
    Fate.LEFT_OUT: _l("avlyst"),
    Fate.OURS: _l("kalt inn herfra"),
}
MANY: dict[Fate, Any] = {
    **FATES,
    Fate.NEW: _l("nye"),
    Fate.CHANGED: _l("endrede"),
    Fate.SAME: _l("like"),
}
ROWS = ListSpec(
    sorts=("line",),
    filters=(
        Filter("fate", _l("Vis"), [(fate.value, words) for fate, words in FATES.items()], Fate),
    ),
)


class FileForm(BaseForm):
    """Which forum meets, and the file."""

    forum = SelectField(_l("Arena"), [InputRequired(_l("Velg arenaen som møtes."))])
    file = FileField(
        _l("Kalenderfil"),
        [FileRequired(_l("Velg en fil."))],
        description=_l(
            "En .ics-fil fra Outlook, Google, Apple, Thunderbird, Nextcloud eller Indico."
        ),
        render_kw={"accept": ".ics,text/calendar"},
    )


class StoreForm(BaseForm):
    """Yes to what is shown. Its fields are the unknown mail domains: see ``_store_form``."""

    def taught(self, unknown: list[Unknown]) -> dict[str, int]:
        """The organisation chosen for each domain, where one was."""
        chosen = {one.domain: self[_field(place)].data for place, one in enumerate(unknown)}
        return {domain: int(number) for domain, number in chosen.items() if number}


@bp.get("")
@requires(*WRITERS)
def index() -> ResponseReturnValue:
    return _choose(_file_form())


@bp.post("")
@requires(*WRITERS)
def upload() -> ResponseReturnValue:
    """Read the file; if it is a calendar, it waits for the next page's answer."""
    form = _file_form()
    if not form.validate():
        return _choose(form), 422
    content = form.file.data.read()
    try:
        choosing.read(content, settings().timezone)
        forum = choosing.forum_of(db.session(), form.forum.data)
    except Refusal as refusal:
        refusal.field = "file"
        form.refuse(refusal)
        return _choose(form), 422
    kept = waiting.keep(db.session(), content, form.file.data.filename, forum, actor=actor())
    db.session.commit()
    return redirect(url_for("calendar_files.preview", upload_id=kept.id), 303)


@bp.get("/<int:upload_id>")
@requires(*WRITERS)
def preview(upload_id: int) -> ResponseReturnValue:
    kept, content = waiting.one(db.session(), upload_id, owner=actor())
    found = compare(db.session(), choosing.read(content, settings().timezone))
    return _show(kept, found, _store_form(found))


@bp.post("/<int:upload_id>")
@requires(*WRITERS)
def store(upload_id: int) -> ResponseReturnValue:
    """All that can be read, in one transaction."""
    kept, content = waiting.one(db.session(), upload_id, owner=actor())
    file = choosing.read(content, settings().timezone)
    found = compare(db.session(), file)
    form = _store_form(found)
    if not form.validate():
        return _show(kept, found, form), 422
    forum_id, forum_slug = kept.forum_id, kept.forum.slug
    try:
        done = storing.store(
            db.session(), file, forum_id, form.taught(_teachable(found)), actor=actor()
        )
    except (Refusal, UnknownRecord) as refusal:
        db.session.rollback()
        form.refuse(refusal)
        kept, content = waiting.one(db.session(), upload_id, owner=actor())
        return _show(kept, found, form), 422
    db.session.delete(kept)
    db.session.commit()
    flash(
        ngettext("Ett utkast er laget.", "%(num)d utkast er laget.", done.new)
        + (
            " " + ngettext("Ett er endret.", "%(num)d er endret.", done.changed)
            if done.changed
            else ""
        )
        + (
            " " + ngettext("Ett er fjernet.", "%(num)d er fjernet.", done.removed)
            if done.removed
            else ""
        )
    )
    return redirect(url_for("meetings.index", state="draft", forum=forum_slug), 303)


@bp.post("/<int:upload_id>/discard")
@requires(*WRITERS)
def discard(upload_id: int) -> ResponseReturnValue:
    kept, _content = waiting.one(db.session(), upload_id, owner=actor())
    db.session.delete(kept)
    db.session.commit()
    flash(_("Filen er lagt bort. Ingenting er lagret."))
    return redirect(url_for("calendar_files.index"), 303)


def _file_form() -> FileForm:
    form = FileForm()
    form.forum.choices = menu([("", _("Velg arena")), *forums_by_slug(db.session())])
    return form


def _teachable(found: Preview) -> list[Unknown]:
    return list(found.known.unknown[:MOST_TAUGHT])


def _field(place: int) -> str:
    return f"domain_{place}"


def _store_form(found: Preview) -> StoreForm:
    """A menu of organisations for each unknown domain, the likely one chosen."""
    unknown = _teachable(found)
    offered = [("", _("Ikke legg til disse"))]
    if unknown:
        rows = db.session.execute(
            select(Organisation.id, Organisation.name)
            .where(Organisation.archived_at.is_(None))
            .order_by(alphabetical(Organisation.name))
        )
        offered += [(str(number), name) for number, name in rows]
    fields = {
        _field(place): SelectField(
            one.domain, choices=menu(offered), default=str(one.suggested or "")
        )
        for place, one in enumerate(unknown)
    }
    form: StoreForm = type("StoreFormOfFile", (StoreForm,), fields)()
    return form


def _choose(form: FileForm) -> str:
    return render_template("exchange/calendar_file.html", form=form)


def _show(kept: Any, found: Preview, form: StoreForm) -> str:
    listing = ROWS.read()
    return render_template(
        "exchange/calendar_preview.html",
        upload=kept,
        found=found,
        form=form,
        unknown=[(form[_field(place)], one) for place, one in enumerate(_teachable(found))],
        listing=listing,
        page=_page(found, listing),
        fates=FATES,
        many=MANY,
        Fate=Fate,
        said=_said,
    )


def _page(found: Preview, listing: Listing) -> Page[Any]:
    rows = found.having(listing.filters.get("fate"))
    page = Page(rows[(listing.page - 1) * SIZE : listing.page * SIZE], len(rows), listing.page)
    if listing.page > page.last:
        raise UnknownRecord(N_("Listen har ikke så mange sider."))
    return page


def _said(note: Any) -> str:
    """A note in the reader's language."""
    said: str = _(note.text, **dict(note.values))
    return said
