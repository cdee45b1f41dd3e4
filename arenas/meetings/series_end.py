"""Another end for a series: further dates are laid out, or none come any more."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from arenas import audit, versions
from arenas.errors import N_, Refusal
from arenas.invitations.series_telling import in_one_message
from arenas.meetings import laying_out, recurrence
from arenas.meetings.recurrence import Pattern
from arenas.meetings.series_queries import further_days, one, pattern_of, still_open
from arenas.models import Account

KIND = "series"


@in_one_message
def change(
    session: Session,
    series_id: int,
    until: date | None,
    count: int | None,
    *,
    version: int,
    actor: Account,
    overlap_is_meant: bool = False,
) -> int:
    """End the series on that day or after so many meetings, or never; returns how many were added.

    Those that were cancelled or deleted stay so. Without an end nothing is added yet (``extend``).

    Raises
    ------
    ChangedMeanwhile
        If somebody else has changed the series since.
    Refusal
        If the end cannot be, or meetings that have not begun lie after it.
    Overlap
        If the forum meets at one of the new times already and that is not said to be meant.
    """
    series = one(session, series_id)
    versions.check(series, version)
    pattern = replace(pattern_of(series), until=until, count=count)
    recurrence.check(pattern)
    last = _last(pattern, series.laid_out_to)
    after = [each for each in still_open(session, series) if last and each.day > last]
    if after:
        raise Refusal(
            N_(
                "Møter er satt opp etter den nye slutten (%(number)s). Avlys eller slett dem først."
            ),
            field="until" if until else "count",
            number=len(after),
        )
    days: list[tuple[date, date]] = []
    if until is not None or count is not None:
        days, series.laid_out_to = further_days(series, pattern)
    series.until, series.count = until, count
    versions.flush(session)
    made = laying_out.lay_out(session, series, days, overlap_is_meant=overlap_is_meant, actor=actor)
    audit.record(session, actor, "series.end", KIND, series.id, meetings=len(made))
    return len(made)


def _last(pattern: Pattern, laid_out_to: date) -> date | None:
    """The last day of the rule up to there that is still in the series; None where all are."""
    if pattern.count is None:
        return pattern.until
    held = [each.day for each in recurrence.laid_out(pattern, laid_out_to) if each.held_on]
    by_count = held[pattern.count - 1] if len(held) >= pattern.count else None
    return min(filter(None, (by_count, pattern.until)), default=None)
