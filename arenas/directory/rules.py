"""What an organisation or a person may be called and reached by. Pure: no database, no Flask.

Each rule takes what somebody wrote and hands back what is stored, or raises ``Refusal`` with
the field and how to mend it. Forms, services and imports ask the same rules.
"""

import re
import unicodedata
from datetime import date
from urllib.parse import urlsplit

from arenas.errors import N_, Refusal

_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
_MAIL = re.compile(r"[^@\s,;:<>()\[\]\"\\]+@(?:[a-z0-9æøåäöü-]+\.)+[a-zæøåäöü0-9-]{2,}")
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{2,28}")
MAX_NOTE = 5_000


def line(text: str | None) -> str | None:
    """One line as people mean it: no control characters, single spaces; nothing is None.

    >>> line("  Viken\\x00 \\n fylkeskommune ")
    'Viken fylkeskommune'
    """
    if text is None:
        return None
    kept = "".join(" " if letter.isspace() else letter for letter in text)
    kept = "".join(letter for letter in kept if not _is_control(letter))
    return " ".join(unicodedata.normalize("NFC", kept).split()) or None


def paragraphs(text: str | None, field: str = "note") -> str | None:
    """Several lines; line breaks stay, other control characters go."""
    if text is None:
        return None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = "\n".join(
        "".join(letter for letter in each if not _is_control(letter)).rstrip() for each in lines
    ).strip()
    if len(kept) > MAX_NOTE:
        raise Refusal(N_("Skriv høyst %(most)d tegn."), field=field, most=MAX_NOTE)
    return unicodedata.normalize("NFC", kept) or None


def _is_control(letter: str) -> bool:
    """Control characters, lone surrogates, and the marks that turn text around."""
    return (
        unicodedata.category(letter) in {"Cc", "Cs"}
        or letter in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )


def name(text: str | None, field: str, most: int) -> str:
    kept = optional_name(text, field, most)
    if kept is None:
        raise Refusal(N_("Fyll ut dette feltet."), field=field)
    return kept


def optional_name(text: str | None, field: str, most: int) -> str | None:
    kept = line(text)
    if kept is not None and len(kept) > most:
        raise Refusal(N_("Skriv høyst %(most)d tegn."), field=field, most=most)
    return kept


def orgnr(text: str | None) -> str | None:
    """Nine digits whose last is the control digit (mod 11, weights 3 2 7 6 5 4 3 2).

    >>> orgnr("958 935 420")
    '958935420'
    """
    digits = re.sub(r"[\s.]", "", text or "")
    if not digits:
        return None
    if not re.fullmatch(r"[0-9]{9}", digits):
        raise Refusal(N_("Et organisasjonsnummer har ni sifre."), field="orgnr")
    rest = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False)) % 11
    if (11 - rest) % 11 != int(digits[8]):
        raise Refusal(
            N_("%(orgnr)s er ikke et gyldig organisasjonsnummer. Se etter en tastefeil."),
            field="orgnr",
            orgnr=f"{digits[:3]} {digits[3:6]} {digits[6:]}",
        )
    return digits


def municipality_code(text: str | None) -> str | None:
    kept = line(text)
    if kept is not None and not re.fullmatch(r"[0-9]{4}", kept):
        raise Refusal(
            N_("Et kommunenummer har fire sifre, for eksempel 0301."), field="municipality_code"
        )
    return kept


def degrees(value: float | None, field: str, most: int) -> float | None:
    """Degrees of latitude (``most`` 90) or longitude (180), to five decimals (a metre)."""
    if value is None:
        return None
    if not -most <= value <= most:  # also refuses what is no number
        raise Refusal(
            N_("Skriv et tall fra %(least)d til %(most)d."), field=field, least=-most, most=most
        )
    return round(value, 5)


def website(text: str | None) -> str | None:
    """An address that begins with https:// or http://; a bare host gets https://."""
    kept = line(text)
    if kept is None:
        return None
    if "://" not in kept and not re.match(r"[a-z]+:", kept, re.IGNORECASE):
        kept = f"https://{kept}"
    try:
        parts = urlsplit(kept)
        ok = parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and parts.port != 0
    except ValueError:
        ok = False
    if not ok or " " in kept or parts.username is not None:
        raise Refusal(
            N_("Skriv en nettadresse som begynner med https:// eller http://."), field="website"
        )
    if len(kept) > 300:
        raise Refusal(N_("Skriv høyst %(most)d tegn."), field="website", most=300)
    return kept


def period(first: date | None, last: date | None, field: str) -> None:
    """Refuse an end before its start; ``field`` is where the end is written."""
    if first is not None and last is not None and last < first:
        raise Refusal(N_("Sluttdatoen kan ikke være før startdatoen."), field=field)


def email(text: str | None) -> str | None:
    """A mail address in lower case. No line breaks, no lists, no display name.

    >>> email(" Kari.Nordmann@Example.ORG ")
    'kari.nordmann@example.org'
    """
    kept = (text or "").strip().lower()
    if not kept:
        return None
    if len(kept) > 254 or not _MAIL.fullmatch(kept):
        raise Refusal(N_("Skriv en e-postadresse, for eksempel kari@eksempel.no."), field="email")
    return kept


def phone(text: str | None) -> str | None:
    kept = line(text)
    if kept is not None and not _PHONE.fullmatch(kept):
        raise Refusal(
            N_("Skriv et telefonnummer med sifre, for eksempel +47 22 00 00 00."), field="phone"
        )
    return kept
