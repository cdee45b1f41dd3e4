"""The messages in the folder, for those who try the program without a mail server. No Flask."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_binary_file, message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from arenas.errors import N_, UnknownRecord

SHOWN = 100
_NAME = re.compile(r"(\d{8}-\d{6}-\d{6})-([a-z0-9@._-]+)\.eml")


@dataclass(frozen=True)
class Line:
    """A file as the list names it. ``at`` is when it was written."""

    name: str
    at: datetime
    recipient: str
    subject: str


@dataclass(frozen=True)
class Written:
    """A message as its recipient reads it. ``files`` are the names of what hangs on."""

    name: str
    sender: str
    recipient: str
    subject: str
    text: str
    calendar: str
    files: tuple[str, ...]


def newest(folder: Path) -> tuple[Sequence[Line], int]:
    """The last messages written, the newest first, and how many there are in all."""
    found = folder.iterdir() if folder.is_dir() else ()
    names = sorted((path.name for path in found if _NAME.fullmatch(path.name)), reverse=True)
    return [_line(folder / name) for name in names[:SHOWN]], len(names)


def content(folder: Path, name: str) -> bytes:
    """The file.

    Raises
    ------
    UnknownRecord
        If there is none by that name.
    """
    if not _NAME.fullmatch(name) or not (folder / name).is_file():
        raise UnknownRecord(N_("Filen finnes ikke i mappen."))
    return (folder / name).read_bytes()


def read(folder: Path, name: str) -> Written:
    """The file, taken apart.

    Raises
    ------
    UnknownRecord
        If there is none by that name.
    """
    message = message_from_bytes(content(folder, name), policy=default)
    calendar = next(
        (part for part in message.walk() if part.get_content_type() == "text/calendar"), None
    )
    return Written(
        name,
        str(message["From"]),
        str(message["To"]),
        str(message["Subject"]),
        _text(message.get_body(("plain",))),
        _text(calendar),
        tuple(part.get_filename() or "" for part in message.iter_attachments()),
    )


def _line(path: Path) -> Line:
    matched = _NAME.fullmatch(path.name)
    assert matched is not None  # noqa: S101 - it was chosen by it
    at = datetime.strptime(matched[1], "%Y%m%d-%H%M%S-%f").replace(tzinfo=UTC)
    with path.open("rb") as file:
        message = message_from_binary_file(file, policy=default)
    return Line(path.name, at, str(message["To"]), str(message["Subject"]))


def _text(part: object) -> str:
    if not isinstance(part, EmailMessage):
        return ""
    return str(part.get_content()).replace("\r\n", "\n").strip()
