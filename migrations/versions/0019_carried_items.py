"""Agenda items that are carried to a later meeting."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "carried_item",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("to_item_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("to_item_id <> item_id", name=op.f("ck_carried_item_to_another")),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["agenda_item.id"],
            name=op.f("fk_carried_item_item_id_agenda_item"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["to_item_id"],
            ["agenda_item.id"],
            name=op.f("fk_carried_item_to_item_id_agenda_item"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_carried_item")),
        sa.UniqueConstraint("to_item_id", name=op.f("uq_carried_item_to_item_id")),
    )


def downgrade() -> None:
    op.drop_table("carried_item")
