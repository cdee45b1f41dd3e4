"""Every page there is: the routes of the app, filled in with records of the sample region."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from arenas.calendars import personal
from arenas.calendars.personal import FeedDetails
from arenas.database import db
from arenas.invitations import tokens
from arenas.models import (
    Account,
    Activity,
    Affiliation,
    CouncilRole,
    Forum,
    ForumMember,
    Invitation,
    Meeting,
    Organisation,
    Participation,
    Person,
    PersonalFeed,
    PriorityArea,
    SeriesInvitation,
    SeriesOccurrence,
    SignIn,
    Strategy,
    StrayReply,
)
from arenas.models.enums import MeetingState, Role, Visibility
from tests import made, made_polls, made_sheet, made_view

TOKEN = "an-example-address"  # of a personal feed


def _organisation(session: Session) -> Any:
    """The organisation with most participations: its page has every part."""
    return session.scalar(
        select(Organisation.slug)
        .join(Participation, Participation.organisation_id == Organisation.id)
        .group_by(Organisation.id)
        .order_by(func.count().desc(), Organisation.id)
        .limit(1)
    )


def _person(session: Session) -> Any:
    return session.scalar(
        select(ForumMember.person_id)
        .group_by(ForumMember.person_id)
        .order_by(func.count().desc(), ForumMember.person_id)
        .limit(1)
    )


def _affiliation(session: Session) -> Any:
    return session.scalar(
        select(func.min(Affiliation.id)).where(Affiliation.person_id == _person(session))
    )


def _forum(session: Session) -> Any:
    return session.scalar(
        select(Forum.slug)
        .join(Meeting, Meeting.forum_id == Forum.id)
        .where(Forum.visibility == Visibility.PUBLIC)
        .group_by(Forum.id)
        .order_by(func.count().desc(), Forum.id)
        .limit(1)
    )


def _participation(session: Session) -> Any:
    """One of the meeting's that is the example."""
    meeting_id = made.held_meeting(session)
    return session.scalar(
        select(func.min(Participation.id)).where(Participation.meeting_id == meeting_id)
    )


def _of_state(state: MeetingState) -> Callable[[Session], Any]:
    """The last meeting in this state."""
    return lambda session: session.scalar(
        select(Meeting.id).where(Meeting.state == state).order_by(Meeting.starts_at.desc()).limit(1)
    )


def _member(session: Session) -> Any:
    return session.scalar(
        select(ForumMember.id)
        .join(Forum, Forum.id == ForumMember.forum_id)
        .where(Forum.slug == _forum(session))
        .order_by(ForumMember.id)
        .limit(1)
    )


def _personal_feed(session: Session) -> int:
    """One of the admin's, made where there is none: the sample has no personal feeds."""
    digest = personal.digest(TOKEN)
    found = select(PersonalFeed.id).where(PersonalFeed.token_digest == digest)
    if session.scalar(found) is None:
        owner = session.scalars(select(Account).where(Account.role == Role.ADMIN)).first()
        if owner is None:
            return 1
        feed, _token = personal.create(session, owner, FeedDetails(name="Min"))
        feed.token_digest = digest
        session.commit()
    return session.scalars(found).one()


def _first(model: Any) -> Callable[[Session], Any]:
    return lambda session: session.scalar(select(func.min(model.id)))


def _reply(session: Session) -> str:
    """The link of an invitee to a coming meeting, whose invitation is made for it."""
    token = "example-of-a-link-to-answer-by--"
    digest = tokens.digest(token)
    if session.scalar(select(Invitation.id).where(Invitation.token_digest == digest)) is None:
        meeting_id, person_id = session.execute(
            select(Participation.meeting_id, Participation.person_id)
            .join(Participation.meeting)
            .where(Meeting.state == MeetingState.PLANNED)
            .order_by(Meeting.starts_at.desc(), Participation.id)
            .limit(1)
        ).one()
        session.add(
            Invitation(
                meeting_id=meeting_id,
                person_id=person_id,
                email="invited@example.org",
                token_digest=digest,
            )
        )
        session.commit()
    return token


def _series_reply(session: Session) -> str:
    """The link of an invitee to all the dates of a series, made for it."""
    token = "example-of-a-link-to-all-dates--"
    made.series_invitation(session, tokens.digest(token))
    return token


def _dated(session: Session) -> Any:
    return session.scalar(
        select(SeriesOccurrence.meeting_id)
        .join(SeriesInvitation, SeriesInvitation.series_id == SeriesOccurrence.series_id)
        .join(Invitation, Invitation.meeting_id == SeriesOccurrence.meeting_id)
        .where(Invitation.person_id == SeriesInvitation.person_id)
        .limit(1)
    )


def _stray(session: Session) -> int:
    """An answer that was put aside, made for it."""
    digest = "0" * 64
    found = select(StrayReply.id).where(StrayReply.digest == digest)
    if session.scalar(found) is None:
        session.add(StrayReply(digest=digest, reason="Ukjent", content=b"Subject: Svar\n\n"))
        session.commit()
    return session.scalar(found) or 0


