"""``moteplass analyse``: the analysis of any attendance in three CSV files. No database."""

import csv
import sys
from pathlib import Path

import click

import network
from network.errors import RecordError

READABLE = click.Path(exists=True, dir_okay=False, path_type=Path)
WRITABLE = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command()
@click.option("--organisations", type=READABLE, required=True, help="Columns id, name, sector.")
@click.option("--events", type=READABLE, required=True, help="Columns id, name, date, forum.")
@click.option(
    "--attendance", type=READABLE, required=True, help="Columns organisation_id, event_id."
)
@click.option(
    "--samples",
    type=click.IntRange(min=1),
    default=1000,
    show_default=True,
    help="Draws of the null model.",
)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
@click.option("--output", type=WRITABLE, required=True, help="The report, as JSON.")
@click.option("--projection", type=WRITABLE, help="Every pair that met: a,b,meetings,newman.")
def analyse(
    organisations: Path,
    events: Path,
    attendance: Path,
    samples: int,
    seed: int,
    output: Path,
    projection: Path | None,
) -> None:
    """Write the analysis report of who met whom, from three CSV files."""
    try:
        records = network.read_records(organisations, events, attendance)
    except RecordError as error:
        raise click.ClickException(f"the records were refused\n{error}") from error
    for path in (output, projection):
        if path is not None and not path.parent.is_dir():
            raise click.ClickException(f"{path}: there is no folder {path.parent}")
    ties = network.project(records)
    with click.progressbar(length=samples, label="Drawing", file=sys.stderr) as bar:
        report = network.analysis_report(
            records,
            samples=samples,
            seed=seed,
            projection=ties,
            progress=lambda done, _: bar.update(done - bar.pos),
        )
    text = network.to_json(report)
    try:
        output.write_text(text, encoding="utf-8")
        if projection is not None:
            _write_projection(projection, records, ties)
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from error
    click.echo(
        f"{records.n} organisations, {records.m} meetings, {records.k} attendances: {output}"
    )


def _write_projection(path: Path, records: network.Records, projection: network.Projection) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(network.PROJECTION_COLUMNS)
        rows.writerows(network.projection_rows(records, projection))
