"""The words of a letter about several dates of a series, as text and as HTML."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from arenas.invitations import letters, series_words
from arenas.invitations.wording import phrases, template, translations

ORDER = ("new", "changed", "restored", "seated", "waiting", "cancelled", "withdrawn")


@dataclass(frozen=True)
class Content:
    """What there is to say. ``rows`` of meetings by id; ``mine`` those that are to come, in
    order; ``told`` what is said of which."""

    language: str
    title: str
    when: str
    rows: Mapping[int, Any]
    mine: tuple[int, ...]
    told: Mapping[int, str]
    forum: str
    organisation: str | None
    description: str | None
    answer_link: str | None
    link: str | None


def text(content: Content) -> tuple[str, str, str]:
    """Subject, text and HTML."""
    language = content.language
    kinds = [kind for kind in ORDER if kind in content.told.values()]
    word, opening = _beginning(kinds, language)
    told = [content.rows[key] for key in content.told]
    values: dict[str, Any] = {
        "language": language,
        "subject": f"{word} {content.title}, {series_words.span(told, language)}",
        "opening": opening,
        "title": content.title,
        "facts": _facts(content),
        "online_url": _same([content.rows[key].online_url for key in content.mine]),
        "answer_link": content.answer_link,
        "groups": _groups(content, kinds),
        "description": content.description,
        "link": content.link,
    }
    html = template(language, "series").render(values)
    return str(values["subject"]), _plain(values, language), html


def _beginning(kinds: list[str], language: str) -> tuple[str, str]:
    """How the subject begins, and the first line."""
    _ = translations(language).gettext
    if len(kinds) > 1:
        word = phrases(language)["changed"][0]
        return word, _("Det er endringer i en møteserie som du er invitert til.")
    opening = {
        "new": _("Du er invitert til en møteserie."),
        "changed": _("Disse møtene har fått ny tid eller nytt sted. Si fra om du kan komme."),
        "restored": _("Disse møtene som var avlyst, holdes likevel."),
        "seated": _("Du har fått plass på disse møtene. Kan du ikke komme likevel, så si fra."),
        "waiting": _(
            "Det er fullt på disse møtene, så du står på venteliste. "
            "Du får beskjed når det blir plass til deg."
        ),
        "cancelled": _("Disse møtene er avlyst."),
        "withdrawn": _("Du er ikke lenger invitert til disse møtene. De holdes som planlagt."),
    }[kinds[0]]
    return phrases(language)[kinds[0]][0], opening


def _facts(content: Content) -> list[tuple[str, str]]:
    _ = translations(content.language).gettext
    rows = [content.rows[key] for key in content.mine]
    when = ""
    if rows:
        hours = series_words.hours(rows, content.language)
        rhythm = f"{content.when} {hours}".strip()
        when = f"{rhythm}, {series_words.span(rows, content.language)}"
    place = _same([row.place for row in rows])
    facts = [(_("Når"), when), (_("Hvor"), place), (_("Arena"), content.forum)]
    facts.append((_("På vegne av"), content.organisation))
    return [(label, value) for label, value in facts if value]


def _same(values: list[Any]) -> Any:
    """What all have in common; None where they differ: then each date says its own."""
    return values[0] if values and len(set(values)) == 1 else None


def _groups(content: Content, kinds: list[str]) -> list[tuple[str, list[str]]]:
    """What is told of which dates, and then all that are to come."""
    _ = translations(content.language).gettext
    headings = {
        "new": _("Nye datoer"),
        "changed": _("Ny tid eller nytt sted"),
        "restored": _("Holdes likevel"),
        "seated": _("Du har fått plass"),
        "waiting": _("Venteliste"),
        "cancelled": _("Avlyst"),
        "withdrawn": _("Ikke lenger invitert"),
    }
    everything = set(content.told) == set(content.mine) and len(kinds) == 1
    groups = []
    for kind in () if everything else kinds:
        chosen = [key for key, what in content.told.items() if what == kind]
        lines = [
            _line(content, key) for key in sorted(chosen, key=lambda key: _begins(content, key))
        ]
        groups.append((headings[kind], lines))
    if content.mine:
        lines = [_line(content, key) for key in content.mine]
        groups.append((_("Alle datoene") if everything else _("Datoene fremover"), lines))
    return groups


def _begins(content: Content, key: int) -> Any:
    return content.rows[key].starts_at


def _line(content: Content, key: int) -> str:
    row = content.rows[key]
    said = letters.when(row, content.language)
    if row.place and _same([content.rows[one].place for one in content.mine]) is None:
        said = f"{said}, {row.place}"
    return f"{said}: {row.cancel_reason}" if row.cancel_reason else said


def _plain(values: Mapping[str, Any], language: str) -> str:
    _ = translations(language).gettext
    lines = [values["title"], *(f"{label}: {value}" for label, value in values["facts"])]
    if values["online_url"]:
        lines.append(f"{_('Delta på nett')}: {values['online_url']}")
    parts = [values["opening"], "\n".join(lines)]
    if values["answer_link"]:
        told = _(
            "Du trenger ikke å logge inn. Du kan også svare fra kalenderprogrammet ditt. "
            "Lenken er din egen: ikke send den videre."
        )
        asked = _("Svar for alle datoene, eller dato for dato")
        parts.append(f"{asked}:\n{values['answer_link']}\n{told}")
    for heading, dates in values["groups"]:
        parts.append("\n".join([f"{heading}:", *(f"- {line}" for line in dates)]))
    if values["description"]:
        parts.append(values["description"])
    if values["link"]:
        parts.append(f"{_('Mer om møtene')}: {values['link']}")
    return "\n\n".join(parts) + "\n"
