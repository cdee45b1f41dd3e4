"""Run migrations on the connection that ``arenas.migrate`` hands over."""

from alembic import context

from arenas import models  # noqa: F401  (every table must be known)
from arenas.database import Base


def run() -> None:
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=Base.registry.metadata,
        render_as_batch=True,  # SQLite changes a table by rebuilding it
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
