#!/usr/bin/env python3
"""Collect the texts of code and templates, merge them into the catalogues, compile.

Texts are bokmål where they are written; a catalogue holds another language. It is kept sorted
by text, without places and without texts that are gone, so that two people's additions meet
without a conflict more often than not. ``--check`` changes nothing: it lists what a catalogue
lacks or has too much and fails if there is any.
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "arenas" / "translations"
PLACES = {
    ROOT / "arenas": ([("**.py", "python")], {}),
    ROOT / "templates": (
        [("**.html", "jinja2"), ("**.txt", "jinja2")],
        {"**": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}},
    ),
}
MARKS = {
    "_": None,
    "_l": None,
    "N_": None,
    "message": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
}


def collected() -> Catalog:
    """Every marked text of the program."""
    catalog = Catalog()
    for place, (methods, options) in PLACES.items():
        found = extract_from_dir(place, methods, options, MARKS, comment_tags=())
        for _file, _line, text, _comments, context in found:
            catalog.add(text, context=context)
    return catalog


def merged(path: Path, texts: Catalog) -> Catalog:
    """The catalogue with the program's texts, each with the translation it had."""
    with path.open("rb") as file:
        old = read_po(file, locale=path.parent.parent.name)
    new = Catalog(locale=old.locale, project="Møteplass", charset="utf-8", fuzzy=False)
    for text in texts:
        if text.id:
            known = old.get(text.id, text.context)
            flags = known.flags if known is not None else ()
            translation = known.string if known is not None else None
            new.add(text.id, translation, context=text.context, flags=flags)
    return new


def missing(catalog: Catalog) -> list[str]:
    """Texts without a translation."""
    lacking = []
    for text in catalog:
        strings = text.string if isinstance(text.string, tuple) else (text.string,)
        if text.id and not all(strings):
            lacking.append(text.id if isinstance(text.id, str) else text.id[0])
    return sorted(lacking)


def superfluous(path: Path, texts: Catalog) -> list[str]:
    """Translations of texts that are gone."""
    with path.open("rb") as file:
        old = read_po(file)
    gone = [text.id for text in old if text.id and texts.get(text.id, text.context) is None]
    return sorted(text if isinstance(text, str) else text[0] for text in gone)


def store(path: Path, catalog: Catalog) -> None:
    """Written anew, without dates: the same texts always give the same file."""
    for name in ("POT-Creation-Date", "PO-Revision-Date"):
        catalog.mime_headers = [
            (header, value) for header, value in catalog.mime_headers if header != name
        ]
    with path.open("wb") as file:
        file.write(f"# {catalog.locale} for Møteplass: make translations\n".encode())
        file.write(b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n')
        file.write(f'"Plural-Forms: {catalog.plural_forms}\\n"\n\n'.encode())
        write_po(file, catalog, width=100, no_location=True, omit_header=True, sort_output=True)
    compile_one(path)


def compile_one(path: Path) -> None:
    with path.open("rb") as file:
        catalog = read_po(file, locale=path.parent.parent.name)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main(arguments: list[str]) -> int:
    texts, failed = collected(), False
    for path in sorted(CATALOGUES.glob("*/LC_MESSAGES/messages.po")):
        catalog = merged(path, texts)
        if "--check" in arguments:
            for text in superfluous(path, texts):
                failed = True
                say(f"{path.relative_to(ROOT)}: no longer used: {text!r}")
        else:
            store(path, catalog)
        for text in missing(catalog):
            failed = True
            say(f"{path.relative_to(ROOT)}: not translated: {text!r}")
    return 1 if failed and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
