"""Which ties are drawn."""

import numpy as np
import pytest

from network.backbone import closest_ties, relative_strength
from network.cuts import components
from network.projection import Projection, project
from tests.network.known import attended


def drawn(projection: Projection) -> set[tuple[int, int]]:
    return set(zip(projection.a.tolist(), projection.b.tolist(), strict=True))


def test_two_who_meet_nobody_else_have_the_strongest_relative_tie():
    # AB twice: strength 2 each way, totals 2 and 2. CD and CE once: 1 / sqrt(2 * 1).
    projection = project(attended("AB", "AB", "CD", "CE"))
    assert relative_strength(projection) == pytest.approx([1, 1 / np.sqrt(2), 1 / np.sqrt(2)])


def test_each_organisation_brings_its_closest_tie():
    # A meets B three times and everybody else once: B, not A, decides for C, D and E.
    projection = project(attended("AB", "AB", "AB", "ACDE", "CD", "CD", "CE"))
    kept = drawn(closest_ties(projection, 1))
    assert {(0, 1), (2, 3), (2, 4)} <= kept
    assert (3, 4) not in kept


def test_no_component_falls_apart_in_the_drawing():
    rng = np.random.default_rng(7)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    tables = ["".join(rng.choice(list(letters), 3, replace=False)) for _ in range(30)]
    whole = project(attended(*tables))
    assert components(closest_ties(whole, 1)).tolist() == components(whole).tolist()


def test_a_network_without_ties_draws_none():
    assert closest_ties(project(attended("A", "B"))).edges == 0


def test_less_than_one_tie_an_organisation_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        closest_ties(project(attended("AB")), 0)
