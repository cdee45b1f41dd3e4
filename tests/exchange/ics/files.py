"""Calendar files as other programs write them, by hand from RFC 5545 and their known ways."""


def calendar(*events: str, head: str = "") -> bytes:
    """Events (lines without BEGIN and END) in a calendar, with the line ends of the RFC."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//NO", *_lines(head)]
    for event in events:
        lines += ["BEGIN:VEVENT", *_lines(event), "END:VEVENT"]
    return "".join(f"{line}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _lines(text: str) -> list[str]:
    return [line.strip(" ") for line in text.strip().split("\n")] if text.strip() else []


OUTLOOK = calendar(
    """
    UID:040000008200E00074C5B7101A82E00800000000B0
    SUMMARY;LANGUAGE=nb-no:Styringsgruppe
    DTSTART;TZID="W. Europe Standard Time":20261201T120000
    DTEND;TZID="W. Europe Standard Time":20261201T140000
    RRULE:FREQ=MONTHLY;COUNT=4;BYDAY=1TU
    EXDATE;TZID="W. Europe Standard Time":20270105T120000
    LOCATION:Rådhuset\\, rom 3
    DESCRIPTION:Saker:\\n1. Åpning\\n
    ORGANIZER;CN=Kari Li:MAILTO:Kari.Li@ski.example
    ATTENDEE;CN="Ås\\, Ola";ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:ola@uni.example
    ATTENDEE;CUTYPE=RESOURCE;CN=Rom 3:mailto:rom3@ski.example
    SEQUENCE:0
    X-MICROSOFT-CDO-ALLDAYEVENT:FALSE
    """,
    """
    UID:040000008200E00074C5B7101A82E00800000000B0
    RECURRENCE-ID;TZID="W. Europe Standard Time":20270202T120000
    SUMMARY;LANGUAGE=nb-no:Styringsgruppe (flyttet)
    DTSTART;TZID="W. Europe Standard Time":20270203T130000
    DTEND;TZID="W. Europe Standard Time":20270203T150000
    SEQUENCE:1
    """,
    head="""
    METHOD:PUBLISH
    BEGIN:VTIMEZONE
    TZID:W. Europe Standard Time
    BEGIN:STANDARD
    DTSTART:16010101T030000
    TZOFFSETFROM:+0200
    TZOFFSETTO:+0100
    RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
    END:STANDARD
    BEGIN:DAYLIGHT
    DTSTART:16010101T020000
    TZOFFSETFROM:+0100
    TZOFFSETTO:+0200
    RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
    END:DAYLIGHT
    END:VTIMEZONE
    """,
)
GOOGLE = calendar(
    """
    DTSTART:20270308T090000Z
    DTEND:20270308T100000Z
    DTSTAMP:20261101T080000Z
    UID:7kukuqrfedlm2f9t@google.com
    X-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij
    DESCRIPTION:<p>Hei&nbsp\\;alle</p><ul><li>sak 1</li></ul>
    STATUS:CONFIRMED
    SUMMARY:Idémøte 😀
    """,
    """
    DTSTART;VALUE=DATE:20270501
    DTEND;VALUE=DATE:20270503
    UID:alldays@google.com
    SUMMARY:Samling
    """,
    head="X-WR-CALNAME:Regionen\nX-WR-TIMEZONE:Europe/Oslo",
)
APPLE = calendar(
    """
    UID:5A1C-APPLE
    DTSTART;TZID=Europe/Oslo:20261026T100000
    DTEND;TZID=Europe/Oslo:20261026T110000
    RRULE:FREQ=WEEKLY;UNTIL=20261108T225959Z
    SUMMARY:Ukemøte
    LOCATION:https://teams.example/møte
    BEGIN:VALARM
    TRIGGER:-PT15M
    ACTION:DISPLAY
    DESCRIPTION:Varsel
    END:VALARM
    """
)
THUNDERBIRD = calendar(
    """
    UID:b3c9-tb
    DTSTART;TZID=/mozilla.org/20050126_1/Europe/Oslo:20270610T180000
    DURATION:PT1H30M
    RRULE:FREQ=YEARLY
    RDATE;TZID=/mozilla.org/20050126_1/Europe/Oslo:20270911T180000
    SUMMARY:Sommermøte
    STATUS:TENTATIVE
    """
)
NEXTCLOUD = calendar(
    """
    UID:nc-1
    DTSTART;TZID=Europe/Berlin:20270120T090000
    DTEND;TZID=Europe/Berlin:20270120T100000
    RRULE:FREQ=DAILY;COUNT=3
    SUMMARY:Tre dager
    """,
    """
    UID:nc-1
    RECURRENCE-ID;TZID=Europe/Berlin:20270121T090000
    DTSTART;TZID=Europe/Berlin:20270121T090000
    DTEND;TZID=Europe/Berlin:20270121T100000
    SUMMARY:Tre dager
    STATUS:CANCELLED
    SEQUENCE:2
    """,
)
INDICO = calendar(
    """
    UID:indico-event-1422@indico.example
    DTSTART:20270415T070000Z
    DTEND:20270415T150000Z
    SUMMARY:Konferanse
    URL:https://indico.example/event/1422/
    DESCRIPTION:Program
    CONTACT:post@indico.example
    """
)
