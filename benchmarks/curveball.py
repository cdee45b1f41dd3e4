"""A plain compiled curveball, as Strona et al. (2014) write it down: the yardstick for draws."""

import numba
import numpy as np


@numba.njit(cache=True, nogil=True)
def curveball(lists, start, trades, columns):  # type: ignore[no-untyped-def]  # noqa: C901
    """``trades`` trades between random rows of ``lists``, unsorted, with numba's generator."""
    rows = len(start) - 1
    mark = np.zeros(columns, np.int64)
    pool = np.empty(2 * columns, np.int32)
    for stamp in range(1, trades + 1):
        i, j = np.random.randint(rows), np.random.randint(rows - 1)
        j += j >= i
        for e in range(start[j], start[j + 1]):
            mark[lists[e]] = 2 * stamp
        count, one = 0, start[i]
        for e in range(start[i], start[i + 1]):
            column = lists[e]
            if mark[column] == 2 * stamp:
                mark[column] = 2 * stamp + 1
                lists[one], lists[e] = lists[e], lists[one]
                one += 1
            else:
                pool[count] = column
                count += 1
        mine, other = count, start[j]
        for e in range(start[j], start[j + 1]):
            column = lists[e]
            if mark[column] == 2 * stamp + 1:
                lists[other], lists[e] = lists[e], lists[other]
                other += 1
            else:
                pool[count] = column
                count += 1
        for t in range(mine):
            swap = t + np.random.randint(count - t)
            pool[t], pool[swap] = pool[swap], pool[t]
            lists[one + t] = pool[t]
        for t in range(mine, count):
            lists[other + t - mine] = pool[t]
