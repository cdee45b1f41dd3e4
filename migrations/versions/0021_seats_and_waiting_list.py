"""How many can take part in a meeting, where each does, and who waits for a seat."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ANSWERS = ["needs-action", "accepted", "tentative", "declined", "delegated"]


def _answers(*values: str) -> str:
    return "response IN ({})".format(", ".join(f"'{value}'" for value in values))


def upgrade() -> None:
    with op.batch_alter_table("meeting") as table:
        table.add_column(sa.Column("seats", sa.Integer(), nullable=True))
        table.add_column(sa.Column("online_seats", sa.Integer(), nullable=True))
        table.create_check_constraint(op.f("ck_meeting_seats_positive"), "seats > 0")
        table.create_check_constraint(op.f("ck_meeting_online_seats_positive"), "online_seats > 0")
    with op.batch_alter_table("participation") as table:
        table.add_column(sa.Column("seat", sa.String(length=20), nullable=True))
        table.add_column(
            sa.Column("seat_kept", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        table.add_column(sa.Column("waiting_since", sa.DateTime(), nullable=True))
        table.create_check_constraint(
            op.f("ck_participation_seat"), "seat IN ('room', 'online')"
        )
        table.drop_constraint(op.f("ck_participation_response"), type_="check")
        table.create_check_constraint(
            op.f("ck_participation_response"), _answers(*ANSWERS, "waiting")
        )
    with op.batch_alter_table("participation") as table:
        table.alter_column("seat_kept", server_default=None)


def downgrade() -> None:
    op.execute("UPDATE participation SET response = 'tentative' WHERE response = 'waiting'")
    with op.batch_alter_table("participation") as table:
        table.drop_constraint(op.f("ck_participation_response"), type_="check")
        table.create_check_constraint(op.f("ck_participation_response"), _answers(*ANSWERS))
        table.drop_constraint(op.f("ck_participation_seat"), type_="check")
        table.drop_column("waiting_since")
        table.drop_column("seat_kept")
        table.drop_column("seat")
    with op.batch_alter_table("meeting") as table:
        table.drop_constraint(op.f("ck_meeting_online_seats_positive"), type_="check")
        table.drop_constraint(op.f("ck_meeting_seats_positive"), type_="check")
        table.drop_column("online_seats")
        table.drop_column("seats")
