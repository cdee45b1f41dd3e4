"""Every model, so that one import knows the whole schema."""

from arenas.models.account import Account, LoginAttempt, SignIn
from arenas.models.analysis import AnalysisReport
from arenas.models.audit import AuditEntry
from arenas.models.calendar import PersonalFeed, Rendering
from arenas.models.forum import Forum, ForumMember, forum_activity, forum_priority
from arenas.models.imported import CalendarUpload, ImportedEvent, MailDomain
from arenas.models.invitation import Invitation, SeriesInvitation, StrayReply
from arenas.models.meeting import (
    AgendaItem,
    CarriedItem,
    Document,
    Meeting,
    Participation,
    meeting_activity,
    meeting_priority,
)
from arenas.models.minutes import InformedAddress, Minutes, MinutesRevision
from arenas.models.organisation import Organisation, OrganisationAlias
from arenas.models.outbox import OutgoingMail
from arenas.models.outcome import Outcome
from arenas.models.person import Affiliation, Person
from arenas.models.poll import Poll, PollAnswer, PollDate, PollPerson
from arenas.models.series import Series, SeriesOccurrence
from arenas.models.setting import Revision, Setting
from arenas.models.sheet import Sheet, SheetFile
from arenas.models.strategy import (
    Activity,
    CouncilRole,
    PriorityArea,
    Sdg,
    Strategy,
    activity_successor,
    priority_sdg,
    strategy_sdg,
)
from arenas.models.view import SavedView

__all__ = [
    "Account",
    "Activity",
    "Affiliation",
    "AgendaItem",
    "AnalysisReport",
    "AuditEntry",
    "CalendarUpload",
    "CarriedItem",
    "CouncilRole",
    "Document",
    "Forum",
    "ForumMember",
    "ImportedEvent",
    "InformedAddress",
    "Invitation",
    "LoginAttempt",
    "MailDomain",
    "Meeting",
    "Minutes",
    "MinutesRevision",
    "Organisation",
    "OrganisationAlias",
    "Outcome",
    "OutgoingMail",
    "Participation",
    "Person",
    "PersonalFeed",
    "Poll",
    "PollAnswer",
    "PollDate",
    "PollPerson",
    "PriorityArea",
    "Rendering",
    "Revision",
    "SavedView",
    "Sdg",
    "Series",
    "SeriesInvitation",
    "SeriesOccurrence",
    "Setting",
    "Sheet",
    "SheetFile",
    "SignIn",
    "Strategy",
    "StrayReply",
    "activity_successor",
    "forum_activity",
    "forum_priority",
    "meeting_activity",
    "meeting_priority",
    "priority_sdg",
    "strategy_sdg",
]
