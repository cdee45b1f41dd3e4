"""Plain text as paragraphs and lists: the one rule by which minutes are set. Pure.

An empty line ends a paragraph; lines that begin with "- " or "* " are a list.
"""

from dataclasses import dataclass

MARKS = ("- ", "* ", "• ")


@dataclass(frozen=True)
class Block:
    """``kind`` is "text" or "list"; a text's lines stand under each other."""

    kind: str
    lines: tuple[str, ...]


def blocks(text: str | None) -> list[Block]:
    """The text in blocks.

    >>> [(one.kind, one.lines) for one in blocks("Innledning\\n- en\\n- to\\n\\nSlutt")]
    [('text', ('Innledning',)), ('list', ('en', 'to')), ('text', ('Slutt',))]
    """
    found: list[Block] = []
    kind = ""
    lines: list[str] = []

    def end() -> None:
        if lines:
            found.append(Block(kind, tuple(lines)))
            lines.clear()

    for line in (text or "").split("\n"):
        bare = line.strip()
        new = "list" if line.lstrip().startswith(MARKS) else "text"
        if not bare:
            end()
            continue
        if new != kind:
            end()
            kind = new
        lines.append(bare[2:].strip() if new == "list" else bare)
    end()
    return found
