"""Kits: named collections of materials in an order, with a cover note, an archive and a link."""

import sqlalchemy as sa
from alembic import op

revision = "0009_kits"
down_revision = "0008_rights"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SIDE = sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "kits",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("title_es", sa.Text(), nullable=False),
        sa.Column("note_en", sa.Text(), nullable=False),
        sa.Column("note_es", sa.Text(), nullable=False),
        sa.Column("side", SIDE, nullable=False),
        sa.Column("organization_id", NUMBER, nullable=False),
        sa.Column("campaign_id", NUMBER, nullable=True),
        sa.Column("region_key", sa.Text(), nullable=True),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=True),
        sa.Column("link_until", sa.Date(), nullable=True),
        sa.Column("link_revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edits", NUMBER, nullable=False),
        sa.Column("created_by_id", NUMBER, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_version", NUMBER, nullable=False),
        sa.CheckConstraint("title_en <> '' OR title_es <> ''", name=op.f("ck_kits_title")),
        sa.CheckConstraint("(token_hash IS NULL) = (link_until IS NULL)", name=op.f("ck_kits_link")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_kits_organization_id_organizations")
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_kits_campaign_id_campaigns")),
        sa.ForeignKeyConstraint(["region_key"], ["regions.key"], name=op.f("fk_kits_region_key_regions")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_kits_created_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kits")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_kits_token_hash")),
    )
    op.create_index(op.f("ix_kits_organization_id"), "kits", ["organization_id"], unique=False)
    op.create_index(op.f("ix_kits_side"), "kits", ["side"], unique=False)
    op.create_table(
        "kit_items",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("kit_id", NUMBER, nullable=False),
        sa.Column("material_id", NUMBER, nullable=False),
        sa.Column("position", NUMBER, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("position >= 1", name=op.f("ck_kit_items_position")),
        sa.ForeignKeyConstraint(["kit_id"], ["kits.id"], name=op.f("fk_kit_items_kit_id_kits")),
        sa.ForeignKeyConstraint(["material_id"], ["materials.id"], name=op.f("fk_kit_items_material_id_materials")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_items")),
        sa.UniqueConstraint("kit_id", "material_id", name=op.f("uq_kit_items_kit_id_material_id")),
    )
    op.create_index(op.f("ix_kit_items_kit_id"), "kit_items", ["kit_id"], unique=False)
    op.create_index(op.f("ix_kit_items_material_id"), "kit_items", ["material_id"], unique=False)
    op.create_table(
        "kit_archives",
        sa.Column("kit_id", NUMBER, nullable=False),
        sa.Column("job_id", NUMBER, nullable=False),
        sa.Column("contents", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("size", NUMBER, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["kit_id"], ["kits.id"], name=op.f("fk_kit_archives_kit_id_kits")),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_kit_archives_job_id_jobs")),
        sa.PrimaryKeyConstraint("kit_id", name=op.f("pk_kit_archives")),
    )


def downgrade() -> None:
    for table in ("kit_archives", "kit_items", "kits"):
        op.drop_table(table)
