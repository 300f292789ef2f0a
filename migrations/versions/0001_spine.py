"""The first tables: people, regions, facts, campaigns, materials, clearances, editions and the audit chain."""

import sqlalchemy as sa
from alembic import op

revision = "0001_spine"
down_revision = None
branch_labels = None
depends_on = None

# Statements that make the database refuse to change or delete a row, per table and dialect.
GUARDS = {
    "audit_entries": {
        "sqlite": [
            "CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries BEGIN SELECT RAISE(ABORT, 'audit_entries is append-only'); END",
            "CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries BEGIN SELECT RAISE(ABORT, 'audit_entries is append-only'); END",
        ],
        "postgresql": [
            "CREATE FUNCTION audit_entries_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'audit_entries is append-only'; END $$",
            "CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries FOR EACH ROW EXECUTE FUNCTION audit_entries_no_update()",
            "CREATE FUNCTION audit_entries_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'audit_entries is append-only'; END $$",
            "CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION audit_entries_no_delete()",
        ],
    },
    "clearances": {
        "sqlite": [
            "CREATE TRIGGER clearances_no_update BEFORE UPDATE ON clearances BEGIN SELECT RAISE(ABORT, 'clearances is append-only'); END",
            "CREATE TRIGGER clearances_no_delete BEFORE DELETE ON clearances BEGIN SELECT RAISE(ABORT, 'clearances is append-only'); END",
        ],
        "postgresql": [
            "CREATE FUNCTION clearances_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'clearances is append-only'; END $$",
            "CREATE TRIGGER clearances_no_update BEFORE UPDATE ON clearances FOR EACH ROW EXECUTE FUNCTION clearances_no_update()",
            "CREATE FUNCTION clearances_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'clearances is append-only'; END $$",
            "CREATE TRIGGER clearances_no_delete BEFORE DELETE ON clearances FOR EACH ROW EXECUTE FUNCTION clearances_no_delete()",
        ],
    },
    "versions": {
        "sqlite": [
            "CREATE TRIGGER versions_stay_frozen BEFORE UPDATE OF material_id, n, content, fingerprint, author_ids, submitted_by_id, submitted_at ON versions BEGIN SELECT RAISE(ABORT, 'versions is frozen'); END",
            "CREATE TRIGGER versions_never_go BEFORE DELETE ON versions BEGIN SELECT RAISE(ABORT, 'versions is frozen'); END",
        ],
        "postgresql": [
            "CREATE FUNCTION versions_stay_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'versions is frozen'; END $$",
            "CREATE TRIGGER versions_stay_frozen BEFORE UPDATE OF material_id, n, content, fingerprint, author_ids, submitted_by_id, submitted_at ON versions FOR EACH ROW EXECUTE FUNCTION versions_stay_frozen()",
            "CREATE FUNCTION versions_never_go() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'versions is frozen'; END $$",
            "CREATE TRIGGER versions_never_go BEFORE DELETE ON versions FOR EACH ROW EXECUTE FUNCTION versions_never_go()",
        ],
    },
    "fact_versions": {
        "sqlite": [
            "CREATE TRIGGER fact_versions_stay_frozen BEFORE UPDATE OF fact_id, n, en, es, es_usted, dial, name_en, name_es, note_en, note_es, is_emergency, fingerprint, author_ids ON fact_versions WHEN (OLD.fingerprint <> '') BEGIN SELECT RAISE(ABORT, 'fact_versions is frozen'); END",
            "CREATE TRIGGER fact_versions_never_go BEFORE DELETE ON fact_versions WHEN (OLD.fingerprint <> '') BEGIN SELECT RAISE(ABORT, 'fact_versions is frozen'); END",
        ],
        "postgresql": [
            "CREATE FUNCTION fact_versions_stay_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'fact_versions is frozen'; END $$",
            "CREATE TRIGGER fact_versions_stay_frozen BEFORE UPDATE OF fact_id, n, en, es, es_usted, dial, name_en, name_es, note_en, note_es, is_emergency, fingerprint, author_ids ON fact_versions FOR EACH ROW WHEN (OLD.fingerprint <> '') EXECUTE FUNCTION fact_versions_stay_frozen()",
            "CREATE FUNCTION fact_versions_never_go() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'fact_versions is frozen'; END $$",
            "CREATE TRIGGER fact_versions_never_go BEFORE DELETE ON fact_versions FOR EACH ROW WHEN (OLD.fingerprint <> '') EXECUTE FUNCTION fact_versions_never_go()",
        ],
    },
}
FUNCTIONS = [
    f"{table}_{name}"
    for table, names in (
        ("audit_entries", ("no_update", "no_delete")),
        ("clearances", ("no_update", "no_delete")),
        ("versions", ("stay_frozen", "never_go")),
        ("fact_versions", ("stay_frozen", "never_go")),
    )
    for name in names
]


