"""The template environment, with one dictionary of globals.

Jinja puts a ChainMap before the globals of each template, for globals of its own that we never
give; at every import of macros it then compares the two name by name, in Python. Without it a
page that imports three files of macros is drawn in three quarters of the time.
"""

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment


class PlainEnvironment(Environment):
    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals
