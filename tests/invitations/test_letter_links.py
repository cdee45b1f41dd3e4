"""Where a letter leads: to pages that its reader can open."""

from arenas.models.enums import Visibility
from tests.invitations.series_records import ASE


def parts_of(message):
    return [message.get_body((kind,)).get_content() for kind in ("plain", "html")]


def test_a_letter_leads_to_the_meeting_s_page_and_of_an_internal_forum_to_one_s_own_alone(
    call, sent
):
    called = call()
    called.step("publish")
    page = f"http://localhost:8000/meetings/{called.meeting.id}"
    called.session.commit()
    for words in parts_of(sent()[ASE]):
        assert page in words
    called.forum.visibility = Visibility.INTERNAL
    called.session.commit()
    called.change(place="Biblioteket")
    for words in parts_of(sent()[ASE]):
        assert "/reply/" in words
        assert page not in words
        assert "Mer om møtet" not in words


def test_so_does_the_letter_of_a_series(call_series, sent):
    called = call_series(publish=False)
    called.forum.visibility = Visibility.INTERNAL
    called.session.commit()
    for meeting in called.meetings[:2]:
        called.step(meeting.starts_at.date(), "publish")
    for words in parts_of(sent()[ASE]):
        assert "/reply/series/" in words
        assert "/forums/" not in words
