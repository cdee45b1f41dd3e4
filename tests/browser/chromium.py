"""The machine's own Chromium: where it is, and how it is started without asking the network."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


class NoBrowserError(Exception):
    """The machine has no Chromium; the message says what to install."""


def program() -> str:
    """The browser's path: $CHROMIUM, else the first known name on the path."""
    for name in (os.environ.get("CHROMIUM"), *NAMES):
        found = shutil.which(name) if name else None
        if found:
            return found
    raise NoBrowserError("no Chromium here: install the package chromium")


def flags() -> list[str]:
    """Chromium refuses its sandbox to root; build machines run as root."""
    return [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
