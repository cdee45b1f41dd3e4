"""The words of a letter about one meeting, as text."""

from typing import Any

from arenas.invitations.wording import translations


def plain(values: dict[str, Any], language: str) -> str:
    """The text beside the HTML, which says the same."""
    _ = translations(language).gettext
    parts = [values["opening"]]
    if values["reason"]:
        parts.append(f"{_('Årsak:')} {values['reason']}")
    lines = [values["title"], *(f"{label}: {value}" for label, value in values["facts"])]
    if values["online_url"]:
        lines.append(f"{_('Delta på nett')}: {values['online_url']}")
    parts.append("\n".join(lines))
    if values["answer_link"]:
        told = _(
            "Du trenger ikke å logge inn. Du kan også svare fra kalenderprogrammet ditt. "
            "Lenken er din egen: ikke send den videre."
        )
        parts.append(f"{_('Svar på invitasjonen')}:\n{values['answer_link']}\n{told}")
    if values["agenda"]:
        points = [
            f"- {number or ''} {title}".replace("  ", " ") for number, title in values["agenda"]
        ]
        parts.append("\n".join([f"{_('Saksliste')}:", *points]))
    if values["description"]:
        parts.append(values["description"])
    if values["link"]:
        parts.append(f"{_('Mer om møtet')}: {values['link']}")
    return "\n\n".join(parts) + "\n"
