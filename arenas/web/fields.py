"""Form fields: text that comes clean, and dates and times as they are written in Norway."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext as _
from wtforms import DateField, SelectMultipleField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, DateTimeLocalInput, ListWidget
from wtforms.widgets import DateInput as DateWidget
from wtforms.widgets import TimeInput as TimeWidget

from arenas.clock import instant, wall_time
from arenas.errors import ArenaError
from arenas.web.cleaning import many_lines, one_line
from arenas.web.current import settings
from arenas.web.language import explain

_DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_CLOCK = re.compile(r"(?:kl\.?\s*)?(\d{1,2})[.:](\d{2})(?::00)?")
YEARS = range(1900, 2200)


def parse_day(text: str) -> date:
    """08.12.2025 or 2025-12-08.

    Raises
    ------
    ValueError
        If it is neither, or no such day exists between 1900 and 2199.
    """
    if match := _DAY.fullmatch(text):
        day, month, year = map(int, match.groups())
    elif match := _ISO_DAY.fullmatch(text):
        year, month, day = map(int, match.groups())
    else:
        raise ValueError(text)
    if year not in YEARS:
        raise ValueError(text)
    return date(year, month, day)


def parse_clock(text: str) -> time:
    """12.00, 12:00 or kl. 12.00. Raises ValueError for anything else."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return time(int(match[1]), int(match[2]))


def menu(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """Pairs (value, words) as the choices of a field: WTForms 3.3 wants no tuples."""
    return [SelectChoice(value, words) for value, words in pairs]


class LineField(StringField):
    """Text on one line: trimmed, without control characters, None where empty.

    What is asked for is asked of what is left: signs that nobody sees are no answer.
    """

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        if valuelist:
            self.data = one_line(valuelist[0])
            self.raw_data = [self.data or ""]


class TextField(TextAreaField):
    """Text on many lines: line ends as \\n, without control characters, None where empty."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        if valuelist:
            self.data = many_lines(valuelist[0])
            self.raw_data = [self.data or ""]


class CheckboxListField(SelectMultipleField):
    """Several of a few, each with its own box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class LocalDateField(DateField):
    """A day: dd.mm.yyyy or yyyy-mm-dd. What cannot be read is said, and shown again."""

    widget = DateWidget()

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return self.data.isoformat() if self.data else ""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        text = one_line(valuelist[0]) if valuelist else None
        self.data = None
        if text is None:
            return
        try:
            self.data = parse_day(text)
        except ValueError:
            raise ValueError(
                _("«%(text)s» er ikke en dato. Skriv dag.måned.år, som 08.12.2025.", text=text)
            ) from None


class LocalTimeField(TimeField):
    """What a clock shows: 12.00 or 12:00."""

    widget = TimeWidget()

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return f"{self.data:%H:%M}" if self.data else ""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        text = one_line(valuelist[0]) if valuelist else None
        self.data = None
        if text is None:
            return
        try:
            self.data = parse_clock(text)
        except ValueError:
            raise ValueError(
                _("«%(text)s» er ikke et klokkeslett. Skriv timer.minutter, som 12.00.", text=text)
            ) from None


class LocalDateTimeField(StringField):
    """A day and a time on the clocks of the region; ``data`` is the instant, in UTC.

    Of the hour that comes twice in autumn the first is meant; the hour that is skipped in
    spring is refused.
    """

    widget = DateTimeLocalInput()

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        if not isinstance(self.data, datetime):
            return ""
        return wall_time(self.data, settings().timezone).isoformat("T", "minutes")

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        text = one_line(valuelist[0]) if valuelist else None
        self.data = None
        if text is None:
            return
        day, _separator, clock = text.replace("T", " ").partition(" ")
        try:
            wall = datetime.combine(parse_day(day), parse_clock(clock.strip()))
        except ValueError:
            raise ValueError(
                _("«%(text)s» er ikke dato og klokkeslett, som 08.12.2025 12.00.", text=text)
            ) from None
        try:
            self.data = instant(wall, settings().timezone)
        except ArenaError as error:
            raise ValueError(explain(error)) from None
