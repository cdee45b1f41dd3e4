"""The strategy: a period with priority areas, activities, goals and the council's roles."""

from datetime import date

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from arenas.database import Model
from arenas.models.mixins import Archivable, Versioned

strategy_sdg = Table(
    "strategy_sdg",
    Model.metadata,
    Column("strategy_id", ForeignKey("strategy.id", ondelete="CASCADE"), primary_key=True),
    Column("sdg_number", ForeignKey("sdg.number"), primary_key=True),
)
priority_sdg = Table(
    "priority_sdg",
    Model.metadata,
    Column("priority_id", ForeignKey("priority_area.id", ondelete="CASCADE"), primary_key=True),
    Column("sdg_number", ForeignKey("sdg.number"), primary_key=True),
)

activity_successor = Table(
    "activity_successor",
    Model.metadata,
    Column("old_id", ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True),
    Column("new_id", ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True, index=True),
)
"""What an activity became in a later strategy; one may become several, and several one."""


class Sdg(Model):
    """One of the 17 sustainable development goals of the United Nations."""

    __tablename__ = "sdg"
    __table_args__ = (CheckConstraint("number BETWEEN 1 AND 17", name="number_is_a_goal"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))


class Strategy(Versioned, Archivable, Model):
    """A strategy and the days it is in force, both included. Two can stand side by side."""

    __tablename__ = "strategy"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="ends_after_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str | None] = mapped_column(String(200))
    starts_on: Mapped[date]
    ends_on: Mapped[date]

    priorities: Mapped[list["PriorityArea"]] = relationship(
        back_populates="strategy",
        cascade="all, delete-orphan",
        order_by="PriorityArea.position",
        lazy="raise_on_sql",
    )
    roles: Mapped[list["CouncilRole"]] = relationship(
        back_populates="strategy",
        cascade="all, delete-orphan",
        order_by="CouncilRole.position",
        lazy="raise_on_sql",
    )
    sdgs: Mapped[list[Sdg]] = relationship(
        secondary=strategy_sdg, order_by=Sdg.number, lazy="raise_on_sql"
    )


class PriorityArea(Model):
    """An innsatsområde. ``number`` is how the strategy document counts it ("1")."""

    __tablename__ = "priority_area"
    __table_args__ = (UniqueConstraint("strategy_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    strategy_id: Mapped[int] = mapped_column(
        ForeignKey("strategy.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str | None] = mapped_column(String(200))
    position: Mapped[int]

    strategy: Mapped[Strategy] = relationship(back_populates="priorities", lazy="raise_on_sql")
    activities: Mapped[list["Activity"]] = relationship(
        back_populates="priority",
        cascade="all, delete-orphan",
        order_by="Activity.position, Activity.number",
        lazy="raise_on_sql",
    )
    sdgs: Mapped[list[Sdg]] = relationship(
        secondary=priority_sdg, order_by=Sdg.number, lazy="raise_on_sql"
    )


class Activity(Model):
    """A prioritised activity, or a sub-activity of one (``parent_id``)."""

    __tablename__ = "activity"
    __table_args__ = (UniqueConstraint("priority_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    priority_id: Mapped[int] = mapped_column(
        ForeignKey("priority_area.id", ondelete="CASCADE"), index=True
    )
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"), index=True)
    number: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str | None] = mapped_column(Text)
    position: Mapped[int]

    priority: Mapped[PriorityArea] = relationship(back_populates="activities", lazy="raise_on_sql")


class CouncilRole(Model):
    """A role or way of working that the strategy gives the council."""

    __tablename__ = "council_role"

    id: Mapped[int] = mapped_column(primary_key=True)
    strategy_id: Mapped[int] = mapped_column(
        ForeignKey("strategy.id", ondelete="CASCADE"), index=True
    )
    text: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str | None] = mapped_column(Text)
    position: Mapped[int]

    strategy: Mapped[Strategy] = relationship(back_populates="roles", lazy="raise_on_sql")
