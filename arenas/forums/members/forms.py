"""The form of a seat."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField
from wtforms.fields.choices import SelectChoice

from arenas.forums.members.queries import Candidate, Seat
from arenas.forums.members.services import SeatDetails, fingerprint
from arenas.models.enums import MemberRole
from arenas.web.fields import LocalDateField
from arenas.web.forms import BaseForm
from arenas.web.labels import choices

NOBODY = "0"


class SeatForm(BaseForm):
    organisation = SelectField(
        _l("Sitter for"),
        description=_l("Organisasjonen personen representerer i denne arenaen."),
    )
    role = SelectField(_l("Rolle"), choices=choices(MemberRole), default=MemberRole.MEMBER.value)
    starts_on = LocalDateField(_l("Fra og med"))
    ends_on = LocalDateField(_l("Til og med"), description=_l("La stå tom når det er uten slutt."))
    seen = HiddenField()

    def offer(self, candidate: Candidate) -> None:
        """Let the form choose among organisations, the person's own first."""
        own, others = _l("Tilknytninger"), _l("Andre")
        self.organisation.choices = [
            *(SelectChoice(str(key), name, optgroup=own) for key, name in candidate.own),
            SelectChoice(NOBODY, _l("Ingen organisasjon"), optgroup=others),
            *(SelectChoice(str(key), name, optgroup=others) for key, name in candidate.others),
        ]

    def details(self) -> SeatDetails:
        chosen = self.organisation.data
        return SeatDetails(
            organisation_id=None if chosen == NOBODY else int(chosen),
            role=MemberRole(self.role.data),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
        )


def details_of(seat: Seat) -> SeatDetails:
    return SeatDetails(seat.organisation_id, seat.role, seat.starts_on, seat.ends_on)


def values_of(seat: Seat) -> dict[str, Any]:
    """What is on record, as the fields of the form hold it."""
    return {
        "organisation": str(seat.organisation_id or NOBODY),
        "role": seat.role.value,
        "starts_on": seat.starts_on,
        "ends_on": seat.ends_on,
        "seen": fingerprint(details_of(seat)),
    }
