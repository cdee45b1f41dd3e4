"""Feeds as they were last written, so that a poll costs one row."""

from datetime import date, datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from arenas.database import Model


class Rendering(Model):
    """The bytes of one feed in one language, and until when they are right.

    They are right while the calendar's revision is ``revision``, the program that wrote
    them is ``made_by``, and the day is before ``valid_until``: then the window moves on,
    or a cancelled meeting leaves. Writing the same bytes again keeps ``etag`` and
    ``last_modified``; ``last_modified`` never goes back.
    """

    __tablename__ = "calendar_rendering"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    made_by: Mapped[str] = mapped_column(String(64))
    revision: Mapped[int]
    valid_until: Mapped[date]
    etag: Mapped[str] = mapped_column(String(64))
    last_modified: Mapped[datetime]
    body: Mapped[bytes] = mapped_column(LargeBinary)
