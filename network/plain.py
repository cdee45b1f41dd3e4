"""One sanitiser for all that leaves: no None, date, list or numpy value breaks a file."""

from __future__ import annotations

import math
import re
from collections.abc import Set as AbstractSet
from datetime import date
from enum import Enum
from typing import Any

import numpy as np

Plain = str | int | float | bool

UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""

FORMULA = tuple("=+-@\t\n＝＋－＠")
"""What a spreadsheet takes for the start of a formula, full-width signs too (OWASP)."""


def plain(value: Any) -> Plain:
    """A string, number or truth value that every format can hold.

    None, nan and infinity are "", dates ISO text, lists and sets joined by ``|`` (sets in
    text order), numpy scalars and enumerations their value; characters that XML cannot hold
    are left out.

    Examples
    --------
    >>> plain(None), plain(np.int64(3)), plain(["a", None, 2]), plain(date(2026, 11, 23))
    ('', 3, 'a||2', '2026-11-23')
    """
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else ""
    return UNFIT.sub("", _text(value))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, AbstractSet):
        return "|".join(sorted(str(plain(one)) for one in value))
    if isinstance(value, list | tuple):
        return "|".join(str(plain(one)) for one in value)
    return str(value)


def cell(value: Any) -> Plain:
    """As `plain`, for a spreadsheet: text that would start a formula gets an apostrophe.

    Line ends become \\n: a lone \\r stays unquoted in a CSV and would begin a new row.

    Examples
    --------
    >>> cell("=1+1"), cell(-2)
    ("'=1+1", -2)
    """
    found = plain(value)
    if not isinstance(found, str):
        return found
    text = found.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.startswith(FORMULA) else text
