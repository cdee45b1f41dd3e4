"""A link to figures over a forum, a priority area or a county that is not there any more."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from arenas.errors import N_, ArenaError

WHAT = {
    "forum": _l("Arenaen"),
    "priority": _l("Innsatsområdet"),
    "county": _l("Fylket"),
}


class GoneChoice(ArenaError):
    """The address names records that are not there: what, and the way back without them."""

    def __init__(self, path: str, args: Mapping[str, str], names: Sequence[str]) -> None:
        super().__init__(N_("Utvalget i lenken finnes ikke lenger."))
        self.names = list(names)
        left = {name: text for name, text in args.items() if text and name not in names}
        left.pop("page", None)
        self.path = path
        self.without = f"{path}?{urlencode(left)}" if left else path
        self.texts = {name: args[name] for name in names}


def in_words(texts: Mapping[str, str]) -> list[str]:
    """What is gone, a sentence each."""
    return [
        _("%(what)s «%(text)s» finnes ikke i registeret.", what=WHAT[name], text=text[:80])
        for name, text in texts.items()
    ]


def show(error: GoneChoice) -> ResponseReturnValue:
    """410: what is gone, and two ways on. A program gets the same as JSON."""
    said = in_words(error.texts)
    if request.path.endswith(".json"):
        return jsonify(status=410, error=" ".join(said)), 410
    return render_template("graphs/gone.html", error=error, said=said), 410
