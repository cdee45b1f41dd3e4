"""When somebody's answer to a meeting last changed: his or her calendar is told of it."""

import sqlalchemy as sa
from alembic import op

from arenas.database import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("participation", sa.Column("answered_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("participation", "answered_at")
