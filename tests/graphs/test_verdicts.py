"""What a sector pair's figures say, in words."""

import pytest

from arenas.graphs.verdicts import (
    Verdict,
    largest_gaps,
    moved,
    of_expected,
    sentence,
    verdict,
)
from network.periods import Change


@pytest.fixture(autouse=True)
def bokmal(app):
    with app.test_request_context():
        yield


def pair(observed, expected=None, *, low=0, high=0, gap=None, q=1.0, enough=True, inside=None):
    figure = {"observed": observed}
    if expected is not None:
        figure |= {"expected": expected, "low": low, "high": high}
        figure |= {"gap": gap, "q": q, "enough_data": enough}
    return {
        "a": "culture",
        "b": "industry",
        "meetings_with_both": figure,
        "inside_forums": {"expected": inside},
    }


def test_without_draws_nothing_is_called_a_gap():
    assert verdict(pair(2)) is None


def test_a_gap_that_chance_does_not_explain_is_called_one_with_its_share():
    # 1 - 2/100
    assert verdict(pair(2, 100.0, low=90, high=110, gap=0.98, q=0.001)) == Verdict(
        "gap", "gap 98\xa0%", 3
    )


def test_fewer_meetings_than_expected_that_chance_explains_is_as_expected():
    said = verdict(pair(95, 100.0, low=90, high=110, gap=0.05, q=0.2))
    assert said == Verdict("expected", "som ventet")


def test_more_meetings_than_nearly_every_draw_is_an_overlap_not_a_negative_gap():
    said = verdict(pair(140, 100.0, low=90, high=110, gap=-0.4))
    assert said == Verdict("overlap", "1,4 ganger ventet", 2)


def test_too_little_data_says_so_and_gives_no_number():
    assert verdict(pair(0, 3.0, gap=1.0, q=0.001, enough=False)) == Verdict(
        "little", "for lite data"
    )


def inside(expected, low=2, high=4):
    return {"inside_forums": {"observed": 2, "expected": expected, "low": low, "high": high}}


def test_the_sentence_always_gives_both_parts_all_and_inside_the_forums_they_share():
    said = sentence(pair(2, 103.1, low=91, high=115, gap=0.98, q=0.001) | inside(3.3))
    # 103.1 - 2 = 101.1 are missing; 103.1 - 3.3 = 99.8 of them go with the forums: 99 %
    assert said == (
        "Kulturliv og næringsliv møttes på 2 møter; 103 var ventet (91–115). Nesten hele "
        "forskjellen henger sammen med at de sitter i ulike arenaer: inne i dem de har felles, "
        "er det 2 av 3 ventede (2–4)."
    )


@pytest.mark.parametrize(
    ("expected", "words"),
    [
        # Of 50 expected and 10 met 40 are missing; what is expected inside is not owed to forums.
        (20.0, "Det meste av"),  # (50 - 20) / 40 = 75 %
        (35.0, "En del av"),  # 37.5 %
        (50.4, "Lite av"),  # below nought
    ],
)
def test_how_much_goes_with_the_forums_is_said_in_words(expected, words):
    said = sentence(pair(10, 50.0, low=40, high=60, gap=0.8, q=0.001) | inside(expected))
    assert f"{words} forskjellen henger sammen med" in said


def test_who_share_no_forum_is_told_so():
    said = sentence(pair(0, 50.0, low=40, high=60, gap=1.0, q=0.001) | inside(0.0, 0, 0))
    assert said.endswith("De sitter ikke i noen av de samme arenaene.")


@pytest.mark.parametrize(
    ("change", "q", "kind"),
    [(0.2, 0.01, "rarer"), (-0.2, 0.01, "oftener"), (0.2, 0.06, "same"), (None, None, "little")],
)
def test_a_change_is_called_one_only_when_chance_does_not_explain_it(change, q, kind):
    row = Change("culture", "industry", 0.5, 0.7, change, None, None, q, "kept", q)
    assert moved(row).kind == kind


def test_what_is_left_beside_the_gap_is_the_share_of_the_expected():
    assert [of_expected(gap) for gap in (0.98, -0.25, None)] == ["2\xa0%", "125\xa0%", "–"]


def test_the_largest_gaps_come_first_and_a_sector_with_itself_is_left_out():
    near = pair(50, 100.0, low=90, high=110, gap=0.5, q=0.01)
    far = pair(2, 100.0, low=90, high=110, gap=0.98, q=0.01) | {"a": "academia"}
    own = pair(1, 100.0, low=90, high=110, gap=0.99, q=0.01) | {"b": "culture"}
    chance = pair(95, 100.0, low=90, high=110, gap=0.05, q=0.3)
    assert largest_gaps({"sector_pairs": [near, own, chance, far]}) == [far, near]


def test_where_no_meeting_has_a_forum_only_the_gap_itself_is_said():
    said = sentence(pair(2, 103.1, low=91, high=115, gap=0.98, q=0.001) | {"inside_forums": None})
    assert said == "Kulturliv og næringsliv møttes på 2 møter; 103 var ventet (91–115)."
