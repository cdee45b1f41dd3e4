"""Which event of a calendar file a meeting came of, whatever its date."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("imported_event", sa.Column("uid", sa.String(length=64), nullable=True))
    op.create_index("ix_imported_event_uid", "imported_event", ["uid"])


def downgrade() -> None:
    op.drop_index("ix_imported_event_uid", "imported_event")
    op.drop_column("imported_event", "uid")
