"""Which page a saved view is of, and whether others may find it."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("saved_view") as table:
        table.add_column(
            sa.Column("page", sa.String(length=80), server_default="graphs.gaps", nullable=False)
        )
        table.add_column(sa.Column("shared", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("saved_view") as table:
        table.alter_column("page", server_default=None)
        table.alter_column("shared", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("saved_view") as table:
        table.drop_column("shared")
        table.drop_column("page")
