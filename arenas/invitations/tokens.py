"""The secret of an invitee's link: made anew from the key whenever it is written, kept nowhere."""

import hmac
import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256

SALT = 16  # octets
LENGTH = 32  # letters: 192 bits


def token(secret_key: str, salt: str) -> str:
    """The token of the invitation with that salt; the same each time."""
    made = hmac.digest(secret_key.encode(), f"reply:{salt}".encode(), sha256)
    return urlsafe_b64encode(made[:24]).decode()


def another() -> dict[str, str | None]:
    """The link of a new invitation, or of one that goes to another address: an old link is dead."""
    return {"salt": secrets.token_hex(SALT), "token_digest": None}


def digest(token: str) -> str:
    """What is stored of it."""
    return sha256(token.encode()).hexdigest()
