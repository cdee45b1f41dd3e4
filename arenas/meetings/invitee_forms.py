"""The part of a new meeting's form that says whom it is for."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField
from wtforms.validators import Length

from arenas.invitations.gathering import Wanted
from arenas.meetings.forms import MeetingForm
from arenas.meetings.invitees import Proposal, Proposed, by_sector
from arenas.meetings.inviting import Invitees
from arenas.models.enums import Sector
from arenas.web.fields import CheckboxListField, TextField
from arenas.web.labels import choices

_SHOWN = re.compile(r"(\d{1,9}):((?:\d{1,9},)*)")
LONGEST_LIST = 1_000_000
LARGEST = 2**31


def person(text: Any) -> int:
    """The id in a box; raises ValueError for what can be nobody's."""
    number = int(text)
    if not 0 < number < LARGEST:
        raise ValueError(text)
    return number


class InviteesForm(MeetingForm):
    """``shown`` is the forum and the members whose boxes stood on the page.

    A member whose box was not there has not been left out.
    """

    with_members = BooleanField(_l("Inviter arenaens medlemmer"))
    shown = HiddenField()
    members = CheckboxListField(_l("Medlemmer"), coerce=person, validate_choice=False)
    former = CheckboxListField(_l("Har vært med før"), coerce=person, validate_choice=False)
    sectors = CheckboxListField(
        _l("Hele sektorer"),
        choices=lambda: choices(Sector),
        description=_l("Én fra hver organisasjon: den som oftest har representert den."),
    )
    pasted = TextField(
        _l("Andre"),
        [Length(max=LONGEST_LIST, message=_l("Listen er for lang."))],
        description=_l(
            "Én på hver linje: navn; e-postadresse; organisasjon. Er adressen kjent, er den nok."
        ),
        render_kw={"rows": 4},
    )

    def left_out(self) -> frozenset[int]:
        """The members whose boxes were emptied."""
        return self._shown() - set(self.members.data or ())

    def ticked(self) -> frozenset[int]:
        """Those who came before and are to come again."""
        return frozenset(self.former.data or ()) if self._is_of_forum() else frozenset()

    def invitees(self) -> Invitees:
        others = Wanted(
            people=sorted(self.ticked()),
            sectors=tuple(Sector(value) for value in self.sectors.data or ()),
            pasted=self.pasted.data or "",
        )
        return Invitees(bool(self.with_members.data), self.left_out(), others)

    def chosen(self, proposal: Proposal) -> list[Proposed]:
        """Those of the proposal who stand in the form as asked."""
        return proposal.chosen(self.left_out(), self.ticked(), members=bool(self.with_members.data))

    def boxes(self, proposal: Proposal) -> dict[str, Any]:
        """What the page draws of the proposal: boxes by sector, and what stood on it."""
        left_out, ticked = self.left_out(), self.ticked()
        people = "".join(f"{one.person_id}," for one in proposal.members)
        return {
            "members": by_sector(proposal.members),
            "former": by_sector(proposal.former),
            "is_member_asked": lambda person: person not in left_out,
            "is_former_asked": ticked.__contains__,
            "ticked": ticked,
            "shown": f"{self.forum.data}:{people}",
        }

    def _is_of_forum(self) -> bool:
        """Whether the boxes that stood on the page were of the forum that is chosen now."""
        match = _SHOWN.fullmatch(self.shown.data or "")
        return match is not None and match[1] == self.forum.data

    def _shown(self) -> frozenset[int]:
        if not self._is_of_forum():
            return frozenset()
        people = (self.shown.data or "").partition(":")[2]
        return frozenset(int(number) for number in people.split(",") if number)
