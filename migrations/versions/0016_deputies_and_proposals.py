"""Whom a deputy comes in place of, and the time that a counter-proposal asks for."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("participation") as table:
        table.add_column(sa.Column("instead_of_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_participation_instead_of_id_person"),
            "person",
            ["instead_of_id"],
            ["id"],
            ondelete="SET NULL",
        )
        table.create_index("ix_participation_instead_of_id", ["instead_of_id"])
    op.execute(
        "UPDATE participation SET instead_of_id = (SELECT min(invitation.person_id)"
        " FROM invitation WHERE invitation.meeting_id = participation.meeting_id"
        " AND invitation.deputy_id = participation.person_id)"
    )
    with op.batch_alter_table("stray_reply") as table:
        table.add_column(sa.Column("proposes_from", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("proposes_to", sa.DateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("stray_reply") as table:
        table.drop_column("proposes_to")
        table.drop_column("proposes_from")
    with op.batch_alter_table("participation") as table:
        table.drop_index("ix_participation_instead_of_id")
        table.drop_constraint(op.f("fk_participation_instead_of_id_person"), type_="foreignkey")
        table.drop_column("instead_of_id")
