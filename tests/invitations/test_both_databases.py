"""The way of an invitation, on SQLite and on PostgreSQL."""

from arenas.invitations import replies
from arenas.invitations.gathering import Wanted, gather
from arenas.invitations.reminders import queue_due
from arenas.invitations.replies import Fate
from arenas.models.enums import Response, Sector
from tests.invitations.programs import google


def test_asked_answered_moved_reminded_and_called_off(database, call, sent, clock):
    called = call("Åse Østby")
    wanted = Wanted(
        members=True,
        former=True,
        sectors=(Sector.MUNICIPALITY,),
        pasted="Ny Berg; ny@example.org; Ås kommune",
    )
    assert gather(called.session, called.meeting.id, wanted, actor=called.actor).asked == 1
    called.session.commit()
    called.step("publish")
    assert sorted(sent()) == ["ase@example.org", "ny@example.org"]
    content = google(called.meeting.uid, 1, "ase@example.org", "ACCEPTED")
    assert replies.take(called.session, content).fate is Fate.TAKEN
    called.session.commit()
    called.change(place="Biblioteket")
    assert len(sent()) == 2
    clock.at = called.meeting.starts_at.replace(hour=1)
    assert queue_due(called.session, clock(), 2) == 2
    called.session.commit()
    assert called.row("Åse Østby").response is Response.ACCEPTED
    called.session.commit()
    called.step("cancel", "Sykdom")
    assert len(sent()) == 2
