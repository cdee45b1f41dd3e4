"""Whose word is taken for the client's address."""

from ipaddress import ip_network

import pytest

from arenas.web.proxies import TrustedProxies

OURS = (ip_network("10.0.0.0/8"),)


def seen(trusted, peer, forwarded="", proto=""):
    """The address and scheme that the app is told."""
    found = {}

    def app(environ, _start_response):
        found.update(environ)
        return []

    environ = {"REMOTE_ADDR": peer, "wsgi.url_scheme": "http"}
    environ |= {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    environ |= {"HTTP_X_FORWARDED_PROTO": proto} if proto else {}
    TrustedProxies(app, trusted)(environ, None)
    return found["REMOTE_ADDR"], found["wsgi.url_scheme"]


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "client"),
    [
        (OURS, "10.0.0.1", "203.0.113.7", "203.0.113.7"),
        (OURS, "10.0.0.1", "6.6.6.6, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        (OURS, "203.0.113.7", "6.6.6.6", "203.0.113.7"),
        (OURS, "10.0.0.1", "", "10.0.0.1"),
        (1, "127.0.0.1", "6.6.6.6, 203.0.113.7", "203.0.113.7"),
        (2, "127.0.0.1", "6.6.6.6, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        ((), "127.0.0.1", "6.6.6.6", "127.0.0.1"),
    ],
)
def test_the_client_is_the_first_that_is_no_proxy_of_ours(trusted, peer, forwarded, client):
    assert seen(trusted, peer, forwarded)[0] == client


def test_the_scheme_is_taken_from_a_proxy_of_ours_alone():
    assert seen(OURS, "10.0.0.1", proto="https")[1] == "https"
    assert seen(OURS, "10.0.0.1", proto="gopher")[1] == "http"
    assert seen(OURS, "203.0.113.7", proto="https")[1] == "http"
