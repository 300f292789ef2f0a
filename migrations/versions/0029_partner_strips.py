"""A sheet may carry a partner: which organization, which of its places, and what stood there of them."""

from alembic import op

revision = "0029_partner_strips"
down_revision = "0028_press_profiles"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Each with its constraint beside it: SQLite adds none later. The last one speaks of all three."""
    number = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    together = "(partner_id IS NULL) = (place_id IS NULL) AND (partner_id IS NULL) = (strip = '')"
    for column in (
        f"partner_id {number} CONSTRAINT fk_editions_partner_id_organizations REFERENCES organizations (id)",
        f"place_id {number} CONSTRAINT fk_editions_place_id_places REFERENCES places (id)",
        f"strip TEXT DEFAULT '' NOT NULL CONSTRAINT ck_editions_partner CHECK ({together})",
    ):
        op.execute(f"ALTER TABLE editions ADD COLUMN {column}")


def downgrade() -> None:
    for column in ("strip", "place_id", "partner_id"):
        op.execute(f"ALTER TABLE editions DROP COLUMN {column}")