def upgrade() -> None:
    op.create_table(
        "audit_head",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("hmac", sa.Text(), nullable=False),
        sa.Column("installation", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "facts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("number", "statement", name="factkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "territory",
            sa.Enum("US", "MX", "BOTH", name="territory", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("rank", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facts")),
        sa.UniqueConstraint("key", name=op.f("uq_facts_key")),
    )
    op.create_table(
        "organizations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "agency",
                "health_department",
                "council",
                "association",
                "clinic",
                "university",
                "consular_window",
                "printer",
                "nation",
                "secretariat",
                name="organizationkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "country",
            sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organizations")),
        sa.UniqueConstraint("name", "country", name=op.f("uq_organizations_name_country")),
    )
    op.create_table(
        "region_sets",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("title_es", sa.Text(), nullable=False),
        sa.Column("definition_en", sa.Text(), nullable=False),
        sa.Column("definition_es", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_region_sets")),
    )
    op.create_table(
        "regions",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column(
            "country",
            sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "level",
            sa.Enum("state", "county", "municipio", name="level", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state_code", sa.Text(), nullable=False),
        sa.Column("state_name", sa.Text(), nullable=False),
        sa.Column("state_abbr", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("population", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("order_key", sa.Text(), nullable=False),
        sa.CheckConstraint("population >= 0", name=op.f("ck_regions_population")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_regions")),
    )
    op.create_index(op.f("ix_regions_country"), "regions", ["country"], unique=False)
    op.create_table(
        "fact_versions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "in_force",
                "superseded",
                "withdrawn",
                name="factstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("es", sa.Text(), nullable=False),
        sa.Column("es_usted", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_opened_on", sa.Date(), nullable=True),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("warning", sa.Text(), nullable=False),
        sa.Column("dial", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("name_es", sa.Text(), nullable=False),
        sa.Column("note_en", sa.Text(), nullable=False),
        sa.Column("note_es", sa.Text(), nullable=False),
        sa.Column("is_emergency", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column(
            "us_key",
            sa.Enum(
                "not_needed",
                "not_started",
                "in_review",
                "changes_requested",
                "refused",
                "cleared",
                "expired",
                "revoked",
                name="keystate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "mx_key",
            sa.Enum(
                "not_needed",
                "not_started",
                "in_review",
                "changes_requested",
                "refused",
                "cleared",
                "expired",
                "revoked",
                name="keystate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("author_ids", sa.JSON(), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=True),
        sa.CheckConstraint("n >= 1", name=op.f("ck_fact_versions_n")),
        sa.ForeignKeyConstraint(["fact_id"], ["facts.id"], name=op.f("fk_fact_versions_fact_id_facts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_versions")),
        sa.UniqueConstraint("fact_id", "n", name=op.f("uq_fact_versions_fact_id_n")),
    )
    op.create_index(op.f("ix_fact_versions_fact_id"), "fact_versions", ["fact_id"], unique=False)
    op.create_table(
        "region_set_members",
        sa.Column("set_key", sa.Text(), nullable=False),
        sa.Column("region_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["region_key"], ["regions.key"], name=op.f("fk_region_set_members_region_key_regions")),
        sa.ForeignKeyConstraint(
            ["set_key"], ["region_sets.key"], name=op.f("fk_region_set_members_set_key_region_sets")
        ),
        sa.PrimaryKeyConstraint("set_key", "region_key", name=op.f("pk_region_set_members")),
    )
    op.create_index(op.f("ix_region_set_members_region_key"), "region_set_members", ["region_key"], unique=False)
    op.create_table(
        "sister_pairs",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("us_city", sa.Text(), nullable=False),
        sa.Column("us_region_key", sa.Text(), nullable=False),
        sa.Column("us_zone", sa.Text(), nullable=False),
        sa.Column("mx_city", sa.Text(), nullable=False),
        sa.Column("mx_region_key", sa.Text(), nullable=False),
        sa.Column("mx_zone", sa.Text(), nullable=False),
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("west_to_east", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["mx_region_key"], ["regions.key"], name=op.f("fk_sister_pairs_mx_region_key_regions")),
        sa.ForeignKeyConstraint(["us_region_key"], ["regions.key"], name=op.f("fk_sister_pairs_us_region_key_regions")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sister_pairs")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_name", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "side",
            sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.CheckConstraint("language IN ('en', 'es')", name=op.f("ck_users_language")),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_users_email_lower")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_users_organization_id_organizations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
        sa.UniqueConstraint("id", "side", name=op.f("uq_users_id_side")),
    )
    op.create_table(
        "audit_entries",
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "side",
            sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("hmac", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_audit_entries_user_id_users")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_audit_entries")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_entries_hash")),
    )
    op.create_table(
        "campaigns",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "joint",
                "parallel",
                "national",
                name="campaignkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("title_es", sa.Text(), nullable=False),
        sa.Column("aim_en", sa.Text(), nullable=False),
        sa.Column("aim_es", sa.Text(), nullable=False),
        sa.Column("audience_en", sa.Text(), nullable=False),
        sa.Column("audience_es", sa.Text(), nullable=False),
        sa.Column("message_en", sa.Text(), nullable=False),
        sa.Column("message_es", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "proposed",
                "agreed",
                "scheduled",
                "active",
                "paused",
                "closed",
                "evaluated",
                "cancelled",
                name="trackstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("edits", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_campaigns_created_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sessions_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sessions_token_hash")),
    )
    op.create_index(op.f("ix_sessions_user_id"), "sessions", ["user_id"], unique=False)
    op.create_table(
        "user_roles",
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "planner",
                "reviewer",
                "signatory",
                "partner",
                "printer",
                "secretariat",
                "observer",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_user_roles_user_id_users")),
        sa.PrimaryKeyConstraint("user_id", "role", name=op.f("pk_user_roles")),
    )
    op.create_table(
        "campaign_regions",
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("region_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_campaign_regions_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(["region_key"], ["regions.key"], name=op.f("fk_campaign_regions_region_key_regions")),
        sa.PrimaryKeyConstraint("campaign_id", "region_key", name=op.f("pk_campaign_regions")),
    )
    op.create_table(
        "materials",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "type",
            sa.Enum("flyer", name="materialtype", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "scope",
            sa.Enum("joint", "national", name="scope", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "country",
            sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column(
            "register",
            sa.Enum("tu", "usted", name="register", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("title_es", sa.Text(), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "side",
            sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("has_draft", sa.Boolean(), nullable=False),
        sa.Column("is_submitted", sa.Boolean(), nullable=False),
        sa.Column("in_force_us", sa.Boolean(), nullable=False),
        sa.Column("in_force_mx", sa.Boolean(), nullable=False),
        sa.Column("author_ids", sa.JSON(), nullable=False),
        sa.Column("edits", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("(scope = 'national') = (country IS NOT NULL)", name=op.f("ck_materials_country")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_materials_campaign_id_campaigns")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_materials_created_by_id_users")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_materials_organization_id_organizations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_materials")),
    )
    op.create_index(op.f("ix_materials_campaign_id"), "materials", ["campaign_id"], unique=False)
    op.create_table(
        "tracks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "side",
            sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "proposed",
                "agreed",
                "scheduled",
                "active",
                "paused",
                "closed",
                "evaluated",
                "cancelled",
                name="trackstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("budget", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("row_version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("budget >= 0", name=op.f("ck_tracks_budget")),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_tracks_dates")),
        sa.ForeignKeyConstraint(["agreed_by_id"], ["users.id"], name=op.f("fk_tracks_agreed_by_id_users")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_tracks_campaign_id_campaigns")),
        sa.ForeignKeyConstraint(["lead_id"], ["organizations.id"], name=op.f("fk_tracks_lead_id_organizations")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tracks")),
        sa.UniqueConstraint("campaign_id", "side", name=op.f("uq_tracks_campaign_id_side")),
    )
    op.create_index(op.f("ix_tracks_campaign_id"), "tracks", ["campaign_id"], unique=False)
    op.create_table(
        "blocks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("material_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "headline",
                "subline",
                "point",
                "fact",
                "alt",
                name="blockkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "scope",
            sa.Enum("US", "MX", "BOTH", name="territory", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("es", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("needs_review", sa.Text(), nullable=False),
        sa.Column("pictogram", sa.Text(), nullable=False),
        sa.Column("fact_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("(kind = 'fact') = (fact_version_id IS NOT NULL)", name=op.f("ck_blocks_fact")),
        sa.CheckConstraint("needs_review IN ('', 'en', 'es')", name=op.f("ck_blocks_needs_review")),
        sa.CheckConstraint("source IN ('en', 'es')", name=op.f("ck_blocks_source")),
        sa.ForeignKeyConstraint(
            ["fact_version_id"], ["fact_versions.id"], name=op.f("fk_blocks_fact_version_id_fact_versions")
        ),
        sa.ForeignKeyConstraint(["material_id"], ["materials.id"], name=op.f("fk_blocks_material_id_materials")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocks")),
        sa.UniqueConstraint("material_id", "position", name=op.f("uq_blocks_material_id_position")),
    )
    op.create_index(op.f("ix_blocks_material_id"), "blocks", ["material_id"], unique=False)
    op.create_table(
        "versions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("material_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "submitted",
                "in_force",
                "changes_requested",
                "refused",
                "superseded",
                "expired",
                "withdrawn",
                name="versionstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("submitted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("in_force_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("row_version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column(
            "us_key",
            sa.Enum(
                "not_needed",
                "not_started",
                "in_review",
                "changes_requested",
                "refused",
                "cleared",
                "expired",
                "revoked",
                name="keystate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "mx_key",
            sa.Enum(
                "not_needed",
                "not_started",
                "in_review",
                "changes_requested",
                "refused",
                "cleared",
                "expired",
                "revoked",
                name="keystate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("author_ids", sa.JSON(), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=True),
        sa.CheckConstraint("n >= 1", name=op.f("ck_versions_n")),
        sa.ForeignKeyConstraint(["material_id"], ["materials.id"], name=op.f("fk_versions_material_id_materials")),
        sa.ForeignKeyConstraint(["submitted_by_id"], ["users.id"], name=op.f("fk_versions_submitted_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_versions")),
        sa.UniqueConstraint("material_id", "n", name=op.f("uq_versions_material_id_n")),
    )
    op.create_index(op.f("ix_versions_material_id"), "versions", ["material_id"], unique=False)
    op.create_table(
        "clearances",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("fact_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "country",
            sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "decision",
            sa.Enum(
                "cleared",
                "changes_requested",
                "refused",
                "revoked",
                name="decision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.Column("document_due_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("marks_may_stay", sa.Boolean(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "decision <> 'cleared' OR document <> '' OR document_due_on IS NOT NULL",
            name=op.f("ck_clearances_document"),
        ),
        sa.CheckConstraint("decision = 'cleared' OR reason <> ''", name=op.f("ck_clearances_reason")),
        sa.CheckConstraint("(version_id IS NULL) <> (fact_version_id IS NULL)", name=op.f("ck_clearances_one_subject")),
        sa.ForeignKeyConstraint(["by_id", "country"], ["users.id", "users.side"], name="fk_clearances_by_own_side"),
        sa.ForeignKeyConstraint(
            ["fact_version_id"], ["fact_versions.id"], name=op.f("fk_clearances_fact_version_id_fact_versions")
        ),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_clearances_version_id_versions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clearances")),
        sa.UniqueConstraint("fact_version_id", "country", "n", name=op.f("uq_clearances_fact_version_id_country_n")),
        sa.UniqueConstraint("version_id", "country", "n", name=op.f("uq_clearances_version_id_country_n")),
    )
    op.create_index(op.f("ix_clearances_fact_version_id"), "clearances", ["fact_version_id"], unique=False)
    op.create_index(op.f("ix_clearances_version_id"), "clearances", ["version_id"], unique=False)
    op.create_table(
        "editions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("region_key", sa.Text(), nullable=False),
        sa.Column(
            "country",
            sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("layout", sa.Text(), nullable=False),
        sa.Column("layout_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("size", sa.Text(), nullable=False),
        sa.Column("renderer", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=False),
        sa.Column("made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_editions_made_by_id_users")),
        sa.ForeignKeyConstraint(["region_key"], ["regions.key"], name=op.f("fk_editions_region_key_regions")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_editions_version_id_versions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editions")),
        sa.UniqueConstraint("code", name=op.f("uq_editions_code")),
    )
    op.create_index(op.f("ix_editions_version_id"), "editions", ["version_id"], unique=False)
    op.create_table(
        "version_facts",
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fact_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["fact_version_id"], ["fact_versions.id"], name=op.f("fk_version_facts_fact_version_id_fact_versions")
        ),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_version_facts_version_id_versions")),
        sa.PrimaryKeyConstraint("version_id", "fact_version_id", name=op.f("pk_version_facts")),
    )
    op.create_index(op.f("ix_version_facts_fact_version_id"), "version_facts", ["fact_version_id"], unique=False)
    for statements in GUARDS.values():
        for statement in statements[op.get_bind().dialect.name]:
            op.execute(statement)


def downgrade() -> None:
    op.drop_index(op.f("ix_version_facts_fact_version_id"), table_name="version_facts")
    op.drop_table("version_facts")
    op.drop_index(op.f("ix_editions_version_id"), table_name="editions")
    op.drop_table("editions")
    op.drop_index(op.f("ix_clearances_version_id"), table_name="clearances")
    op.drop_index(op.f("ix_clearances_fact_version_id"), table_name="clearances")
    op.drop_table("clearances")
    op.drop_index(op.f("ix_versions_material_id"), table_name="versions")
    op.drop_table("versions")
    op.drop_index(op.f("ix_blocks_material_id"), table_name="blocks")
    op.drop_table("blocks")
    op.drop_index(op.f("ix_tracks_campaign_id"), table_name="tracks")
    op.drop_table("tracks")
    op.drop_index(op.f("ix_materials_campaign_id"), table_name="materials")
    op.drop_table("materials")
    op.drop_table("campaign_regions")
    op.drop_table("user_roles")
    op.drop_index(op.f("ix_sessions_user_id"), table_name="sessions")
    op.drop_table("sessions")
    op.drop_table("campaigns")
    op.drop_table("audit_entries")
    op.drop_table("users")
    op.drop_table("sister_pairs")
    op.drop_index(op.f("ix_region_set_members_region_key"), table_name="region_set_members")
    op.drop_table("region_set_members")
    op.drop_index(op.f("ix_fact_versions_fact_id"), table_name="fact_versions")
    op.drop_table("fact_versions")
    op.drop_index(op.f("ix_regions_country"), table_name="regions")
    op.drop_table("regions")
    op.drop_table("region_sets")
    op.drop_table("organizations")
    op.drop_table("facts")
    op.drop_table("audit_head")
    if op.get_bind().dialect.name == "postgresql":
        for function in FUNCTIONS:
            op.execute(f"DROP FUNCTION {function}()")
