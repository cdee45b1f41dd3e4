"""The error family: what can be refused, each with a message for people; no Flask here.

A message is a text in bokmål, marked with ``N_`` (or ``message``) so that it is found for
translation, and the values that belong in it. The web translates it; a command prints it as it
stands.
"""

from typing import Any


def N_(text: str) -> str:  # noqa: N802 - the usual name of the mark
    """Mark a text for translation where it is written; it is translated where it is shown."""
    return text


message = N_  # the same mark under a plain name


class ArenaError(Exception):
    """Something that people can be told. ``field`` names the form field it is about, if any.

    >>> str(ArenaError("Arenaen %(name)s finnes ikke.", name="Styret"))
    'Arenaen Styret finnes ikke.'
    """

    def __init__(self, text: str, *, field: str | None = None, **values: Any) -> None:
        super().__init__(text % values if values else text)
        self.text = text
        self.field = field
        self.values = values


class Refusal(ArenaError):
    """The request breaks a rule of the field: try again with other values."""


class UnknownRecord(ArenaError):
    """There is no such record, or none that this account may know of."""


class NotAllowed(ArenaError):
    """The account lacks the role."""


class Conflict(ArenaError):
    """The record stands in the way: it is in use, or somebody else changed it first."""


class TooManyAttempts(ArenaError):
    """Too often in too short a time. ``retry_after`` is in seconds."""

    def __init__(self, text: str, *, retry_after: int, **values: Any) -> None:
        super().__init__(text, **values)
        self.retry_after = retry_after


class WrongSetting(ArenaError):
    """A setting of the environment is missing or cannot be read: the app does not start."""
