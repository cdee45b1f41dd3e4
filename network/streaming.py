"""Running figures of many statistics over many draws, in memory that does not grow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Summary:
    """What S draws say of x whole-number statistics; every array has shape (x,).

    Attributes
    ----------
    observed : int64
    mean, sd : float64
        Over the draws; ``sd`` with S - 1, nan for a single draw.
    low, high : float64
        2.5 and 97.5 percentiles, linear between draws; exact while the draws span less than
        the number of bins, else to about one part in half that number of the span.
    below : int64
        Draws at or below the observed value, 0..S.
    samples : int
    """

    observed: Longs
    mean: Floats
    sd: Floats
    low: Floats
    high: Floats
    below: Longs
    samples: int

    @property
    def p(self) -> Floats:
        """Lower tail, (1 + below) / (S + 1): in (0, 1], never 0."""
        return np.asarray((1.0 + self.below) / (self.samples + 1.0), np.float64)


class Stream:
    """Takes draws of x statistics, chunk by chunk, and keeps their running figures.

    Parameters
    ----------
    observed : int array, shape (x,)
    bins : int
        Of the histogram behind the percentiles; memory is 4 x bins x x bytes. Fewer, but at
        least 64, where that would be more than 32 MB.
    """

    def __init__(self, observed: Longs, bins: int = 2048) -> None:
        size = len(observed)
        while bins > 64 and bins * size > 8_000_000:
            bins //= 2
        self.observed = np.ascontiguousarray(observed, np.int64)
        self.samples = 0
        self._counts = np.zeros((size, bins), np.int32)
        self._base, self._shift, self._total, self._below = np.zeros((4, size), np.int64)
        self._square = np.zeros(size)

    def take(self, draws: Longs) -> None:
        """Add draws, shape (draws, x)."""
        from network.count_kernel import fold

        fold(
            draws,
            self.observed,
            self._counts,
            self._base,
            self._shift,
            self._total,
            self._square,
            self._below,
            self.samples > 0,
        )
        self.samples += len(draws)

    @property
    def mean(self) -> Floats:
        """Mean of the draws so far; shape (x,)."""
        return np.asarray(self.observed + self._total / max(self.samples, 1), np.float64)

    def summary(self) -> Summary:
        """The figures after at least one draw."""
        mean_away = self._total / self.samples
        left = np.maximum(self._square - self._total * mean_away, 0.0)
        with np.errstate(invalid="ignore"):
            sd = np.sqrt(left / np.float64(self.samples - 1))
        low, high = self._percentile(0.025), self._percentile(0.975)
        return Summary(self.observed, self.mean, sd, low, high, self._below.copy(), self.samples)

    def _percentile(self, share: float) -> Floats:
        rank = share * (self.samples - 1)
        under = int(rank)
        one, other = self._ranked(under), self._ranked(min(under + 1, self.samples - 1))
        return one + (other - one) * (rank - under)

    def _ranked(self, rank: int) -> Floats:
        """The draw with ``rank`` others below it, the middle of its bin; shape (x,)."""
        place = (np.cumsum(self._counts, axis=1) <= rank).sum(axis=1)
        width = np.left_shift(np.int64(1), self._shift)
        middle: Floats = (self._base + place) * width + (width - 1) / 2
        return middle
