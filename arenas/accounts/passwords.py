"""Passwords: long rather than odd, kept as argon2id, and slow to guess."""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from arenas.errors import N_, Refusal

LEAST, MOST = 12, 128
DISTINCT = 5
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# What a password is measured against where there is no account: equally slow, never right.
_NOBODY = _HASHER.hash("nobody has this password")
_ROWS = ("1234567890", "qwertyuiopå", "asdfghjkløæ", "zxcvbnm", "abcdefghijklmnopqrstuvwxyzæøå")
# Long passwords that head the lists of leaked ones, and what comes to mind here.
_COMMON = frozenset(
    [
        "password1234",
        "passord12345",
        "passordpassord",
        "passwordpassword",
        "velkommen123",
        "velkommen2025",
        "velkommen2026",
        "sommeren2025",
        "sommeren2026",
        "administrator",
        "letmeinletmein",
        "welcome12345",
        "iloveyou1234",
        "sunshine1234",
        "football1234",
        "princess1234",
        "superman1234",
        "changeme1234",
        "changemeplease",
        "qwerty123456",
        "qwertyuiop12",
        "1q2w3e4r5t6y",
        "1qaz2wsx3edc",
        "zaq12wsxcde3",
        "trustno1trustno1",
        "correcthorsebatterystaple",
        "moteplass123",
        "moteplass1234",
        "møteplass123",
        "møteplass1234",
        "osloregionen",
        "osloregionen1",
        "osloregionen123",
        "sekretariatet",
        "hemmelig1234",
        "hemmeligpassord",
        "brukernavn123",
        "sjokolade123",
        "fotballfotball",
        "kjærlighet123",
        "basketball12",
        "dragondragon",
        "monkeymonkey",
        "abc123abc123",
        "abcd1234abcd",
        "123qwe123qwe",
        "123abc123abc",
        "passw0rd1234",
        "p@ssw0rd1234",
    ]
)


def hash_password(password: str) -> str:
    return _HASHER.hash(_composed(password))


def is_right(stored: str | None, password: str) -> bool:
    """Whether it is the password; without an account as slow as with one, and never so."""
    try:
        right = _HASHER.verify(stored or _NOBODY, _composed(password)[: 4 * MOST])
    except (VerificationError, InvalidHashError):
        return False
    return right and bool(stored)


def needs_new_hash(stored: str | None) -> bool:
    """Whether it was hashed with other costs than today's."""
    return stored is not None and _HASHER.check_needs_rehash(stored)


def check(password: str, email: str, *, field: str = "password") -> None:
    """Refuse what is short or easily guessed. No rules on kinds of characters.

    Raises
    ------
    Refusal
        With the reason.
    """
    text = _composed(password)
    if len(text) < LEAST:
        raise Refusal(N_("Passordet må ha minst %(n)d tegn."), field=field, n=LEAST)
    if len(text) > MOST:
        raise Refusal(N_("Passordet kan ha høyst %(n)d tegn."), field=field, n=MOST)
    if _is_guessable(text.casefold(), email.casefold()):
        raise Refusal(
            N_("Passordet er lett å gjette. Velg for eksempel fire tilfeldige ord."), field=field
        )


def _is_guessable(text: str, email: str) -> bool:
    if text in _COMMON or len(set(text)) < DISTINCT:
        return True
    if any(
        len(part) > 3 and text.replace(part, "").strip("0123456789.!-") == ""
        for part in (email, *email.replace("@", ".").split("."))
    ):
        return True
    return any(text in (row * 3) or text in (row[::-1] * 3) for row in _ROWS)


def _composed(password: str) -> str:
    """The same letters typed on different keyboards are the same password."""
    return unicodedata.normalize("NFKC", password)
