"""When owners of actions were reminded, and when a message was given up."""

import sqlalchemy as sa
from alembic import op

from arenas.database import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outcome", sa.Column("reminded_at", UtcDateTime(), nullable=True))
    op.add_column("outcome", sa.Column("overdue_told_at", UtcDateTime(), nullable=True))
    op.add_column("outgoing_mail", sa.Column("failed_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("outgoing_mail", "failed_at")
    op.drop_column("outcome", "overdue_told_at")
    op.drop_column("outcome", "reminded_at")
