"""What happens when and where: activities, each of their dates, and the copies wanted there."""

import sqlalchemy as sa
from alembic import op

revision = "0030_schedule"
down_revision = "0029_partner_strips"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "activities",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("campaign_id", NUMBER, nullable=False),
        sa.Column("side", _of("side", "US", "MX"), nullable=False),
        sa.Column("is_joint", sa.Boolean(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column(
            "type",
            _of("activitytype", "outreach", "health_fair", "training", "media", "distribution", "deadline"),
            nullable=False,
        ),
        sa.Column("state", _of("activitystate", "planned", "confirmed", "held", "cancelled"), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("title_es", sa.Text(), nullable=False),
        sa.Column("details_en", sa.Text(), nullable=False),
        sa.Column("details_es", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("starts_time", sa.Time(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("ends_time", sa.Time(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("owner_id", NUMBER, nullable=False),
        sa.Column("zone_us", sa.Text(), nullable=False),
        sa.Column("region_us_key", sa.Text(), nullable=True),
        sa.Column("place_us_id", NUMBER, nullable=True),
        sa.Column("venue_us", sa.Text(), nullable=False),
        sa.Column("host_us_id", NUMBER, nullable=True),
        sa.Column("person_us_id", NUMBER, nullable=True),
        sa.Column("confirmed_us_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("zone_mx", sa.Text(), nullable=False),
        sa.Column("region_mx_key", sa.Text(), nullable=True),
        sa.Column("place_mx_id", NUMBER, nullable=True),
        sa.Column("venue_mx", sa.Text(), nullable=False),
        sa.Column("host_mx_id", NUMBER, nullable=True),
        sa.Column("person_mx_id", NUMBER, nullable=True),
        sa.Column("confirmed_mx_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("follows_id", NUMBER, nullable=True),
        sa.Column("created_by_id", NUMBER, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edits", NUMBER, nullable=False),
        sa.Column("row_version", NUMBER, nullable=False),
        sa.CheckConstraint(
            "(region_us_key IS NULL OR substr(region_us_key, 1, 3) = 'US-') AND (region_mx_key IS NULL OR substr(region_mx_key, 1, 3) = 'MX-')",
            name=op.f("ck_activities_regions"),
        ),
        sa.CheckConstraint(
            "(side <> 'US' OR zone_us <> '') AND (side <> 'MX' OR zone_mx <> '') AND (zone_us <> '' AND zone_mx <> '') = is_joint",
            name=op.f("ck_activities_sites"),
        ),
        sa.CheckConstraint("state <> 'cancelled' OR reason <> ''", name=op.f("ck_activities_reason")),
        sa.CheckConstraint("title_en <> '' OR title_es <> ''", name=op.f("ck_activities_title")),
        sa.CheckConstraint("(starts_time IS NULL) = (ends_time IS NULL)", name=op.f("ck_activities_times")),
        sa.CheckConstraint(
            "ends_on > starts_on OR (ends_on = starts_on AND (starts_time IS NULL OR ends_time > starts_time))",
            name=op.f("ck_activities_order"),
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_activities_campaign_id_campaigns")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_activities_created_by_id_users")),
        sa.ForeignKeyConstraint(["follows_id"], ["activities.id"], name=op.f("fk_activities_follows_id_activities")),
        sa.ForeignKeyConstraint(
            ["host_mx_id"], ["organizations.id"], name=op.f("fk_activities_host_mx_id_organizations")
        ),
        sa.ForeignKeyConstraint(
            ["host_us_id"], ["organizations.id"], name=op.f("fk_activities_host_us_id_organizations")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["organizations.id"], name=op.f("fk_activities_owner_id_organizations")),
        sa.ForeignKeyConstraint(["person_mx_id"], ["users.id"], name=op.f("fk_activities_person_mx_id_users")),
        sa.ForeignKeyConstraint(["person_us_id"], ["users.id"], name=op.f("fk_activities_person_us_id_users")),
        sa.ForeignKeyConstraint(["place_mx_id"], ["places.id"], name=op.f("fk_activities_place_mx_id_places")),
        sa.ForeignKeyConstraint(["place_us_id"], ["places.id"], name=op.f("fk_activities_place_us_id_places")),
        sa.ForeignKeyConstraint(["region_mx_key"], ["regions.key"], name=op.f("fk_activities_region_mx_key_regions")),
        sa.ForeignKeyConstraint(["region_us_key"], ["regions.key"], name=op.f("fk_activities_region_us_key_regions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
        sa.UniqueConstraint("uid", name=op.f("uq_activities_uid")),
    )
    op.create_index("ix_activities_campaign", "activities", ["campaign_id", "starts_on", "id"], unique=False)
    op.create_index(op.f("ix_activities_follows_id"), "activities", ["follows_id"], unique=False)
    op.create_index(op.f("ix_activities_host_mx_id"), "activities", ["host_mx_id"], unique=False)
    op.create_index(op.f("ix_activities_host_us_id"), "activities", ["host_us_id"], unique=False)
    op.create_index(op.f("ix_activities_owner_id"), "activities", ["owner_id"], unique=False)
    op.create_index(op.f("ix_activities_person_mx_id"), "activities", ["person_mx_id"], unique=False)
    op.create_index(op.f("ix_activities_person_us_id"), "activities", ["person_us_id"], unique=False)
    op.create_index(op.f("ix_activities_place_mx_id"), "activities", ["place_mx_id"], unique=False)
    op.create_index(op.f("ix_activities_place_us_id"), "activities", ["place_us_id"], unique=False)
    op.create_index(op.f("ix_activities_region_mx_key"), "activities", ["region_mx_key"], unique=False)
    op.create_index(op.f("ix_activities_region_us_key"), "activities", ["region_us_key"], unique=False)
    op.create_table(
        "activity_needs",
        sa.Column("activity_id", NUMBER, nullable=False),
        sa.Column("side", _of("side", "US", "MX"), nullable=False),
        sa.Column("material_id", NUMBER, nullable=False),
        sa.Column("copies", NUMBER, nullable=False),
        sa.CheckConstraint("copies > 0", name=op.f("ck_activity_needs_copies")),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_activity_needs_activity_id_activities")
        ),
        sa.ForeignKeyConstraint(
            ["material_id"], ["materials.id"], name=op.f("fk_activity_needs_material_id_materials")
        ),
        sa.PrimaryKeyConstraint("activity_id", "side", "material_id", name=op.f("pk_activity_needs")),
    )
    op.create_index(op.f("ix_activity_needs_material_id"), "activity_needs", ["material_id"], unique=False)
    op.create_table(
        "occurrences",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("activity_id", NUMBER, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("starts_time", sa.Time(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("ends_time", sa.Time(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", _of("activitystate", "planned", "confirmed", "held", "cancelled"), nullable=False),
        sa.Column("is_changed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("row_version", NUMBER, nullable=False),
        sa.CheckConstraint("state <> 'cancelled' OR reason <> ''", name=op.f("ck_occurrences_reason")),
        sa.CheckConstraint("(starts_time IS NULL) = (ends_time IS NULL)", name=op.f("ck_occurrences_times")),
        sa.CheckConstraint("ends_at >= starts_at", name=op.f("ck_occurrences_order")),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_occurrences_activity_id_activities")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrences")),
        sa.UniqueConstraint("activity_id", "on", name=op.f("uq_occurrences_activity_id_on")),
    )
    op.create_index(op.f("ix_occurrences_starts_at"), "occurrences", ["starts_at", "ends_at"], unique=False)
    op.create_index(op.f("ix_occurrences_starts_on"), "occurrences", ["starts_on", "activity_id"], unique=False)


def downgrade() -> None:
    op.drop_table("occurrences")
    op.drop_table("activity_needs")
    op.drop_table("activities")
