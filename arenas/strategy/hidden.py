"""Sectors of which no figure is shown: too few people stand behind them (graphs/privacy.py)."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from arenas.graphs.privacy import FEWEST
from arenas.models import Meeting, Organisation, Participation
from arenas.models.enums import MeetingState, Sector


def hidden_sectors(session: Session) -> frozenset[Sector]:
    """Those for which fewer than three people have stood at all held meetings. One statement.

    Counted over the whole register, whatever days are chosen, as for the network.
    """
    people = func.count(Participation.person_id.distinct())
    rows = session.execute(
        select(Organisation.sector)
        .join(Participation, Participation.organisation_id == Organisation.id)
        .join(Participation.meeting)
        .where(Meeting.state == MeetingState.HELD)
        .group_by(Organisation.sector)
        .having(people < FEWEST)
    )
    return frozenset(row[0] for row in rows)
