"""Answers as calendar programs write them, put together from the RFCs and what is known of each.

Each takes the meeting's UID and SEQUENCE, who answers, and how; and gives a mail as bytes.
"""

from base64 import encodebytes
from collections.abc import Callable
from datetime import UTC, datetime

ORGANIZER = "moteplass@localhost"
STAMP = datetime(2030, 1, 2, 9, 0, tzinfo=UTC)
Program = Callable[..., bytes]


def mail(sender: str, body: str, *, subject: str = "Svar", **headers: str) -> bytes:
    more = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in headers.items())
    text = (
        f"From: {sender}\nTo: {ORGANIZER}\nSubject: {subject}\n"
        f"Message-ID: <{abs(hash(body))}@client.example>\n{more}MIME-Version: 1.0\n{body}"
    )
    return text.replace("\r\n", "\n").replace("\n", "\r\n").encode()


def entry(*lines: str, method: str = "REPLY", product: str = "-//Test//Test//EN") -> str:
    return "\r\n".join(
        [
            "BEGIN:VCALENDAR", f"METHOD:{method}", f"PRODID:{product}", "VERSION:2.0",
            "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", "",
        ]
    )  # fmt: skip


def utc(stamp: datetime) -> str:
    return f"{stamp:%Y%m%dT%H%M%SZ}"


def outlook(uid: str, sequence: int, email: str, answer: str, stamp: datetime = STAMP) -> bytes:
    """Exchange: no ORGANIZER, Windows time zone, MAILTO in capitals, base64, alternative."""
    calendar = "\r\n".join(
        [
            "BEGIN:VCALENDAR", "METHOD:REPLY", "PRODID:Microsoft Exchange Server 2010",
            "VERSION:2.0", "BEGIN:VTIMEZONE", "TZID:W. Europe Standard Time",
            "BEGIN:STANDARD", "DTSTART:16010101T030000", "TZOFFSETFROM:+0200",
            "TZOFFSETTO:+0100", "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10",
            "END:STANDARD", "BEGIN:DAYLIGHT", "DTSTART:16010101T020000",
            "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200",
            "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3", "END:DAYLIGHT",
            "END:VTIMEZONE", "BEGIN:VEVENT",
            f"ATTENDEE;PARTSTAT={answer};CN=Østby\\, Åse:MAILTO:{email.upper()}",
            "COMMENT;LANGUAGE=nb-NO:Kommer fem minutter for sent\\n", f"UID:{uid}",
            "SUMMARY;LANGUAGE=nb-NO:Akseptert: Klimaforum",
            "DTSTART;TZID=W. Europe Standard Time:20270608T120000",
            "DTEND;TZID=W. Europe Standard Time:20270608T140000", "CLASS:PUBLIC",
            "PRIORITY:5", f"DTSTAMP:{utc(stamp)}", "TRANSP:OPAQUE", "STATUS:CONFIRMED",
            f"SEQUENCE:{sequence}", "LOCATION;LANGUAGE=nb-NO:Rådhuset",
            "X-MICROSOFT-CDO-APPT-SEQUENCE:0", "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
            "END:VEVENT", "END:VCALENDAR", "",
        ]
    )  # fmt: skip
    coded = encodebytes(calendar.encode()).decode()
    return mail(
        f'"Åse Østby" <{email}>'.encode().decode("ascii", "ignore"),
        'Content-Type: multipart/alternative; boundary="_000_x_"\n\n'
        '--_000_x_\nContent-Type: text/plain; charset="iso-8859-1"\n'
        "Content-Transfer-Encoding: quoted-printable\n\nKommer\n"
        '--_000_x_\nContent-Type: text/calendar; charset="utf-8"; method=REPLY\n'
        f"Content-Transfer-Encoding: base64\n\n{coded}\n--_000_x_--\n",
        subject="Akseptert: Klimaforum",
    )


def google(uid: str, sequence: int, email: str, answer: str, stamp: datetime = STAMP) -> bytes:
    """Google: ORGANIZER, X-NUM-GUESTS, DESCRIPTION kept, the same file twice."""
    calendar = entry(
        "DTSTART:20270608T100000Z", "DTEND:20270608T120000Z", f"DTSTAMP:{utc(stamp)}",
        f"ORGANIZER;CN=Klimaforum:mailto:{ORGANIZER}", f"UID:{uid}",
        f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={answer};CN={email[:20]}",
        f" {email[20:]};X-NUM-GUESTS=0:mailto:{email}", "CREATED:20261123T120000Z",
        "DESCRIPTION:", f"LAST-MODIFIED:{utc(stamp)}", f"SEQUENCE:{sequence}",
        "STATUS:CONFIRMED", "SUMMARY:Klimaforum", "TRANSP:OPAQUE",
        product="-//Google Inc//Google Calendar 70.9054//EN",
    )  # fmt: skip
    coded = encodebytes(calendar.encode()).decode()
    return mail(
        f"Ase <{email}>",
        'Content-Type: multipart/mixed; boundary="m"\n\n--m\n'
        'Content-Type: multipart/alternative; boundary="a"\n\n--a\n'
        "Content-Type: text/plain; charset=UTF-8\n\nase has answered\n--a\n"
        "Content-Type: text/calendar; charset=UTF-8; method=REPLY\n"
        f"Content-Transfer-Encoding: 7bit\n\n{calendar}\n--a--\n--m\n"
        'Content-Type: application/ics; name="invite.ics"\n'
        'Content-Disposition: attachment; filename="invite.ics"\n'
        f"Content-Transfer-Encoding: base64\n\n{coded}\n--m--\n",
    )


