"""The line that says that the people and meetings on the page are invented."""

from time import monotonic

from flask import Flask

from arenas.config import Settings
from arenas.database import db
from arenas.sample.loader import is_loaded

SECONDS = 5.0


class Notice:
    """Asks the database now and then, not for each page."""

    def __init__(self) -> None:
        self._asked_at = -SECONDS
        self._loaded = False

    def is_shown(self) -> bool:
        if monotonic() - self._asked_at >= SECONDS:
            self._loaded = is_loaded(db.session())
            self._asked_at = monotonic()
        return self._loaded

    def forget(self) -> None:
        """Ask again for the next page: something was changed here."""
        self._asked_at = -SECONDS


def init_app(app: Flask) -> None:
    notice = Notice()
    app.extensions["sample_notice"] = notice
    settings: Settings = app.extensions["settings"]
    app.jinja_env.globals.update(
        sample_notice=notice.is_shown, accessibility_url=settings.accessibility_url
    )
