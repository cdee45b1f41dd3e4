"""The draws: margins kept in each, every matrix equally likely, the same seed the same draws."""

import hashlib
import itertools
from collections import Counter

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.stats import chisquare

import network
from network import Event, Organisation, null_kernel
from network.gaps import expect, expect_inside_forums
from network.null_model import Sampler
from network.streaming import Stream
from tests.network import known


def table(records, members):
    """A draw as a 0/1 matrix, organisations x meetings."""
    matrix = np.zeros((records.n, records.m), int)
    matrix[members, np.repeat(np.arange(records.m), records.sizes)] = 1
    return matrix


def all_with_margins(rows, cols):
    """Every 0/1 matrix with the given row and column sums, by trying all rows."""
    choices = [
        [np.bincount(c, minlength=len(cols)) for c in itertools.combinations(range(len(cols)), r)]
        for r in rows
    ]
    return [
        np.array(matrix)
        for matrix in itertools.product(*choices)
        if (np.sum(matrix, axis=0) == cols).all()
    ]


def from_matrix(matrix, forums=None, sectors=None):
    n, m = matrix.shape
    return network.build(
        [Organisation(f"o{i:02}", sector=sectors[i] if sectors else None) for i in range(n)],
        [Event(f"e{k:02}", forum=forums[k] if forums else None) for k in range(m)],
        [(f"o{i:02}", f"e{k:02}") for i in range(n) for k in range(m) if matrix[i, k]],
    )


MARGINS = [
    ((1, 2, 2), (2, 1, 1, 1)),
    ((2, 1, 1, 1), (1, 2, 2)),
    ((2, 2, 2), (2, 2, 2)),
    ((3, 2, 1, 1), (2, 2, 1, 1, 1)),
    ((2, 2, 1, 1, 1), (3, 2, 1, 1)),
    ((1, 1, 1, 3), (2, 2, 1, 1)),
]


@pytest.mark.parametrize("margins", MARGINS)
def test_every_matrix_with_the_margins_is_drawn_equally_often(margins):
    matrices = all_with_margins(*margins)
    records = from_matrix(matrices[0])
    sampler = Sampler(records, seed=7)
    # Draws that stand apart by many trades are as good as independent: chi-square may judge.
    drawn = Counter()
    for _ in range(60 * len(matrices)):
        for _ in range(8):
            sampler.advance()
        drawn[table(records, sampler.draw()).tobytes()] += 1
    counts = [drawn[matrix.astype(int).tobytes()] for matrix in matrices]
    assert sum(counts) == 60 * len(matrices), "a draw has other margins"
    assert chisquare(counts).pvalue > 1e-3


@pytest.mark.parametrize("margins", MARGINS[:3])
def test_expected_figures_are_those_of_full_enumeration(margins):
    matrices = all_with_margins(*margins)
    sectors = ["x" if i % 2 else "y" for i in range(len(margins[0]))]
    records = from_matrix(matrices[0], sectors=sectors)
    chosen = np.array([sector == "x" for sector in sectors])
    exact = np.mean([((m[chosen].sum(0) > 0) & (m[~chosen].sum(0) > 0)).sum() for m in matrices])
    tables = network.sector_tables(records, network.project(records))
    found = expect(records, tables, samples=4000, seed=3).sectors["meetings_with_both"]
    assert found.mean[1] == pytest.approx(exact, abs=5 * found.sd[1] / 4000**0.5 + 1e-12)


@st.composite
def matrices(draw):
    n, m = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    bits = draw(st.lists(st.booleans(), min_size=n * m, max_size=n * m))
    return np.array(bits).reshape(n, m)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(matrices(), st.integers(0, 2**64), st.booleans())
def test_every_draw_keeps_all_margins(matrix, seed, inside):
    forums = [f"f{k % 2}" for k in range(matrix.shape[1])]
    records = from_matrix(matrix, forums)
    sampler = Sampler(records, seed, inside_forums=inside)
    for _ in range(5):
        drawn = table(records, sampler.draw())
        assert drawn.max(initial=0) <= 1
        assert (drawn.sum(0) == matrix.sum(0)).all()
        assert (drawn.sum(1) == matrix.sum(1)).all()
        if inside:
            for which in (0, 1):
                own, other = drawn[:, which::2], matrix[:, which::2]
                assert (own.sum(1) == other.sum(1)).all()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(matrices())
