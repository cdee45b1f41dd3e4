"""Passwords: long rather than odd (ASVS 6.2)."""

import pytest

from arenas.accounts import passwords
from arenas.errors import Refusal


@pytest.mark.parametrize(
    "password",
    [
        "fire tilfeldige ord",
        "aldri-gjettet",
        "x" * 20 + "abcdefg",
        "æøåæøå 123456",
        "🐎🔋📎✅🦊🐢 hester",
    ],
)
def test_a_long_password_of_any_kind_will_do(password):
    passwords.check(password, "kari@example.org")


@pytest.mark.parametrize(
    "password",
    [
        "passord12345",
        "PASSORD12345",
        "Møteplass123",
        "aaaaaaaaaaaaaaa",
        "abababababab",
        "123456789012",
        "qwertyuiopåq",
        "kari@example.org",
        "kari@example.org1",
        "nordmann2026!",
    ],
)
def test_what_is_easily_guessed_is_refused(password):
    with pytest.raises(Refusal, match="lett å gjette"):
        passwords.check(password, "kari@example.org" if "kari" in password else "ola.nordmann@a.no")


@pytest.mark.parametrize(("length", "ok"), [(11, False), (12, True), (128, True), (129, False)])
def test_between_twelve_and_a_hundred_and_twenty_eight_characters(length, ok):
    password = ("korrekt hest batteri stift " * 6)[:length]
    if ok:
        passwords.check(password, "a@example.org")
    else:
        with pytest.raises(Refusal, match="tegn"):
            passwords.check(password, "a@example.org")


def test_a_password_is_kept_as_argon2id_with_the_chosen_costs():
    stored = passwords.hash_password("fire tilfeldige ord")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.is_right(stored, "fire tilfeldige ord")
    assert not passwords.is_right(stored, "fire tilfeldige ord ")
    assert not passwords.needs_new_hash(stored)


def test_the_same_letters_from_another_keyboard_are_the_same_password():
    stored = passwords.hash_password("Ås og Ørje er byer")
    assert passwords.is_right(stored, "A\u030as og Ørje er byer")


@pytest.mark.parametrize("stored", [None, "", "not a hash", "$argon2id$broken"])
def test_without_a_hash_no_password_is_right(stored):
    assert not passwords.is_right(stored, "nobody has this password")
