"""Who is not there, on networks small enough to draw."""

from network.absence import Bridgehead, NeverMet, bridgeheads, never_met_groups
from network.projection import project
from network.records import Event, Organisation, Records, build


def met(organisations: list[Organisation], *tables: str) -> Records:
    """Records of one-letter organisations; each table is a meeting, named by who sat there."""
    events = [Event(f"m{number}") for number, _ in enumerate(tables)]
    seats = [(letter, f"m{number}") for number, table in enumerate(tables) for letter in table]
    return build(organisations, events, seats)


def in_county(county: str, sector: str, letters: str) -> list[Organisation]:
    return [Organisation(letter, letter, sector, county) for letter in letters]


REGION = [
    *in_county("North", "municipality", "ab"),
    *in_county("South", "municipality", "cd"),
    *in_county("North", "academia", "xyz"),
]


def test_the_municipalities_of_one_county_that_never_met_academia_are_named():
    records = met(REGION, "acd", "bx")
    assert never_met_groups(records, project(records)) == [
        NeverMet("municipality", "South", "academia", organisations=2, possible_pairs=6)
    ]


def test_one_meeting_of_one_member_ends_the_absence_of_the_group():
    records = met(REGION, "bx", "cz")
    assert never_met_groups(records, project(records)) == []


def test_a_group_or_a_sector_of_one_is_no_pattern():
    records = met([*in_county("North", "culture", "k"), *in_county("North", "county", "pq")], "k")
    assert never_met_groups(records, project(records)) == []


def test_an_organisation_without_county_or_sector_belongs_to_no_group():
    nobody = [Organisation("u"), Organisation("v", sector="municipality")]
    records = met([*nobody, *in_county("North", "academia", "xy")], "uv")
    assert never_met_groups(records, project(records)) == []


def test_one_organisation_that_holds_two_circles_together_is_a_bridgehead():
    records = met([Organisation(letter) for letter in "abcdpq"], "abc", "cpq", "abcd")
    assert bridgeheads(records, project(records)) == [
        Bridgehead("c", cut_off=("p", "q"), parts=(3, 2))
    ]


def test_in_a_chain_the_middle_ones_each_cut_off_the_shorter_end():
    records = met([Organisation(letter) for letter in "abcde"], "ab", "bc", "cd", "de")
    found = {point.id: point.cut_off for point in bridgeheads(records, project(records))}
    assert found == {"b": ("a",), "c": ("d", "e"), "d": ("e",)}


def test_where_everybody_meets_everybody_nobody_is_a_bridgehead():
    records = met([Organisation(letter) for letter in "abcd"], "abcd")
    assert bridgeheads(records, project(records)) == []


def test_a_separate_circle_is_not_cut_off_by_anyone():
    records = met([Organisation(letter) for letter in "abcxyz"], "abc", "xy", "yz")
    assert bridgeheads(records, project(records)) == [Bridgehead("y", ("z",), (1, 1))]


def test_records_without_meetings_have_no_bridgehead_and_every_group_is_absent():
    records = met(REGION)
    assert bridgeheads(records, project(records)) == []
    absent = [
        (f.sector, f.county, f.possible_pairs) for f in never_met_groups(records, project(records))
    ]
    assert absent == [
        ("academia", "North", 12),  # 3 x 4
        ("municipality", "North", 6),  # 2 x 3
        ("municipality", "South", 6),
    ]


def test_no_records_at_all_give_empty_lists():
    records = met([])
    assert (
        bridgeheads(records, project(records)),
        never_met_groups(records, project(records)),
    ) == (
        [],
        [],
    )
