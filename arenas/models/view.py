"""Choices of meetings that somebody has given a name."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from arenas.database import Model
from arenas.models.mixins import Stamped


class SavedView(Stamped, Model):
    """A view of the network under a name of the account's own.

    ``query`` is the part of the page's address after the question mark and nothing else: a
    view opens what its reader may open, like any link. ``page`` is the endpoint it is of.
    ``shared`` lets all who may open the network find it; only its owner changes it.
    """

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("account_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(80))
    page: Mapped[str] = mapped_column(String(80))
    query: Mapped[str] = mapped_column(String(1000))
    shared: Mapped[bool] = mapped_column(default=False)
