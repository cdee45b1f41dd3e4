"""Accounts: made, closed, given a role and a password. The caller commits."""

import re
import secrets
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from arenas import audit
from arenas.accounts import passwords, sign_in
from arenas.errors import N_, Conflict, Refusal, UnknownRecord
from arenas.models import Account
from arenas.models.enums import Language, Role

_EMAIL = re.compile(r"[^@\s\x00-\x1f<>,;:\"()\[\]\\]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}")


@dataclass(frozen=True)
class AccountDetails:
    email: str
    role: Role
    person_id: int | None = None
    active: bool = True


def tidy_email(text: str) -> str:
    """The address in small letters.

    Raises
    ------
    Refusal
        If it is no mail address.
    """
    email = text.strip().lower()
    if len(email) > 254 or not _EMAIL.fullmatch(email):
        raise Refusal(N_("«%(email)s» er ikke en e-postadresse."), field="email", email=text)
    return email


def find(session: Session, email: str) -> Account | None:
    return session.scalar(select(Account).where(Account.email == email.strip().lower()))


def get(session: Session, account_id: int) -> Account:
    account = session.get(Account, account_id)
    if account is None:
        raise UnknownRecord(N_("Kontoen finnes ikke."))
    return account


def create_account(
    session: Session,
    *,
    email: str,
    role: Role,
    password: str | None = None,
    person_id: int | None = None,
    actor: Account | None = None,
) -> tuple[Account, str]:
    """A new account and its password: the one given, or a made one that is shown once.

    Raises
    ------
    Refusal
        If the address is none, or the password is too weak.
    Conflict
        If the address has an account.
    """
    email = tidy_email(email)
    if find(session, email) is not None:
        raise Conflict(N_("%(email)s har allerede en konto."), field="email", email=email)
    if password is None:
        password = new_password()
    else:
        passwords.check(password, email)
    account = Account(
        email=email,
        role=role,
        person_id=person_id,
        password_hash=passwords.hash_password(password),
    )
    session.add(account)
    session.flush()
    audit.record(session, actor, "account.create", "account", account.id, role=role.value)
    return account, password


def new_password() -> str:
    """Four groups of letters without look-alikes: 95 bits, and still fit for the telephone."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(4))


def change(session: Session, account: Account, details: AccountDetails, actor: Account) -> None:
    """Another role, person or state; whoever loses rights is signed out everywhere.

    Raises
    ------
    Refusal
        If no active admin would be left.
    """
    narrowed = account.role != details.role or (account.active and not details.active)
    if narrowed and account.role is Role.ADMIN and account.active:
        _keep_an_admin(session, account)
    account.role = details.role
    account.person_id = details.person_id
    account.active = details.active
    if narrowed:
        sign_in.end_all(session, account)
    session.flush()
    audit.record(
        session,
        actor,
        "account.change",
        "account",
        account.id,
        role=details.role.value,
        active=details.active,
    )


def set_password(
    session: Session, account: Account, password: str, *, actor: Account | None, keep: str | None
) -> None:
    """A new password ends every sign-in but the one whose token is ``keep``.

    Raises
    ------
    Refusal
        If it is too weak.
    """
    passwords.check(password, account.email, field="new_password")
    account.password_hash = passwords.hash_password(password)
    sign_in.end_all(session, account, but=keep)
    session.flush()
    audit.record(session, actor, "account.password", "account", account.id)


def reset_password(session: Session, account: Account, actor: Account) -> str:
    """A made password, shown once; the account is signed out everywhere."""
    password = new_password()
    account.password_hash = passwords.hash_password(password)
    sign_in.end_all(session, account)
    session.flush()
    audit.record(session, actor, "account.password", "account", account.id)
    return password


def choose_language(session: Session, account: Account, language: Language) -> None:
    account.language = language
    session.flush()


def _keep_an_admin(session: Session, leaving: Account) -> None:
    others = session.scalar(
        select(func.count()).where(
            Account.role == Role.ADMIN, Account.active, Account.id != leaving.id
        )
    )
    if not others:
        raise Refusal(N_("Det må være minst én aktiv administrator."), field="role")
