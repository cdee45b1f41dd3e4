"""Reports of the analysis as they were last made."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from arenas.database import Model


class AnalysisReport(Model):
    """One choice of meetings with its draws: the last report, and one being made.

    ``key`` is a digest of the choice, the number of draws and the seed. ``body`` is the
    report as JSON, compressed, counted at ``revision`` of the network; None before the first.
    ``claimed_at`` says that one is being made and ``drawn`` how many draws it has; a claim
    that is not renewed is taken over.
    """

    __tablename__ = "analysis_report"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    revision: Mapped[int] = mapped_column(default=-1)
    made_at: Mapped[datetime | None]
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    claimed_at: Mapped[datetime | None]
    drawn: Mapped[int] = mapped_column(default=0)
