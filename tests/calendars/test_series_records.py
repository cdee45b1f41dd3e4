"""What calendars know a series by stays, whatever becomes of the series."""

from datetime import date, time

from sqlalchemy import null
from sqlalchemy.orm import Session

from arenas.models import Series
from tests.calendars.conftest import make_forum


def put(session: Session, **values: object) -> Series:
    given: dict[str, object] = {
        "forum_id": make_forum(session).id,
        "repeats": "week",
        "rule": "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU",
        "first_day": date(2026, 12, 1),
        "starts": time(12),
        "ends": time(14),
        "laid_out_to": date(2026, 12, 29),
    }
    series = Series(**given | values)
    session.add(series)
    session.commit()
    return series


def test_a_series_has_a_uid_and_keeps_its_first_rule_and_hours(
    database: str, session: Session
) -> None:
    series = put(session)
    first = series.uid
    series.starts, series.ends, series.rule = time(9), time(10), "FREQ=DAILY;INTERVAL=2"
    session.commit()
    session.expire_all()
    assert first is not None
    assert first.endswith("@moteplass")
    assert series.uid == first
    assert (series.master_rule, series.master_first_day) == (
        "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU",
        date(2026, 12, 1),
    )
    assert (series.master_starts, series.master_ends) == (time(12), time(14))


def test_a_series_from_before_has_neither(session: Session) -> None:
    series = put(session, uid=null())
    assert (series.uid, series.master_rule, series.master_starts) == (None, None, None)
