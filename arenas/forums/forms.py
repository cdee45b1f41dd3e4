"""The form of a forum: what must be filled in, and in which words we say so."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.validators import Optional as MayBeEmpty

from arenas.directory import rules
from arenas.errors import Refusal
from arenas.forums.services import ForumDetails
from arenas.models import Forum, PriorityArea
from arenas.models.enums import ForumKind, Level, MeetingMode, Visibility
from arenas.web import periods
from arenas.web.conflict import VersionedForm
from arenas.web.fields import CheckboxListField, LineField, TextField, menu
from arenas.web.forms import BaseForm
from arenas.web.labels import choices
from arenas.web.language import explain, localised

A_WEEK = 7 * 24 * 60
SAME = _l("Bruk høyst %(max)d tegn.")


class ForumForm(BaseForm):
    name = LineField(
        _l("Navn"), [InputRequired(_l("Gi arenaen et navn.")), Length(max=200, message=SAME)]
    )
    name_en = LineField(
        _l("Navn på engelsk"),
        [Length(max=200, message=SAME)],
        description=_l("Vises på engelske sider. Uten det vises det norske navnet."),
    )
    kind = SelectField(
        _l("Type"),
        [InputRequired(_l("Velg hva slags arena det er."))],
        choices=[*menu([("", _l("Velg type"))]), *choices(ForumKind)],
    )
    level = SelectField(_l("Nivå"), choices=choices(Level), default=Level.REGIONAL.value)
    visibility = SelectField(
        _l("Synlighet"),
        choices=menu(
            [
                (Visibility.PUBLIC.value, _l("Åpen: alle kan se arenaen og møtene")),
                (
                    Visibility.INTERNAL.value,
                    _l("Intern: bare medlemmene, ledelsen og koordinatoren"),
                ),
            ]
        ),
        default=Visibility.PUBLIC.value,
        description=_l("Navn på medlemmer vises aldri offentlig."),
    )
    mandate = TextField(
        _l("Mandat"),
        [Length(max=5000, message=SAME)],
        description=_l("Hva arenaen skal gjøre, og hva den kan bestemme."),
        render_kw={"rows": 5},
    )
    contact_email = LineField(
        _l("E-post til kontakt"),
        [Length(max=254, message=SAME)],
        description=_l("Vises på siden og i kalenderen. Bruk gjerne en felles adresse."),
        render_kw={"type": "email", "autocomplete": "off"},
    )
    cadence = LineField(
        _l("Hvor ofte den møtes"),
        [Length(max=60, message=SAME)],
        description=_l("Med ord, for eksempel «kvartalsvis» eller «8 ganger i året»."),
    )
    usual_minutes = IntegerField(
        _l("Vanlig lengde i minutter"),
        [MayBeEmpty(), NumberRange(5, A_WEEK, _l("Skriv et antall minutter, minst 5."))],
        description=_l("Fylles ut for deg når du kaller inn til et nytt møte."),
    )
    usual_mode = SelectField(
        _l("Vanlig møteform"), choices=[*menu([("", _l("Varierer"))]), *choices(MeetingMode)]
    )
    blackouts = TextField(
        _l("Dager uten møter"),
        [Length(max=2000, message=SAME)],
        description=_l("En dag eller periode på hver linje: 16.02.2026–20.02.2026"),
        render_kw={"rows": 3},
    )
    priorities = CheckboxListField(_l("Innsatsområder"), coerce=int)
    activities = CheckboxListField(_l("Aktiviteter"), coerce=int)

    def offer(self, areas: Sequence[PriorityArea]) -> None:
        """Let the form choose among these priority areas and their activities."""
        self.priorities.choices = menu(
            (area.id, f"{area.number} {localised(area)}") for area in areas
        )
        self.activities.choices = menu(
            (activity.id, f"{activity.number} {localised(activity, 'text')}")
            for area in areas
            for activity in area.activities
        )

    def validate_contact_email(self, field: LineField) -> None:
        try:
            field.data = rules.email(field.data)
        except Refusal as refusal:
            raise ValidationError(explain(refusal)) from None

    def validate_blackouts(self, field: TextField) -> None:
        periods.periods(field.data)

    def details(self) -> ForumDetails:
        return ForumDetails(
            name=self.name.data or "",
            name_en=self.name_en.data,
            kind=ForumKind(self.kind.data),
            level=Level(self.level.data),
            visibility=Visibility(self.visibility.data),
            mandate=self.mandate.data,
            cadence=self.cadence.data,
            contact_email=self.contact_email.data,
            usual_minutes=self.usual_minutes.data,
            usual_mode=MeetingMode(self.usual_mode.data) if self.usual_mode.data else None,
            blackouts=periods.kept(periods.periods(self.blackouts.data)),
            priority_ids=self.priorities.data or (),
            activity_ids=self.activities.data or (),
        )


class ForumEditForm(VersionedForm, ForumForm):
    """The same with the version that it was made from."""


def values_of(forum: Forum) -> dict[str, Any]:
    """What is on record, as the fields of the form hold it."""
    values = {
        name: getattr(forum, name)
        for name in ("name", "name_en", "mandate", "cadence", "contact_email", "usual_minutes")
    }
    return values | {
        "kind": forum.kind.value,
        "level": forum.level.value,
        "visibility": forum.visibility.value,
        "usual_mode": forum.usual_mode.value if forum.usual_mode else "",
        "blackouts": periods.said(forum.blackouts),
        "priorities": [area.id for area in forum.priorities],
        "activities": [activity.id for activity in forum.activities],
        "version": forum.version,
    }
