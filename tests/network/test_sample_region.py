"""The gaps planted in the sample region, with the exact figures its generator wrote down."""

import dataclasses

import pytest

import network
from tests.network import known

# sector, sector, possible pairs, pairs that met, meetings with both
ALL_SECTOR_PAIRS = """
municipality county 432 390 193
municipality industry 1152 519 222
municipality cluster 792 516 171
municipality academia 1224 789 149
municipality culture 936 146 25
municipality national_authority 864 622 196
municipality other 216 167 428
county industry 96 83 77
county cluster 66 65 42
county academia 102 96 78
county culture 78 72 25
county national_authority 72 72 131
county other 18 18 154
industry cluster 176 142 155
industry academia 272 194 86
industry culture 208 6 2
industry national_authority 192 154 104
industry other 48 42 159
cluster academia 187 176 101
cluster culture 143 20 2
cluster national_authority 132 122 53
cluster other 33 31 118
academia culture 221 30 2
academia national_authority 204 192 56
academia other 51 48 128
culture national_authority 156 44 25
culture other 39 16 14
national_authority other 36 36 145
"""

TELEMARK = [
    "porsgrunn-kommune",
    "skien-kommune",
    "notodden-kommune",
    "siljan-kommune",
    "bamble-kommune",
    "kragero-kommune",
    "midt-telemark-kommune",
    "tinn-kommune",
]


@pytest.fixture(scope="module")
def records():
    return known.sample_region()


@pytest.fixture(scope="module")
def report(records):
    return network.observed_report(records)


def test_the_size_is_as_planted(report):
    assert (report["organisations"], report["events"]) == (150, 548)
    assert report["projection"]["edges"] == 7309
    assert report["projection"]["isolates"] == 5


@pytest.mark.parametrize("line", ALL_SECTOR_PAIRS.strip().splitlines())
def test_every_sector_pair_is_as_planted(report, line):
    *sectors, possible, met, meetings = line.split()
    a, b = sorted(sectors)
    [row] = [p for p in report["sector_pairs"] if (p["a"], p["b"]) == (a, b)]
    assert row["possible_pairs"] == int(possible)
    assert row["linked_pairs"]["observed"] == int(met)
    assert row["meetings_with_both"]["observed"] == int(meetings)


def test_culture_and_industry_have_the_lowest_density(report):
    apart = [p for p in report["sector_pairs"] if p["a"] != p["b"]]
    lowest, following = sorted(apart, key=lambda p: p["density"])[:2]
    assert (lowest["a"], lowest["b"]) == ("culture", "industry")
    assert round(lowest["density"], 4) == 0.0288
    assert (following["a"], following["b"]) == ("academia", "culture")
    assert round(following["density"], 4) == 0.1357


def test_the_telemark_municipalities_have_never_met_academia(report):
    details = {d["id"]: d for d in report["organisations_detail"]}
    assert all("academia" in details[i]["sectors_never_met"] for i in TELEMARK)


@pytest.mark.parametrize(
    ("evidence", "meetings", "met"), [("attended", 0, 0), ("invited", 12, None)]
)
def test_telemark_and_academia_were_called_together_and_never_met(evidence, meetings, met):
    records = known.sample_region(evidence=evidence)
    moved = [
        dataclasses.replace(one, sector="telemark") if one.id in TELEMARK else one
        for one in records.organisations
    ]
    rows = {
        (p["a"], p["b"]): p
        for p in network.observed_report(dataclasses.replace(records, organisations=tuple(moved)))[
            "sector_pairs"
        ]
    }
    telemark, others = rows["academia", "telemark"], rows["academia", "municipality"]
    assert (telemark["possible_pairs"], others["possible_pairs"]) == (136, 1088)
    assert telemark["meetings_with_both"]["observed"] == meetings
    if met is not None:
        assert telemark["linked_pairs"]["observed"] == met
        assert others["linked_pairs"]["observed"] == 789
        assert others["meetings_with_both"]["observed"] == 149


def test_culture_and_industry_were_invited_together_to_29_meetings():
    report = network.observed_report(known.sample_region(evidence="invited"))
    [row] = [p for p in report["sector_pairs"] if (p["a"], p["b"]) == ("culture", "industry")]
    assert row["meetings_with_both"]["observed"] == 29


def test_one_broker_holds_the_region_together(records, report):
    assert report["articulation_points"] == ["smart-innovation-norway-as"]
    left = network.project(records.without({"smart-innovation-norway-as"}))
    label = network.components(left)
    sizes = sorted((label == number).sum() for number in set(label.tolist()))
    assert sizes[-2:] == [6, 138]
    cut = [records.ids[i] for i in (label == 1).nonzero()[0]]
    assert cut == [
        "aremark-kommune",
        "esmart-systems-as",
        "halden-kommune",
        "hvaler-kommune",
        "marker-kommune",
        "rakkestad-kommune",
    ]


def test_those_who_never_came_are_without_any_contact(report):
    alone = [d["id"] for d in report["organisations_detail"] if d["contacts"] == 0]
    assert alone == [
        "krodsherad-kommune",
        "nla-hogskolen",
        "sentralen",
        "skiptvet-kommune",
        "telenor-asa",
    ]


def test_the_invited_are_counted_when_asked_for():
    meetings = dict(
        zip((r := known.sample_region(evidence="invited")).ids, r.meetings.tolist(), strict=True)
    )
    assert meetings["telenor-asa"] == 69
    assert meetings["krodsherad-kommune"] == 42


def test_one_activity_has_no_meeting(records):
    ids = [row["id"] for row in known.rows(known.SAMPLE / "activities.csv")]
    found = network.activity_meetings(records, ids)
    assert [one for one, meetings in found.items() if not meetings] == ["2.6"]
    assert len(found) == 24


def test_one_forum_went_to_sleep(records):
    last = {
        share.forum: (share.last.isoformat(), share.meetings)
        for share in network.forum_shares(records)
    }
    assert last.pop("a16") == ("2023-04-17", 10)
    assert len(last) == 25
    assert min(day for day, _ in last.values()) == "2026-03-17"
