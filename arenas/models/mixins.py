"""What several aggregates share: a version, times of change, and the archive."""

from datetime import datetime

from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from arenas.database import now


class Versioned:
    """``version`` grows by one at each change; a save with an older one is a conflict.

    SQLAlchemy puts the old version in the UPDATE's WHERE and raises StaleDataError when
    somebody else was first, so that no change is lost in silence.
    """

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, object]:  # noqa: N805
        return {"version_id_col": cls.version}


class Stamped:
    """When the record was made and last changed, in whole seconds of UTC."""

    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)


class Archivable:
    """An archived record leaves lists and choices, keeps its history, and can be restored."""

    archived_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None
