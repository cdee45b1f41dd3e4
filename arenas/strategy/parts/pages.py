"""What the pages of a strategy's parts have in common: one form, one question before deleting."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from arenas.database import db
from arenas.errors import ArenaError, Refusal
from arenas.versions import ChangedMeanwhile
from arenas.web import conflict
from arenas.web.conflict import VersionedForm
from arenas.web.forms import BaseForm
from arenas.web.language import explain

Trail = Sequence[tuple[Any, str | None]]


def saved(form: BaseForm, save: Callable[[], object], said: str) -> bool:
    """Save what a valid form holds, and say so; a refusal stands in the form instead."""
    if not form.validate_on_submit():
        return False
    try:
        save()
    except ChangedMeanwhile:
        raise
    except ArenaError as error:
        if not isinstance(error, Refusal):
            raise
        form.refuse(error)
        return False
    db.session.commit()
    flash(said)
    return True


def form_page(form: BaseForm, title: Any, trail: Trail, back: str, **more: Any) -> str:
    """``more``: ``delete`` is an address, ``differences`` what somebody else has saved."""
    return render_template(
        "strategy/part.html", form=form, title=title, trail=trail, back=back, **more
    )


def conflict_page(
    form: VersionedForm, there: VersionedForm, title: Any, trail: Trail, back: str
) -> ResponseReturnValue:
    """409: ``there`` holds what is saved; what was written stays in ``form``."""
    differences = conflict.meet(form, there, there.version.data)
    return form_page(form, title, trail, back, differences=differences), 409


def delete_page(
    delete: Callable[[], object], title: Any, text: Any, said: str, trail: Trail, back: str
) -> ResponseReturnValue:
    """Ask first; what is in use explains why it stays."""
    form, reason = BaseForm(), None
    if form.validate_on_submit():
        try:
            delete()
        except Refusal as refusal:
            reason = explain(refusal)
        else:
            db.session.commit()
            flash(said)
            return redirect(back, 303)
    page = render_template(
        "strategy/part_delete.html",
        form=form,
        title=title,
        text=text,
        reason=reason,
        trail=trail,
        back=back,
    )
    return page, 409 if reason else 200