def apple(uid: str, sequence: int, email: str, answer: str, stamp: datetime = STAMP) -> bytes:
    """Apple: REQUEST-STATUS, quoted CN, the calendar as an attachment alone."""
    calendar = entry(
        f"UID:{uid}", f"DTSTAMP:{utc(stamp)}", f"SEQUENCE:{sequence}",
        "DTSTART;TZID=Europe/Oslo:20270608T120000", "DTEND;TZID=Europe/Oslo:20270608T140000",
        f'ORGANIZER;CN="Klimaforum":mailto:{ORGANIZER}',
        f'ATTENDEE;CN="Åse Østby";CUTYPE=INDIVIDUAL;EMAIL="{email}";PARTSTAT={answer}',
        f" :mailto:{email}", "REQUEST-STATUS:2.0;Success", "SUMMARY:Klimaforum",
        product="-//Apple Inc.//macOS 14.5//EN",
    )  # fmt: skip
    coded = encodebytes(calendar.encode()).decode()
    return mail(
        f"=?utf-8?Q?=C3=85se_=C3=98stby?= <{email}>",
        'Content-Type: multipart/alternative; boundary="Apple-Mail"\n\n--Apple-Mail\n'
        "Content-Type: text/plain; charset=us-ascii\n\nInvitation reply\n--Apple-Mail\n"
        "Content-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=iCal.ics\n"
        f"Content-Type: text/calendar; charset=utf-8; name=iCal.ics\n\n{coded}\n--Apple-Mail--\n",
    )


def thunderbird(uid: str, sequence: int, email: str, answer: str, stamp: datetime = STAMP) -> bytes:
    """Thunderbird: the whole event comes back, 8bit, with its own X- properties."""
    calendar = entry(
        "CREATED:20261123T120000Z", f"LAST-MODIFIED:{utc(stamp)}", f"DTSTAMP:{utc(stamp)}",
        f"UID:{uid}", "SUMMARY:Klimaforum", f"ORGANIZER;CN=Klimaforum:mailto:{ORGANIZER}",
        f"ATTENDEE;CN=Åse;CUTYPE=INDIVIDUAL;PARTSTAT={answer};ROLE=REQ-PARTICIPANT:",
        f" mailto:{email}", "DTSTART;TZID=Europe/Oslo:20270608T120000",
        "DTEND;TZID=Europe/Oslo:20270608T140000", f"SEQUENCE:{sequence}",
        "X-MOZ-RECEIVED-SEQUENCE:1", "X-MOZ-INVITED-ATTENDEE:mailto:x@example.org",
        product="-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN",
    )  # fmt: skip
    return mail(
        f"Ase <{email}>",
        'Content-Type: multipart/mixed; boundary="tb"\n\n--tb\n'
        "Content-Type: text/plain; charset=UTF-8; format=flowed\n\nOK\n--tb\n"
        "Content-Type: text/calendar; method=REPLY; charset=UTF-8; name=invite.ics\n"
        f"Content-Transfer-Encoding: 8bit\n\n{calendar.replace(chr(13), '')}\n--tb--\n",
    )


def nextcloud(uid: str, sequence: int, email: str, answer: str, stamp: datetime = STAMP) -> bytes:
    """Nextcloud (sabre): the calendar under an application/ics attachment only."""
    calendar = entry(
        f"UID:{uid}", f"DTSTAMP:{utc(stamp)}", f"SEQUENCE:{sequence}",
        "DTSTART;TZID=Europe/Oslo:20270608T120000", "SUMMARY:Klimaforum",
        f"ORGANIZER:mailto:{ORGANIZER}",
        f"ATTENDEE;PARTSTAT={answer};CN=ase:mailto:{email}",
        "REQUEST-STATUS:2.0;Success",
        product="-//Sabre//Sabre VObject 4.5.4//EN",
    )  # fmt: skip
    coded = encodebytes(calendar.encode()).decode()
    return mail(
        f"Ase via Nextcloud <{email}>",
        'Content-Type: multipart/mixed; boundary="nc"\n\n--nc\n'
        "Content-Type: text/plain; charset=utf-8\n\nase has accepted\n--nc\n"
        'Content-Type: application/ics; name="event.ics"\n'
        'Content-Disposition: attachment; filename="event.ics"\n'
        f"Content-Transfer-Encoding: base64\n\n{coded}\n--nc--\n",
    )


ALL: tuple[Program, ...] = (outlook, google, apple, thunderbird, nextcloud)
