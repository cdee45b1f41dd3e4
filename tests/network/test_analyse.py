"""The command `moteplass analyse`, from files to files."""

import csv
import json

import pytest
from click.testing import CliRunner

from arenas.graphs.analyse import analyse
from tests.network import known


def run(folder, *more, **replaced):
    arguments = []
    for name in ("organisations", "events", "attendance"):
        arguments += [f"--{name}", str(replaced.get(name, known.DATA / f"{name}.csv"))]
    arguments += ["--output", str(folder / "report.json"), *more]
    return CliRunner().invoke(analyse, arguments)


def test_the_climate_sessions_give_their_report_and_their_ties(tmp_path):
    ties = tmp_path / "projection.csv"
    result = run(tmp_path, "--samples", "20", "--projection", str(ties))
    assert result.exit_code == 0, result.output
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert (report["organisations"], report["events"], report["attendances"]) == (610, 11, 2299)
    with ties.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["a", "b", "meetings", "newman"]
    assert len(rows) - 1 == report["projection"]["edges"] == 103801
    assert sum(int(row[2]) for row in rows[1:]) == report["projection"]["pair_meetings"]


def test_broken_records_are_refused_with_their_place_and_nothing_is_written(tmp_path):
    broken = tmp_path / "attendance.csv"
    broken.write_text("organisation_id,event_id\nnobody,inc01\n", encoding="utf-8")
    result = run(tmp_path, attendance=broken)
    assert result.exit_code == 1
    assert "attendance.csv, row 2, column organisation_id: 'nobody' is unknown" in result.output
    assert not (tmp_path / "report.json").exists()


@pytest.mark.parametrize("more", [["--samples", "0"], ["--samples", "many"], ["--colour"]])
def test_wrong_usage_answers_two(tmp_path, more):
    assert run(tmp_path, *more).exit_code == 2


@pytest.mark.slow
def test_a_place_that_cannot_be_written_is_a_refusal(tmp_path):
    (tmp_path / "report.json").mkdir()
    assert run(tmp_path, "--samples", "1").exit_code in (1, 2)
    result = run(tmp_path / "gone", "--samples", "1")
    assert result.exit_code == 1
    assert "there is no folder" in result.output
