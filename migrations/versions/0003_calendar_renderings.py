"""Feeds as they were last written; the calendar's revision is counted from the start."""

import sqlalchemy as sa
from alembic import op

from arenas.database import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_rendering",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("etag", sa.String(length=64), nullable=False),
        sa.Column("last_modified", UtcDateTime(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_calendar_rendering")),
    )
    op.execute(
        "INSERT INTO revision (scope, value) SELECT 'calendar', 0 "
        "WHERE NOT EXISTS (SELECT 1 FROM revision WHERE scope = 'calendar')"
    )


def downgrade() -> None:
    op.drop_table("calendar_rendering")
