"""Every text has its English words, and no catalogue keeps texts that are gone."""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]


def test_every_text_is_translated_and_none_is_left_over():
    script = ROOT / "scripts" / "translations.py"
    run = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_a_page_in_english_has_no_text_of_the_catalogue_in_norwegian(client):
    page = client.get("/login", headers={"Accept-Language": "en"}).get_data(as_text=True)
    assert "<h1>Sign in</h1>" in page
    assert "Logg inn" not in page


def test_a_translation_says_each_figure_as_often_as_the_text_it_translates():
    catalogue = ROOT / "arenas" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
    with catalogue.open("rb") as file:
        texts = [text for text in read_po(file) if text.id]
    assert [text.id for text in texts if not _is_faithful(text)] == []


def _is_faithful(text) -> bool:
    """Of a text with a plural the singular may say "one" where there is a number."""
    if isinstance(text.id, tuple):
        return all(set(_figures(said)) <= set(_figures(text.id[1])) for said in text.string)
    return _figures(text.id) == _figures(text.string)


def _figures(words: str) -> Counter[str]:
    return Counter(re.findall(r"%\(\w+\)", words))
