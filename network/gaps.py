"""Observed against expected: the running figures of the null draws at three levels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from network.null_model import Progress, Sampler, chunks
from network.pair_gaps import PairDraws, PairResult
from network.records import Records
from network.sectors import SectorTables, contacts, meeting_tables, sector_counts
from network.streaming import Stream, Summary

Longs = NDArray[np.int64]
Floats = NDArray[np.float64]

ENOUGH = 5.0
"""Expected meetings below which a figure is too uncertain to be shown."""

ORGANISATION_BINS = 256


@dataclass(frozen=True, eq=False)
class Expected:
    """What S draws say, at every level.

    Attributes
    ----------
    samples, seed : int
    sectors : dict of Summary
        By statistic (meetings_with_both, pair_meetings, linked_pairs); the sector pairs of the
        upper triangle, row by row: s(s+1)/2 figures.
    contacts : Summary
        Contacts with other sectors of each organisation; n figures.
    pairs : PairResult
    ei_mean, ei_sd : float or None
        Of the E-I index of links over the draws where it is defined.
    halves : float array, shape (2, s(s+1)/2)
        Mean meetings_with_both in the first and in the second half of the draws.
    """

    samples: int
    seed: int
    sectors: dict[str, Summary]
    contacts: Summary
    pairs: PairResult
    ei_mean: float | None
    ei_sd: float | None
    halves: Floats


def upper(table: Longs) -> Longs:
    """The upper triangle with the diagonal, row by row; shape (s(s+1)/2,)."""
    return table[np.triu_indices(len(table))]


def expect(
    records: Records,
    tables: SectorTables,
    *,
    samples: int,
    seed: int,
    progress: Progress | None = None,
) -> Expected:
    """Draw, and keep the running figures at the three levels.

    Parameters
    ----------
    records, tables
        The tables are `sector_tables` of the records.
    samples : int
        Draws, positive.
    seed : int
        0 or more.
    progress : callable, optional
        See `network.null_model.Progress`.

    Notes
    -----
    Time per draw O(k + sum of squared meeting sizes); memory does not grow with ``samples``.
    """
    from network import count_kernel as kernel

    s, n = len(tables.sectors), records.n
    sampler = Sampler(records, seed)
    observed = (tables.meetings_with_both, tables.pair_meetings, tables.linked_pairs)
    streams = [Stream(upper(table)) for table in observed]
    people = Stream(contacts(records)[1], ORGANISATION_BINS)
    pairs = PairDraws(records)
    half, ei = _Halves(samples, len(upper(observed[0]))), _MeanIndex()
    places = np.triu_indices(s)
    for step in chunks(samples, records.k + 3 * s * s, progress):
        drawn = np.zeros((3, step, s, s), np.int64)
        met = np.zeros((step, n), np.int64)
        for d in range(step):
            members = sampler.draw()
            kernel.count_sectors(
                sampler.col_start,
                members,
                records.sector_of,
                s,
                drawn[0, d],
                drawn[1, d],
                met[d],
            )
            pairs.take(sampler.col_start, members, drawn[2, d])
        flat = np.ascontiguousarray(drawn[:, :, places[0], places[1]])
        for stream, values in zip(streams, flat, strict=True):
            stream.take(values)
        people.take(met)
        half.take(flat[0])
        ei.take(flat[2], flat[2][:, places[0] == places[1]])
    found = [stream.summary() for stream in streams]
    names = ("meetings_with_both", "pair_meetings", "linked_pairs")
    return Expected(
        samples,
        seed,
        dict(zip(names, found, strict=True)),
        people.summary(),
        pairs.result(samples),
        ei.mean,
        ei.sd,
        half.means,
    )


def expect_inside_forums(
    records: Records, *, samples: int, seed: int, progress: Progress | None = None
) -> Summary:
    """Meetings with both when organisations trade places inside each forum only.

    The upper triangle of sector pairs, as in `Expected`. Time per draw O(k).
    """
    return expect_meetings(
        records, samples=samples, seed=seed, inside_forums=True, progress=progress
    )


def expect_meetings(
    records: Records,
    *,
    samples: int,
    seed: int,
    inside_forums: bool = False,
    progress: Progress | None = None,
) -> Summary:
    """Meetings with both alone: the same draws and figures as in `expect`, at less cost.

    The upper triangle of sector pairs, as in `Expected`. Time per draw O(k).
    """
    from network import count_kernel as kernel

    s = len(records.sectors)
    sampler = Sampler(records, seed, inside_forums=inside_forums)
    stream = Stream(upper(meeting_tables(sector_counts(records))[0]))
    places = np.triu_indices(s)
    pairs, met = np.zeros((s, s), np.int64), np.zeros(records.n, np.int64)
    for step in chunks(samples, records.k + s * s, progress):
        drawn = np.zeros((step, s, s), np.int64)
        for d in range(step):
            members = sampler.draw()
            kernel.count_sectors(
                sampler.col_start, members, records.sector_of, s, drawn[d], pairs, met
            )
        stream.take(np.ascontiguousarray(drawn[:, places[0], places[1]]))
    return stream.summary()


class _Halves:
    """Mean of each statistic in the first and in the second half of the draws."""

    def __init__(self, samples: int, size: int) -> None:
        self._middle = samples // 2
        self._sums = np.zeros((2, size), np.int64)
        self._counts = [0, 0]

    def take(self, values: Longs) -> None:
        cut = min(max(self._middle - sum(self._counts), 0), len(values))
        for which, part in enumerate((values[:cut], values[cut:])):
            self._sums[which] += part.sum(axis=0)
            self._counts[which] += len(part)

    @property
    def means(self) -> Floats:
        counts = np.array(self._counts, np.float64)[:, None]
        with np.errstate(invalid="ignore", divide="ignore"):
            return self._sums / counts


class _MeanIndex:
    """Mean and sd of the E-I index of links over the draws that have any (Welford)."""

    def __init__(self) -> None:
        self._count, self._mean, self._square = 0, 0.0, 0.0

    def take(self, links: Longs, internal: Longs) -> None:
        """Draws of linked pairs by sector pair, and of those inside a sector."""
        rows = zip(links.sum(axis=1).tolist(), internal.sum(axis=1).tolist(), strict=True)
        for total, inside in rows:
            if not total:
                continue
            value = (total - 2 * inside) / total
            self._count += 1
            away = value - self._mean
            self._mean += away / self._count
            self._square += away * (value - self._mean)

    @property
    def mean(self) -> float | None:
        return self._mean if self._count else None

    @property
    def sd(self) -> float | None:
        return float((self._square / (self._count - 1)) ** 0.5) if self._count > 1 else None
