"""The session cookie, read when it is asked for and not before.

A feed that has not changed, or a public page, never asks: nothing is unsigned for it.
"""

from collections.abc import Iterator
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import URLSafeTimedSerializer


class LazySession(SessionMixin):
    """Stands for the cookie's content until somebody looks."""

    def __init__(self, interface: SecureCookieSessionInterface, app: Flask, request: Request):
        self._source = (interface, app, request)
        self._opened: SecureCookieSession | None = None

    @property
    def opened(self) -> SecureCookieSession | None:
        return self._opened

    def _content(self) -> SecureCookieSession:
        if self._opened is None:
            interface, app, request = self._source
            self._opened = SecureCookieSessionInterface.open_session(interface, app, request)
            self._opened = self._opened if self._opened is not None else SecureCookieSession()
        return self._opened

    def __getitem__(self, key: str) -> Any:
        return self._content()[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self._content()[key] = value

    def __delitem__(self, key: str) -> None:
        del self._content()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._content())

    def __len__(self) -> int:
        return len(self._content())

    @property
    def permanent(self) -> bool:
        return self._content().permanent

    @permanent.setter
    def permanent(self, value: bool) -> None:
        self._content().permanent = value


class LazyInterface(SecureCookieSessionInterface):
    """One an app. The signer is made once: its key does not change while the app runs."""

    def __init__(self) -> None:
        self._signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer

    def open_session(self, app: Flask, request: Request) -> Any:
        return LazySession(self, app, request)

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        """As Flask does it; where nothing was changed, only that the page differs by cookie."""
        opened = session.opened
        if opened is None:
            return
        if opened.modified:
            super().save_session(app, opened, response)
        elif "Cookie" not in response.headers.get("Vary", ""):
            response.vary.add("Cookie")
