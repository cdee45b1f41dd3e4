"""The method page counts its example from the region, and its command makes the figures again."""

import html
import json
import re
import shlex
from datetime import date

import pytest
from click.testing import CliRunner

from arenas.cli import main
from arenas.graphs.filters import MeetingFilter
from arenas.graphs.method_views import example_of
from arenas.models.enums import ForumKind
from tests.graphs import drawn
from tests.pages import get
from tests.settings import KEY

CHOSEN = MeetingFilter(
    start=date(2023, 1, 1),
    end=date(2024, 12, 31),
    kind=ForumKind.CONFERENCE,
    county="Vestfold",
)
CHOICE = "start=2023-01-01&end=31.12.2024&kind=conference&county=Vestfold"


@pytest.fixture(scope="module")
def region(templates):
    with drawn.region(templates, "method", CHOSEN) as made:
        yield made


@pytest.fixture(scope="module")
def leader(region, signed_in):
    return signed_in(region, "leadership@example.org")


def commands(page):
    shown = re.findall(r"<code>(.*?)</code>", page.html, re.DOTALL)
    return sorted({line for one in shown for line in html.unescape(one).splitlines()})


def run(app, line):
    program, *arguments = shlex.split(line)
    assert program == "moteplass"
    environment = {
        "DATABASE_URL": app.extensions["settings"].database_url,
        "MOTEPLASS_SECRET_KEY": KEY,
    }
    answer = CliRunner().invoke(main, arguments, env=environment)
    assert answer.exit_code == 0, answer.stderr
    return answer


def test_the_command_that_is_shown_makes_the_numbers_of_the_page_again(region, leader):
    page = get(leader, "/network/")
    line = next(line for line in commands(page) if line.endswith("--json"))
    assert line == f"moteplass gaps --samples {drawn.DRAWS} --seed 1 --json"
    made = run(region, line)
    assert made.stdout == leader.get("/network/gaps.json").get_data(as_text=True)
    said = re.search(r"registeret i revisjon (\d+)", page.text)
    assert f"revision {said[1]}." in made.stderr


def test_so_does_the_command_of_a_narrow_choice_with_every_argument_in_it(region, leader):
    page = get(leader, f"/network/?{CHOICE}")
    line = next(line for line in commands(page) if line.endswith("--json"))
    assert line == (
        "moteplass gaps --from 2023-01-01 --to 2024-12-31 --kind conference --county Vestfold "
        f"--samples {drawn.DRAWS} --seed 1 --json"
    )
    answer = leader.get(f"/network/gaps.json?{CHOICE}").get_data(as_text=True)
    assert run(region, line).stdout == answer
    assert 0 < json.loads(answer)["events"] < 548


def test_so_does_the_command_of_the_trend(region, leader):
    page = get(leader, "/network/trend?pair=culture-industry")
    line = next(line for line in commands(page) if line.endswith("--trend"))
    halves = json.loads(run(region, line).stdout)
    observed = [
        pair["observed"]
        for half in halves
        for pair in half["sector_pairs"]
        if (pair["a"], pair["b"]) == ("culture", "industry")
    ]
    drawing = re.findall(r'class="chart__number"[^>]*>(\d+)<', page.html)
    assert [int(number) for number in drawing] == observed


@pytest.mark.parametrize(
    ("path", "flag", "file"),
    [
        ("/network/graph?view=organisations", "--ties", "/network/export.csv"),
        ("/network/ties/halden-kommune/marker-kommune", "--ties", "/network/export.csv"),
        ("/network/groups", "--groups", "/network/groups.csv"),
        ("/network/forums", "--forums", "/network/forums.csv"),
    ],
)
def test_so_do_the_commands_of_what_is_counted_without_draws(region, leader, path, flag, file):
    line = next(line for line in commands(get(leader, path)) if line.endswith(flag))
    assert line == f"moteplass gaps {flag}"
    made = run(region, line).stdout.splitlines()
    page = leader.get(file).get_data(as_text=True).lstrip("\ufeff").splitlines()
    assert made[0].lstrip("\ufeff") == page[0]
    assert sorted(made[1:]) == sorted(page[1:])
    assert len(made) > 5


def test_the_example_is_counted_from_the_region_step_by_step(leader):
    page = get(leader, "/network/method/?pair=culture-industry")
    report = json.loads(leader.get("/network/gaps.json").get_data())
    pair = next(p for p in report["sector_pairs"] if (p["a"], p["b"]) == ("culture", "industry"))
    expected = pair["meetings_with_both"]["expected"]
    text = page.text
    assert "13 organisasjoner fra kulturliv og 16 fra næringsliv i utvalget: 208 mulige" in text
    assert "Av 548 avholdte møter var begge representert på 2." in text
    shown = f"{expected:.1f}".replace(".", ",")
    gap = f"{100 * (1 - 2 / expected):.1f}".replace(".", ",")
    assert f"1 − 2 / {shown} = {gap} %" in text
    assert f"p = (1 + 0) / ({drawn.DRAWS} + 1) = 0,0050" in text  # 1/201
    assert "Begge var invitert til 29 av møtene; på 2 kom begge." in text


def test_the_steps_of_the_example_add_up():
    # 103 expected, 2 seen: 101 missing; 3 expected inside the forums: 100 of 101 by forums.
    pair = {
        "a": "culture",
        "b": "industry",
        "meetings_with_both": {"observed": 2, "expected": 103.0, "p": 3 / 201, "enough_data": True},
        "inside_forums": {"expected": 3.0},
    }
    report = {
        "samples": 200,
        "sector_sizes": {"culture": 13, "industry": 16},
        "sector_pairs": [pair],
    }
    example = example_of(report, pair, 29)
    assert (example.sizes, example.fewer, example.compared) == ((13, 16), 2, 1)
    assert (example.missing, example.by_forums, example.share) == (101.0, 100.0, 100 / 101)


def test_what_the_figures_do_not_say_stands_on_the_page(leader):
    text = get(leader, "/network/method/").text
    for said in (
        "Et gap sier ikke at møtet burde ha skjedd.",
        "Bare det som er registrert her, er med.",
        "Størrelsene ligger fast, så et gap ett sted er et overlapp et annet sted",
        "et regnestykke, ikke en årsak",
        "for få ganger til å kalle ett enkelt sektorpar et gap: 720 trekninger trengs",  # 36 / .05
    ):
        assert said in text


def test_a_choice_with_too_little_data_has_no_example_and_says_why(leader):
    page = get(leader, f"/network/method/?{CHOICE}&pair=culture-industry")
    assert "har nok data til et eksempel" in page.text
