"""What belongs to the request at hand."""

from typing import cast

from flask import current_app

from arenas.config import Settings


def settings() -> Settings:
    return cast(Settings, current_app.extensions["settings"])


def external(path: str) -> str:
    """A path of ours as a link for mails and feeds: never from the Host header."""
    return settings().base_url + path
