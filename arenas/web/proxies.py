"""Whose word is taken for the client's address: the trusted proxies', and nobody else's."""

from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import Any

from arenas.config import Networks

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


class TrustedProxies:
    """Set REMOTE_ADDR and the scheme from X-Forwarded-For and -Proto, where they are trusted.

    The list is read from the right: each address was added by the one that the next belongs
    to. The first that is not a proxy of ours is the client; what it claims is not looked at.
    """

    def __init__(self, application: Wsgi, trusted: Networks | int) -> None:
        self.application = application
        self.trusted = trusted

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        forwarded = environ.get("HTTP_X_FORWARDED_FOR", "")
        hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
        peer = environ.get("REMOTE_ADDR", "")
        if self._is_ours(peer, 0):
            environ["REMOTE_ADDR"] = self._client(peer, hops)
            if environ.get("HTTP_X_FORWARDED_PROTO") in {"http", "https"}:
                environ["wsgi.url_scheme"] = environ["HTTP_X_FORWARDED_PROTO"]
        return self.application(environ, start_response)

    def _client(self, peer: str, hops: list[str]) -> str:
        distance = 0
        while hops and self._is_ours(peer, distance):
            peer, distance = hops.pop(), distance + 1
        return peer

    def _is_ours(self, address: str, distance: int) -> bool:
        if isinstance(self.trusted, int):
            return distance < self.trusted
        try:
            host = ip_address(address)
        except ValueError:
            return False
        return any(host in network for network in self.trusted)
