"""How often a sign-in may be tried, counted in the database: all workers count alike.

An attempt is written down before it is counted, so that many at the same moment do not all
find room. Attempts that are turned away are not kept: nobody is locked out for longer by them.
"""

from datetime import timedelta
from hashlib import sha256
from ipaddress import ip_address, ip_network

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from arenas.database import now
from arenas.errors import N_, TooManyAttempts
from arenas.models import LoginAttempt

WINDOW = timedelta(minutes=15)
PER_EMAIL = 10
PER_CLIENT = 40


def keys(secret: str, email: str, client: str) -> dict[str, int]:
    """What is counted, and how often it may occur in the window; digests only."""
    counted = {f"email {email.casefold()}": PER_EMAIL, f"client {_network(client)}": PER_CLIENT}
    return {sha256(f"{secret} {what}".encode()).hexdigest(): most for what, most in counted.items()}


def write_down(session: Session, limits: dict[str, int]) -> list[int]:
    """One attempt more under each key; the caller commits before it counts."""
    session.execute(delete(LoginAttempt).where(LoginAttempt.at < now() - WINDOW))
    attempts = [LoginAttempt(key=key) for key in limits]
    session.add_all(attempts)
    session.flush()
    return [attempt.id for attempt in attempts]


def forget(session: Session, attempts: list[int]) -> None:
    session.execute(delete(LoginAttempt).where(LoginAttempt.id.in_(attempts)))


def check(session: Session, limits: dict[str, int]) -> None:
    """Refuse where there are more than the window has room for.

    Raises
    ------
    TooManyAttempts
        With the seconds to wait.
    """
    for key, most in limits.items():
        count, oldest = session.execute(
            select(func.count(), func.min(LoginAttempt.at)).where(
                LoginAttempt.key == key, LoginAttempt.at >= now() - WINDOW
            )
        ).one()
        if count > most:
            left = oldest + WINDOW - now()
            raise TooManyAttempts(
                N_("For mange forsøk på å logge inn. Prøv igjen om %(minutes)d minutter."),
                retry_after=max(1, int(left.total_seconds())),
                minutes=max(1, -(-int(left.total_seconds()) // 60)),
            )


def _network(client: str) -> str:
    """An IPv6 client has a whole /64 to itself."""
    try:
        address = ip_address(client)
    except ValueError:
        return client
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else client
