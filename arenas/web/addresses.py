"""Numbers in addresses: those that can be a record's."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter

LARGEST = 2**31 - 1  # what an integer column of PostgreSQL holds; SQLite refuses above 2**63


class RecordNumber(IntegerConverter):
    """``<int:person_id>``: a larger number is no address of ours, and never reaches a query."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max": LARGEST} | options)


def init_app(app: Flask) -> None:
    """Before the rooms are registered: an address is read by what is known then."""
    app.url_map.converters["int"] = RecordNumber
