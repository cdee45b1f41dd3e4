"""Places that stay, names that do not lie on each other, and what stands behind a tie."""

import math

import numpy as np
import pytest

import network
from network.evidence import nearest_link, sector_go_betweens, shared_meetings
from network.labels import Box, readable, shortened
from network.placing import around, disc, grouped, on_map, outline, ring
from network.projection import meeting_weights
from tests.network import known


def nearest(place):
    apart = np.linalg.norm(place[:, None] - place[None], axis=2)
    np.fill_diagonal(apart, np.inf)
    return apart.min()


@pytest.mark.parametrize("count", [2, 10, 72, 500])
def test_those_in_one_circle_have_room(count):
    assert nearest(disc(count)) > 20


@pytest.mark.parametrize("radii", [[50.0] * 8, [300, 40, 40, 60, 20], [10, 10], [5.0]])
def test_circles_on_a_ring_do_not_touch(radii):
    centres = ring(radii)
    for i, (one, radius) in enumerate(zip(centres, radii, strict=True)):
        for other, wide in zip(centres[:i], radii[:i], strict=True):
            assert math.dist(one, other) > radius + wide


def test_everybody_lies_in_the_circle_of_the_own_group():
    label = [i % 3 for i in range(60)]
    place, centres, radii = grouped(label, 3)
    for point, group in zip(place, label, strict=True):
        assert math.dist(point, centres[group]) <= radii[group]


def test_who_stands_beside_whom_does_not_hang_on_ties():
    one, _, _ = grouped([0, 0, 1, 1, 1], 2)
    again, _, _ = grouped([0, 0, 1, 1, 1], 2)
    assert (one == again).all()


def test_the_nearest_stand_on_the_inner_ring_and_all_have_room():
    place = around([3, 1, 2] * 30)
    reach = np.linalg.norm(place, axis=1).round(0)
    assert (np.diff(reach) >= 0).all()
    assert nearest(place) > 60


def test_north_is_up_and_those_on_one_point_are_moved_apart():
    place = on_map([60.0, 59.0, 59.0, 59.0], [10.0, 10.0, 12.0, 12.0])
    assert place[0, 1] < place[1, 1]
    assert place[1, 0] < place[2, 0]
    assert nearest(place) >= 25
    assert on_map([], []).shape == (0, 2)
    assert np.isfinite(on_map([59.9], [10.7])).all()


def test_an_outline_holds_its_places():
    corners = outline(np.array([[0.0, 0.0], [100.0, 0.0]]), air=10)
    assert min(x for x, _y in corners) == -10
    assert max(x for x, _y in corners) == 110
    assert outline(np.zeros((0, 2))) == []


def test_a_long_name_is_cut_at_a_word():
    assert shortened("Oslo kommune") == "Oslo kommune"
    cut = shortened("m" * 300)
    assert len(cut) == 30
    assert cut.endswith("…")


def test_the_more_important_name_keeps_its_place_and_the_other_moves_or_goes():
    here, beside = Box(0, 0, 10, 10), Box(20, 0, 30, 10)
    assert readable([[here], [here, beside], [here]]) == [here, beside, None]
    assert readable([[here, beside]], taken=[Box(5, 5, 6, 6)]) == [beside]


def test_a_tie_is_the_sum_of_its_meetings():
    records = known.attended("AB", "ABC", "ABCD", "CD")
    rows = shared_meetings(records, meeting_weights(records), "A", "B")
    assert [row.weight for row in rows] == [1, 1 / 2, 1 / 3]
    assert shared_meetings(records, meeting_weights(records), "A", "nobody") == []


def test_the_nearest_link_is_the_one_whose_weaker_side_met_most():
    records = known.attended("AX", "AX", "AX", "XB", "AY", "AY", "YB", "YB")
    link = nearest_link(records, network.project(records), "A", "B")
    assert (link.through, link.meetings) == (("Y",), (2, 2))


def test_a_longer_way_is_told_step_by_step_and_none_where_there_is_none():
    records = known.attended("AX", "XY", "YB", "CD")
    ties = network.project(records)
    link = nearest_link(records, ties, "A", "B")
    assert (link.through, link.meetings) == (("X", "Y"), (1, 1, 1))
    assert nearest_link(records, ties, "A", "C") is None


def test_who_goes_between_two_sectors_is_of_neither():
    records = known.attended(
        "XA", "XB", "XC", "YA", "YC", sectors={"A": "a", "B": "a", "C": "c", "X": "x", "Y": "y"}
    )
    found = sector_go_betweens(records, network.project(records), "a", "c")
    assert [(one.id, one.met_one, one.met_other) for one in found] == [("X", 2, 1), ("Y", 1, 1)]
