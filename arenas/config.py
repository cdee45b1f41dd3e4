"""The settings: unit and default for each, and the only reader of the environment.

A wrong or missing one stops the start with a message that names it. Messages here are for
those who set up the program, before any language is known: plain English.
"""

import os
import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from arenas.errors import WrongSetting

ROOT = Path(__file__).resolve().parent.parent
INSTANCE = ROOT / "instance"
OSLO = ZoneInfo("Europe/Oslo")
_PASSWORD = re.compile(r"(://[^:@/]*):[^@/]*@")
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")

Networks = tuple[IPv4Network | IPv6Network, ...]


@dataclass(frozen=True)
class Settings:
    """What this installation is told from outside. Secrets are left out of ``repr``."""

    port: int = 8000
    """Where ``make run`` and ``moteplass serve`` listen. PORT, 1 to 65535."""

    database_url: str = f"sqlite:///{INSTANCE / 'moteplass.db'}"
    """Where the data is, as SQLAlchemy writes it. DATABASE_URL; SQLite in ``instance/``."""

    base_url: str = "http://localhost:8000"
    """Scheme and host of every link in pages, mails and feeds. MOTEPLASS_BASE_URL."""

    secret_key: str = field(default="", repr=False)
    """Signs cookies and forms, 32 characters or more. MOTEPLASS_SECRET_KEY; on this machine
    alone it may be left out and is then made once, in ``instance/secret-key``."""

    smtp_url: str | None = field(default=None, repr=False)
    """The mail server, smtp://user:password@host:port. MOTEPLASS_SMTP_URL; none: mail waits."""

    mail_from: str = ""
    """Who mail comes from and answers go to: an address, or a name and <address>.
    MOTEPLASS_MAIL_FROM; moteplass@ and the host of the base URL."""

    reminder_days: int = 2
    """So many days before a meeting those invited are reminded. MOTEPLASS_REMINDER_DAYS; 0: no."""

    replies_url: str | None = field(default=None, repr=False)
    """Where answers by mail are read, imaps://... or maildir:///... MOTEPLASS_REPLIES_URL."""

    trusted_proxies: Networks | int = ()
    """Whose X-Forwarded-For is believed: addresses or networks with commas between, or how
    many proxies always stand in front. MOTEPLASS_TRUSTED_PROXIES; none."""

    timezone: ZoneInfo = OSLO
    """The zone of every wall time. MOTEPLASS_TIMEZONE, a name of the IANA database."""

    sample: bool = False
    """Load the sample region into an empty database at the start. MOTEPLASS_SAMPLE, 0 or 1."""

    sample_password: str | None = field(default=None, repr=False)
    """The password of the sample accounts. MOTEPLASS_SAMPLE_PASSWORD; made and printed."""

    oidc_issuer: str | None = None
    """Sign-in with an OpenID provider: its address. MOTEPLASS_OIDC_ISSUER."""

    oidc_client_id: str | None = None
    """What the provider calls us. MOTEPLASS_OIDC_CLIENT_ID."""

    oidc_client_secret: str | None = field(default=None, repr=False)
    """What we prove it with. MOTEPLASS_OIDC_CLIENT_SECRET."""

    accessibility_url: str | None = None
    """The accessibility statement that the footer links to. MOTEPLASS_ACCESSIBILITY_URL."""

    session_idle: timedelta = timedelta(hours=8)
    """A sign-in unused for so long is over. MOTEPLASS_SESSION_IDLE_MINUTES, 480."""

    session_length: timedelta = timedelta(days=14)
    """A sign-in is over after so long in any case. MOTEPLASS_SESSION_DAYS, 14."""

    draws: int = 1000
    """Draws of the null model for the network pages, 0 for none. MOTEPLASS_DRAWS."""

    max_upload: int = 10 * 1024 * 1024
    """The largest body of a request, in bytes. MOTEPLASS_MAX_UPLOAD_MB, 10 (megabytes)."""

    feed_past_months: int = 12
    """How many months back a calendar feed shows. MOTEPLASS_FEED_PAST_MONTHS, 0 to 120."""

    feed_future_months: int = 18
    """How many months ahead a calendar feed shows. MOTEPLASS_FEED_FUTURE_MONTHS, 1 to 120."""

    @property
    def https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def hosts(self) -> list[str]:
        """The hosts we answer to: our own and this machine's. Another Host is refused."""
        return [urlsplit(self.base_url).hostname or "localhost", *LOOPBACK]

    def overview(self) -> list[tuple[str, str]]:
        """Variable and value of each setting, for the admin; of a secret only whether it is set."""
        shown = []
        for setting in fields(self):
            value = getattr(self, setting.name)
            words = "–" if value in (None, "", ()) else str(value) if setting.repr else "•••"
            shown.append((VARIABLES[setting.name][0], _PASSWORD.sub(r"\1:•••@", words)))
        return shown


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment.

    Raises
    ------
    WrongSetting
        If one is missing or cannot be read; the message names it.
    """
    environ = os.environ if environ is None else environ
    read = {
        name: parse(variable, text)
        for name, (variable, parse) in VARIABLES.items()
        if (text := environ.get(variable, "").strip())
    }
    port = read.get("port", Settings.port)
    read.setdefault("base_url", f"http://localhost:{port}")
    read.setdefault("mail_from", f"moteplass@{urlsplit(str(read['base_url'])).hostname}")
    read.setdefault("secret_key", _secret_key(str(read["base_url"])))
    return Settings(**read)  # type: ignore[arg-type]


def _wrong(variable: str, text: str, expected: str) -> WrongSetting:
    return WrongSetting(f"{variable}: expected {expected}, not {text!r}.")


def _text(variable: str, text: str) -> str:
    return text


def _number(least: int, most: int) -> Callable[[str, str], int]:
    def parse(variable: str, text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            raise _wrong(variable, text, f"a whole number from {least} to {most}")
        return int(text)

    return parse


def _yes_or_no(variable: str, text: str) -> bool:
    if text not in {"0", "1"}:
        raise _wrong(variable, text, "0 or 1")
    return text == "1"


def _database_url(variable: str, text: str) -> str:
    """PostgreSQL through psycopg; a relative SQLite file from where the program is started."""
    scheme, separator, rest = text.partition("://")
    if scheme in {"postgres", "postgresql", "postgresql+psycopg"} and rest:
        return f"postgresql+psycopg://{rest}"
    if scheme != "sqlite" or not separator or not rest.startswith("/"):
        raise WrongSetting(f"{variable}: expected sqlite:///FILE or postgresql://USER@HOST/NAME.")
    if rest in {"/", "/:memory:"}:
        raise WrongSetting(f"{variable}: expected a file; a database in memory is lost.")
    return f"sqlite:///{Path(rest[1:]).absolute()}"


def _origin(variable: str, text: str) -> str:
    try:
        parts = urlsplit(text)
        ok = parts.scheme in {"http", "https"} and parts.hostname and (parts.port or 1)
    except ValueError:
        ok = False
    if not ok or parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise _wrong(variable, text, "a scheme and a host, as https://moteplass.example.org")
    return text.rstrip("/")


def _link(variable: str, text: str) -> str:
    if urlsplit(text).scheme not in {"http", "https"} or not urlsplit(text).netloc:
        raise _wrong(variable, text, "an address that begins with https://")
    return text


def _address(*schemes: str) -> Callable[[str, str], str]:
    def parse(variable: str, text: str) -> str:
        try:
            parts = urlsplit(text)
            ok = parts.scheme in schemes and (parts.hostname or parts.path) and (parts.port or 1)
        except ValueError:
            ok = False
        if not ok:  # the text may hold a password: it is not shown
            raise WrongSetting(f"{variable}: expected an address of {' or '.join(schemes)}.")
        return text

    return parse


def _mailbox(variable: str, text: str) -> str:
    if not re.fullmatch(r"([^<>@\x00-\x1f]*<)?[!-;=?-~]+@[!-;=?-~]+>?", text):
        raise _wrong(variable, text, "an address, as post@example.org or Name <post@example.org>")
    return text


def _proxies(variable: str, text: str) -> Networks | int:
    if text.isascii() and text.isdigit() and int(text) < 10:
        return int(text)
    try:
        return tuple(ip_network(part.strip()) for part in text.split(","))
    except ValueError:
        raise _wrong(variable, text, "addresses or networks with commas between") from None


def _zone(variable: str, text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        raise _wrong(variable, text, "a time zone such as Europe/Oslo") from None


def _key(variable: str, text: str) -> str:
    if len(text) < 32:
        raise WrongSetting(f"{variable}: expected 32 characters or more.")
    return text


def _password(variable: str, text: str) -> str:
    if len(text) < 12:
        raise WrongSetting(f"{variable}: expected 12 characters or more.")
    return text


def _minutes(variable: str, text: str) -> timedelta:
    return timedelta(minutes=_number(1, 60 * 24 * 30)(variable, text))


def _days(variable: str, text: str) -> timedelta:
    return timedelta(days=_number(1, 365)(variable, text))


def _megabytes(variable: str, text: str) -> int:
    return _number(1, 1000)(variable, text) * 1024 * 1024


VARIABLES: dict[str, tuple[str, Callable[[str, str], object]]] = {
    "port": ("PORT", _number(1, 65535)),
    "database_url": ("DATABASE_URL", _database_url),
    "base_url": ("MOTEPLASS_BASE_URL", _origin),
    "secret_key": ("MOTEPLASS_SECRET_KEY", _key),
    "smtp_url": ("MOTEPLASS_SMTP_URL", _address("smtp", "smtps")),
    "mail_from": ("MOTEPLASS_MAIL_FROM", _mailbox),
    "reminder_days": ("MOTEPLASS_REMINDER_DAYS", _number(0, 60)),
    "replies_url": ("MOTEPLASS_REPLIES_URL", _address("imaps", "imap", "maildir", "file")),
    "trusted_proxies": ("MOTEPLASS_TRUSTED_PROXIES", _proxies),
    "timezone": ("MOTEPLASS_TIMEZONE", _zone),
    "sample": ("MOTEPLASS_SAMPLE", _yes_or_no),
    "sample_password": ("MOTEPLASS_SAMPLE_PASSWORD", _password),
    "oidc_issuer": ("MOTEPLASS_OIDC_ISSUER", _link),
    "oidc_client_id": ("MOTEPLASS_OIDC_CLIENT_ID", _text),
    "oidc_client_secret": ("MOTEPLASS_OIDC_CLIENT_SECRET", _text),
    "accessibility_url": ("MOTEPLASS_ACCESSIBILITY_URL", _link),
    "session_idle": ("MOTEPLASS_SESSION_IDLE_MINUTES", _minutes),
    "session_length": ("MOTEPLASS_SESSION_DAYS", _days),
    "draws": ("MOTEPLASS_DRAWS", _number(0, 1_000_000)),
    "max_upload": ("MOTEPLASS_MAX_UPLOAD_MB", _megabytes),
    "feed_past_months": ("MOTEPLASS_FEED_PAST_MONTHS", _number(0, 120)),
    "feed_future_months": ("MOTEPLASS_FEED_FUTURE_MONTHS", _number(1, 120)),
}


def _secret_key(base_url: str) -> str:
    """The key of this machine, made once; an address for others must be given its own."""
    if urlsplit(base_url).hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise WrongSetting(
            "MOTEPLASS_SECRET_KEY: missing. Where others than this machine are served, "
            "give it 32 random characters or more."
        )
    path = INSTANCE / "secret-key"
    if not path.exists():
        INSTANCE.mkdir(exist_ok=True)
        draft = INSTANCE / f".secret-key.{secrets.token_hex(4)}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        with suppress(FileExistsError):  # another worker was first
            os.link(draft, path)
        draft.unlink()
    return path.read_text()
