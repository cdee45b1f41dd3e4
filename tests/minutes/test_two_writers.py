"""Two who write the same minutes: nothing of either is lost."""

from tests import pages
from tests.minutes.test_pages import post


def test_who_saved_meanwhile_is_shown_beside_one_s_own_text(meeting, writer):
    path = f"/meetings/{meeting.id}/minutes/edit"
    page = pages.get(writer, path)
    token = page.value("csrf_token")
    post(writer, path, text_0="Karis tekst")
    late = writer.post(path, data={"csrf_token": token, "version": "0", "text_0": "Olas tekst"})
    assert late.status_code == 409
    assert "Karis tekst" in late.text
    assert "Olas tekst</textarea>" in late.text.replace("\r\n", "")
    for odd in (str(10**20), str(-(10**20))):
        sent = {"csrf_token": token, "version": odd, "text_0": "Olas tekst"}
        assert writer.post(path, data=sent).status_code == 409


def test_two_who_write_on_different_items_keep_both_texts(meeting, writer):
    path = f"/meetings/{meeting.id}/minutes/edit"
    one, other = (f"text_{item}" for item in meeting.items)
    post(writer, path, text_0="Satt.", **{one: "Åpnet.", other: "Utsatt."})
    page = pages.get(writer, path)
    base = {key: page.value(key) for key in ("csrf_token", "version")}
    post(writer, path, text_0="Satt.", **{one: "Åpnet av Kari.", other: "Utsatt."})
    mine = {"text_0": "Satt.", one: "Åpnet.", other: "Vedtatt."}
    late = writer.post(path, data=base | mine)
    assert late.status_code == 409
    kept = pages.Page(late.text)
    assert "tatt inn i skjemaet: Åpning." in kept.text
    assert "Åpnet av Kari.</textarea>" in late.text.replace("\r\n", "")
    assert "Vedtatt.</textarea>" in late.text.replace("\r\n", "")
    again = {key: kept.value(key) for key in ("csrf_token", "version")}
    merged = mine | {one: "Åpnet av Kari."}
    assert writer.post(path, data=again | merged).status_code == 303
    read = pages.get(writer, f"/meetings/{meeting.id}/minutes").text
    assert "Åpnet av Kari." in read
    assert "Vedtatt." in read


def test_what_another_wrote_after_the_minutes_were_opened_again_is_taken_over(meeting, writer):
    path = f"/meetings/{meeting.id}/minutes"
    item = f"text_{meeting.items[0]}"
    post(writer, f"{path}/edit", text_0="Satt.", **{item: "Åpnet."})
    post(writer, f"{path}/publish")
    post(writer, f"{path}/reopen", reason="Skrivefeil")
    page = pages.get(writer, f"{path}/edit")
    base = {key: page.value(key) for key in ("csrf_token", "version")}
    post(writer, f"{path}/edit", text_0="Møtet ble satt.", **{item: "Åpnet."})
    late = writer.post(f"{path}/edit", data=base | {"text_0": "Satt.", item: "Åpnet kl. 12."})
    assert "Møtet ble satt.</textarea>" in late.text.replace("\r\n", "")
    assert "Åpnet kl. 12.</textarea>" in late.text.replace("\r\n", "")
