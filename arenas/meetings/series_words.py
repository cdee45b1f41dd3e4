"""A series in words: how often, until when, and why a day is left out."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from arenas.meetings.recurrence import Repeats, Why
from arenas.models import Series
from arenas.web import dates
from arenas.web.language import current_language

WHYS = {
    Why.HOLIDAY: _l("helligdag"),
    Why.JULY: _l("juli"),
    Why.BLACKOUT: _l("dag uten møter"),
}
PLACES = (_l("første"), _l("andre"), _l("tredje"), _l("fjerde"), _l("siste"))


def in_words(series: Series) -> str:
    """hver uke på tirsdag; den andre tirsdagen is said as andre tirsdag hver måned."""
    first, every = series.first_day, series.every
    weekday = dates.WEEKDAYS[current_language()][first.weekday()]
    values = {
        "every": every,
        "weekday": weekday,
        "day": first.day,
        "place": str(PLACES[(first.day - 1) // 7]),
    }
    said = {
        Repeats.DAY: _("hver dag"),
        Repeats.WORKDAY: _("alle virkedager"),
        Repeats.WEEK: _("hver uke på %(weekday)s", **values),
        Repeats.MONTH_DAY: _("hver måned den %(day)s.", **values),
        Repeats.MONTH_WEEKDAY: _("%(place)s %(weekday)s hver måned", **values),
    }
    seldom = {
        Repeats.DAY: _("hver %(every)s. dag", **values),
        Repeats.WORKDAY: _("alle virkedager hver %(every)s. uke", **values),
        Repeats.WEEK: _("hver %(every)s. uke på %(weekday)s", **values),
        Repeats.MONTH_DAY: _("hver %(every)s. måned den %(day)s.", **values),
        Repeats.MONTH_WEEKDAY: _("%(place)s %(weekday)s hver %(every)s. måned", **values),
    }
    kind = Repeats(series.repeats)
    return str(said[kind] if every == 1 else seldom[kind])


def end(series: Series) -> str:
    if series.until is not None:
        return str(_("til og med %(day)s", day=dates.day(series.until, current_language())))
    if series.count is not None:
        return str(_("%(count)s møter i alt", count=series.count))
    return str(_("uten slutt"))
