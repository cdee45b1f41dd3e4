"""``moteplass serve``: gunicorn with threads, started from here with our own options."""

import gc
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from arenas.config import Settings


def settle(worker: Any) -> None:
    """What was loaded stays for good: the collector need not look through it again and again.

    With sample data and no mail server a thread writes the mail to its folder.
    """
    settings = worker.wsgi.extensions.get("settings")  # the bench serves a bare app beside ours
    if settings is not None and settings.sample and not settings.smtp_url:
        _write_mail(worker.wsgi, settings)
    gc.collect()
    gc.freeze()


def _write_mail(app: Flask, settings: Settings) -> None:
    from arenas.database import db
    from arenas.mail import rounds

    with app.app_context():
        rounds.beside(db.engine, settings)


OPTIONS: dict[str, Any] = {
    "worker_class": "gthread",
    "workers": 2,
    "threads": 4,
    "keepalive": 5,
    "timeout": 60,
    "graceful_timeout": 15,
    "max_requests": 20_000,  # a worker starts afresh now and then: a leak stays small
    "max_requests_jitter": 2_000,
    "limit_request_line": 8_190,  # a filtered list is a long address
    "loglevel": "warning",
    "control_socket_disable": True,
    "post_worker_init": settle,
}


class Server(BaseApplication):
    """The app is made once, before the workers fork: one import, shared memory."""

    def __init__(self, app: Flask, **options: Any) -> None:
        self.app = app
        self.options = OPTIONS | {"preload_app": True} | options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.app


def serve(app: Flask, host: str, port: int, workers: int, threads: int) -> None:
    """Serve until told to stop. No open database connection may cross the fork."""
    from arenas.database import db

    with app.app_context():
        db.engine.dispose()
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    Server(app, bind=address, workers=workers, threads=threads).run()
