"""A flyer is offered in layouts, and a sheet has a look."""

from alembic import op

revision = "0025_formats"
down_revision = "0024_received"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was there before has the one layout that there was, in colour."""
    usual = "'[\"letter-side-by-side\"]'"
    op.execute(f"ALTER TABLE materials ADD COLUMN layouts JSON DEFAULT {usual} NOT NULL")
    op.execute("ALTER TABLE editions ADD COLUMN look TEXT DEFAULT 'colour' NOT NULL")


def downgrade() -> None:
    op.execute("ALTER TABLE editions DROP COLUMN look")
    op.execute("ALTER TABLE materials DROP COLUMN layouts")