# The first part of the address and the name of its variable say which record is meant.
EXAMPLES: dict[tuple[str, str], Callable[[Session], Any]] = {
    ("network/views", "view_id"): made_view.view,
    ("network/pairs", "one"): lambda _session: "culture",
    ("network/pairs", "other"): lambda _session: "industry",
    ("organisations", "slug"): _organisation,
    ("people", "id"): _person,
    ("people", "person_id"): _person,
    ("people", "affiliation_id"): _affiliation,
    ("forums", "slug"): _forum,
    ("meetings", "id"): made.held_meeting,
    ("meetings", "meeting_id"): made.held_meeting,
    ("calendar/forums", "slug"): _forum,
    ("calendar/organisations", "slug"): _organisation,
    ("meetings", "number"): made.held_meeting,
    ("plan", "slug"): _forum,
    ("calendar/priorities", "number"): _first(PriorityArea),
    ("meetings", "participation_id"): _participation,
    ("forums", "member_id"): _member,
    ("calendar/feeds", "token"): lambda session: _personal_feed(session) and TOKEN,
    ("account/feeds", "feed_id"): _personal_feed,
    ("strategy", "id"): _first(Strategy),
    ("strategy", "strategy_id"): _first(Strategy),
    ("strategy", "priority_id"): _first(PriorityArea),
    ("strategy", "activity_id"): _first(Activity),
    ("strategy", "role_id"): _first(CouncilRole),
    ("strategy/priorities", "id"): _first(PriorityArea),
    ("strategy/activities", "id"): _first(Activity),
    ("admin/accounts", "id"): _first(Account),
    ("admin/accounts", "account_id"): _first(Account),
    ("reply", "token"): _reply,
    ("reply/series", "token"): _series_reply,
    ("reply/series", "meeting_id"): lambda session: _series_reply(session) and _dated(session),
    ("polls/answer", "token"): made_polls.poll_token,
    ("polls", "poll_id"): made_polls.poll,
    ("polls", "asked_id"): made_polls.asked,
    ("polls", "how"): lambda session: "optional",
    ("admin/replies", "stray_id"): _stray,
    ("admin/mail", "mail_id"): lambda session: 1,
    ("admin/mail/folder", "name"): made.letter_file,
    ("people", "slug"): _first(Person),
    ("language", "code"): lambda session: "en",
    ("account/sign-ins", "sign_in_id"): _first(SignIn),
    ("meetings/import", "upload_id"): made.upload,
    ("meetings", "before"): lambda session: 1,
    ("meetings", "after"): lambda session: 2,
    ("meetings/series", "series_id"): made.series,
    ("meetings/series", "day"): made.series_day,
    ("network/sheets", "sheet_id"): made_sheet.sheet,
    ("network/sheets", "name"): lambda session: "ark-nb.pdf",
    ("meetings", "outcome_id"): lambda session: 1,
    ("meetings", "what"): lambda session: "done",
    ("actions", "action_id"): lambda session: 1,
    ("actions", "what"): lambda session: "done",
    ("meetings", "step"): lambda session: "cancel",
    ("network/ties", "one"): lambda session: "oslo-kommune",
    ("network/ties", "other"): lambda session: "halden-kommune",
}
# Where the record has to be in a state of its own for the page to be open.
OF_ENDPOINT: dict[str, dict[str, Callable[[Session], Any]]] = {
    "meeting_steps.take": {
        "meeting_id": _of_state(MeetingState.PLANNED),
        "step": lambda session: "cancel",
    },
    "meeting_editing.edit": {"meeting_id": _of_state(MeetingState.PLANNED)},
    "series_changes.following": {"meeting_id": made.series_meeting},
    "meeting_carrying.carry": {"meeting_id": _of_state(MeetingState.HELD)},
    "meeting_outcomes.edit": {"meeting_id": made.held_meeting, "outcome_id": made.outcome},
    "minutes.compare": {"meeting_id": made.minutes},
    "minutes.edit": {"meeting_id": _of_state(MeetingState.HELD)},
    "minutes.paper": {"meeting_id": made.minutes},
    "minutes.publish": {"meeting_id": made.minutes},
    "minutes.reopen": {"meeting_id": made.minutes},
    "minutes.show": {"meeting_id": made.minutes},
}
# Not pages: files by name, served beside the routes.
NOT_PAGES = {"static", "bootstrap.static"}


class NoExampleError(Exception):
    """A route has a variable for which no record of the sample is named in EXAMPLES."""


def endpoints(app: Flask) -> list[str]:
    """Every route that answers GET with something else than a file of a folder."""
    return sorted(
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not _is_file(rule)
    )


def path(app: Flask, endpoint: str) -> str:
    """The endpoint's address with real records filled in."""
    found = example_path(app, endpoint, "GET")
    if found is None:
        raise NoExampleError(f"{endpoint} does not answer GET")
    return found


def example_path(app: Flask, endpoint: str, method: str) -> str | None:
    """The same for another method; None for a route that does not have it."""
    rules = [r for r in app.url_map.iter_rules(endpoint) if method in (r.methods or ())]
    if not rules:
        return None
    with app.test_request_context():
        variables = rules[0].arguments - set(rules[0].defaults or ())
        values = {name: _example(rules[0], name, db.session()) for name in variables}
        db.session.remove()
        return app.url_for(endpoint, _method=method, **values)


def _is_file(rule: Rule) -> bool:
    return rule.endpoint in NOT_PAGES or "filename" in rule.arguments


def _example(rule: Rule, name: str, session: Session) -> Any:
    own = OF_ENDPOINT.get(rule.endpoint, {}).get(name)
    if own:
        return own(session)
    fixed = rule.rule.partition("<")[0].strip("/").split("/")
    for length in range(len(fixed), 0, -1):
        example = EXAMPLES.get(("/".join(fixed[:length]), name))
        if example:
            return example(session)
    raise NoExampleError(f"{rule.rule}: name a record for <{name}> in tests/routes.py")
