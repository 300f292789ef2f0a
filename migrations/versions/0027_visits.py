"""How often the public page of a sheet is opened, by day."""

import sqlalchemy as sa
from alembic import op

revision = "0027_visits"
down_revision = "0026_stock_decisions"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "visits",
        sa.Column("edition_id", NUMBER, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_scan", sa.Boolean(), nullable=False),
        sa.Column("count", NUMBER, nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_visits_count")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_visits_edition_id_editions")),
        sa.PrimaryKeyConstraint("edition_id", "day", "is_scan", name=op.f("pk_visits")),
    )


def downgrade() -> None:
    op.drop_table("visits")
