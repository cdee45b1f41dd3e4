"""The sample region goes on where its files end, so that on any day there is something to come.

Each meeting of the files' last year takes place again 52 weeks later, and again, for those who
were invited to it. What is over is held; the last of them wait for their attendance.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from arenas.meetings.recurrence import holiday_name
from arenas.models.enums import MeetingState
from arenas.sample.tables import ZONE

YEAR = timedelta(weeks=52)  # the same day of the week
AHEAD = timedelta(weeks=8)
TO_MARK = timedelta(weeks=2)

Cells = dict[str, str]


def continued(
    meetings: Sequence[Cells], attendance: Sequence[Cells], today: date
) -> tuple[list[Cells], list[Cells]]:
    """What comes after the files until some weeks after ``today``, in the form of their rows."""
    end = max(_day(row) for row in meetings)
    last_year = [row for row in meetings if _day(row) > end - YEAR]
    invited = defaultdict(list)
    for row in attendance:
        invited[row["meeting_id"]].append(row)
    more: list[Cells] = []
    present: list[Cells] = []
    for turn in range(1, 2 + max(-1, (today + AHEAD - end) // YEAR)):
        for row in last_year:
            day = _day(row) + turn * YEAR
            if day > today + AHEAD or holiday_name(day):
                continue
            copy = _moved(row, turn, day, today)
            more.append(copy)
            present += [_answer(one, copy) for one in invited[row["id"]]]
    return more, present


def _day(row: Cells) -> date:
    return date.fromisoformat(row["starts_at"][:10])


def _moved(row: Cells, turn: int, day: date, today: date) -> Cells:
    state = MeetingState(row["status"])
    if state is not MeetingState.CANCELLED:
        state = MeetingState.HELD if day < today - TO_MARK else MeetingState.PLANNED
    return row | {
        "id": f"{row['id']}+{turn}",
        "title": re.sub(r"\d\d\.\d\d\.\d{4}$", f"{day:%d.%m.%Y}", row["title"]),
        "starts_at": _later(row["starts_at"], turn),
        "ends_at": _later(row["ends_at"], turn),
        "status": state.value,
    }


def _later(cell: str, turn: int) -> str:
    """The same time on the clock, whichever side of a change to summer time."""
    moved = datetime.fromisoformat(cell[:19]) + turn * YEAR
    return moved.date().isoformat() if len(cell) == 10 else moved.replace(tzinfo=ZONE).isoformat()


def _answer(row: Cells, meeting: Cells) -> Cells:
    attended = ""
    if meeting["status"] == MeetingState.HELD.value:
        attended = row["attended"] or ("1" if row["response"] == "accepted" else "0")
    return row | {"meeting_id": meeting["id"], "attended": attended}
