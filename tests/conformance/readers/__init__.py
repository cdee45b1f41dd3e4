"""Seven calendar programs' own parsers, six of them besides icalendar, behind one function each.

A reader takes a file and gives what its program understood: instants in UTC, days as days.
Where a program is missing, ``MissingReaderError`` names what to install.
"""

from collections.abc import Callable
from dataclasses import dataclass

Reader = Callable[[bytes], "list[Seen]"]


@dataclass(frozen=True, order=True)
class Seen:
    """An event as a program sees it: 2026-10-25T09:00:00Z, or 2026-10-25 for a day."""

    uid: str
    starts: str
    ends: str
    summary: str
    status: str


class MissingReaderError(Exception):
    """The program is not on this machine; the message says what to install."""


def readers() -> dict[str, Reader]:
    from tests.conformance.readers import other_languages, python

    return {
        "icalendar": python.icalendar_reader,
        "vobject": python.vobject_reader,
        "ics": python.ics_reader,
        "ical (Home Assistant)": python.ical_reader,
        "libical (GNOME, KDE)": other_languages.libical_reader,
        "sabre/vobject (Nextcloud)": other_languages.sabre_reader,
        "icalendar for Ruby": other_languages.ruby_reader,
    }
