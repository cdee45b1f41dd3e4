"""Where a redirect may go: to a page of ours, read as a browser reads it."""

from urllib.parse import urlsplit


def own_path(target: str | None, otherwise: str = "/") -> str:
    """``target`` if it is a path of ours, else ``otherwise``.

    Browsers take a backslash for a slash and drop tabs and line ends, so that ``/\\\\evil`` and
    ``/<TAB>/evil`` lead to another host; whatever holds such characters is not followed.

    >>> own_path("/meetings/?page=2"), own_path("//evil.example"), own_path("https://evil.example")
    ('/meetings/?page=2', '/', '/')
    """
    if not target or not target.startswith("/") or target.startswith("//"):
        return otherwise
    if "\\" in target or any(ord(letter) < 33 or ord(letter) == 127 for letter in target):
        return otherwise
    try:
        parts = urlsplit(target)
    except ValueError:
        return otherwise
    return otherwise if parts.scheme or parts.netloc else target
