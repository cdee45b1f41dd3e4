"""An organisation, the names it is known by, and when it was a member."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from arenas.database import Model
from arenas.models.enums import Membership, Sector, stored
from arenas.models.mixins import Archivable, Stamped, Versioned


class Organisation(Versioned, Stamped, Archivable, Model):
    """A municipality, county, company, university, museum ...; it has one sector.

    ``slug`` is its address and its id in imported files, and never changes.
    ``orgnr`` is the nine digits of Enhetsregisteret, or None where none is known.
    ``lat`` and ``lon`` are degrees (WGS 84). ``search_text`` holds every name it is
    found by, normalised.
    """

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint("lat BETWEEN -90 AND 90", name="lat_in_degrees"),
        CheckConstraint("lon BETWEEN -180 AND 180", name="lon_in_degrees"),
        CheckConstraint("member_until >= member_from", name="membership_ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    short_name: Mapped[str | None] = mapped_column(String(60))
    sector: Mapped[Sector] = mapped_column(stored(Sector), index=True)
    orgnr: Mapped[str | None] = mapped_column(String(9), unique=True)
    municipality_code: Mapped[str | None] = mapped_column(String(4))
    county: Mapped[str | None] = mapped_column(String(60), index=True)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    website: Mapped[str | None] = mapped_column(String(300))
    membership: Mapped[Membership] = mapped_column(stored(Membership), default=Membership.UNKNOWN)
    member_from: Mapped[date | None]
    member_until: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(Text)
    search_text: Mapped[str] = mapped_column(Text, default="")

    aliases: Mapped[list["OrganisationAlias"]] = relationship(
        back_populates="organisation",
        cascade="all, delete-orphan",
        order_by="OrganisationAlias.name",
        lazy="raise_on_sql",
    )


class OrganisationAlias(Model):
    """Another name the organisation is found by: an abbreviation, a former name."""

    __tablename__ = "organisation_alias"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(200))

    organisation: Mapped[Organisation] = relationship(back_populates="aliases", lazy="raise_on_sql")
