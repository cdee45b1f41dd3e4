"""Tables as files: one writer, so that no cell of any export can run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA_STARTS = tuple("=+-@\t\n＝＋－＠")


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Comma separated, one header row, lines ending in \\n, numbers unrounded, None empty.

    A text that a spreadsheet would take for a formula gets an apostrophe before it
    (OWASP, "CSV Injection").
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = value.replace("\r\n", "\n").replace("\r", "\n")  # csv leaves a lone \r unquoted
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
