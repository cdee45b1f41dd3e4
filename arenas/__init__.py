"""Møteplass: the register of who meets whom in a region."""

from importlib import import_module

from flask import Flask

from arenas.config import ROOT, Settings, load

# Each has a blueprint ``bp``. In the order of the addresses.
ROOMS = (
    "arenas.overview.views",
    "arenas.accounts.views",
    "arenas.accounts.admin",
    "arenas.actions.views",
    "arenas.calendars.feeds",
    "arenas.calendars.page",
    "arenas.calendars.plan",
    "arenas.calendars.personal_feed",
    "arenas.calendars.personal_views",
    "arenas.directory.organisations.views",
    "arenas.directory.people.affiliations",
    "arenas.directory.people.views",
    "arenas.exchange.calendar_files.views",
    "arenas.forums.views",
    "arenas.forums.members.views",
    "arenas.graphs.downloads",
    "arenas.graphs.evidence_views",
    "arenas.graphs.graph_files",
    "arenas.graphs.method_views",
    "arenas.graphs.saved_views",
    "arenas.graphs.tie_views",
    "arenas.graphs.time_views",
    "arenas.graphs.views",
    "arenas.meetings.arrival_views",
    "arenas.meetings.attendance_views",
    "arenas.meetings.carrying_views",
    "arenas.meetings.editing",
    "arenas.meetings.steps",
    "arenas.meetings.outcome_views",
    "arenas.meetings.people_views",
    "arenas.meetings.series_change_views",
    "arenas.meetings.series_views",
    "arenas.meetings.views",
    "arenas.invitations.gather_views",
    "arenas.invitations.own_views",
    "arenas.invitations.reply_views",
    "arenas.invitations.series_reply_views",
    "arenas.invitations.views",
    "arenas.mail.views",
    "arenas.minutes.informed_views",
    "arenas.minutes.views",
    "arenas.polls.answer_views",
    "arenas.polls.editing",
    "arenas.polls.people_views",
    "arenas.polls.views",
    "arenas.mirrors.views",
    "arenas.sheets.views",
    "arenas.strategy.views",
    "arenas.strategy.coverage_views",
    "arenas.strategy.periods_views",
    "arenas.strategy.parts.views",
    "arenas.web.health",
)


def create_app(settings: Settings | None = None) -> Flask:
    """The application: configured, bound to its extensions, its rooms registered."""
    app = Flask(
        __name__,
        template_folder=str(ROOT / "templates"),
        instance_path=str(ROOT / "instance"),
        static_folder=None,  # WhiteNoise serves the files, before any request of ours begins
    )
    _configure(app, settings or load())
    _bind(app)
    for room in ROOMS:
        app.register_blueprint(import_module(room).bp)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    from arenas import engine
    from arenas.web.session import LazyInterface
    from arenas.web.templates import PlainEnvironment

    app.extensions["settings"] = settings
    app.session_interface = LazyInterface()
    app.jinja_environment = PlainEnvironment
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine.options(settings.database_url),
        SESSION_COOKIE_NAME="__Host-session" if settings.https else "session",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=settings.session_length,
        SESSION_REFRESH_EACH_REQUEST=False,
        TRUSTED_HOSTS=settings.hosts,
        MAX_CONTENT_LENGTH=settings.max_upload,
        MAX_FORM_MEMORY_SIZE=2_000_000,  # a pasted list of ten thousand people
    )


def _bind(app: Flask) -> None:
    from arenas import engine
    from arenas.accounts import access
    from arenas.database import db
    from arenas.web import (
        addresses,
        csrf,
        errors,
        filters,
        headers,
        labels,
        language,
        navigation,
        notice,
        static,
    )
    from arenas.web.proxies import TrustedProxies

    settings: Settings = app.extensions["settings"]
    db.init_app(app)
    with app.app_context():
        engine.prepare(db.engine)
    access.init_app(app)  # who may ask, before what is asked is looked at
    csrf.init_app(app)
    language.init_app(app, access.account_language)
    for part in (addresses, filters, labels, errors, navigation, notice):
        part.init_app(app)
    headers.init_app(app, https=settings.https)
    static.init_app(app, https=settings.https)
    if settings.trusted_proxies:
        app.wsgi_app = TrustedProxies(app.wsgi_app, settings.trusted_proxies)  # type: ignore[method-assign]
