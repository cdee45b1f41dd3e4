"""Tables as an Excel workbook: a sheet a table, numbers as numbers, no cell a formula."""

import io
from collections.abc import Iterable

import xlsxwriter

from network.plain import plain
from network.tables import Table

LONGEST_SHEET_NAME = 31
WIDEST = 60
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(tables: Iterable[Table]) -> bytes:
    """The file. The first row of each sheet is its header and stays in sight."""
    out = io.BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, settings) as book:
        bold = book.add_format({"bold": True})
        for table in tables:
            sheet = book.add_worksheet(table.name[:LONGEST_SHEET_NAME])
            sheet.write_row(0, 0, table.columns, bold)
            sheet.freeze_panes(1, 0)
            for number, row in enumerate(table.rows, start=1):
                sheet.write_row(number, 0, [plain(value) for value in row])
            sheet.autofit(WIDEST * 8)
    return out.getvalue()
