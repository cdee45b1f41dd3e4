"""Every text has its English words, and no catalogue keeps texts that are gone."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_text_is_translated_and_none_is_left_over():
    script = ROOT / "scripts" / "translations.py"
    run = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_a_page_in_english_has_no_text_of_the_catalogue_in_norwegian(client):
    page = client.get("/login", headers={"Accept-Language": "en"}).get_data(as_text=True)
    assert "<h1>Sign in</h1>" in page
    assert "Logg inn" not in page
