"""Why a message did not arrive, in words: servers answer in English and in codes (RFC 3463)."""

import re

from arenas.errors import N_

_ENHANCED = re.compile(r"\b[45]\.(\d{1,3})\.(\d{1,3})\b")
_EXCHANGE_KNOWS_NOBODY = re.compile(
    r"RecipientNotFound|RecipNotFound|5\.4\.1\W.*Recipient address rejected: Access denied",
    re.IGNORECASE,
)
"""Said with codes that mean something else elsewhere: 5.1.10, 5.4.1."""
_BY_SUBJECT_AND_DETAIL = {
    ("1", "1"): N_("Adressen finnes ikke."),
    ("1", "2"): N_("Domenet i adressen finnes ikke."),
    ("1", "3"): N_("Adressen er skrevet feil."),
    ("1", "6"): N_("Mottakeren har flyttet til en annen adresse."),
    ("1", "10"): N_("Domenet tar ikke imot e-post."),
    ("2", "1"): N_("Postkassen er stengt."),
    ("2", "2"): N_("Postkassen er full."),
    ("2", "3"): N_("Meldingen er for stor for mottakerens server."),
    ("3", "4"): N_("Meldingen er for stor for mottakerens server."),
}
_BY_SUBJECT = {
    "1": N_("Adressen kan ikke brukes."),
    "2": N_("Postkassen tar ikke imot e-post nå."),
    "4": N_("Mottakerens server svarte ikke."),
    "7": N_("Mottakerens server avviser e-post herfra, ofte på grunn av et filter."),
}


def in_words(error: str) -> str | None:
    """A text to translate, or None where the code says nothing that we know.

    >>> in_words("550 5.1.1 no such user")
    'Adressen finnes ikke.'
    >>> in_words("554 no") is None
    True
    """
    if _EXCHANGE_KNOWS_NOBODY.search(error):
        return _BY_SUBJECT_AND_DETAIL["1", "1"]
    found = _ENHANCED.search(error)
    if found is None:
        return None
    return _BY_SUBJECT_AND_DETAIL.get((found[1], found[2])) or _BY_SUBJECT.get(found[1])
