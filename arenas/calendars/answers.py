"""A calendar over HTTP: validators, 304 without a body, gzip for those who ask (RFC 9110)."""

import gzip
import re
from datetime import datetime

from flask import Response, current_app, request
from werkzeug.http import http_date, parse_date

from arenas.calendars.renderings import Version

MIMETYPE = "text/calendar; charset=utf-8"
PUBLIC = "public, max-age=300"
PRIVATE = "private, no-cache"
_TAG = re.compile(r'(?:W/)?"([^"]*)"')


def compresses() -> bool:
    """Only for a client that names gzip: Outlook refuses a compressed feed it did not ask for."""
    if "gzip" not in request.environ.get("HTTP_ACCEPT_ENCODING", ""):
        return False
    return any(coding == "gzip" and quality > 0 for coding, quality in request.accept_encodings)


def is_current(version: Version, *, by_date: bool = True) -> bool:
    """Whether the client holds these bytes, by its tags, else by its date.

    ``by_date`` is False where the date is the record's own, which does not rise with all else
    that stands in the file.
    """
    tags = request.environ.get("HTTP_IF_NONE_MATCH")
    if tags is not None:
        if tags.strip() == "*":
            return True
        return not {version.etag, f"{version.etag}-gzip"}.isdisjoint(_TAG.findall(tags))
    date = request.environ.get("HTTP_IF_MODIFIED_SINCE") if by_date else None
    since: datetime | None = parse_date(date) if date else None
    return since is not None and version.last_modified <= since


def not_modified(version: Version, cache: str) -> Response:
    return current_app.response_class(
        status=304, headers=_headers(version, cache, compressed=compresses())
    )


def whole(body: bytes, version: Version, cache: str) -> Response:
    compressed = compresses()
    headers = _headers(version, cache, compressed=compressed)
    headers += [("Content-Type", MIMETYPE), ("Last-Modified", http_date(version.last_modified))]
    if compressed:
        body = gzip.compress(body, compresslevel=6, mtime=0)
        headers.append(("Content-Encoding", "gzip"))
    return current_app.response_class(body, headers=headers)


def _headers(version: Version, cache: str, *, compressed: bool) -> list[tuple[str, str]]:
    return [
        ("ETag", f'"{version.etag}-gzip"' if compressed else f'"{version.etag}"'),
        ("Cache-Control", cache),
        ("Vary", "Accept-Encoding"),
    ]
