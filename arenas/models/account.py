"""An account, its sign-ins, and the attempts to sign in."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from arenas.database import Model, now
from arenas.models.enums import Language, Role, stored
from arenas.models.mixins import Stamped, Versioned
from arenas.models.person import Person


class Account(Versioned, Stamped, Model):
    """Somebody who can sign in. ``person_id`` says who it is in the register, if anybody.

    ``language`` is None until chosen: the browser's wish then decides.
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(stored(Role))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    language: Mapped[Language | None] = mapped_column(stored(Language))
    active: Mapped[bool] = mapped_column(default=True)

    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    sign_ins: Mapped[list["SignIn"]] = relationship(
        back_populates="account", cascade="all, delete-orphan", lazy="raise_on_sql"
    )


class SignIn(Model):
    """One signed-in browser. The row is the session: without it the cookie is worth nothing.

    Only the SHA-256 of the cookie's token is kept.
    """

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    user_agent: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_seen_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]

    account: Mapped[Account] = relationship(back_populates="sign_ins", lazy="raise_on_sql")


class LoginAttempt(Model):
    """A refused sign-in, counted in the database so that all workers count alike.

    ``key`` is a digest of an address, mail or network: the table tells nobody's name.
    """

    __tablename__ = "login_attempt"
    __table_args__ = (Index("ix_login_attempt_key_at", "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(default=now)
