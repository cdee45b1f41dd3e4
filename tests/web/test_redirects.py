"""Where a redirect may go: nowhere but to a path of ours."""

import pytest

from arenas.web.redirects import own_path


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "meetings/",
        "https://evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "http:evil.example",
        "/\x00/evil.example",
        "/a\r\nSet-Cookie: x=1",
        "https:/evil.example",
        "/ /evil.example",
        "//[evil",
    ],
)
def test_nothing_leads_away_from_here(target):
    assert own_path(target) == "/"


@pytest.mark.parametrize("target", ["/", "/meetings/?q=a%20b&page=2", "/forums/styret#saker"])
def test_a_path_of_ours_is_followed(target):
    assert own_path(target) == target
