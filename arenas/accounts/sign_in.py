"""Signed-in browsers: a row each, so that signing out ends what the cookie is worth."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import Update, bindparam, delete, select, update
from sqlalchemy.orm import Session

from arenas.database import now
from arenas.models import Account, SignIn

SEEN_EVERY = timedelta(minutes=5)


@dataclass(frozen=True)
class Visit:
    """Who it is, and whether it is time to write down that he or she was seen."""

    account: Account
    sign_in_id: int
    is_due: bool


def begin(session: Session, account: Account, user_agent: str | None, length: timedelta) -> str:
    """A new sign-in; the token that is the cookie's whole content is given once."""
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            account_id=account.id,
            token_digest=digest(token),
            user_agent=(user_agent or "")[:200] or None,
            expires_at=now() + length,
        )
    )
    session.execute(delete(SignIn).where(SignIn.expires_at < now()))
    session.flush()
    return token


# Asked by every page that is signed in to, and so written once.
_VISIT = (
    select(Account, SignIn.id, SignIn.last_seen_at)
    .join(SignIn, SignIn.account_id == Account.id)
    .where(
        SignIn.token_digest == bindparam("digest"),
        SignIn.expires_at > bindparam("at", type_=SignIn.expires_at.type),
        SignIn.last_seen_at > bindparam("since", type_=SignIn.last_seen_at.type),
        Account.active,
    )
)


def visit(session: Session, token: str, idle: timedelta) -> Visit | None:
    """Who the token belongs to; None where it is over, ended, idle for too long or closed."""
    at = now()
    asked = {"digest": digest(token), "at": at, "since": at - idle}
    found = session.execute(_VISIT, asked).one_or_none()
    if found is None:
        return None
    account, sign_in_id, last_seen_at = found
    return Visit(account, sign_in_id, at - last_seen_at >= SEEN_EVERY)


def seen(sign_in_id: int) -> Update:
    """The statement that writes that the browser was seen now."""
    return update(SignIn).where(SignIn.id == sign_in_id).values(last_seen_at=now())


def end(session: Session, token: str) -> None:
    session.execute(delete(SignIn).where(SignIn.token_digest == digest(token)))


def end_one(session: Session, account: Account, sign_in_id: int) -> bool:
    """End one of the account's own sign-ins; whether there was such a one."""
    ended = session.execute(
        delete(SignIn).where(SignIn.id == sign_in_id, SignIn.account_id == account.id)
    )
    return bool(ended.rowcount)  # type: ignore[attr-defined]


def end_all(session: Session, account: Account, *, but: str | None = None) -> None:
    """End the account's sign-ins, except the one with this token."""
    statement = delete(SignIn).where(SignIn.account_id == account.id)
    if but is not None:
        statement = statement.where(SignIn.token_digest != digest(but))
    session.execute(statement)


def of_account(session: Session, account: Account, idle: timedelta) -> Sequence[SignIn]:
    """Those that still hold, the last seen first."""
    return session.scalars(
        select(SignIn)
        .where(
            SignIn.account_id == account.id,
            SignIn.expires_at > now(),
            SignIn.last_seen_at > now() - idle,
        )
        .order_by(SignIn.last_seen_at.desc(), SignIn.id.desc())
    ).all()


def digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
