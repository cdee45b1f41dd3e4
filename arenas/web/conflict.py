"""Two people, one record: the later one sees both texts side by side and loses nothing.

The form carries the version it was made from (`VersionedForm`), the service refuses an older
one (`arenas.versions`), and the view answers 409 with what was written still in the form::

    except ChangedMeanwhile:
        db.session.rollback()
        saved = ...read again...
        differences = conflict.meet(form, ThingForm(formdata=None, data=saved), version)
        return render_template("thing/edit.html", form=form, differences=differences), 409

and the page draws ``{{ conflict(differences) }}`` from ``macros/conflict.html`` above its form.
Saving once more then saves what stands in the form.
"""

from typing import Any, NamedTuple

from flask_babel import gettext as _
from wtforms import BooleanField, Field, Form, HiddenField, IntegerField, SelectFieldBase
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from arenas.web.forms import BaseForm


class VersionedForm(BaseForm):
    """A form for a record that several people may change."""

    version = IntegerField(validators=[InputRequired()], widget=HiddenInput())


class Difference(NamedTuple):
    """A field whose saved text is another than the one just written, as people read both."""

    label: Any
    saved: str
    written: str


def meet(form: VersionedForm, saved: Form, version: int) -> list[Difference]:
    """Let ``form`` be saved over ``version``, and say where it differs from what is saved."""
    form.version.data = version
    form.version.raw_data = None
    return differences(form, saved)


def differences(form: Form, saved: Form) -> list[Difference]:
    """Where what was written differs from what is saved."""
    return [
        Difference(field.label.text, there, here)
        for field in form
        if not isinstance(field, HiddenField)
        and field.name in saved
        and field.name != "version"
        and (here := _text(field)) != (there := _text(saved[field.name]))
    ]


def _text(field: Field) -> str:
    """What the field says to a reader."""
    if isinstance(field, BooleanField):
        return str(_("Ja") if field.data else _("Nei"))
    if isinstance(field, SelectFieldBase):
        return ", ".join(str(choice.label.text) for choice in field if choice.checked)
    return str(field._value()).strip()
