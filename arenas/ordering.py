"""The order of the Norwegian alphabet: ..., z, æ, ø, å, capitals like small letters."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

_LAST_LETTERS = {"æ": "{a", "Æ": "{a", "ø": "{b", "Ø": "{b", "å": "{c", "Å": "{c"}
_PLACES = str.maketrans(_LAST_LETTERS)


def alphabetical_key(text: str) -> str:
    """What to sort by in Python.

    >>> sorted(["Ås", "Ærø", "Østfold", "zoo", "Asker"], key=alphabetical_key)
    ['Asker', 'zoo', 'Ærø', 'Østfold', 'Ås']
    """
    return text.translate(_PLACES).lower()


class alphabetical(FunctionElement[str]):  # noqa: N801 - reads like a function, as func.lower does
    """The same order in SQL, on both databases: what to give to ``order_by``.

    One small element: it is written out when the statement is compiled, which is kept.
    """

    name = "alphabetical"
    type = String()
    inherit_cache = True


def _written_out(element: alphabetical, compiler: Any, **kw: Any) -> str:
    key = f"lower({compiler.process(element.clauses, **kw)})"
    for letter, place in _LAST_LETTERS.items():
        key = f"replace({key}, '{letter}', '{place}')"
    return key


@compiles(alphabetical)
def _byte_by_byte(element: alphabetical, compiler: Any, **kw: Any) -> str:
    return _written_out(element, compiler, **kw)


@compiles(alphabetical, "postgresql")
def _in_c(element: alphabetical, compiler: Any, **kw: Any) -> str:
    """Whatever language the database is set up in."""
    return f'{_written_out(element, compiler, **kw)} COLLATE "C"'
