"""Leadership sheets: a report of a period as it was when it was made."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from arenas.database import Model
from arenas.models.account import Account
from arenas.models.mixins import Stamped


class Sheet(Stamped, Model):
    """A sheet that was asked for; ``body`` is None until it is made, then it never changes.

    ``body`` holds every figure that stands in it, as compressed JSON. ``claimed_at`` says that
    it is being made and ``drawn`` how many draws there are; a claim that is not renewed is taken
    over. ``failed_at`` is set where it could not be made.
    """

    __tablename__ = "sheet"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="ends_after_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    samples: Mapped[int]
    seed: Mapped[int]
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    body: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    made_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    drawn: Mapped[int] = mapped_column(default=0)

    account: Mapped[Account | None] = relationship(lazy="raise_on_sql")
    files: Mapped[list["SheetFile"]] = relationship(
        back_populates="sheet",
        cascade="all, delete-orphan",
        order_by="SheetFile.name",
        lazy="raise_on_sql",
    )


class SheetFile(Model):
    """A printed sheet or a picture of it, kept as it was drawn."""

    __tablename__ = "sheet_file"
    __table_args__ = (UniqueConstraint("sheet_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(80))
    media_type: Mapped[str] = mapped_column(String(80))
    body: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    sheet: Mapped[Sheet] = relationship(back_populates="files", lazy="raise_on_sql")
