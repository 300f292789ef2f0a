"""Since when each draft and each fact waits, who wants the daily digest, and which day a person was written it."""

import sqlalchemy as sa
from alembic import op

revision = "0019_turns"
down_revision = "0018_translations"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TO_FOLLOW = sa.text("document_due_on IS NOT NULL")
# As well as it is known for what was opened before: its last no, else when it was begun.
DRAFTS = """
UPDATE materials SET draft_since = coalesce(
  (SELECT max(clearances.decided_at) FROM clearances JOIN versions ON versions.id = clearances.version_id
   WHERE versions.material_id = materials.id AND clearances.decision <> 'cleared'),
  materials.created_at)"""
FACTS = "UPDATE fact_versions SET submitted_at = created_at WHERE state <> 'draft'"


def upgrade() -> None:
    op.add_column("users", sa.Column("wants_digest", sa.Boolean(), nullable=True))
    op.add_column("materials", sa.Column("draft_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("fact_versions", sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(DRAFTS)
    op.execute(FACTS)
    op.create_index("ix_materials_draft_since", "materials", ["side", "has_draft", "draft_since"], unique=False)
    op.create_index(
        "ix_clearances_to_follow",
        "clearances",
        ["document_due_on"],
        unique=False,
        sqlite_where=TO_FOLLOW,
        postgresql_where=TO_FOLLOW,
    )
    op.create_table(
        "digests",
        sa.Column("user_id", NUMBER, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_digests_user_id_users")),
        sa.PrimaryKeyConstraint("user_id", "day", name=op.f("pk_digests")),
    )


def downgrade() -> None:
    op.drop_table("digests")
    op.drop_index("ix_clearances_to_follow", table_name="clearances")
    op.drop_index("ix_materials_draft_since", table_name="materials")
    op.drop_column("fact_versions", "submitted_at")
    op.drop_column("materials", "draft_since")
    op.drop_column("users", "wants_digest")
