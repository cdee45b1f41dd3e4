"""The words of minutes: who was there, as what, and in whose place."""

from zoneinfo import ZoneInfo

import pytest

from arenas.minutes.presenting import words

OSLO = ZoneInfo("Europe/Oslo")


def body(**more):
    return {
        "title": "Styremøte",
        "forum": "Styret",
        "forum_en": None,
        "starts_at": "2026-11-02T11:00:00+00:00",
        "ends_at": "2026-11-02T13:00:00+00:00",
        "first_day": None,
        "last_day": None,
        "place": "Ås",
        "general": "",
        "items": [],
        "outcomes": [],
        "edition": 0,
        "published_at": None,
    } | more


def came(name, mark="present", organisation="Ski", role="participant", instead_of=None):
    return {
        "name": name,
        "mark": mark,
        "organisation": organisation,
        "role": role,
        "instead_of": instead_of,
    }


def people(found, language="nb"):
    return [(one["title"], one["lines"]) for one in words(found, language, OSLO)["people"]]


def test_roles_deputies_and_those_there_for_a_part_are_told_by_their_names():
    found = body(
        attendance=[
            came("Kari Li", role="chair"),
            came("Ola Ås", "partly"),
            came("Per Vik", organisation="", instead_of="Eva Dal", role="secretary"),
            came("Eva Dal", "excused"),
            came("Siv Moe", "absent", "NMBU"),
        ]
    )
    assert people(found) == [
        (
            "Til stede",
            [
                ["Ski", "Kari Li (møteleder), Ola Ås (deler av møtet)"],
                ["–", "Per Vik (sekretær, for Eva Dal)"],
            ],
        ),
        ("Meldt forfall", [["Ski", "Eva Dal"]]),
        ("Møtte ikke", [["NMBU", "Siv Moe"]]),
    ]


@pytest.mark.parametrize(("language", "title"), [("nb", "Ikke til stede"), ("en", "Not present")])
def test_what_was_published_before_roles_were_told_reads_as_it_did(language, title):
    old = body(people={"present": [], "absent": [["Ski", ["Kari Li", "Ola Ås"]]]})
    assert people(old, language) == [(title, [["Ski", "Kari Li, Ola Ås"]])]
