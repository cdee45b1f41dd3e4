"""Who holds a message while it is being sent, so that a dead sender's is taken over at once.

A process is named by its machine's present run, its process space, its number and when it
started: a number that is used again is another name. Where the machine cannot tell (no
``/proc``), only the end of the lease tells.
"""

import os
import socket
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

PROC = Path("/proc")


@lru_cache(maxsize=1)
def _machine() -> str:
    try:
        boot = (PROC / "sys/kernel/random/boot_id").read_text().strip()
        space = (PROC / "self/ns/pid").readlink()
    except OSError:
        return uuid4().hex[:16]
    return sha256(f"{socket.gethostname()} {boot} {space}".encode()).hexdigest()[:16]


def _started(pid: int) -> str | None:
    """When the process started, in the kernel's ticks; None if there is none by that number."""
    try:
        stat = (PROC / str(pid) / "stat").read_text()
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] in "ZX" else fields[19]


def myself() -> str:
    """This process, and a word of its own for each sender in it."""
    return f"{_machine()}:{os.getpid()}:{_started(os.getpid()) or 0}:{uuid4().hex[:8]}"


def is_dead(holder: str) -> bool:
    """Whether the process is known to be gone; False where that cannot be known."""
    machine, _, rest = holder.partition(":")
    number, _, rest = rest.partition(":")
    started = rest.partition(":")[0]
    if machine != _machine() or not PROC.is_dir() or not number.isdigit():
        return False
    return _started(int(number)) != started
