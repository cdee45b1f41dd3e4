"""``make calibrate``: how often the analysis calls a gap where there is none, and how often it
finds one that was planted. Minutes of work; the result is kept in ``docs/calibration.md``.

Null data sets are draws of the null model itself from the sample region, far apart: nothing in
them is a gap. Planted ones start from such a draw; then in a share of the meetings where culture
and industry would both be, every culture organisation trades its seat with an organisation of
another sector at a meeting without industry, so that both margins stay as they were. All meetings
are in one forum: the shuffle inside it is the shuffle of all, without the level of single pairs.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import binomtest

from network.figures import blocks, enough_meetings
from network.gaps import expect_inside_forums
from network.null_model import Sampler
from network.projection import project
from network.records import Records, unique_pairs
from network.sectors import sector_tables

ALPHA = 0.05
APART = 20
"""Draws between two data sets, each of 5 trades a row."""


@dataclass
class Count:
    """Calls among tests, with the exact binomial 95 % interval."""

    calls: int = 0
    tests: int = 0

    def add(self, calls: int, tests: int) -> None:
        self.calls += calls
        self.tests += tests

    @property
    def share(self) -> float:
        return self.calls / self.tests

    def __str__(self) -> str:
        interval = binomtest(self.calls, self.tests).proportion_ci()
        return (
            f"{self.calls} of {self.tests} = {self.share:.4f} "
            f"({interval.low:.4f} to {interval.high:.4f})"
        )


def null_sets(records: Records, runs: int, seed: int) -> Iterator[Records]:
    """Draws of the null model from ``records``, as records."""
    sampler = Sampler(records, seed)
    cols = np.repeat(np.arange(records.m), records.sizes)
    for _ in range(runs):
        for _ in range(APART):
            sampler.advance()
        yield with_pairs(records, sampler.draw(), cols)


def with_pairs(records: Records, rows: np.ndarray, cols: np.ndarray) -> Records:
    """The same organisations and meetings, other attendances."""
    pairs = np.column_stack([rows, cols]).astype(np.int64)
    found, places, _ = unique_pairs(pairs, records.m)
    events = tuple(replace(event, forum="all") for event in records.events)
    return Records(records.organisations, events, found, places)


def planted(records: Records, share: float, generator: np.random.Generator) -> Records:
    """Culture and industry kept apart at ``share`` of the meetings where both are."""
    there = np.zeros((records.n, records.m), bool)
    there[records.rows, records.cols] = True
    culture, industry = (
        records.sector_of == records.sectors.index(name) for name in ("culture", "industry")
    )
    others = ~culture & ~industry
    both = np.flatnonzero(there[culture].any(0) & there[industry].any(0))
    for meeting in both[generator.random(len(both)) < share]:
        for one in np.flatnonzero(there[:, meeting] & culture):
            _trade_away(there, one, meeting, others, industry, generator)
    rows, cols = np.nonzero(there)
    return with_pairs(records, rows, cols)


def _trade_away(
    there: np.ndarray,
    one: int,
    meeting: int,
    others: np.ndarray,
    industry: np.ndarray,
    generator: np.random.Generator,
) -> None:
    """Trade seats with another: both keep their number of meetings, both meetings their size."""
    rooms = np.flatnonzero(~there[industry].any(0) & ~there[one])
    for room in generator.permutation(rooms):
        partners = np.flatnonzero(there[:, room] & others & ~there[:, meeting])
        if len(partners):
            partner = generator.choice(partners)
            there[one, meeting] = there[partner, room] = False
            there[one, room] = there[partner, meeting] = True
            return


def called(records: Records, samples: int, seed: int) -> tuple[list[bool], list[bool], list[str]]:
    """For each sector pair shown: p and q at most alpha, and its name."""
    tables = sector_tables(records, project(records))
    found = expect_inside_forums(records, samples=samples, seed=seed)
    figures = blocks(found, enough_meetings(found, tables.sizes.tolist()))
    s = len(tables.sectors)
    names = [f"{tables.sectors[a]}|{tables.sectors[b]}" for a in range(s) for b in range(a, s)]
    shown = [(f, name) for f, name in zip(figures, names, strict=True) if f["enough_data"]]
    return (
        [f["p"] <= ALPHA for f, _ in shown],
        [f["q"] < ALPHA for f, _ in shown],
        [name for _, name in shown],
    )


def calibrate(records: Records, runs: int, samples: int, seed: int) -> dict[str, Count]:
    """False calls on null data, and calls of the planted pair, in numbers."""
    names = ("p on null data", "q on null data", "any q on null data")
    counts = {name: Count() for name in names}
    generator = np.random.default_rng(seed)
    shares = (0.5,)
    counts |= {f"planted, {share:.0%} of the meetings": Count() for share in shares}
    for run, data in enumerate(null_sets(records, runs, seed)):
        by_p, by_q, _ = called(data, samples, run)
        for name, calls in zip(names, (by_p, by_q, [any(by_q)]), strict=True):
            counts[name].add(sum(calls), len(calls))
        for share in shares:
            _, found, pairs = called(planted(data, share, generator), samples, run)
            hit = found[pairs.index("culture|industry")]
            counts[f"planted, {share:.0%} of the meetings"].add(int(hit), 1)
        print(f"\r{run + 1} of {runs}", end="", file=sys.stderr)
    print(file=sys.stderr)
    return counts


def verdict(counts: dict[str, Count]) -> dict[str, bool]:
    """False calls at most alpha within the interval; power 0.95 at a gap of a half."""
    null = counts["any q on null data"]
    share = counts["p on null data"].share
    return {
        "share of sector pairs with p <= .05 at most .05": share <= ALPHA,
        "data sets with any false gap at most .05, within the interval": bool(
            binomtest(null.calls, null.tests, ALPHA, alternative="greater").pvalue > 0.025
        ),
        "power at least .95": counts["planted, 50% of the meetings"].share >= 0.95,
    }


def main() -> bool:
    """Run, print, and say whether all holds."""
    from tests.network.known import sample_region

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--samples", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=20261123)
    given = parser.parse_args()
    counts = calibrate(sample_region(), given.runs, given.samples, given.seed)
    print(f"{given.runs} data sets, {given.samples} draws each, seed {given.seed}\n")
    for name, count in counts.items():
        print(f"| {name} | {count} |")
    held = verdict(counts)
    for rule, holds in held.items():
        print(f"{'holds' if holds else 'FAILS'}: {rule}")
    return all(held.values())


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
