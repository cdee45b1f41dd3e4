"""``moteplass gaps``: the analysis of the register, as JSON or as lines to read."""

import sys
from datetime import datetime
from typing import Any

import click

DAY = click.DateTime(formats=["%Y-%m-%d", "%d.%m.%Y"])


@click.command()
@click.option("--from", "start", type=DAY, help="First day, as 2026-01-31 or 31.01.2026.")
@click.option("--to", "end", type=DAY, help="Last day, included.")
@click.option("--samples", type=click.IntRange(min=1), default=1000, show_default=True)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The whole report, as JSON.")
def gaps(
    start: datetime | None, end: datetime | None, samples: int, seed: int, as_json: bool
) -> None:
    """Which sectors meet less than chance would give, in the meetings held."""
    if start and end and start > end:
        raise click.UsageError("--from is after --to.")
    report = _report(start, end, samples, seed)
    if as_json:
        from network.report import to_json

        click.echo(to_json(report), nl=False)
        return
    for line in _lines(report):
        click.echo(line)


def _report(
    start: datetime | None, end: datetime | None, samples: int, seed: int
) -> dict[str, Any]:
    from arenas import create_app
    from arenas.database import db
    from arenas.graphs.filters import MeetingFilter
    from arenas.graphs.queries import register
    from network.analysis import analysis_report

    app = create_app()
    chosen = MeetingFilter(start and start.date(), end and end.date())
    with app.app_context():
        read = register(db.session(), chosen, app.extensions["settings"].timezone)
    with click.progressbar(length=samples, label="Drawing", file=sys.stderr) as bar:
        return analysis_report(
            read.records,
            samples=samples,
            seed=seed,
            progress=lambda done, _: bar.update(done - bar.pos),
        )


def _lines(report: dict[str, Any]) -> list[str]:
    """The sector pairs with enough data, the largest gap first, each with what chance gives."""
    known = [pair for pair in report["sector_pairs"] if pair["meetings_with_both"]["enough_data"]]
    known.sort(key=lambda pair: (-pair["meetings_with_both"]["gap"], pair["a"], pair["b"]))
    head = (
        f"{report['events']} meetings held, {report['organisations']} organisations; "
        f"{report['samples']} draws, seed {report['seed']}"
    )
    too_little = len(report["sector_pairs"]) - len(known)
    return [
        head,
        *(_line(pair["a"], pair["b"], pair["meetings_with_both"]) for pair in known),
        *([f"Too little data: {too_little} sector pairs"] if too_little else []),
    ]


def _line(one: str, other: str, figure: dict[str, Any]) -> str:
    return (
        f"{one} - {other}: met {figure['observed']} times; {figure['expected']:.1f} expected "
        f"({figure['low']:.0f}-{figure['high']:.0f}); gap {figure['gap']:.2f}, q {figure['q']:.3f}"
    )
