"""A person, and the organisations he or she belonged to over time."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from arenas.database import Model
from arenas.models.enums import Language, stored
from arenas.models.mixins import Archivable, Stamped, Versioned
from arenas.models.organisation import Organisation


class Person(Versioned, Stamped, Archivable, Model):
    """Somebody who takes part; needs no account.

    ``email`` is lower case and unique where known. ``external_id`` is the id in an
    imported file, so that the same file can be read again.
    """

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    external_id: Mapped[str | None] = mapped_column(String(80), unique=True)
    given_name: Mapped[str] = mapped_column(String(100))
    family_name: Mapped[str] = mapped_column(String(100), index=True)
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    phone: Mapped[str | None] = mapped_column(String(30))
    language: Mapped[Language] = mapped_column(stored(Language), default=Language.BOKMAL)
    note: Mapped[str | None] = mapped_column(Text)
    search_text: Mapped[str] = mapped_column(Text, default="")

    affiliations: Mapped[list["Affiliation"]] = relationship(
        back_populates="person",
        cascade="all, delete-orphan",
        order_by="Affiliation.active_from",
        lazy="raise_on_sql",
    )

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


class Affiliation(Model):
    """A person's place in an organisation, from one day to another, both included.

    An open end is None: since always, or until further notice.
    """

    __tablename__ = "affiliation"
    __table_args__ = (CheckConstraint("active_to >= active_from", name="ends_after_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    title: Mapped[str | None] = mapped_column(String(120))
    active_from: Mapped[date | None]
    active_to: Mapped[date | None]

    person: Mapped[Person] = relationship(back_populates="affiliations", lazy="raise_on_sql")
    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
