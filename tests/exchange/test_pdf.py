"""Pages for paper: tagged, in their language, and what people wrote is text, not markup."""

from datetime import UTC, datetime

import pytest

from arenas.exchange.pdf import pdf

AT = datetime(2026, 12, 1, 12, tzinfo=UTC)


def minutes(**more):
    return {
        "title": "Protokoll",
        "forum": "Rådet for ære og øl",
        "language": "nb",
        "footer": "Publisert",
        "facts": [["Tid", "mandag 8. desember 2025"]],
        "people": [],
        "general": [],
        "outcomes": [],
        "items": [],
    } | more


def test_the_same_data_gives_the_same_bytes():
    first = pdf("minutes.typ", minutes(), AT)
    assert first.startswith(b"%PDF")
    assert pdf("minutes.typ", minutes(), AT) == first


def test_it_is_tagged_for_screen_readers_and_names_its_language():
    made = pdf("minutes.typ", minutes(), AT)
    assert b"StructTreeRoot" in made
    assert b"/Lang (nb)" in made or b"/Lang(nb)" in made
    assert b"pdfuaid" in made


@pytest.mark.parametrize(
    "hostile",
    ['#read("/etc/passwd")', "$x$ *b* _i_ `c`", "</script>", "\\", '"quotes"', "#let", "x" * 300],
)
def test_what_people_wrote_is_text(hostile):
    assert pdf("minutes.typ", minutes(title=hostile, forum=hostile), AT).startswith(b"%PDF")


def test_a_letter_that_no_font_has_costs_the_standard_and_not_the_document():
    made = pdf("minutes.typ", minutes(title="Festmøte 😀"), AT)
    assert made.startswith(b"%PDF")
    assert b"StructTreeRoot" in made
    assert b"pdfuaid" not in made
