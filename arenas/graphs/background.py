"""Makes reports beside the requests: one at a time in each process, each asked for once."""

import logging
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
    name = (id(engine), wanted.key)
    with _lock:
        if name in _asked:
            return
        _asked.add(name)
    _one_at_a_time.submit(_make, engine, wanted, name)


def _make(engine: Engine, wanted: Wanted, name: tuple[int, str]) -> None:
    try:
        make(engine, wanted)
    except Exception:
        log.exception("the report could not be made")
    finally:
        with _lock:
            _asked.discard(name)
