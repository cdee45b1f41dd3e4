"""Tables as files."""

import csv
import io

import pytest

from arenas.exchange.tables import csv_text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠"])
def test_a_name_that_a_spreadsheet_would_run_gets_an_apostrophe(start):
    text = csv_text(("name",), [(f"{start}1+1",)])
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["name"], [f"'{start}1+1"]]


def test_numbers_stay_numbers_negative_ones_too_and_none_is_empty():
    assert csv_text(("a", "b", "c"), [(-1, 0.5, None)]) == "a,b,c\n-1,0.5,\n"


def test_commas_quotes_and_line_breaks_stay_in_their_cell():
    text = csv_text(("name",), [('Ås, "the" kommune\nnext',)])
    assert list(csv.reader(text.splitlines(keepends=True))) == [
        ["name"],
        ['Ås, "the" kommune\nnext'],
    ]


def test_a_carriage_return_does_not_begin_a_new_row():
    text = csv_text(("name",), [("Ås\rkommune",), ("\r=1+1",)])
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["name"],
        ["Ås\nkommune"],
        ["'\n=1+1"],
    ]
