"""A meeting with few seats and four who are asked, answered for by name."""

import re
from typing import Any

from sqlalchemy import select

from arenas.invitations import answering, invited
from arenas.invitations.invited import Answer
from arenas.models import Invitation, Participation
from arenas.models.enums import AnswerWay, MeetingMode, Response

A, B, C, D = "Ann Ek", "Bo Li", "Cai Moe", "Dag Nes"
YES, NO, MAYBE, WAITS = (
    Response.ACCEPTED,
    Response.DECLINED,
    Response.TENTATIVE,
    Response.WAITING,
)
HYBRID: dict[str, Any] = {"mode": MeetingMode.HYBRID, "online_url": "https://example.org/room"}


def mail_of(name: str) -> str:
    return f"{name.split()[0].lower()}@example.org"


class Full:
    """Published, and its invitations sent."""

    def __init__(self, called: Any, send: Any, **how: Any) -> None:
        self.called = called
        self.called.change(**how)
        self.called.step("publish")
        self.session, self.meeting = called.session, called.meeting
        self.first = send()

    def link(self, name: str) -> str:
        text = self.first[mail_of(name)].get_body(("plain",)).get_content()
        found = re.search(r"http://localhost:8000(/reply/\S+)", text)
        assert found is not None
        return found[1]

    def answer(self, name: str, response: Response, **how: Any) -> None:
        row = self.session.scalars(
            select(Invitation).where(
                Invitation.person_id == self.called.people[name].id,
                Invitation.meeting_id == self.meeting.id,
            )
        ).one()
        one = invited.by_id(self.session, row.id)
        assert one is not None
        answering.answer(self.session, one, Answer(response, AnswerWay.LINK, **how))
        self.session.commit()

    def responses(self) -> dict[str, Response]:
        found = {name: self.row(name).response for name in self.called.people}
        self.session.rollback()
        return found

    def row(self, name: str) -> Participation:
        found: Participation = self.called.row(name)
        return found
