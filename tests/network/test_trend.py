"""The trend by half-year: the report's own figure, period by period."""

from datetime import date

from network import Event, Organisation, analysis_report, build, split_periods
from network.trend import trend, withhold_trend


def region():
    """Six organisations of two sectors; twelve meetings of four in spring, none in autumn."""
    sectors = "aaabbb"
    organisations = [Organisation(f"o{i}", sector=s) for i, s in enumerate(sectors)]
    spring = [Event(f"s{i:02}", date=date(2025, 1 + i % 6, 3)) for i in range(12)]
    later = [Event("z", date=date(2026, 2, 1))]
    came = [(f"o{(i + j) % 6}", f"s{i:02}") for i in range(12) for j in range(4)]
    return build(organisations, [*spring, *later], [*came, ("o0", "z"), ("o5", "z")])


def test_each_half_year_has_the_figures_of_the_report_over_that_half_year():
    records = region()
    first = split_periods(records)[0]
    report = analysis_report(records.select(start=first.start, end=first.end), samples=60, seed=3)
    found = trend(records, samples=60, seed=3)[0]
    assert [(p["a"], p["b"]) for p in found["sector_pairs"]] == [("a", "a"), ("a", "b"), ("b", "b")]
    for pair, row in zip(found["sector_pairs"], report["sector_pairs"], strict=True):
        assert {k: v for k, v in pair.items() if k not in "ab"} == row["meetings_with_both"]


def test_a_half_year_without_meetings_has_nothing_to_say_rather_than_a_gap():
    found = trend(region(), samples=20, seed=1)
    assert [(half["name"], half["events"]) for half in found] == [
        ("2025-1", 12),
        ("2025-2", 0),
        ("2026-1", 1),
    ]
    between = found[1]["sector_pairs"][1]
    assert (between["observed"], between["gap"], between["enough_data"]) == (0, None, False)


def test_a_withheld_sector_has_no_figure_in_any_half_year():
    found = withhold_trend(trend(region(), samples=20, seed=1), {"a"})
    first = found[0]["sector_pairs"]
    assert first[1] == {**dict.fromkeys(first[1]), "a": "a", "b": "b", "withheld": True}
    # Of six in a ring, four in a row hold two or more of three neighbours in 4 of 6 places, twice.
    assert first[2]["observed"] == 8
