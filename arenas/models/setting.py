"""What the installation remembers of itself, and what changed last."""

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from arenas.database import Model


class Setting(Model):
    """A fact of the installation by name: ``sample`` is "1" while sample data is loaded."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class Revision(Model):
    """A counter that grows with each change of what a feed or a graph is made of."""

    __tablename__ = "revision"

    scope: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[int] = mapped_column(default=0)
