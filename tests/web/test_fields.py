"""Form fields: what is typed, what is kept, and what is said of the rest."""

from datetime import UTC, date, datetime, time

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import SelectField
from wtforms.validators import InputRequired

from arenas.errors import Conflict
from arenas.web.fields import (
    CheckboxListField,
    LineField,
    LocalDateField,
    LocalDateTimeField,
    LocalTimeField,
    TextField,
    menu,
)
from arenas.web.forms import BaseForm


class Form(BaseForm):
    title = LineField("Tittel", [InputRequired("Gi møtet en tittel.")], description="Kort.")
    text = TextField("Tekst")
    day = LocalDateField("Dag")
    clock = LocalTimeField("Klokken")
    start = LocalDateTimeField("Starter")
    kind = SelectField("Slag", choices=menu([("a", "A")]))
    boxes = CheckboxListField("Bokser", choices=menu([("1", "En"), ("2", "To")]))


def filled(**data):
    return Form(formdata=MultiDict(data), meta={"csrf": False})


@pytest.fixture(autouse=True)
def request_context(app):
    with app.test_request_context("/"):
        yield


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Styret  ", "Styret"),
        ("", None),
        (" \t\u00a0 ", None),
        ("Sak\x00 1\x07", "Sak 1"),
        ("To\r\nlinjer", "To linjer"),
        ("A\u030as", "Ås"),
        ("gnp\u202exe.exe", "gnpxe.exe"),
        ("halv \ud83d del", "halv del"),
        ("=1+1 <b>&", "=1+1 <b>&"),
    ],
)
def test_a_line_is_kept_clean(typed, kept):
    assert filled(title=typed).title.data == kept


def test_a_text_keeps_its_lines_and_nothing_invisible():
    assert filled(text="En \r\n\r\nto\x0b\u200b\r\n").text.data == "En\n\nto"


@pytest.mark.parametrize(
    "typed", ["08.12.2025", "8.12.2025", "8. 12. 2025", "2025-12-08", " 2025-12-08 "]
)
def test_a_day_is_read_as_norwegians_and_browsers_write_it(typed):
    assert filled(day=typed).day.data == date(2025, 12, 8)


@pytest.mark.parametrize(
    "typed", ["31.02.2025", "12/08/2025", "8.12.25", "0000-00-00", "8.12.9999"]
)
def test_a_day_that_is_none_is_said_beside_the_field(typed):
    form = filled(title="x", kind="a", day=typed)
    assert not form.validate()
    assert form.errors == {
        "day": [f"«{typed}» er ikke en dato. Skriv dag.måned.år, som 08.12.2025."]
    }
    assert f'value="{typed}"' in form.day()


@pytest.mark.parametrize("typed", ["12.30", "12:30", "kl. 12.30", "12:30:00"])
def test_a_time_is_read_with_point_or_colon(typed):
    assert filled(clock=typed).clock.data == time(12, 30)


@pytest.mark.parametrize("typed", ["24.00", "12", "halv ett", "12.60"])
def test_a_time_that_is_none_is_said(typed):
    form = filled(title="x", kind="a", clock=typed)
    assert not form.validate()
    assert list(form.errors) == ["clock"]


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        ("2025-12-08T12:00", datetime(2025, 12, 8, 11, tzinfo=UTC)),
        ("08.07.2025 12.00", datetime(2025, 7, 8, 10, tzinfo=UTC)),
        ("08.07.2025 kl. 12.00", datetime(2025, 7, 8, 10, tzinfo=UTC)),
        ("2025-10-26T02:30", datetime(2025, 10, 26, 0, 30, tzinfo=UTC)),  # the first of two
        ("2025-03-30T03:00", datetime(2025, 3, 30, 1, tzinfo=UTC)),
    ],
)
def test_a_wall_time_becomes_the_instant_it_means(typed, instant):
    assert filled(start=typed).start.data == instant


def test_the_hour_that_is_skipped_in_spring_is_refused():
    form = filled(title="x", kind="a", start="2025-03-30T02:30")
    assert not form.validate()
    [message] = form.errors["start"]
    assert message == "Klokken 02.30 finnes ikke 30.03.2025: da stilles klokken frem."


def test_an_instant_is_shown_as_the_clocks_of_the_region_show_it():
    form = Form(start=datetime(2025, 7, 8, 10, tzinfo=UTC), formdata=None, meta={"csrf": False})
    assert 'value="2025-07-08T12:00"' in form.start()


def test_hint_and_error_reach_the_screen_reader():
    form = filled(kind="a")
    assert 'aria-describedby="title-hint"' in form.title()
    form.validate()
    drawn = form.title()
    assert 'aria-describedby="title-hint title-error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert "required" in drawn


def test_a_choice_that_is_not_offered_is_refused_in_norwegian():
    form = filled(title="x", kind="b", boxes="3")
    assert not form.validate()
    assert form.errors["kind"] == ["Ikke et gyldig valg"]
    assert "boxes" in form.errors


def test_a_refusal_of_the_service_stands_beside_its_field_or_above_the_form():
    form = filled(title="x", kind="a")
    form.validate()
    form.refuse(Conflict("%(name)s er i bruk.", field="title", name="Styret"))
    form.refuse(Conflict("Noen andre var først."))
    assert form.title.errors == ["Styret er i bruk."]
    assert form.form_errors == ["Noen andre var først."]


@pytest.mark.parametrize("typed", ["", "  ", "\u202e\u2066", "\x00\x07"])
def test_signs_that_nobody_sees_are_no_answer(typed):
    form = filled(title=typed)
    assert not form.validate()
    assert form.title.errors == ["Gi møtet en tittel."]
