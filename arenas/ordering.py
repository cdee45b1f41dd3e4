"""The order of the Norwegian alphabet: ..., z, æ, ø, å, capitals like small letters."""

from typing import Any

from sqlalchemy import String, func
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


class _ByteOrder(FunctionElement[str]):
    """Text compared byte by byte, whatever language the database is set up in."""

    name = "byte_order"
    type = String()
    inherit_cache = True


def alphabetical(text: Any) -> FunctionElement[str]:
    """The same order in SQL, on both databases: what to give to ``order_by``."""
    key = func.lower(text)
    for letter, place in _LAST_LETTERS.items():
        key = func.replace(key, letter, place)
    return _ByteOrder(key)


@compiles(_ByteOrder)
def _as_it_is(element: _ByteOrder, compiler: Any, **kw: Any) -> str:
    return str(compiler.process(element.clauses, **kw))


@compiles(_ByteOrder, "postgresql")
def _in_c(element: _ByteOrder, compiler: Any, **kw: Any) -> str:
    return f'({compiler.process(element.clauses, **kw)}) COLLATE "C"'
