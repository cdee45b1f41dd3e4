"""The data sets that `make calibrate` judges by: nothing in the null ones, a gap in the others."""

import numpy as np

import network
from benchmarks.calibrate import called, null_sets, planted
from tests.network import known


def culture_and_industry(records):
    report = network.observed_report(records)
    [row] = [p for p in report["sector_pairs"] if (p["a"], p["b"]) == ("culture", "industry")]
    return row["meetings_with_both"]["observed"]


def test_planting_keeps_all_margins_and_halves_the_meetings_with_both():
    region = known.sample_region()
    [null] = null_sets(region, 1, seed=4)
    gapped = planted(null, 0.5, np.random.default_rng(4))
    for records in (null, gapped):
        assert (records.meetings == region.meetings).all()
        assert (records.sizes == region.sizes).all()
    before, after = culture_and_industry(null), culture_and_industry(gapped)
    assert before > 80
    assert 0.35 < after / before < 0.65
    _, calls, names = called(gapped, samples=800, seed=1)
    assert calls[names.index("culture|industry")]
