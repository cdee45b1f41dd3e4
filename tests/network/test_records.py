import pytest

import network
from network import Event, Organisation, RecordError

ORGANISATIONS = "id,name,sector\nby,Byen,municipality\nverk,Verket,industry\n"
EVENTS = "id,name,date,forum\nm1,Første,2026-11-23,råd\nm2,Andre,24.11.2026,råd\n"
ATTENDANCE = "organisation_id,event_id\nby,m1\nverk,m1\n"


@pytest.fixture
def read(tmp_path):
    def _read(organisations=ORGANISATIONS, events=EVENTS, attendance=ATTENDANCE, **kept):
        paths = []
        texts = {"organisations": organisations, "events": events, "attendance": attendance}
        for name, text in texts.items():
            paths.append(tmp_path / f"{name}.csv")
            paths[-1].write_bytes(text if isinstance(text, bytes) else text.encode())
        return network.read_records(*paths, **kept)

    return _read


def refused(read, **tables):
    with pytest.raises(RecordError) as caught:
        read(**tables)
    return [(p.source, p.row, p.column) for p in caught.value.problems], str(caught.value)


def test_three_plain_files_are_read(read):
    records = read()
    assert (records.n, records.m, records.k) == (2, 2, 2)
    assert [event.date.isoformat() for event in records.events] == ["2026-11-23", "2026-11-24"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_every_way_excel_saves_a_table_reads_alike(read, encoding, delimiter):
    text = ORGANISATIONS.replace("Byen", "Ås").replace(",", delimiter)
    records = read(organisations=text.replace("\n", "\r\n").encode(encoding))
    assert records.organisations[0].name == "Ås"


def test_columns_stand_in_any_order_and_others_are_let_be(read):
    assert read(attendance="x,event_id,organisation_id\n1,m1,by\n\n").k == 1


@pytest.mark.parametrize("word", ["", "unknown", " Unknown "])
def test_an_unknown_sector_is_none(read, word):
    records = read(organisations=f"id,sector\nby,{word}\nverk,industry\n")
    assert records.sectors == ["industry"]
    assert records.sector_of.tolist() == [-1, 0]


def test_attendance_that_stands_twice_counts_once(read):
    records = read(attendance=ATTENDANCE + "by,m1\n")
    assert (records.k, records.duplicates) == (2, 1)


def test_every_unknown_id_is_named_with_its_row_and_column(read):
    places, text = refused(read, attendance=ATTENDANCE + "borte,m1\nby,m9\n")
    assert places == [
        ("attendance.csv", 4, "organisation_id"),
        ("attendance.csv", 5, "event_id"),
    ]
    assert "row 4, column organisation_id: 'borte' is unknown" in text


@pytest.mark.parametrize(
    ("tables", "place"),
    [
        ({"organisations": ORGANISATIONS + "by,To,culture\n"}, ("organisations.csv", 4, "id")),
        ({"organisations": ORGANISATIONS + ",Uten,culture\n"}, ("organisations.csv", 4, "id")),
        ({"organisations": "name\nByen\n"}, ("organisations.csv", 1, "id")),
        ({"organisations": "id,id\na,b\n"}, ("organisations.csv", 1, "id")),
        ({"organisations": ORGANISATIONS + "x\n"}, ("organisations.csv", 4, None)),
        ({"organisations": ""}, ("organisations.csv", 1, "id")),
        ({"organisations": b"id\n\x81\n"}, ("organisations.csv", None, None)),
        ({"events": EVENTS + "m1,,,\n"}, ("events.csv", 4, "id")),
        ({"events": EVENTS + "m3,,31.02.2026,\n"}, ("events.csv", 4, "date")),
        ({"events": EVENTS + "m3,,i går,\n"}, ("events.csv", 4, "date")),
        ({"events": "id\n"}, ("events.csv", None, None)),
        ({"attendance": "organisation_id\nby\n"}, ("attendance.csv", 1, "event_id")),
        ({"attendance": 'organisation_id,event_id\n"by,m1\n'}, ("attendance.csv", 2, None)),
        (
            {"attendance": "organisation_id,event_id,evidence\nby,m1,sett\n"},
            ("attendance.csv", 2, "evidence"),
        ),
    ],
)
def test_a_broken_table_is_refused_with_its_place(read, tables, place):
    places, _ = refused(read, **tables)
    assert place in places


def test_a_missing_file_is_a_refusal_and_not_a_trace(tmp_path):
    with pytest.raises(RecordError, match=r"borte\.csv: it cannot be read"):
        network.read_records(*[tmp_path / "borte.csv"] * 3)


def test_the_ladder_of_evidence_counts_what_is_asked_for(read):
    rows = "organisation_id,event_id,evidence\nby,m1,invited\nby,m2,accepted\nverk,m1,attended\n"
    counted = [read(attendance=rows, evidence=e).k for e in ("invited", "accepted", "attended")]
    assert counted == [3, 2, 1]
    with pytest.raises(ValueError, match="evidence must be one of"):
        read(evidence="dreamt")


def test_a_long_list_of_faults_is_cut_in_the_message_alone(read):
    rows = "organisation_id,event_id\n" + "x,m1\n" * 50
    with pytest.raises(RecordError) as caught:
        read(attendance=rows)
    assert len(caught.value.problems) == 50
    assert str(caught.value).endswith("... and 30 more")


def test_records_in_memory_name_the_position_of_an_unknown_id():
    with pytest.raises(RecordError, match="attendance, row 2, column event_id: meeting 'y'"):
        network.build([Organisation("a")], [Event("x")], [("a", "x"), ("a", "y")])


def test_the_order_of_the_records_does_not_matter():
    orgs, events = [Organisation(i) for i in "abc"], [Event(i) for i in "xy"]
    seats = [("a", "x"), ("b", "x"), ("c", "y")]
    one = network.build(orgs, events, seats)
    other = network.build(orgs[::-1], events[::-1], seats[::-1])
    assert (one.ids, one.rows.tolist(), one.cols.tolist()) == (
        other.ids,
        other.rows.tolist(),
        other.cols.tolist(),
    )


def test_a_period_is_its_start_without_its_end(read):
    records = read()
    day = network.parse_date("24.11.2026")
    assert records.select(start=day).m == 1
    assert records.select(end=day).k == 2
    assert records.select(forums={"annet"}).m == 0


def test_an_organisation_that_leaves_stays_on_the_list_without_meetings(read):
    left = read().without({"by"})
    assert left.meetings.tolist() == [0, 1]
    with pytest.raises(RecordError, match="'x' is unknown"):
        left.without({"x"})


def test_columns_in_memory_read_as_a_file_does():
    nan = float("nan")
    records = network.from_tables(
        {"id": ["a", 7], "sector": ["x", nan]},
        {"id": ["m"], "date": ["2026-11-23"]},
        {"organisation_id": ["a", 7], "event_id": ["m", "m"]},
    )
    assert (records.ids, records.sectors, records.k) == (["7", "a"], ["x"], 2)
    with pytest.raises(RecordError, match="attendance, row 2, column event_id: 'z' is unknown"):
        network.from_tables(
            {"id": ["a"]}, {"id": ["m"]}, {"organisation_id": ["a"], "event_id": ["z"]}
        )
    with pytest.raises(RecordError, match="column event_id: the column is missing"):
        network.from_tables({"id": ["a"]}, {"id": ["m"]}, {"organisation_id": ["a"]})
