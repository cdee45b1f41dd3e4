"""Large files of the wheels are sent compressed to who takes it, and whole to who does not."""

import gzip

from arenas.web.static import beside_its_gzip


def test_vis_network_is_sent_compressed_to_who_takes_gzip(app):
    client = app.test_client()
    whole, small = (
        client.get("/static/vis-network.min.js", headers={"Accept-Encoding": coding})
        for coding in ("identity", "gzip")
    )
    with whole, small:
        assert small.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in small.headers["Vary"]
        assert gzip.decompress(small.get_data()) == whole.get_data()
        assert len(small.get_data()) < len(whole.get_data()) / 3


def test_a_file_is_sent_as_it_is_where_nothing_can_be_kept(tmp_path):
    file = tmp_path / "one.js"
    file.write_text("1")
    taken = tmp_path / "taken"
    taken.write_text("a file, not a folder")
    assert beside_its_gzip(file, taken) == file


def test_a_new_content_gets_a_new_copy(tmp_path):
    file = tmp_path / "one.js"
    file.write_text("1")
    first = beside_its_gzip(file, tmp_path / "kept")
    assert first.read_text() == "1"
    assert beside_its_gzip(file, tmp_path / "kept") == first
    file.write_text("2")
    assert beside_its_gzip(file, tmp_path / "kept").read_text() == "2"
    assert len(list((tmp_path / "kept").iterdir())) == 2
