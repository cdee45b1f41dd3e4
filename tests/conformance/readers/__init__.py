"""Seven calendar programs' own parsers, six of them besides icalendar, behind one function each.

A reader takes a file and gives what its program understood: instants in UTC, days as days.
Where a program is missing, ``MissingReaderError`` names what to install. ical.js is the eighth
where Node finds it; nothing else here needs Node, so that it is asked for nowhere.
"""

from collections.abc import Callable
from dataclasses import dataclass

Reader = Callable[[bytes], "list[Seen]"]
TextReader = Callable[[bytes], "list[Texts]"]


@dataclass(frozen=True, order=True)
class Seen:
    """An event as a program sees it: 2026-10-25T09:00:00Z, or 2026-10-25 for a day."""

    uid: str
    starts: str
    ends: str
    summary: str
    status: str


@dataclass(frozen=True, order=True)
class Texts:
    """What of an event is words, as a program shows them."""

    uid: str
    summary: str
    description: str
    location: str


class MissingReaderError(Exception):
    """The program is not on this machine; the message says what to install."""


def readers() -> dict[str, Reader]:
    from tests.conformance.readers import other_languages, python

    found = {
        "icalendar": python.icalendar_reader,
        "vobject": python.vobject_reader,
        "ics": python.ics_reader,
        "ical (Home Assistant)": python.ical_reader,
        "libical (GNOME, KDE)": other_languages.libical_reader,
        "sabre/vobject (Nextcloud)": other_languages.sabre_reader,
        "icalendar for Ruby": other_languages.ruby_reader,
    }
    if other_languages.has_ical_js():
        found["ical.js (Thunderbird)"] = other_languages.ical_js_reader
    return found


def text_readers() -> dict[str, TextReader]:
    from tests.conformance.readers import other_languages, python

    found = {
        "icalendar": python.icalendar_texts,
        "vobject": python.vobject_texts,
        "ics": python.ics_texts,
        "ical (Home Assistant)": python.ical_texts,
        "libical (GNOME, KDE)": other_languages.libical_texts,
        "sabre/vobject (Nextcloud)": other_languages.sabre_texts,
        "icalendar for Ruby": other_languages.ruby_texts,
    }
    if other_languages.has_ical_js():
        found["ical.js (Thunderbird)"] = other_languages.ical_js_texts
    return found
