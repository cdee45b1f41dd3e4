"""Names that people wrote are text in the page, the PDF and the pictures, whatever they hold."""

import re
import subprocess
from shutil import which
from xml.etree import ElementTree

import pytest
from sqlalchemy import update

from arenas.database import db
from arenas.models import Activity, Organisation, Strategy
from arenas.sheets import making
from tests.conftest import missing
from tests.pages import get

HOSTILE = [
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    '#read("/etc/passwd") *fet* $x$ `kode` \\ #let',
    "\u202egnp.exe\u202c og \u2066skjult\u2069",
    "=cmd|' /C calc'!A0",
    "navn " * 30 + "x" * 150,
]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_name_is_text_everywhere(drawing_app, ask, leader, name):
    with drawing_app.app_context():
        session = db.session()
        session.execute(update(Organisation).values(name=name[:200]))
        session.execute(update(Activity).values(text=name))
        session.execute(update(Strategy).values(name=name[:200], name_en=None))
        session.commit()
    number = ask(title=name[:200])
    making.make(drawing_app, number)
    base = f"/network/sheets/{number}"
    page = get(leader, base)
    assert "<script>alert" not in page.html
    assert "<img src=x" not in page.html
    assert not set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068") & set(page.text)
    for picture in ("matrise-nb.svg", "utvikling-nb.svg", "matrix-en.svg", "trend-en.svg"):
        drawn = ElementTree.fromstring(leader.get(f"{base}/files/{picture}").data)
        assert {one.tag.rpartition("}")[2] for one in drawn.iter()} <= {
            "svg", "title", "desc", "defs", "pattern", "rect", "text", "line", "circle",
        }  # fmt: skip
    printed = leader.get(f"{base}/files/ark-nb.pdf").data
    assert printed.startswith(b"%PDF")
    assert b"StructTreeRoot" in printed
    assert b"/JavaScript" not in printed


def text_of(pdf, tmp_path):
    program = which("pdftotext") or missing("pdftotext (poppler-utils) is not installed")
    path = tmp_path / "ark.pdf"
    path.write_bytes(pdf)
    done = subprocess.run([program, "-layout", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def test_markup_in_a_title_is_printed_letter_by_letter(drawing_app, ask, leader, tmp_path):
    number = ask(title="*fet* #lorem(5) $x$ <b>")
    making.make(drawing_app, number)
    pdf = leader.get(f"/network/sheets/{number}/files/ark-nb.pdf").data
    assert "*fet* #lorem(5) $x$ <b>" in text_of(pdf, tmp_path)


def test_the_paper_is_tagged_says_its_language_and_has_two_to_four_pages(sheet, leader):
    for name, language in (("ark-nb.pdf", b"nb"), ("sheet-en.pdf", b"en")):
        pdf = leader.get(f"/network/sheets/{sheet}/files/{name}").data
        assert b"pdfuaid" in pdf
        assert b"/Lang(" + language + b")" in pdf
        count = re.search(rb"/Type/Pages/Count (\d+)", pdf)
        assert count is not None
        assert 2 <= int(count[1]) <= 4


def test_a_title_longer_than_the_picture_is_cut_there_and_whole_in_print(
    drawing_app, ask, leader, tmp_path
):
    title = "Samarbeid " * 19
    number = ask(title=title.strip())
    making.make(drawing_app, number)
    drawn = leader.get(f"/network/sheets/{number}/files/matrise-nb.svg").data.decode()
    shown = re.search(r'font-size="15"[^>]*>([^<]+)<', drawn)
    assert shown is not None
    assert shown[1].endswith("…")
    assert len(shown[1]) < 110
    pdf = leader.get(f"/network/sheets/{number}/files/ark-nb.pdf").data
    assert text_of(pdf, tmp_path).split("1. juli 2025")[0].count("Samarbeid") == 19


def test_a_title_of_signs_that_nobody_sees_is_asked_for_again(drawing_app, leader):
    form = get(leader, "/network/sheets/new")
    days = {"starts_on": "2026-01-01", "ends_on": "2026-06-30"}
    token = {"csrf_token": form.value("csrf_token")}
    answer = leader.post("/network/sheets/new", data={"title": "\u200b\u202e"} | days | token)
    assert answer.status_code == 422
    assert "Skriv hva arket skal hete." in answer.get_data(as_text=True)
