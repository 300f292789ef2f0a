"""The engine room: what a job is at and what came of it, and when work that comes back is due next."""

import sqlalchemy as sa
from alembic import op

revision = "0003_engine"
down_revision = "0002_house"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("jobs", sa.Column("note", sa.Text(), server_default="", nullable=False))
    op.add_column("jobs", sa.Column("result", sa.JSON(), nullable=True))
    op.create_table(
        "periodic_jobs",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("job_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_periodic_jobs_job_id_jobs")),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_periodic_jobs")),
    )
    op.create_table(
        "sent_forms",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sent_forms")),
    )
    op.create_index(op.f("ix_sent_forms_sent_at"), "sent_forms", ["sent_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_sent_forms_sent_at"), table_name="sent_forms")
    op.drop_table("sent_forms")
    op.drop_table("periodic_jobs")
    op.drop_column("jobs", "result")
    op.drop_column("jobs", "note")
