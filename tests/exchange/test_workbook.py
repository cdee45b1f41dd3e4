"""Tables as an Excel workbook."""

import io
from datetime import date

from python_calamine import CalamineWorkbook

from arenas.exchange.workbook import workbook
from network.tables import Table


def read(*tables):
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(tables)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_a_sheet_a_table_with_its_header_and_rows():
    assert read(
        Table("one", ("name", "count"), (("Ås", 3), ("Bø", -1.5))), Table("two", ("x",), ())
    ) == {"one": [["name", "count"], ["Ås", 3.0], ["Bø", -1.5]], "two": [["x"]]}


def test_a_text_that_looks_like_a_formula_or_a_link_stays_a_text():
    rows = read(Table("t", ("name",), (("=1+1",), ("https://example.org",))))["t"]
    assert rows[1:] == [["=1+1"], ["https://example.org"]]


def test_what_excel_cannot_hold_is_made_plain():
    rows = read(Table("t", ("a", "b", "c"), ((None, date(2026, 11, 23), float("nan")),)))["t"]
    assert rows[1][:2] == ["", "2026-11-23"]


def test_a_long_name_is_cut_to_what_a_sheet_may_have():
    assert list(read(Table("x" * 40, ("a",), ()))) == ["x" * 31]
