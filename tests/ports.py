"""A port for a server of a test."""

import random
import socket

# The kernel gives those from 32768 on to whoever connects: between our look and the server's start
# one of them could be taken. None of these is one that Chromium refuses to visit.
PORTS = range(20_000, 32_768)


def free_port() -> int:
    """A port of this machine that nobody serves on."""
    while True:
        port = random.SystemRandom().choice(PORTS)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
