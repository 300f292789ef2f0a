"""Who of a side writes one language of a material."""

import sqlalchemy as sa
from alembic import op

revision = "0018_translations"
down_revision = "0017_corrections"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SIDE = sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "assignments",
        sa.Column("material_id", NUMBER, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("side", SIDE, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("assigned_by_id", NUMBER, nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("language IN ('en', 'es')", name=op.f("ck_assignments_language")),
        sa.ForeignKeyConstraint(["material_id"], ["materials.id"], name=op.f("fk_assignments_material_id_materials")),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name=op.f("fk_assignments_person_id_users")),
        sa.ForeignKeyConstraint(["assigned_by_id"], ["users.id"], name=op.f("fk_assignments_assigned_by_id_users")),
        sa.PrimaryKeyConstraint("material_id", "language", "side", name=op.f("pk_assignments")),
    )
    op.create_index(op.f("ix_assignments_person_id"), "assignments", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("assignments")
