"""What people paste, made clean: composed letters, no control characters, one kind of line end."""

import re
import unicodedata

_LINE_ENDS = re.compile(r"\r\n?|[\u0085\u2028\u2029\v\f]")
# Controls, surrogates, direction overrides, and the marks that are no characters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)


def many_lines(text: str | None) -> str | None:
    """Text with its lines kept, or None where nothing is left.

    >>> many_lines("Sak 1\\r\\nSak\\x00 2  \\n")
    'Sak 1\\nSak 2'
    """
    if not text:
        return None
    text = _UNWANTED.sub("", _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text)))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n") or None


def one_line(text: str | None) -> str | None:
    """Text on one line with single spaces, or None where nothing is left.

    >>> one_line("  Styret\\tog\\x07\\nrådet ")
    'Styret og rådet'
    """
    return " ".join((many_lines(text) or "").split()) or None
