"""A UID of its own for each new series, and the rule and hours that calendars know it by.

Series that are on record have none: their meetings keep their own UIDs.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("series") as table:
        table.add_column(sa.Column("uid", sa.String(length=255), nullable=True))
        table.add_column(sa.Column("sequence", sa.Integer(), server_default="0", nullable=False))
        table.add_column(sa.Column("master_rule", sa.String(length=200), nullable=True))
        table.add_column(sa.Column("master_first_day", sa.Date(), nullable=True))
        table.add_column(sa.Column("master_starts", sa.Time(), nullable=True))
        table.add_column(sa.Column("master_ends", sa.Time(), nullable=True))
        table.create_unique_constraint(op.f("uq_series_uid"), ["uid"])
    with op.batch_alter_table("series") as table:
        table.alter_column("sequence", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("series") as table:
        table.drop_constraint(op.f("uq_series_uid"), type_="unique")
        for column in (
            "master_ends", "master_starts", "master_first_day", "master_rule", "sequence", "uid",
        ):  # fmt: skip
            table.drop_column(column)
