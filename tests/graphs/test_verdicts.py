"""What a sector pair's figures say, in words."""

import pytest

from arenas.graphs.verdicts import Verdict, largest_gaps, sentence, verdict


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


def test_the_sentence_gives_both_parts_of_a_gap_and_they_add_up():
    said = sentence(pair(2, 103.1, low=91, high=115, gap=0.98, q=0.001, inside=3.3))
    # 103 - 2 = 101 missing; 103.1 - 3.3 = 99.8, so 100 by forums and 1 by attendance
    assert said == (
        "Kulturliv og næringsliv møttes på 2 møter; 103 var ventet (91–115). Av de 101 møtene "
        "som mangler, skyldes 100 at de sitter i ulike arenaer, og 1 at de ikke møter samtidig "
        "i de samme."
    )


def test_where_they_share_forums_the_whole_gap_is_owed_to_attendance():
    said = sentence(pair(10, 50.0, low=40, high=60, gap=0.8, q=0.001, inside=50.4))
    assert "Av de 40 møtene som mangler, skyldes 0" in said
    assert "og 40 at de ikke møter" in said


def test_the_largest_gaps_come_first_and_a_sector_with_itself_is_left_out():
    near = pair(50, 100.0, low=90, high=110, gap=0.5, q=0.01)
    far = pair(2, 100.0, low=90, high=110, gap=0.98, q=0.01) | {"a": "academia"}
    own = pair(1, 100.0, low=90, high=110, gap=0.99, q=0.01) | {"b": "culture"}
    chance = pair(95, 100.0, low=90, high=110, gap=0.05, q=0.3)
    assert largest_gaps({"sector_pairs": [near, own, chance, far]}) == [far, near]


def test_where_no_meeting_has_a_forum_only_the_gap_itself_is_said():
    said = sentence(pair(2, 103.1, low=91, high=115, gap=0.98, q=0.001) | {"inside_forums": None})
    assert said == "Kulturliv og næringsliv møttes på 2 møter; 103 var ventet (91–115)."
