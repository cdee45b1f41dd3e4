"""What each invitee was told of a series as one, and how often a deputy was named."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "series_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("asked_sequence", sa.Integer(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=True),
        sa.Column("deputies", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["series.id"],
            name=op.f("fk_series_invitation_series_id_series"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_series_invitation_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_invitation")),
        sa.UniqueConstraint(
            "series_id", "person_id", name=op.f("uq_series_invitation_series_id_person_id")
        ),
        sa.UniqueConstraint("token_digest", name=op.f("uq_series_invitation_token_digest")),
    )
    op.create_index("ix_series_invitation_person_id", "series_invitation", ["person_id"])
    with op.batch_alter_table("invitation") as table:
        table.add_column(
            sa.Column(
                "answered_with_series", sa.Boolean(), server_default=sa.false(), nullable=False
            )
        )
        table.add_column(sa.Column("deputies", sa.Integer(), server_default="0", nullable=False))
    with op.batch_alter_table("invitation") as table:
        table.alter_column("answered_with_series", server_default=None)
        table.alter_column("deputies", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("invitation") as table:
        table.drop_column("deputies")
        table.drop_column("answered_with_series")
    op.drop_index("ix_series_invitation_person_id", "series_invitation")
    op.drop_table("series_invitation")
