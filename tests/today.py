"""The day of the tests: the same wherever and whenever they run, so that they judge the same."""

from datetime import UTC, datetime, timedelta

import time_machine

TODAY = datetime(2026, 11, 23, 12, tzinfo=UTC)  # a Monday


def begin(later: timedelta = timedelta(0)) -> time_machine.travel:
    """Set this process's clock to that noon, from where it goes on; ``stop()`` gives it back."""
    travel = time_machine.travel(TODAY + later, tick=True)
    travel.start()
    return travel
