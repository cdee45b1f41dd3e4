"""The coverage as rows of a file: the numbers of the page, one row an activity."""

from typing import Any

from arenas.models.enums import Sector
from arenas.strategy.coverage import Line
from arenas.strategy.coverage_page import CoveragePage, in_order
from network.tables import Table


def table(page: CoveragePage) -> Table:
    """Columns: the activity, its forums and meetings, each sector held and planned, half-years."""
    sectors = [f"{sector}_{state}" for sector in Sector for state in ("held", "planned")]
    halves = [f"{half.year}-{half.number}" for half in page.halves]
    columns = ("priority", "activity", "text", "forums", "held", "planned", *sectors, *halves)
    rows = tuple(
        _row(page, area.number, activity)
        for area in page.strategy.priorities
        for activity in in_order(area)
    )
    return Table("coverage", columns, rows)


def _row(page: CoveragePage, area: str, activity: Any) -> tuple[Any, ...]:
    line = page.activities[activity.id]
    cells = [_cell(page, line, sector) for sector in Sector]
    return (
        area,
        activity.number,
        activity.text,
        page.forums.get(activity.id, 0),
        line.meetings.held,
        line.meetings.planned,
        *(count for cell in cells for count in cell),
        *line.halves,
    )


def _cell(page: CoveragePage, line: Line, sector: Sector) -> tuple[int | None, int | None]:
    """Held and planned; nothing where the sector is not shown."""
    if sector in page.hidden:
        return None, None
    count = line.with_sector(sector)
    return count.held, count.planned
