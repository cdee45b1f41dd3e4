"""Conservation laws of what is observed, for any records at all."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import network
from network.sectors import contacts, meeting_tables, sector_counts
from tests.network.test_null_model import from_matrix, matrices

calm = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def in_sectors(matrix):
    return from_matrix(matrix, sectors=["abcd"[i % 4] for i in range(matrix.shape[0])])


@calm
@given(matrices())
def test_shared_meetings_sum_to_the_pairs_at_all_meetings(matrix):
    records = in_sectors(matrix)
    ties = network.project(records)
    sizes = matrix.sum(0)
    assert ties.meetings.sum() == (sizes * (sizes - 1) // 2).sum()
    assert ties.newman.sum() == pytest.approx(sizes[sizes > 1].sum() / 2)


@calm
@given(matrices())
def test_the_projection_of_the_turned_matrix_is_the_other_side(matrix):
    other = network.project(from_matrix(matrix.T))
    product = matrix.T.astype(int) @ matrix.astype(int)
    assert (product[other.a, other.b] == other.meetings).all()
    assert other.edges == (np.triu(product, 1) > 0).sum()


@calm
@given(matrices())
def test_the_sector_tables_are_the_projection_summed(matrix):
    records = in_sectors(matrix)
    tables = network.sector_tables(records, network.project(records))
    assert np.triu(tables.pair_meetings).sum() == network.project(records).meetings.sum()
    assert np.triu(tables.linked_pairs).sum() == network.project(records).edges
    assert (tables.linked_pairs <= tables.possible_pairs).all()
    assert (tables.linked_pairs <= tables.pair_meetings).all()
    assert (tables.meetings_with_both <= records.m).all()
    assert (tables.pair_meetings == tables.pair_meetings.T).all()


@calm
@given(matrices())
def test_contacts_with_other_sectors_are_counted_from_both_ends(matrix):
    records = in_sectors(matrix)
    everyone, others = contacts(records)
    _, pairs = meeting_tables(sector_counts(records))
    assert others.sum() == 2 * np.triu(pairs, 1).sum()
    assert everyone.sum() == 2 * np.triu(pairs).sum()
    assert (others <= everyone).all()


@calm
@given(matrices(), st.randoms(use_true_random=False))
def test_the_order_of_meetings_changes_nothing(matrix, random):
    order = list(range(matrix.shape[1]))
    random.shuffle(order)
    one = network.observed_report(in_sectors(matrix))
    other = network.observed_report(in_sectors(matrix[:, order]))
    newman = [report["projection"].pop("newman_total") for report in (one, other)]
    assert newman[0] == pytest.approx(newman[1])
    assert one == other


@calm
@given(matrices())
def test_a_meeting_of_one_changes_no_tie(matrix):
    alone = np.zeros((matrix.shape[0], 1), bool)
    alone[0] = True
    one, other = (network.project(from_matrix(m)) for m in (matrix, np.hstack([matrix, alone])))
    assert (one.a == other.a).all()
    assert (one.meetings == other.meetings).all()
    assert (one.newman == other.newman).all()
