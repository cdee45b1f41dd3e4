"""Attendance at a table in the room: each mark is kept, also while the line is down."""

from playwright.sync_api import expect
from sqlalchemy import select

from arenas.database import db
from arenas.models import Meeting, Participation, Person
from arenas.models.enums import Attendance, MeetingState


def two_unmarked(live) -> tuple[int, int, int]:
    """A planned meeting that has begun, and two people on its list without a mark."""
    with live.app.app_context():
        session = db.session()
        meeting = session.scalars(
            select(Meeting).where(Meeting.state == MeetingState.HELD).order_by(Meeting.id.desc())
        ).first()
        one, other = session.scalars(
            select(Participation).where(Participation.meeting_id == meeting.id).limit(2)
        ).all()
        one.attendance = other.attendance = Attendance.UNKNOWN
        session.commit()
        return meeting.id, one.id, other.id


def mark_of(live, row: int) -> Attendance:
    with live.app.app_context():
        return db.session.scalar(select(Participation.attendance).where(Participation.id == row))


def lose_what_is_sent(page) -> None:
    """Until ``unroute``: the page tries every five seconds, also just before it is left."""

    def lose(route):
        if route.request.method == "POST":
            route.fulfill(status=408)
        else:
            route.continue_()

    page.route("**/attendance", lose)


def test_a_mark_is_saved_when_it_is_made_and_survives_a_line_that_is_down(visit, live):
    meeting, one, other = two_unmarked(live)
    page = visit(f"/meetings/{meeting}/attendance", role="coordinator")
    page.locator(f"label[for=m{one}present]").click()
    page.get_by_text("Alt er lagret.").wait_for()
    assert mark_of(live, one) is Attendance.PRESENT

    lose_what_is_sent(page)
    page.locator(f"label[for=m{other}excused]").click()
    page.get_by_text("Ikke lagret ennå").wait_for()
    assert mark_of(live, other) is Attendance.UNKNOWN

    page.reload()
    page.get_by_text("Ikke lagret ennå").wait_for()
    page.unroute("**/attendance")
    page.get_by_text("Alt er lagret.").wait_for()
    assert mark_of(live, other) is Attendance.EXCUSED
    expect(page.locator(f"#m{other}excused")).to_be_checked()


def test_nothing_ticked_is_lost_when_the_line_is_cut_and_the_page_is_closed(visit, live):
    meeting, one, other = two_unmarked(live)
    page = visit(f"/meetings/{meeting}/attendance", role="coordinator")
    page.context.set_offline(True)
    page.locator(f"label[for=m{one}partly]").click()
    page.locator(f"label[for=m{other}absent]").click()
    page.locator(f"label[for=m{other}excused]").click()
    page.get_by_role("button", name="Lagre oppmøte").first.click()
    page.get_by_text("Ikke lagret ennå").wait_for()
    context = page.context
    page.close()
    assert mark_of(live, one) is mark_of(live, other) is Attendance.UNKNOWN

    context.set_offline(False)
    later = context.new_page()
    later.goto(f"/meetings/{meeting}/attendance")
    later.get_by_text("Alt er lagret.").wait_for()
    assert mark_of(live, one) is Attendance.PARTLY
    assert mark_of(live, other) is Attendance.EXCUSED


def test_everybody_came_waits_for_the_line_too_and_leaves_what_others_marked(visit, live):
    meeting, one, other = two_unmarked(live)
    page = visit(f"/meetings/{meeting}/attendance", role="coordinator")
    page.context.set_offline(True)
    page.get_by_role("button", name="Alle møtte").click()
    page.get_by_text("Ikke lagret ennå").wait_for()
    expect(page.locator(f"#m{one}present")).to_be_checked()
    with live.app.app_context():
        db.session.get(Participation, other).attendance = Attendance.ABSENT
        db.session.commit()
    page.context.set_offline(False)
    page.locator(f"#m{other}absent:checked").wait_for(state="attached")
    assert mark_of(live, one) is Attendance.PRESENT
    assert mark_of(live, other) is Attendance.ABSENT


