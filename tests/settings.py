"""The settings the tests run under: nothing of the machine's own environment."""

from dataclasses import replace
from typing import Any

from arenas.config import Settings, load

PASSWORD = "eksempel på passord 1"
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
