"""Expected figures against another way of drawing: checkerboard swaps in plain Python."""

import random

import numpy as np
import pytest

import network
from network.gaps import expect
from tests.network import known


def swapped(records, draws, between, seed):
    """The null model by swaps of two seats (Besag & Clifford 1989), no trade in sight."""
    generator = random.Random(seed)
    there = [set() for _ in range(records.n)]
    for row, col in zip(records.rows.tolist(), records.cols.tolist(), strict=True):
        there[row].add(col)
    seats = [(row, col) for row, cols in enumerate(there) for col in cols]
    for step in range(draws * between + 10 * between):
        x, y = generator.randrange(len(seats)), generator.randrange(len(seats))
        (a, one), (b, other) = seats[x], seats[y]
        if other not in there[a] and one not in there[b]:
            there[a] ^= {one, other}
            there[b] ^= {one, other}
            seats[x], seats[y] = (a, other), (b, one)
        if step >= 10 * between and step % between == 0:
            matrix = np.zeros((records.n, records.m), int)
            for row, cols in enumerate(there):
                matrix[row, list(cols)] = 1
            yield matrix


@pytest.fixture(scope="module")
def women():
    """Southern women in two invented sectors, and 1,500 swapped draws of them."""
    plain = known.southern_women()
    records = network.build(
        [
            network.Organisation(o.id, sector="xyz"[i % 3])
            for i, o in enumerate(plain.organisations)
        ],
        plain.events,
        [
            (plain.ids[r], plain.events[c].id)
            for r, c in zip(plain.rows.tolist(), plain.cols.tolist(), strict=True)
        ],
    )
    return records, np.array(list(swapped(records, 1500, 300, seed=8)))


def agree(one, other, sd, draws):
    """Means of two sets of draws, within five standard errors of their difference."""
    return (np.abs(one - other) <= 5 * sd * (1 / draws + 1 / 4000) ** 0.5 + 1e-9).all()


def test_pairs_and_sectors_are_expected_as_often_as_swaps_say(women):
    records, drawn = women
    found = expect(
        records,
        network.sector_tables(records, network.project(records)),
        samples=4000,
        seed=3,
    )
    shared = np.einsum("dik,djk->dij", drawn, drawn)
    pairs = found.pairs
    by_swaps = shared[:, pairs.a, pairs.b]
    assert agree(pairs.expected, by_swaps.mean(0), by_swaps.std(0), 1500)
    below = (1 + (by_swaps <= pairs.observed).sum(0)) / 1501
    assert np.abs(below - pairs.p).max() < 0.06

    members = np.array([records.sector_of == s for s in range(3)])
    counts = np.einsum("si,dik->dsk", members.astype(int), drawn)
    both = np.einsum("dsk,dtk->dst", (counts > 0).astype(int), (counts > 0).astype(int))
    twice = (counts >= 2).sum(2)
    for x, (s, t) in enumerate(zip(*np.triu_indices(3), strict=True)):
        values = twice[:, s] if s == t else both[:, s, t]
        summary = found.sectors["meetings_with_both"]
        assert agree(summary.mean[x], values.mean(), values.std(), 1500)
        assert summary.sd[x] == pytest.approx(values.std(), rel=0.15)
        linked = (shared > 0)[:, members[s]][:, :, members[t]].sum((1, 2))
        if s != t:
            summary = found.sectors["linked_pairs"]
            assert agree(summary.mean[x], linked.mean(), linked.std(), 1500)


def test_contacts_and_the_e_i_index_are_expected_as_swaps_say(women):
    records, drawn = women
    tables = network.sector_tables(records, network.project(records))
    found = expect(records, tables, samples=4000, seed=3)
    other = records.sector_of[:, None] != records.sector_of[None, :]
    shared = np.einsum("dik,djk->dij", drawn, drawn)
    contacts = (shared * other).sum(2)
    assert agree(found.contacts.mean, contacts.mean(0), contacts.std(0), 1500)
    linked = np.triu(shared > 0, 1)
    total, outside = linked.sum((1, 2)), (linked * other).sum((1, 2))
    index = (2 * outside - total) / total
    assert agree(found.ei_mean, index.mean(), index.std(), 1500)
    assert found.ei_sd == pytest.approx(index.std(), rel=0.15)
