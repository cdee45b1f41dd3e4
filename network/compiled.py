"""The one door to numba: functions compiled at first use and kept on disk."""

from collections.abc import Callable
from typing import TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., object])


def compiled(function: F) -> F:
    """``function`` as machine code, cached beside its source; it runs without the GIL.

    No fast-math: the same input gives the same bits on every machine. Where nothing can be
    written to (NUMBA_CACHE_DIR names another place), it is compiled anew in each process.
    """
    try:
        return cast(F, numba.njit(cache=True, nogil=True)(function))
    except RuntimeError:
        return cast(F, numba.njit(nogil=True)(function))
