"""The readers in C, PHP and Ruby, from Debian's packages, and in JavaScript where it is there."""

import ctypes
import ctypes.util
import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from tests.conformance.readers import MissingReaderError, Seen, Texts

Event = TypeVar("Event")
HERE = Path(__file__).parent
VEVENT = 4  # icalcomponent_kind ICAL_VEVENT_COMPONENT


class IcalTime(ctypes.Structure):
    """struct icaltimetype of libical 3."""

    _fields_ = [
        *[(part, ctypes.c_int) for part in ("year", "month", "day", "hour", "minute", "second")],
        ("is_date", ctypes.c_int),
        ("is_daylight", ctypes.c_int),
        ("zone", ctypes.c_void_p),
    ]


@lru_cache
def libical() -> ctypes.CDLL:
    name = ctypes.util.find_library("ical")
    if name is None:
        raise MissingReaderError("libical is missing: apt-get install libical3")
    library = ctypes.CDLL(name)
    pointer, text = ctypes.c_void_p, ctypes.c_char_p
    signatures = {
        "icalparser_parse_string": ([text], pointer),
        "icalcomponent_get_first_component": ([pointer, ctypes.c_int], pointer),
        "icalcomponent_get_next_component": ([pointer, ctypes.c_int], pointer),
        "icalcomponent_get_uid": ([pointer], text),
        "icalcomponent_get_summary": ([pointer], text),
        "icalcomponent_get_description": ([pointer], text),
        "icalcomponent_get_location": ([pointer], text),
        "icalcomponent_get_status": ([pointer], ctypes.c_int),
        "icalproperty_status_to_string": ([ctypes.c_int], text),
        "icalcomponent_get_dtstart": ([pointer], IcalTime),
        "icalcomponent_get_dtend": ([pointer], IcalTime),
        "icaltime_as_timet_with_zone": ([IcalTime, pointer], ctypes.c_long),
        "icalcomponent_get_recurrenceid": ([pointer], IcalTime),
        "icalcomponent_foreach_recurrence": ([pointer, IcalTime, IcalTime, pointer, pointer], None),
        "icaltimezone_get_utc_timezone": ([], pointer),
        "icalcomponent_count_errors": ([pointer], ctypes.c_int),
        "icalcomponent_free": ([pointer], None),
    }
    for function, (arguments, result) in signatures.items():
        getattr(library, function).argtypes = arguments
        getattr(library, function).restype = result
    return library


def libical_reader(data: bytes) -> list[Seen]:
    return _libical_events(data, libical_seen)


def libical_texts(data: bytes) -> list[Texts]:
    parts = ("uid", "summary", "description", "location")
    readers = [getattr(libical(), f"icalcomponent_get_{part}") for part in parts]
    return _libical_events(
        data, lambda event: Texts(*((read(event) or b"").decode() for read in readers))
    )


def _libical_events(data: bytes, read: Callable[[int], Event]) -> list[Event]:
    library = libical()
    root = library.icalparser_parse_string(data)
    assert root, "libical refuses the file"
    assert library.icalcomponent_count_errors(root) == 0, "libical met errors"
    seen = []
    event = library.icalcomponent_get_first_component(root, VEVENT)
    while event:
        seen.append(read(event))
        event = library.icalcomponent_get_next_component(root, VEVENT)
    library.icalcomponent_free(root)
    return seen


def libical_seen(event: int) -> Seen:
    library = libical()
    status = library.icalcomponent_get_status(event)
    return Seen(
        library.icalcomponent_get_uid(event).decode(),
        libical_time(library.icalcomponent_get_dtstart(event)),
        libical_time(library.icalcomponent_get_dtend(event)),
        (library.icalcomponent_get_summary(event) or b"").decode(),
        library.icalproperty_status_to_string(status).decode(),
    )


def libical_time(value: IcalTime) -> str:
    """Empty where there is none."""
    if not value.year:
        return ""
    if value.is_date:
        return f"{value.year:04}-{value.month:02}-{value.day:02}"
    seconds = libical().icaltime_as_timet_with_zone(value, value.zone)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"


def _script(program: str, script: str, data: bytes, packages: str, *how: str) -> list[list[str]]:
    path = shutil.which(program)
    if path is None:
        raise MissingReaderError(f"{program} is missing: apt-get install {packages}")
    done = subprocess.run(
        [path, str(HERE / script), *how], input=data, capture_output=True, check=False, timeout=300
    )
    if done.returncode == 3:
        raise MissingReaderError(f"a library for {program} is missing: apt-get install {packages}")
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.splitlines()]


def sabre_reader(data: bytes, *how: str) -> list[Seen]:
    """Version 2.1 of Debian leaves the backslash before a comma or a semicolon.

    With ``expand`` every date of a series.
    """
    return [
        Seen(uid, starts, ends, _sabre_text(summary), status)
        for uid, starts, ends, summary, status, *_texts in _sabre(data, *how)
    ]


def sabre_texts(data: bytes) -> list[Texts]:
    return [
        Texts(line[0], *(_sabre_text(line[place]) for place in (3, 5, 6))) for line in _sabre(data)
    ]


def _sabre(data: bytes, *how: str) -> list[list[str]]:
    return _script("php", "sabre.php", data, "php-cli php-sabre-vobject", *how)


def _sabre_text(typed: str) -> str:
    return typed.replace("\\,", ",").replace("\\;", ";")


def ruby_reader(data: bytes) -> list[Seen]:
    return [Seen(*line[:5]) for line in _ruby(data)]


def ruby_texts(data: bytes) -> list[Texts]:
    return [Texts(line[0], line[3], line[8], line[9]) for line in _ruby(data)]


def ruby_recurrence(data: bytes) -> list[tuple[str, str, str, list[str]]]:
    """As the gem reads them: UID, RECURRENCE-ID, rule, and the dates left out."""
    return [(line[0], line[5], line[6], list(line[7])) for line in _ruby(data)]


def _ruby(data: bytes) -> list[list[str]]:
    return _script("ruby", "icalendar.rb", data, "ruby ruby-icalendar ruby-tzinfo")


@lru_cache
def has_ical_js() -> bool:
    """Whether Node is here and finds ical.js: by NODE_PATH, or as ``npm install`` put it here."""
    path = shutil.which("node")
    if path is None:
        return False
    wanted = [path, "-e", "require.resolve('ical.js')"]
    return subprocess.run(wanted, cwd=HERE, capture_output=True, check=False).returncode == 0


def ical_js_reader(data: bytes, *how: str) -> list[Seen]:
    """With ``expand`` every date of a series."""
    return [Seen(*line[:5]) for line in _ical_js(data, *how)]


def ical_js_texts(data: bytes) -> list[Texts]:
    return [Texts(line[0], line[3], line[5], line[6]) for line in _ical_js(data)]


def _ical_js(data: bytes, *how: str) -> list[list[str]]:
    return _script("node", "ical.cjs", data, "nodejs, npm install ical.js", *how)
