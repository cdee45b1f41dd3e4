"""The whole report: what was observed, what chance would give, and how sure that is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event as Flag
from typing import Any

from network import brokerage, cuts, figures
from network.gaps import Expected, expect, expect_inside_forums
from network.introductions import Upcoming, suggest_introductions, too_many
from network.measures import helix_synergy
from network.null_model import Cancelled, Progress
from network.pair_gaps import ALPHA
from network.projection import Projection, project
from network.records import Records
from network.report import STATISTICS, Report, observed_report
from network.sectors import SectorTables, sector_tables
from network.streaming import Summary

SAMPLES = 1000


def analysis_report(
    records: Records,
    *,
    samples: int = SAMPLES,
    seed: int = 1,
    projection: Projection | None = None,
    progress: Progress | None = None,
    activities: Mapping[str, Collection[str]] | None = None,
    upcoming: Sequence[Upcoming] = (),
) -> Report:
    """The analysis report, complete.

    Parameters
    ----------
    records : Records
        Already filtered: every figure is for these meetings. May be empty.
    samples : int
        Draws of the null model, positive.
    seed : int
        0 or more; the same records, samples and seed give the same report, byte for byte.
    projection : Projection, optional
        ``project(records)``, when the caller has it already.
    progress : callable, optional
        Called with (done, samples); raise `Cancelled` in it to stop.
    activities, upcoming
        For the introductions; see `suggest_introductions`.

    Returns
    -------
    dict
        Ready for JSON. What is undefined is None; ``notes`` says what cannot be said and why.

    Notes
    -----
    Time O(samples x (k + sum of squared meeting sizes)); the shuffle inside the forums runs
    beside the other one in a second thread.
    """
    ties = projection if projection is not None else project(records)
    tables = sector_tables(records, ties)
    report = observed_report(records, ties)
    expected, inside = _draws(records, tables, samples, seed, progress)
    report = {
        **{key: report[key] for key in list(report)[:5]},
        "samples": samples,
        "seed": seed,
        "convergence": figures.convergence(expected),
        **{key: report[key] for key in list(report)[5:]},
    }
    _add_sectors(report, tables, expected, inside)
    report["ei"] |= {"links_expected": expected.ei_mean, "links_sd": expected.ei_sd}
    _add_organisations(report, records, ties, expected)
    report["helix_synergy"] = helix_synergy(records)
    pairs = figures.pair_block(records, ties.edges, expected.pairs)
    found = suggest_introductions(
        records,
        ties,
        sector_pairs=_gaps_by_sector(report),
        activities=activities,
        upcoming=upcoming,
    )
    report["pairs"] = pairs | {"introductions": [one.as_dict() for one in found]}
    report["notes"] += _notes(report, records, ties, expected)
    return report


def _draws(
    records: Records,
    tables: SectorTables,
    samples: int,
    seed: int,
    progress: Progress | None,
) -> tuple[Expected, Summary | None]:
    """Both shuffles, side by side. The second is None where no meeting has a forum."""
    stop = Flag()

    def watch(_done: int, _asked: int) -> None:
        if stop.is_set():
            raise Cancelled

    if all(event.forum is None for event in records.events):
        return expect(records, tables, samples=samples, seed=seed, progress=progress), None
    with ThreadPoolExecutor(1) as pool:
        inside = pool.submit(
            expect_inside_forums, records, samples=samples, seed=seed, progress=watch
        )
        try:
            found = expect(records, tables, samples=samples, seed=seed, progress=progress)
        except BaseException:
            stop.set()
            raise
        return found, inside.result()


def _add_sectors(
    report: Report, tables: SectorTables, expected: Expected, inside: Summary | None
) -> None:
    sizes = tables.sizes.tolist()
    enough = figures.enough_meetings(expected.sectors["meetings_with_both"], sizes)
    for name in STATISTICS:
        found = figures.blocks(expected.sectors[name], enough)
        for row, block in zip(report["sector_pairs"], found, strict=True):
            row[name] = block
    within: list[Any] = [None] * len(report["sector_pairs"])
    if inside is not None:
        within = figures.blocks(inside, figures.enough_meetings(inside, sizes))
    for row, block in zip(report["sector_pairs"], within, strict=True):
        row["inside_forums"] = block
        whole, part = row["meetings_with_both"]["gap"], block["gap"] if block else None
        row["different_forums"] = whole - part if None not in (whole, part) else None


def _add_organisations(
    report: Report, records: Records, ties: Projection, expected: Expected
) -> None:
    brokers = report["brokerage"] = None
    if not brokerage.too_heavy(ties):
        brokers = brokerage.brokers(ties, records.sector_of, len(records.sectors))
        totals = brokers.roles.sum(axis=0).tolist()
        report["brokerage"] = dict(zip(brokerage.ROLES, totals, strict=True))
    between = cuts.betweenness(ties)
    chance = figures.organisation_blocks(records, expected.contacts)
    for i, row in enumerate(report["organisations_detail"]):
        missing = row.pop("sectors_never_met")
        row["gap"] = chance[i]["gap"]
        row["contacts_other_sectors_expected"] = {k: v for k, v in chance[i].items() if k != "gap"}
        row["betweenness"] = None if between is None else between[i]
        row["constraint"] = row["effective_size"] = row["brokerage"] = None
        if brokers is not None:
            row["constraint"] = figures.finite(brokers.constraint[i])
            row["effective_size"] = figures.finite(brokers.effective_size[i])
            if row["sector"] is not None:
                counts = brokers.roles[i].tolist()
                row["brokerage"] = dict(zip(brokerage.ROLES, counts, strict=True))
        row["sectors_never_met"] = missing


def _gaps_by_sector(report: Report) -> list[tuple[str, str]] | None:
    """The sector pairs that met less than chance at .05; None (all) when there are none."""
    rows = [(row["a"], row["b"], row["meetings_with_both"]) for row in report["sector_pairs"]]
    found = [(a, b) for a, b, m in rows if m["q"] is not None and m["gap"] > 0 and m["q"] < ALPHA]
    return found or None


def _notes(
    report: Report, records: Records, ties: Projection, expected: Expected
) -> list[dict[str, Any]]:
    """What the draws cannot say: too few of them, nothing testable, nothing that varies.

    Codes: too_few_draws (to call one pair; count says how many it takes), more_draws_needed
    (the halves disagree), unmet_untestable (unmet pairs with too little data to say),
    nothing_testable, saturated (sector pairs that hardly vary by chance), pairs_limited
    (organisations followed pair by pair), measures_left_out and introductions_left_out (the
    network is too large).
    """
    needed = figures.draws_needed(report["sector_pairs"], expected.samples)
    found = [
        ("too_few_draws", needed),
        ("more_draws_needed", int(figures.convergence(expected)["halves_agree"] is False)),
        ("unmet_untestable", report["pairs"]["unmet"] - report["pairs"]["unmet_testable"]),
        ("nothing_testable", int(records.k > 0 and not expected.pairs.testable)),
        ("saturated", figures.saturated(expected)),
        ("pairs_limited", expected.pairs.followed if expected.pairs.limited else 0),
        ("measures_left_out", int(brokerage.too_heavy(ties))),
        ("introductions_left_out", int(too_many(ties))),
    ]
    return [{"code": code, "count": count} for code, count in found if count]
