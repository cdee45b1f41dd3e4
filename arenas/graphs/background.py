"""Makes reports beside the requests: one at a time in each process, each asked for once."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from sqlalchemy import Engine

from arenas.graphs.reports import Wanted, make

log = logging.getLogger(__name__)
_lock = Lock()
_asked: set[tuple[int, str]] = set()
_one_at_a_time = ThreadPoolExecutor(1, thread_name_prefix="report")


def ask_for(engine: Engine, wanted: Wanted) -> None:
    """Have the report made, unless this process already has it in hand."""
    do(engine, wanted.key, lambda: make(engine, wanted))


def do(engine: Engine, key: str, job: Callable[[], object]) -> None:
    """Have ``job`` done when those before it are, unless one by that key is in hand."""
    name = (id(engine), key)
    with _lock:
        if name in _asked:
            return
        _asked.add(name)
    _one_at_a_time.submit(_do, job, name)


def _do(job: Callable[[], object], name: tuple[int, str]) -> None:
    try:
        job()
    except Exception:
        log.exception("could not be made: %s", name[1])
    finally:
        with _lock:
            _asked.discard(name)
