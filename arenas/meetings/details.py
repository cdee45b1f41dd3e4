"""What a meeting is made of, as a form or a file gives it; checked before it is kept."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from arenas.errors import N_, Refusal
from arenas.meetings.when import When
from arenas.models.enums import MeetingMode
from arenas.web.cleaning import one_line


@dataclass(frozen=True)
class Item:
    """A sak. ``id`` is None for a new one; ``key`` is what a document of it refers to."""

    title: str
    key: str = ""
    id: int | None = None
    number: str | None = None
    text: str | None = None
    minutes: int | None = None


@dataclass(frozen=True)
class Link:
    """A document: its title, its address, and the ``key`` of the item it belongs to."""

    title: str
    url: str
    id: int | None = None
    item_key: str = ""


@dataclass(frozen=True)
class Details:
    """All that can be edited in one form. An empty ``title`` asks for the usual one.

    ``seats`` and ``online_seats`` as ``Meeting`` has them.
    """

    forum_id: int
    when: When
    mode: MeetingMode
    title: str = ""
    place: str | None = None
    online_url: str | None = None
    municipality_code: str | None = None
    description: str | None = None
    seats: int | None = None
    online_seats: int | None = None
    agenda: tuple[Item, ...] = ()
    documents: tuple[Link, ...] = ()
    priority_ids: frozenset[int] = field(default_factory=frozenset)
    activity_ids: frozenset[int] = field(default_factory=frozenset)


def place_of(
    mode: MeetingMode, place: str | None, online_url: str | None
) -> tuple[str | None, str | None]:
    """Where one goes and what one opens, as the mode has it: the other is left out.

    Raises
    ------
    Refusal
        If the mode asks for a place or a link that is not there, or the link is none.
    """
    place = one_line(place)
    link = (online_url or "").strip() or None
    if mode is not MeetingMode.ONLINE and place is None:
        raise Refusal(N_("Skriv hvor møtet holdes."), field="place")
    if mode is not MeetingMode.PHYSICAL and link is None:
        raise Refusal(N_("Legg inn lenken til det digitale møtet."), field="online_url")
    if link is not None and not is_link(link):
        raise Refusal(N_("Lenken må begynne med https:// eller http://."), field="online_url")
    return (
        None if mode is MeetingMode.ONLINE else place,
        None if mode is MeetingMode.PHYSICAL else link,
    )


def is_link(text: str) -> bool:
    """Whether it is an address of the web that one can follow.

    >>> is_link("https://example.org/møte?id=1"), is_link("javascript:alert(1)")
    (True, False)
    """
    if len(text) > 500 or not text.isprintable() or " " in text:
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False
