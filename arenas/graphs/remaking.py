"""The command that makes a page's figures again, with the very arguments they were made with."""

import shlex
from datetime import date
from enum import StrEnum

from arenas.web.lists import Listing

OPTIONS = (
    ("start", "--from"),
    ("end", "--to"),
    ("kind", "--kind"),
    ("level", "--level"),
    ("forum", "--forum"),
    ("priority", "--priority"),
    ("county", "--county"),
    ("evidence", "--evidence"),
)
DRAWN = frozenset({"--json", "--trend"})


def command(listing: Listing, *, samples: int, seed: int, output: str) -> str:
    """``output`` is the flag that says which file; what is counted alone asks for no draws."""
    words = ["moteplass", "gaps"]
    for name, option in OPTIONS:
        if name in listing.filters:
            words += [option, _text(listing.filters[name])]
    if samples and output in DRAWN:
        words += ["--samples", str(samples), "--seed", str(seed)]
    return shlex.join([*words, output])


def _text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else str(value)
