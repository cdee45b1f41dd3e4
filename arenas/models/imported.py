"""What came from calendar files: which event became which meeting, and whose a mail domain is."""

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from arenas.database import Model
from arenas.models.account import Account
from arenas.models.forum import Forum
from arenas.models.meeting import Meeting
from arenas.models.mixins import Stamped
from arenas.models.organisation import Organisation


class ImportedEvent(Model):
    """An event of a calendar file that became a meeting.

    ``key`` is a digest of its UID and date, ``digest`` of all else that the file said of it:
    the same file read again changes nothing, whatever was done to the meeting since. ``uid`` is
    a digest of the UID alone, so that a date which has left the file is missed; None where the
    event was last read before it was kept.
    """

    __tablename__ = "imported_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    uid: Mapped[str | None] = mapped_column(String(64), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )

    meeting: Mapped[Meeting] = relationship(lazy="raise_on_sql")


class MailDomain(Model):
    """What stands after @ in the addresses of an organisation's people, as somebody taught it."""

    __tablename__ = "mail_domain"

    domain: Mapped[str] = mapped_column(String(253), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")


class CalendarUpload(Stamped, Model):
    """A file that was read and waits for its owner's word. ``content`` is packed by zlib."""

    __tablename__ = "calendar_upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary)

    account: Mapped[Account] = relationship(lazy="raise_on_sql")
    forum: Mapped[Forum] = relationship(lazy="raise_on_sql")
