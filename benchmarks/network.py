"""The analysis against scipy and a plain compiled curveball, side by side, as ratios.

Processor time, the median of some rounds in which both sides take turns, so that a busy machine
slows both alike. ``python -m benchmarks.network [--large] [--markdown]``.
"""

import argparse
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

import networkx as nx
import numpy as np
from networkx.algorithms import bipartite
from scipy.sparse import csr_array, triu

import network
from benchmarks.curveball import curveball
from network.null_model import BETWEEN, Sampler
from network.records import Event, Organisation, Records, unique_pairs
from network.sectors import meeting_tables, sector_counts

SIZES = ((200, 500), (2_000, 20_000), (20_000, 200_000))
SECTORS = "abcdefgh"


@dataclass(frozen=True)
class Line:
    """What was measured, ours and the yardstick's milliseconds, and the ratio allowed."""

    what: str
    size: str
    ours: float
    other: float
    budget: float | None = None

    @property
    def ratio(self) -> float:
        return self.ours / self.other

    @property
    def kept(self) -> bool:
        return self.budget is None or self.ratio <= self.budget


def random_records(n: int, m: int, mean: float = 8, seed: int = 1) -> Records:
    """Organisations of unlike eagerness at meetings of ``mean`` on average."""
    generator = np.random.default_rng(seed)
    eager = generator.gamma(2.0, 1.0, n)
    sizes = np.clip(generator.geometric(1 / mean, m), 1, n)
    rows = generator.choice(n, sizes.sum(), p=eager / eager.sum())
    pairs = np.column_stack([rows, np.repeat(np.arange(m), sizes)]).astype(np.int64)
    found, cols, _ = unique_pairs(pairs, m)
    organisations = (Organisation(f"o{i:06}", sector=SECTORS[i % 8]) for i in range(n))
    events = (Event(f"e{i:06}") for i in range(m))
    return Records(tuple(organisations), tuple(events), found, cols)


def compare(
    ours: Callable[[], object], other: Callable[[], object], rounds: int
) -> tuple[float, float]:
    """Milliseconds of processor time of both, in turns; the round of the median ratio."""
    times = []
    for _ in range(rounds):
        pair = []
        for run in (ours, other):
            start = time.process_time()
            run()
            pair.append((time.process_time() - start) * 1000)
        times.append((pair[0], max(pair[1], 1e-6)))
    middle = median(a / b for a, b in times)
    return min(times, key=lambda pair: abs(pair[0] / pair[1] - middle))


def one_size(n: int, m: int) -> Iterator[Line]:
    """Tables, projection and draws at one size."""
    records, size = random_records(n, m), f"{n:,} x {m:,}"
    small = records.k < 200_000
    a = csr_array(network.two_mode(records), dtype=np.int64)
    x = csr_array((np.ones(n, np.int64), (np.arange(n), records.sector_of)), shape=(n, 8))
    repeat = max(1, 400_000 // records.k)

    def tables() -> None:
        for _ in range(repeat):
            meeting_tables(sector_counts(records))

    def tables_by_scipy() -> None:
        for _ in range(repeat):
            counts = x.T @ a
            _ = counts @ counts.T

    records.sector_of, records.sizes, network.project(records)
    yield Line("sector tables / scipy N = X'A", size, *compare(tables, tables_by_scipy, 7), 3)

    def ties_by_scipy() -> object:
        return triu(a @ a.T, 1)

    rounds = 7 if small else 3
    yield Line(
        "projection / scipy A A'",
        size,
        *compare(lambda: network.project(records), ties_by_scipy, rounds),
        2,
    )
    yield Line("draws / plain compiled curveball", size, *draws(records, small), 1.5)


def draws(records: Records, small: bool) -> tuple[float, float]:
    """The same number of trades, between rows of organisations, on both sides."""
    sampler = Sampler(records, 1)
    lists = records.cols.copy()
    start = np.concatenate([[0], np.cumsum(records.meetings, dtype=np.int64)])
    taking_part = int((records.meetings > 0).sum())
    times = 20 if small else 1
    trades = BETWEEN * taking_part * times
    curveball(lists, start, 1, records.m)

    def ours() -> None:
        for _ in range(times):
            sampler.advance()

    return compare(ours, lambda: curveball(lists, start, trades, records.m), 5 if small else 3)


def against_networkx(n: int, m: int) -> Line:
    records = random_records(n, m)
    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(zip(records.rows.tolist(), (records.cols + n).tolist(), strict=True))
    ours, other = compare(
        lambda: network.project(records),
        lambda: bipartite.weighted_projected_graph(graph, range(n)),
        3,
    )
    return Line("projection / networkx", f"{n:,} x {m:,}", ours, other)


def whole_report(records: Records, samples: int = 1000) -> Line:
    """The report of the sample region against its two shuffles alone."""

    def alone() -> None:
        for inside in (False, True):
            sampler = Sampler(records, 1, inside_forums=inside)
            for _ in range(samples):
                sampler.advance()

    ours, other = compare(lambda: network.analysis_report(records, samples=samples), alone, 3)
    return Line("whole report, 1,000 draws / draws alone", "sample region", ours, other, 3)


def memory(records: Records) -> tuple[float, float]:
    """Peak megabytes of a report with 50 draws, and with 500."""
    peaks = []
    for samples in (50, 500):
        tracemalloc.start()
        network.analysis_report(records, samples=samples)
        peaks.append(tracemalloc.get_traced_memory()[1] / 1e6)
        tracemalloc.stop()
    return peaks[0], peaks[1]


def measure(large: bool) -> Iterator[Line]:
    from tests.network.known import sample_region

    for n, m in SIZES if large else SIZES[:2]:
        yield from one_size(n, m)
    yield against_networkx(*SIZES[0])
    yield whole_report(sample_region())


def main(large: bool = False, markdown: bool = False) -> bool:
    """Print the table; True when every ratio is within what is allowed."""
    kept = True
    edge = "| " if markdown else ""
    print(f"{edge}what | size | ours ms | other ms | ratio | allowed{edge and ' |'}")
    if markdown:
        print("|---|---|---:|---:|---:|---:|")
    for line in measure(large):
        cells = (
            line.what,
            line.size,
            f"{line.ours:,.2f}",
            f"{line.other:,.2f}",
            f"{line.ratio:.2f}",
            "" if line.budget is None else f"{line.budget:g}",
        )
        print(edge + " | ".join(cells) + (edge and " |") + ("" if line.kept else "  TOO SLOW"))
        kept = kept and line.kept
    first, last = memory(random_records(*SIZES[0]))
    print(f"\nPeak memory of a report at 200 x 500: {first:.1f} MB at 50 draws, {last:.1f} at 500.")
    return kept


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="20,000 x 200,000 as well")
    parser.add_argument("--markdown", action="store_true", help="as a table for docs/")
    given = parser.parse_args()
    sys.exit(0 if main(given.large, given.markdown) else 1)
