"""``moteplass gaps`` on the register."""

import json

import pytest
from click.testing import CliRunner

from arenas.cli import main
from tests.settings import KEY


@pytest.fixture
def run(templates):
    environment = {
        "DATABASE_URL": templates.sqlite("sample", "gaps-command"),
        "MOTEPLASS_SECRET_KEY": KEY,
    }

    def invoke(*arguments: str):
        return CliRunner().invoke(main, ["gaps", "--samples", "50", *arguments], env=environment)

    return invoke


def test_the_report_of_the_sample_region_holds_the_planted_figures(run):
    report = json.loads(run("--json").stdout)
    pair = next(p for p in report["sector_pairs"] if (p["a"], p["b"]) == ("culture", "industry"))
    assert pair["linked_pairs"]["observed"] == 6
    assert pair["meetings_with_both"]["observed"] == 2
    assert (report["organisations"], report["events"], report["samples"]) == (150, 548, 50)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(run):
    assert run("--json").stdout == run("--json").stdout
    assert run("--json").stdout != run("--json", "--seed", "2").stdout


def test_lines_to_read_name_the_largest_gap_first_with_what_chance_would_give(run):
    lines = run().stdout.splitlines()
    assert lines[0] == "548 meetings held, 150 organisations; 50 draws, seed 1"
    gaps = [float(line.split("gap ")[1].split(",")[0]) for line in lines[1:] if "gap " in line]
    assert gaps == sorted(gaps, reverse=True)
    assert "culture" in lines[1]


def test_a_period_without_meetings_is_a_report_that_says_so(run):
    report = json.loads(run("--json", "--to", "31.12.2019").stdout)
    assert report["events"] == 0
    assert {"code": "no_meetings", "count": 1} in report["notes"]


def test_a_period_that_ends_before_it_begins_is_wrong_usage(run):
    answer = run("--from", "2026-05-01", "--to", "2026-01-01")
    assert (answer.exit_code, "--from is after --to" in answer.stderr) == (2, True)


@pytest.mark.parametrize(
    "wrong", [("--forum", "nedlagt"), ("--priority", "9999"), ("--county", "Utopia")]
)
def test_a_choice_of_what_is_not_there_is_wrong_usage_and_says_so(run, wrong):
    answer = run(*wrong)
    assert answer.exit_code == 2
    assert wrong[1] in answer.stderr


def test_each_filter_of_the_page_can_be_given_and_chooses_the_same_meetings(run):
    # PLANTED.md, P1: both invited to 29 held meetings.
    report = json.loads(run("--json", "--evidence", "invited").stdout)
    pair = next(p for p in report["sector_pairs"] if (p["a"], p["b"]) == ("culture", "industry"))
    assert pair["meetings_with_both"]["observed"] == 29
    telemark = json.loads(run("--json", "--county", "Telemark").stdout)
    assert telemark["sector_sizes"]["municipality"] == 8
    assert telemark["organisations"] < 150


def test_the_trend_has_each_half_year_and_its_meetings_add_up_to_the_report(run):
    halves = json.loads(run("--trend").stdout)
    assert [half["name"] for half in halves][:2] == ["2021-1", "2021-2"]
    assert sum(half["events"] for half in halves) == 548
    met = [
        pair["observed"]
        for half in halves
        for pair in half["sector_pairs"]
        if (pair["a"], pair["b"]) == ("culture", "industry")
    ]
    assert sum(met) == 2
