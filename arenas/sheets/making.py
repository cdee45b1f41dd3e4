"""Makes a sheet: reads, draws, puts it in words in both languages, prints, and keeps it all."""

from collections.abc import Callable
from datetime import datetime
from time import monotonic
from typing import Any

from flask import Flask
from flask_babel import force_locale
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from arenas.config import Settings
from arenas.database import db, now
from arenas.graphs import background
from arenas.models import Sheet
from arenas.sheets import services
from arenas.sheets.figures import figures
from arenas.sheets.paper import files
from arenas.sheets.reading import read
from arenas.sheets.services import File
from arenas.sheets.words import words
from arenas.web.language import LANGUAGES

BETWEEN_SIGNS = 1.0


def begin(app: Flask, engine: Engine, sheet_id: int) -> None:
    """Have it made beside the requests, unless this process has it in hand already."""
    background.do(engine, f"sheet {sheet_id}", lambda: make(app, sheet_id))


def make(app: Flask, sheet_id: int) -> bool:
    """Make the sheet and keep it; False where it is made, or in other hands.

    One that cannot be made is marked so, for a person to see and try again.
    """
    with app.app_context():
        engine = db.engine
        if not services.claim(engine, sheet_id):
            return False
        try:
            settings: Settings = app.extensions["settings"]
            body, printed, at = _made(engine, sheet_id, settings)
            services.keep(engine, sheet_id, body, printed, at)
        except Exception:
            services.fail(engine, sheet_id)
            raise
    return True


def _made(
    engine: Engine, sheet_id: int, settings: Settings
) -> tuple[dict[str, Any], list[File], datetime]:
    at, zone = now().replace(microsecond=0), settings.timezone
    with Session(engine) as session:
        sheet = session.get_one(Sheet, sheet_id)
        asked = (sheet.title, sheet.starts_on, sheet.ends_on, sheet.samples, sheet.seed)
        title, starts_on, ends_on, samples, seed = asked
        reading = read(session, starts_on, ends_on, at=at, zone=zone)
    found = figures(reading, samples, seed, _signs_of_life(engine, sheet_id))
    said: dict[str, dict[str, Any]] = {}
    printed: list[File] = []
    for language in LANGUAGES:
        with force_locale(language):
            said[language] = words(
                found,
                title=title,
                starts_on=starts_on,
                ends_on=ends_on,
                made_at=at.astimezone(zone),
            )
        printed += files(said[language], at)
    return {"figures": found, "words": said}, printed, at


def _signs_of_life(engine: Engine, sheet_id: int) -> Callable[[int, int], None]:
    last = monotonic()

    def tell(done: int, _samples: int) -> None:
        nonlocal last
        if monotonic() - last >= BETWEEN_SIGNS:
            services.sign_of_life(engine, sheet_id, done)
            last = monotonic()

    return tell
