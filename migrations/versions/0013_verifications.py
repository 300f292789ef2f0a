"""When each stored file was last read and compared with its key."""

import sqlalchemy as sa
from alembic import op

revision = "0013_verifications"
down_revision = "0012_earlier_documents"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "verifications",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_verifications")),
    )


def downgrade() -> None:
    op.drop_table("verifications")
