"""What can be refused, in words for people. The words are translated at the edge."""

from typing import Any


def message(text: str) -> str:
    """Mark a text for the catalogues; it is translated when it is shown."""
    return text


class ArenaError(Exception):
    """A refusal with its reason: a text of the catalogue and what to fill in.

    ``field`` names the field of a form or file that the reason belongs to, if one.
    """

    def __init__(self, text: str, *, field: str | None = None, **values: Any) -> None:
        super().__init__(text % values if values else text)
        self.text = text
        self.field = field
        self.values = values


class Refusal(ArenaError):
    """What was asked breaks a rule; the text says which, and how to mend it."""


class UnknownRecord(ArenaError):
    """There is no such record, or none that the one who asks may know of."""


class NotAllowed(ArenaError):
    """The one who asks may not do this."""


class Conflict(ArenaError):
    """Somebody else changed the record first, or the place is taken."""
