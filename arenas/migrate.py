"""The schema's versions: up, down, where we are, and a new numbered revision."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

SCRIPTS = Path(__file__).parent.parent / "migrations"


def upgrade(engine: Engine, revision: str = "head") -> None:
    with _migrating(engine) as config:
        command.upgrade(config, revision)


def downgrade(engine: Engine, revision: str) -> None:
    with _migrating(engine) as config:
        command.downgrade(config, revision)


def current(engine: Engine) -> str | None:
    """The revision the database is at; None for an empty database."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The newest revision this program knows."""
    return ScriptDirectory(str(SCRIPTS)).get_current_head()


def is_known(revision: str | None) -> bool:
    """Whether this program has the revision: a newer program may have gone further."""
    if revision is None:
        return True
    return revision in {
        script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions()
    }


def new_revision(engine: Engine, message: str) -> Path:
    """Write the next numbered revision from what the models say and the database lacks."""
    number = f"{int(newest() or 0) + 1:04}"
    with _migrating(engine) as config:
        script = command.revision(config, message=message, rev_id=number, autogenerate=True)
    if script is None or isinstance(script, list):  # Alembic gives a list only for many bases
        raise RuntimeError(f"Alembic wrote no single revision {number}.")
    return Path(script.path)


@contextmanager
def _migrating(engine: Engine) -> Iterator[Config]:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    with engine.connect() as connection, _foreign_keys_at_rest(connection):
        config.attributes["connection"] = connection
        yield config
        connection.commit()


@contextmanager
def _foreign_keys_at_rest(connection: Connection) -> Iterator[None]:
    """SQLite rebuilds a table to change it; with foreign keys on, that deletes its children.

    The pragma does nothing inside a transaction, hence the driver's own connection.
    """
    driver = connection.connection.dbapi_connection
    if connection.dialect.name != "sqlite" or driver is None:
        yield
        return
    driver.cursor().execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.cursor().execute("PRAGMA foreign_keys=ON")
