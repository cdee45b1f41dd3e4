"""Polls of dates for a meeting, and the answers to them."""

import sqlalchemy as sa
from alembic import op

from arenas.database import UtcDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def _closed(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)


def upgrade() -> None:
    op.create_table(
        "poll",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("mode", _closed("meetingmode", "physical", "online", "hybrid"), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("online_url", sa.String(length=500), nullable=True),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=False),
        sa.Column("state", _closed("pollstate", "open", "settled", "called_off"), nullable=False),
        sa.Column("close_reason", sa.String(length=500), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("quorum > 0", name=op.f("ck_poll_quorum_positive")),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forum.id"], name=op.f("fk_poll_forum_id_forum"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_poll_meeting_id_meeting"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll")),
    )
    for column in ("forum_id", "meeting_id", "state"):
        op.create_index(f"ix_poll_{column}", "poll", [column])
    op.create_table(
        "poll_date",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_poll_date_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["poll.id"], name=op.f("fk_poll_date_poll_id_poll"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_date")),
        sa.UniqueConstraint("poll_id", "starts_at", name=op.f("uq_poll_date_poll_id_starts_at")),
    )
    op.create_table(
        "poll_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column(
            "role",
            _closed(
                "participationrole", "chair", "speaker", "secretary", "participant", "observer"
            ),
            nullable=False,
        ),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=True),
        sa.Column("reminded", sa.Boolean(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answered_by", _closed("answerway", "link", "mail", "told"), nullable=True),
        sa.Column("comment", sa.String(length=1000), nullable=True),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["poll.id"], name=op.f("fk_poll_person_poll_id_poll"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_poll_person_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_poll_person_organisation_id_organisation"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_person")),
        sa.UniqueConstraint("poll_id", "person_id", name=op.f("uq_poll_person_poll_id_person_id")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_poll_person_token_digest")),
    )
    for column in ("person_id", "organisation_id"):
        op.create_index(f"ix_poll_person_{column}", "poll_person", [column])
    op.create_table(
        "poll_answer",
        sa.Column("asked_id", sa.Integer(), nullable=False),
        sa.Column("date_id", sa.Integer(), nullable=False),
        sa.Column("choice", _closed("datechoice", "yes", "if_needed", "no"), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_id"],
            ["poll_person.id"],
            name=op.f("fk_poll_answer_asked_id_poll_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["date_id"],
            ["poll_date.id"],
            name=op.f("fk_poll_answer_date_id_poll_date"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("asked_id", "date_id", name=op.f("pk_poll_answer")),
    )
    op.create_index("ix_poll_answer_date_id", "poll_answer", ["date_id"])


def downgrade() -> None:
    for table in ("poll_answer", "poll_person", "poll_date", "poll"):
        op.drop_table(table)
