"""Lists whose whole state is in the address: search, sort, page and filters.

A page declares what its list can do, once::

    LIST = ListSpec(sorts=("name", "sector"), filters=(Filter("sector", _l("Sektor"), SECTORS),))

and reads it in the view: ``listing = LIST.read()``. An address that asks for what the list
cannot do is not found (404): nothing is guessed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from flask import abort, request
from werkzeug.datastructures import MultiDict

from arenas.web import dates
from arenas.web.cleaning import one_line
from arenas.web.fields import parse_day
from arenas.web.language import current_language

LONGEST_SEARCH = 200
MOST_PAGES = 100_000
Choices = Sequence[tuple[str, Any]]


@dataclass(frozen=True)
class Filter:
    """One filter. With ``choices`` it is a menu, else a field whose text ``parse`` reads.

    ``choices`` are pairs (value in the address, label); those that come from the database are
    given to ``read``. ``kind`` is the type of the input where there are no choices. ``unset``
    is what the menu calls no choice, where that is not "all". One that is not ``shown`` stays
    out of the bar of filters, which keeps its value: the page has its own links for it.
    """

    name: str
    label: Any
    choices: Choices | None = None
    parse: Callable[[str], Any] = str
    kind: str = "text"
    unset: Any = None
    shown: bool = True


def day_filter(name: str, label: Any) -> Filter:
    """A filter that is a day."""
    return Filter(name, label, parse=parse_day, kind="date")


@dataclass(frozen=True)
class Listing:
    """What the address asks for."""

    spec: "ListSpec"
    path: str
    q: str = ""
    sort: str = ""
    descending: bool = False
    page: int = 1
    texts: Mapping[str, str] = field(default_factory=dict)
    filters: Mapping[str, Any] = field(default_factory=dict)
    choices: Mapping[str, Choices] = field(default_factory=dict)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.q or self.chips())

    @property
    def sort_text(self) -> str:
        return f"-{self.sort}" if self.descending else self.sort

    def url(self, **changes: Any) -> str:
        """This list with changes; what is default is left out. A change starts at page 1."""
        state: dict[str, Any] = {"q": self.q, **self.texts, "sort": self.sort_text}
        state |= {"page": "", **changes}
        if state["sort"] == self.spec.default:
            state["sort"] = ""
        if state["page"] == 1:
            state["page"] = ""
        query = urlencode({name: value for name, value in state.items() if value})
        return f"{self.path}?{query}" if query else self.path

    @property
    def cleared(self) -> str:
        """This list without its search and its shown filters."""
        return self.url(q="", **{one.name: "" for one in self.spec.filters if one.shown})

    def sort_url(self, name: str) -> str:
        """By this column, or the other way round where it already is."""
        turned = self.sort == name and not self.descending
        return self.url(sort=f"-{name}" if turned else name)

    def aria_sort(self, name: str) -> str:
        if self.sort != name:
            return "none"
        return "descending" if self.descending else "ascending"

    def chips(self) -> list[tuple[Any, Any, str]]:
        """(filter, chosen value in words, the list without it) for each shown filter in use."""
        return [
            (one.label, self._label(one), self.url(**{one.name: ""}))
            for one in self.spec.filters
            if one.name in self.texts and one.shown
        ]

    def options(self, one: Filter) -> Choices:
        return self.choices.get(one.name) or one.choices or ()

    def is_menu(self, one: Filter) -> bool:
        return one.choices is not None or one.name in self.choices

    def _label(self, one: Filter) -> Any:
        text = self.texts[one.name]
        if one.kind == "date":
            return dates.day(self.filters[one.name], current_language())
        return next((label for value, label in self.options(one) if value == text), text)


@dataclass(frozen=True)
class ListSpec:
    """What a list can do. ``default`` is the sort without a word in the address (``-`` falls)."""

    sorts: Sequence[str]
    filters: Sequence[Filter] = ()
    default: str = ""

    def __post_init__(self) -> None:
        if not self.default:
            object.__setattr__(self, "default", self.sorts[0])

    def read(self, args: MultiDict[str, str] | None = None, **choices: Choices) -> Listing:
        """The list that the address asks for; ``choices`` by filter, where they are data."""
        args = request.args if args is None else args
        sort = args.get("sort") or self.default
        if sort.removeprefix("-") not in self.sorts:
            abort(404)
        listing = Listing(
            spec=self,
            path=request.path,
            q=(one_line(args.get("q")) or "")[:LONGEST_SEARCH],
            sort=sort.removeprefix("-"),
            descending=sort.startswith("-"),
            page=_page(args.get("page") or "1"),
            choices=choices,
        )
        texts = {one.name: text for one in self.filters if (text := one_line(args.get(one.name)))}
        values = {
            one.name: _value(one, listing, texts[one.name])
            for one in self.filters
            if one.name in texts
        }
        return replace(listing, texts=texts, filters=values)


def _page(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_PAGES):
        abort(404)
    return int(text)


def _value(one: Filter, listing: Listing, text: str) -> Any:
    if listing.is_menu(one) and text not in {value for value, _label in listing.options(one)}:
        abort(404)
    try:
        return one.parse(text)
    except ValueError:
        abort(404)
