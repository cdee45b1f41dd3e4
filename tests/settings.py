"""The settings the tests run under: nothing of the machine's own environment."""

from dataclasses import replace
from typing import Any

from arenas.config import Settings, load

PASSWORD = "eksempel på passord 1"
# So long a writer waits for another: where eight write at once on a busy machine, ten seconds pass.
BUSY_MILLISECONDS = 120_000
# A page that waits for no writer is there long before that, however busy the machine.
LONGEST = 60  # seconds
KEY = "a key for the tests alone, 32 characters and more"


def make_settings(
    database_url: str = "sqlite:////tmp/moteplass-unused.db", **others: Any
) -> Settings:
    settings = load(
        {
            "DATABASE_URL": database_url,
            "MOTEPLASS_SECRET_KEY": KEY,
            "MOTEPLASS_SAMPLE_PASSWORD": PASSWORD,
            "MOTEPLASS_DRAWS": "0",
        }
    )
    return replace(settings, **others)