def test_the_pair_meetings_of_all_sectors_sum_to_the_same_in_every_draw(matrix):
    sectors = ["abc"[i % 3] for i in range(matrix.shape[0])]
    records = from_matrix(matrix, sectors=sectors)
    tables = network.sector_tables(records, network.project(records))
    found = expect(records, tables, samples=20, seed=1)
    sizes = matrix.sum(0)
    total = (sizes * (sizes - 1) // 2).sum()
    assert found.sectors["pair_meetings"].mean.sum() == pytest.approx(total)
    assert found.sectors["pair_meetings"].observed.sum() == total


def test_a_sector_that_is_split_keeps_its_expected_pair_meetings():
    whole = known.sample_region()
    parts = network.build(
        [
            Organisation(o.id, sector=f"culture-{i % 2}" if o.sector == "culture" else o.sector)
            for i, o in enumerate(whole.organisations)
        ],
        whole.events,
        [
            (whole.ids[r], whole.events[c].id)
            for r, c in zip(whole.rows.tolist(), whole.cols.tolist(), strict=True)
        ],
    )
    figures = []
    for records in (whole, parts):
        tables = network.sector_tables(records, network.project(records))
        found = expect(records, tables, samples=50, seed=5).sectors["pair_meetings"].mean
        figures.append(
            {
                (tables.sectors[a], tables.sectors[b]): value
                for a, b, value in zip(*np.triu_indices(len(tables.sizes)), found, strict=True)
            }
        )
    one, two = figures
    split = two["culture-0", "industry"] + two["culture-1", "industry"]
    assert split == pytest.approx(one["culture", "industry"], rel=1e-12)


def test_other_names_give_the_same_expectation_within_its_error():
    records = known.sample_region()
    renamed = network.build(
        [Organisation(o.id[::-1], sector=o.sector) for o in records.organisations],
        [Event(e.id[::-1]) for e in records.events],
        [
            (records.ids[r][::-1], records.events[c].id[::-1])
            for r, c in zip(records.rows.tolist(), records.cols.tolist(), strict=True)
        ],
    )
    both = []
    for data in (records, renamed):
        tables = network.sector_tables(data, network.project(data))
        both.append(expect(data, tables, samples=400, seed=2).sectors["meetings_with_both"])
    assert (both[0].observed == both[1].observed).all()
    error = np.hypot(both[0].sd, both[1].sd) / 400**0.5
    assert (np.abs(both[0].mean - both[1].mean) < 5 * error + 1e-9).all()


def test_the_same_seed_gives_the_same_draws_on_every_machine():
    sampler = Sampler(known.southern_women(), seed=20261123)
    digest = hashlib.sha256()
    for _ in range(10):
        digest.update(sampler.draw().astype("<i4").tobytes())
    assert digest.hexdigest()[:16] == "075fde0ef93013aa"


def test_another_seed_gives_other_draws():
    one, other = (Sampler(known.southern_women(), seed=s).draw().copy() for s in (1, 2))
    assert (one != other).any()
    with pytest.raises(ValueError, match="seed must be 0 or more"):
        Sampler(known.southern_women(), seed=-1)


def test_inside_forums_nothing_moves_between_two_that_share_nobody():
    sectors = {"A": "x", "B": "x", "C": "y", "D": "y"}
    records = known.attended("AB", "AB", sectors=sectors)
    records = network.build(
        records.organisations,
        [Event(f"m{i}", forum="one" if i < 4 else "other") for i in range(8)],
        [(x, f"m{i}") for i in range(8) for x in ("AB" if i < 4 else "CD")],
    )
    inside = expect_inside_forums(records, samples=50, seed=1)
    assert inside.mean.tolist() == [4.0, 0.0, 4.0]
    tables = network.sector_tables(records, network.project(records))
    freely = expect(records, tables, samples=200, seed=1).sectors["meetings_with_both"]
    assert freely.mean[1] > 4


@pytest.mark.parametrize("scale", [1, 10, 100_000])
def test_running_figures_agree_with_numpy(scale):
    generator = np.random.default_rng(4)
    draws = generator.normal(50, 9, (997, 3)) * scale
    draws = draws.astype(np.int64)
    observed = np.array([40, 50, 60]) * scale
    stream = Stream(observed, bins=256)
    for part in np.array_split(draws, 13):
        stream.take(np.ascontiguousarray(part))
    found = stream.summary()
    assert found.mean == pytest.approx(draws.mean(0), rel=1e-12)
    assert found.sd == pytest.approx(draws.std(0, ddof=1), rel=1e-9)
    assert found.below.tolist() == (draws <= observed).sum(0).tolist()
    span = np.ptp(draws, axis=0)
    exact = scale == 1
    for share, value in ((2.5, found.low), (97.5, found.high)):
        away = np.abs(value - np.percentile(draws, share, axis=0))
        assert (away <= (1e-9 if exact else span / 60)).all()


def test_draws_can_be_watched_and_stopped():
    records, seen = known.unfccc(), []

    def watch(done, asked):
        seen.append((done, asked))
        if done >= 100:
            raise network.Cancelled

    with pytest.raises(network.Cancelled):
        network.analysis_report(records, samples=1000, progress=watch)
    assert seen[-1][1] == 1000
    assert seen[-1][0] < 1000


def test_no_draws_is_a_wrong_question():
    with pytest.raises(ValueError, match="samples must be positive"):
        network.analysis_report(known.southern_women(), samples=0)


def xoshiro(seed, stream):
    """Blackman and Vigna's generator in plain whole numbers, to check the compiled one."""
    full = 2**64 - 1
    word, state = seed ^ (stream * 0x94D049BB133111EB & full), []
    for _ in range(4):
        word = (word + 0x9E3779B97F4A7C15) & full
        z = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9 & full
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB & full
        state.append(z ^ (z >> 31))
    while True:
        a, b, c, d = state
        total = (a + d) & full
        yield (((total << 23) | (total >> 41)) + a) & full
        kept = (b << 17) & full
        c, d = c ^ a, d ^ b
        b, a = b ^ c, a ^ d
        c ^= kept
        d = ((d << 45) | (d >> 19)) & full
        state = [a, b, c, d]


def test_the_compiled_generator_is_xoshiro():
    state = null_kernel.seeded(np.uint64(42), np.uint64(1))
    expected = xoshiro(42, 1)
    for _ in range(100):
        assert int(null_kernel._next(state)) == next(expected)