def test_what_another_marked_while_one_was_offline_stands_and_both_are_told(visit, live):
    meeting, one, other = two_unmarked(live)
    page = visit(f"/meetings/{meeting}/attendance", role="coordinator")
    page.context.set_offline(True)
    page.locator(f"label[for=m{one}present]").click()
    page.locator(f"label[for=m{other}partly]").click()
    page.get_by_text("Ikke lagret ennå").wait_for()
    with live.app.app_context():
        db.session.get(Participation, one).attendance = Attendance.ABSENT
        db.session.commit()
    context = page.context
    page.close()
    context.set_offline(False)
    later = context.new_page()
    later.goto(f"/meetings/{meeting}/attendance")
    later.get_by_text("Noen andre førte dette i mellomtiden, og det står").wait_for()
    expect(later.locator(f"#m{one}absent")).to_be_checked()
    expect(later.get_by_text("ditt merke var «møtte».")).to_be_visible()
    assert mark_of(live, one) is Attendance.ABSENT
    assert mark_of(live, other) is Attendance.PARTLY

    later.locator(f"label[for=m{one}present]").click()
    later.get_by_text("Alt er lagret.").wait_for()
    expect(later.get_by_text("ditt merke var «møtte».")).to_have_count(0)
    assert mark_of(live, one) is Attendance.PRESENT


def test_a_name_is_found_in_a_long_list_by_a_few_letters(visit, live):
    meeting, one, other = two_unmarked(live)
    with live.app.app_context():
        session = db.session()
        people = select(Person.id).where(
            Person.id.not_in(
                select(Participation.person_id).where(Participation.meeting_id == meeting)
            )
        )
        for person in session.scalars(people.limit(30)).all():
            session.add(Participation(meeting_id=meeting, person_id=person))
        session.commit()
        name = session.get(Person, session.get(Participation, one).person_id).name
    page = visit(f"/meetings/{meeting}/attendance", role="coordinator")
    page.get_by_label("Finn navn").fill(name.upper())
    expect(page.locator(f"label[for=m{one}present]")).to_be_visible()
    expect(page.locator(f"label[for=m{other}present]")).to_be_hidden()
    page.keyboard.press("Enter")
    page.locator(f"label[for=m{one}present]").click()
    page.get_by_text("Alt er lagret.").wait_for()
    assert mark_of(live, one) is Attendance.PRESENT
    page.get_by_label("Finn navn").fill("")
    expect(page.locator(f"label[for=m{other}present]")).to_be_visible()


def test_a_second_tablet_shows_what_the_first_has_marked(visit, live):
    meeting, one, _other = two_unmarked(live)
    page = visit(f"/meetings/{meeting}/attendance", role="coordinator")
    second = page.context.new_page()
    second.clock.install()
    second.goto(f"/meetings/{meeting}/attendance")
    expect(second.locator(f"#m{one}unknown")).to_be_checked()
    page.locator(f"label[for=m{one}excused]").click()
    page.get_by_text("Alt er lagret.").wait_for()
    second.clock.run_for(20_000)
    expect(second.locator(f"#m{one}excused")).to_be_checked()


def test_who_is_signed_out_meanwhile_is_told_and_keeps_the_marks(visit, live):
    meeting, one, _other = two_unmarked(live)
    page = visit(f"/meetings/{meeting}/attendance", role="coordinator")
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.locator(f"label[for=m{one}present]").click()
    page.get_by_text("Du er logget ut.").wait_for()
    lose_what_is_sent(page)
    page.context.add_cookies(cookies)
    page.reload()
    page.get_by_text("Ikke lagret ennå").wait_for()
    page.unroute("**/attendance")
    page.get_by_text("Alt er lagret.").wait_for()
    assert mark_of(live, one) is Attendance.PRESENT


def test_counts_follow_each_mark(visit, live):
    meeting, one, _other = two_unmarked(live)
    page = visit(f"/meetings/{meeting}/attendance", role="coordinator")
    present = page.locator("[data-count=present] strong")
    before = int(present.inner_text())
    page.locator(f"label[for=m{one}present]").click()
    expect(present).to_have_text(str(before + 1))


def test_marks_are_made_with_the_keyboard_alone(visit, live):
    meeting, one, _other = two_unmarked(live)
    page = visit(f"/meetings/{meeting}/attendance", role="coordinator")
    page.locator(f"#m{one}unknown").focus()
    page.keyboard.press("ArrowLeft")
    page.get_by_text("Alt er lagret.").wait_for()
    assert mark_of(live, one) is Attendance.ABSENT
