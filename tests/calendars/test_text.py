"""Nothing a user types can add a line, and no fold cuts a character or an escape."""

from hypothesis import example, given
from hypothesis import strategies as st

from arenas.calendars import text

ANY_TEXT = st.text(st.characters(), max_size=400)
HOSTILE = st.text(st.sampled_from("a\\\n\r;,^\u0085\u2028\x0b\x00ø😀e\u0301:\t "), max_size=300)


def unfold(data: bytes) -> str:
    assert data.endswith(b"\r\n")
    return data.replace(b"\r\n ", b"")[:-2].decode()


@given(ANY_TEXT | HOSTILE)
@example("BEGIN:VEVENT\r\nUID:1")
@example("\ud800")
def test_an_escaped_text_holds_no_control_character(words: str) -> None:
    escaped = text.escape(words)
    assert not any(ord(letter) < 32 or 127 <= ord(letter) <= 159 for letter in escaped)
    assert "\u2028" not in escaped
    assert "\u2029" not in escaped
    escaped.encode()


@given(ANY_TEXT | HOSTILE)
def test_a_folded_line_unfolds_to_itself(words: str) -> None:
    content = "DESCRIPTION:" + text.escape(words)
    assert unfold(text.fold(content)) == content


@given(ANY_TEXT | HOSTILE, st.integers(0, 80))
def test_every_folded_line_is_whole_characters_of_at_most_75_octets(words: str, pad: int) -> None:
    for piece in text.fold("X:" + "x" * pad + text.escape(words)).split(b"\r\n"):
        assert len(piece) <= 75
        piece.decode()


@given(st.integers(0, 160), st.integers(1, 12))
def test_no_fold_falls_between_a_backslash_and_its_letter(before: int, breaks: int) -> None:
    data = text.fold("DESCRIPTION:" + "x" * before + text.escape("\n" * breaks + "\\;," * breaks))
    for piece in data.split(b"\r\n ")[:-1]:
        trailing = len(piece) - len(piece.rstrip(b"\\"))
        assert trailing % 2 == 0


def test_ten_thousand_characters_take_a_moment() -> None:
    words = "Møte 😀 e\u0301;," * 1000
    assert unfold(text.fold("SUMMARY:" + text.escape(words))) == "SUMMARY:" + text.escape(words)


def test_line_breaks_of_every_kind_become_one_space_in_a_one_line_text() -> None:
    assert text.line("a\rb\nc\r\nd\u2028e\u0085f\x0bg") == "a b c d e f g"


def test_an_address_with_a_line_break_or_a_script_is_no_address() -> None:
    assert text.uri("https://example.org/\r\nATTENDEE:x") is None
    assert text.uri("javascript:alert(1)") is None
    assert text.uri("https://example.org/?a=1;b=2,3") == "https://example.org/?a=1;b=2,3"
    assert text.uri("https://") is None
