"""The sample region's files as rows, in the form in which they are stored."""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from arenas.models.enums import (
    Attendance,
    ForumKind,
    Language,
    Level,
    MeetingMode,
    MeetingState,
    MemberRole,
    ParticipationRole,
    Response,
    Visibility,
)
from arenas.text import search_text, slug

DATA = Path(__file__).parent / "data"
ZONE = ZoneInfo("Europe/Oslo")
RECORDED_AT = datetime(2026, 9, 30, 12, 0, tzinfo=UTC)

_ROLES = {
    "leder": (ParticipationRole.CHAIR, MemberRole.CHAIR),
    "sekretariat": (ParticipationRole.SECRETARY, MemberRole.SECRETARY),
    "observatør": (ParticipationRole.OBSERVER, MemberRole.OBSERVER),
    "deltaker": (ParticipationRole.PARTICIPANT, MemberRole.MEMBER),
}
_ATTENDANCE = {"1": Attendance.PRESENT, "0": Attendance.ABSENT, "": Attendance.UNKNOWN}
_LEVELS = {"a22": Level.NATIONAL, "a24": Level.INTERNATIONAL, "a19": Level.LOCAL}

Row = dict[str, Any]


def read(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def ids(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def organisation(row: dict[str, str]) -> Row:
    return {
        "slug": row["id"],
        "name": row["name"],
        "short_name": row["short_name"] or None,
        "sector": row["sector"],
        "orgnr": row["orgnr"] or None,
        "municipality_code": row["municipality_code"] or None,
        "county": row["county"] or None,
        "lat": float(row["lat"]) if row["lat"] else None,
        "lon": float(row["lon"]) if row["lon"] else None,
        "website": row["website"] or None,
        "membership": row["member_of_osloregionen"],
        "note": row["note"] or None,
        "search_text": search_text(row["name"], row["short_name"], row["orgnr"]),
    }


def person(row: dict[str, str]) -> Row:
    return {
        "external_id": row["id"],
        "given_name": row["given_name"],
        "family_name": row["family_name"],
        "email": row["email"].lower() or None,
        "language": Language.ENGLISH if row["language"] == "en" else Language.BOKMAL,
        "search_text": search_text(row["given_name"], row["family_name"]),
    }


def forum(row: dict[str, str]) -> Row:
    """Administrative bodies are internal, so that the sample shows both kinds of visibility."""
    kind = ForumKind(row["type"])
    minutes = int(row["duration_minutes"])
    mode = row["default_mode"]
    return {
        "external_id": row["id"],
        "slug": slug(row["name_nb"]),
        "name": row["name_nb"],
        "name_en": row["name_en"],
        "kind": kind,
        "level": _LEVELS.get(row["id"], Level.REGIONAL),
        "visibility": (
            Visibility.INTERNAL if kind is ForumKind.ADMINISTRATIVE else Visibility.PUBLIC
        ),
        "cadence": row["cadence_nb"],
        "usual_minutes": minutes or None,
        "usual_mode": MeetingMode(mode) if mode != "mixed" else None,
        "search_text": search_text(row["name_nb"], row["name_en"]),
    }


def meeting(row: dict[str, str], forum_ids: dict[str, int]) -> Row:
    all_day = row["all_day"] == "1"
    first, last = date.fromisoformat(row["starts_at"][:10]), date.fromisoformat(row["ends_at"][:10])
    starts, ends = (
        (midnight(first), midnight(last + timedelta(days=1)))
        if all_day
        else (datetime.fromisoformat(row["starts_at"]), datetime.fromisoformat(row["ends_at"]))
    )
    state = MeetingState(row["status"])
    return {
        "external_id": row["id"],
        "uid": f"{uuid5(NAMESPACE_URL, 'moteplass:sample:' + row['id'])}@moteplass",
        "forum_id": forum_ids[row["arena_id"]],
        "title": row["title"],
        "starts_at": starts,
        "ends_at": ends,
        "first_day": first if all_day else None,
        "last_day": last if all_day else None,
        "timezone": ZONE.key,
        "state": state,
        "mode": row["mode"],
        "place": row["location"] or None,
        "municipality_code": row["municipality_code"] or None,
        "online_url": row["online_url"] or None,
        "cancel_reason": row["cancel_reason"] or None,
        "sequence": 1 if state is MeetingState.CANCELLED else 0,
        "search_text": search_text(row["title"], row["location"]),
        "created_at": RECORDED_AT,
        "updated_at": RECORDED_AT,
    }


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZONE).astimezone(UTC)


def participation(
    row: dict[str, str], meeting_ids: dict[str, int], people: dict[str, tuple[int, int]]
) -> Row:
    """``people`` gives each person's id and the organisation he or she stands for."""
    person_id, organisation_id = people[row["person_id"]]
    response = row["response"]
    return {
        "meeting_id": meeting_ids[row["meeting_id"]],
        "person_id": person_id,
        "organisation_id": organisation_id,
        "role": _ROLES[row["role"]][0],
        "invited": row["invited"] == "1",
        "response": Response.NEEDS_ACTION if response == "none" else Response(response),
        "attendance": _ATTENDANCE[row["attended"]],
    }


def forum_members(
    attendance: list[dict[str, str]],
    forum_of_meeting: dict[str, int],
    people: dict[str, tuple[int, int]],
    periods: dict[str, tuple[date | None, date | None]],
) -> Iterator[Row]:
    """Each person a forum invites is its member, in the role held there and while active."""
    seats: dict[tuple[int, str], str] = {}
    for row in attendance:
        if row["invited"] == "1":
            seats.setdefault((forum_of_meeting[row["meeting_id"]], row["person_id"]), row["role"])
    for (forum_id, key), role in seats.items():
        person_id, organisation_id = people[key]
        starts_on, ends_on = periods[key]
        yield {
            "forum_id": forum_id,
            "person_id": person_id,
            "organisation_id": organisation_id,
            "role": _ROLES[role][1],
            "starts_on": starts_on,
            "ends_on": ends_on,
        }
