"""The fixed words of letters, past the request: in the language of their reader."""

from functools import lru_cache
from typing import Any

from babel.support import Translations
from jinja2 import Environment, FileSystemLoader, Template

from arenas.calendars.writing import CATALOGUES
from arenas.config import ROOT


@lru_cache(maxsize=4)
def phrases(language: str) -> dict[str, tuple[str, ...]]:
    """By what is told: how the subject begins, and the first line."""
    _ = translations(language).gettext
    return {
        "new": (_("Invitasjon:"), _("Du er invitert til et møte.")),
        "changed": (
            _("Endret:"),
            _("Møtet har fått ny tid eller nytt sted. Si fra om du kan komme."),
        ),
        "restored": (_("Holdes likevel:"), _("Møtet som var avlyst, holdes likevel.")),
        "cancelled": (_("Avlyst:"), _("Møtet er avlyst.")),
        "withdrawn": (
            _("Ikke lenger invitert:"),
            _("Du er ikke lenger invitert. Møtet holdes som planlagt."),
        ),
        "reminder": (_("Påminnelse:"), _("Vi minner om møtet.")),
        "waiting": (
            _("Venteliste:"),
            _("Det er fullt, så du står på venteliste. Du får beskjed når det blir plass til deg."),
        ),
        "seated": (
            _("Du har fått plass:"),
            _("Du har fått plass på møtet. Kan du ikke komme likevel, så si fra."),
        ),
        "waits": (_("venteliste"), _("venteliste til rommet"), _("venteliste på nett")),
        "takes_part": (_("i rommet"), _("på nett")),
        "answer": (_("Svar på invitasjonen:"),),
    }


@lru_cache(maxsize=4)
def translations(language: str) -> Any:
    return Translations.load(CATALOGUES, [language])


@lru_cache(maxsize=8)
def template(language: str, name: str) -> Template:
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["_"] = translations(language).gettext
    return environment.get_template(f"mail/{name}.html")
