"""The document of minutes in words, the same for the page, the paper and the mail. Pure."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from arenas.invitations.wording import translations
from arenas.minutes.blocks import blocks
from arenas.web import dates


def words(body: dict[str, Any], language: str, zone: ZoneInfo) -> dict[str, Any]:
    """Title, facts, people, and the items with their blocks and outcomes, as JSON holds them.

    ``people`` are groups of lines (organisation, names); ``facts`` pairs of label and value.
    """
    _ = translations(language).gettext
    forum = (body["forum_en"] if language == "en" else None) or body["forum"]
    facts = [(_("Når"), when(body, language, zone)), (_("Hvor"), body["place"])]
    return {
        "language": language,
        "title": _("Protokoll: %(title)s") % {"title": body["title"]},
        "forum": forum,
        "footer": _footer(body, language, zone),
        "facts": [[label, value] for label, value in facts if value],
        "people": [
            {"title": title, "lines": [[name or "–", ", ".join(people)] for name, people in lines]}
            for title, lines in _people(body, language)
            if lines
        ],
        "general": _blocks(body["general"]),
        "outcomes": [_outcome(one, language) for one in body["outcomes"]],
        "items": [
            {
                "title": " ".join(part for part in (one["number"], one["title"]) if part),
                "blocks": _blocks(one["text"]),
                "outcomes": [_outcome(each, language) for each in one["outcomes"]],
            }
            for one in body["items"]
        ],
    }


def _people(body: dict[str, Any], language: str) -> list[tuple[str, list[list[Any]]]]:
    """Who was there and who was not: titles, and lines of an organisation with its names."""
    _ = translations(language).gettext
    if "attendance" not in body:  # published before roles and deputies were told
        return [
            (_("Til stede"), body["people"]["present"]),
            (_("Ikke til stede"), body["people"]["absent"]),
        ]
    titles = {
        "present": _("Til stede"),
        "partly": _("Til stede"),
        "excused": _("Meldt forfall"),
        "absent": _("Møtte ikke"),
    }
    groups: dict[str, dict[str, list[str]]] = {title: {} for title in titles.values()}
    for one in body["attendance"]:
        lines = groups[titles[one["mark"]]]
        lines.setdefault(one["organisation"], []).append(_person(one, language))
    return [(title, [list(line) for line in lines.items()]) for title, lines in groups.items()]


def _person(one: dict[str, Any], language: str) -> str:
    """The name, with what makes him or her more or less than a participant who was there."""
    _ = translations(language).gettext
    roles = {
        "chair": _("møteleder"),
        "speaker": _("innleder"),
        "secretary": _("sekretær"),
        "observer": _("observatør"),
    }
    notes = [
        roles.get(one["role"]),
        _("for %(name)s") % {"name": one["instead_of"]} if one["instead_of"] else None,
        _("deler av møtet") if one["mark"] == "partly" else None,
    ]
    said = ", ".join(note for note in notes if note)
    return f"{one['name']} ({said})" if said else str(one["name"])


def letter(body: dict[str, Any], language: str) -> tuple[str, str]:
    """How a mail with the minutes begins, and what its link is called."""
    _ = translations(language).gettext
    opening = _("Protokollen fra %(title)s ligger ved.") % {"title": body["title"]}
    return opening, _("Les protokollen")


def when(body: dict[str, Any], language: str, zone: ZoneInfo) -> str:
    """The day and from when to when, on the clocks of ``zone``."""
    if body["first_day"]:
        days = [date.fromisoformat(body[name]) for name in ("first_day", "last_day")]
        return " – ".join(dict.fromkeys(dates.weekday_date(day, language) for day in days))
    starts, ends = (
        datetime.fromisoformat(body[name]).astimezone(zone) for name in ("starts_at", "ends_at")
    )
    day = dates.weekday_date(starts.date(), language)
    return f"{day} {dates.time_span(starts, ends, language)}".replace(dates.HARD_SPACE, " ")


def _footer(body: dict[str, Any], language: str, zone: ZoneInfo) -> str:
    _ = translations(language).gettext
    if body["published_at"] is None:
        return str(_("Utkast, ikke publisert"))
    at = datetime.fromisoformat(body["published_at"]).astimezone(zone)
    said = dates.moment(at, language).replace(dates.HARD_SPACE, " ")
    if body["edition"] == 1:
        return str(_("Publisert %(at)s") % {"at": said})
    return str(_("Utgave %(number)s, publisert %(at)s") % {"number": body["edition"], "at": said})


def _outcome(one: dict[str, Any], language: str) -> dict[str, Any]:
    _ = translations(language).gettext
    kinds = {"decision": _("Vedtak"), "action": _("Oppgave"), "information": _("Orientering")}
    number = f" {one['number']}/{one['year']}" if one["number"] else ""
    due = one["due_on"] and dates.day(date.fromisoformat(one["due_on"]), language)
    notes = [one["owner"], due and _("frist %(day)s") % {"day": due}]
    return {
        "label": f"{kinds[one['kind']]}{number}",
        "blocks": _blocks(one["text"]),
        "note": ", ".join(note for note in notes if note),
    }


def _blocks(text: str) -> list[dict[str, Any]]:
    return [asdict(one) for one in blocks(text)]
