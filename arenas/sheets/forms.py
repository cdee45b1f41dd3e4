"""The form of a sheet: what it is called, and which days it is of."""

from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Length

from arenas.sheets.services import LONGEST_TITLE, Asked
from arenas.strategy.halves import half_of
from arenas.web.fields import LineField, LocalDateField
from arenas.web.forms import BaseForm


class SheetForm(BaseForm):
    title = LineField(
        _l("Tittel"),
        description=_l(
            "Som det skal hete på trykk, for eksempel Samarbeidet i regionen 2025–2026."
        ),
        validators=[
            InputRequired(_l("Skriv hva arket skal hete.")),
            Length(max=LONGEST_TITLE, message=_l("Tittelen er for lang: høyst 200 tegn.")),
        ],
    )
    starts_on = LocalDateField(
        _l("Fra og med"), validators=[InputRequired(_l("Velg den første dagen."))]
    )
    ends_on = LocalDateField(
        _l("Til og med"),
        description=_l("Utviklingen vises for de fire siste årene frem til denne dagen."),
        validators=[InputRequired(_l("Velg den siste dagen."))],
    )

    def asked(self) -> Asked:
        data = self.data
        return Asked(data["title"], data["starts_on"], data["ends_on"])


def offered(today: date) -> dict[str, Any]:
    """The year that ended with the last whole half-year.

    >>> values = offered(date(2026, 11, 25))
    >>> values["starts_on"].isoformat(), values["ends_on"].isoformat()
    ('2025-07-01', '2026-06-30')
    """
    last = half_of(today).before()
    starts_on = last.before().first
    return {
        "starts_on": starts_on,
        "ends_on": half_of(today).first - timedelta(days=1),
    }
