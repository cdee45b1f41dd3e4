"""The hours, weekday and place that a series says of each of its days.

A change of one meeting and those that follow leaves the days before it as they were: what was
said of them is kept in the template under ``before``, each with the day from which it holds no
more. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Self

from arenas.models import Series
from arenas.models.enums import MeetingMode
from arenas.web.cleaning import one_line


@dataclass(frozen=True)
class Says:
    """``weekday``: Monday is 0; None is the day of the rule."""

    starts: time
    ends: time
    mode: MeetingMode
    place: str | None
    online_url: str | None
    weekday: int | None

    @classmethod
    def _read(cls, kept: Mapping[str, Any]) -> Self:
        starts, ends = time.fromisoformat(kept["starts"]), time.fromisoformat(kept["ends"])
        return cls(starts, ends, *_where(kept), kept["weekday"])

    @classmethod
    def now(cls, series: Series) -> Self:
        """What it says of the days that are still to be laid out."""
        begins = series.template
        return cls(series.starts, series.ends, *_where(begins), begins.get("weekday"))

    @classmethod
    def of(cls, series: Series, day: date) -> Self:
        """What it says of that day of the rule."""
        for kept in series.template.get("before", ()):
            if day.isoformat() < kept["until"]:
                return cls._read(kept)
        return cls.now(series)


def say(series: Series, says: Says, since: date | None) -> None:
    """From that day on the series says this; None: of all of its days."""
    kept = []
    if since is not None:
        until = since.isoformat()
        before = series.template.get("before", [])
        kept = [one for one in before if one["until"] < until]
        said = next((Says._read(one) for one in before if one["until"] >= until), None)
        kept.append(_written(said or Says.now(series)) | {"until": until})
    series.starts, series.ends = says.starts, says.ends
    written = _written(says)
    place = {key: written[key] for key in ("mode", "place", "online_url", "weekday")}
    series.template = series.template | place | {"before": kept}


def _where(kept: Mapping[str, Any]) -> tuple[MeetingMode, str | None, str | None]:
    """As a meeting keeps it: a form may hold a place that an online meeting is without."""
    mode, link = MeetingMode(kept["mode"]), (kept["online_url"] or "").strip() or None
    return (
        mode,
        None if mode is MeetingMode.ONLINE else one_line(kept["place"]),
        None if mode is MeetingMode.PHYSICAL else link,
    )


def _written(says: Says) -> dict[str, Any]:
    return {
        "starts": says.starts.isoformat(),
        "ends": says.ends.isoformat(),
        "mode": says.mode.value,
        "place": says.place,
        "online_url": says.online_url,
        "weekday": says.weekday,
    }
