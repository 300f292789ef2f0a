"""People, partners and trust: organizations that join, places, invitations, second factors, histories, exports."""

import sqlalchemy as sa
from alembic import op

revision = "0005_people"
down_revision = "0004_growth"
branch_labels = None
depends_on = None

# What of these tables never changes again, the database itself refuses to change.
GUARDS = [
    {
        "postgresql": [
            "CREATE FUNCTION audit_subjects_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'audit_subjects is append-only'; END $$",
            "CREATE TRIGGER audit_subjects_no_update BEFORE UPDATE ON audit_subjects FOR EACH ROW EXECUTE FUNCTION audit_subjects_no_update()",
            "CREATE FUNCTION audit_subjects_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'audit_subjects is append-only'; END $$",
            "CREATE TRIGGER audit_subjects_no_delete BEFORE DELETE ON audit_subjects FOR EACH ROW EXECUTE FUNCTION audit_subjects_no_delete()",
        ],
        "sqlite": [
            "CREATE TRIGGER audit_subjects_no_update BEFORE UPDATE ON audit_subjects BEGIN SELECT RAISE(ABORT, 'audit_subjects is append-only'); END",
            "CREATE TRIGGER audit_subjects_no_delete BEFORE DELETE ON audit_subjects BEGIN SELECT RAISE(ABORT, 'audit_subjects is append-only'); END",
        ],
    },
    {
        "postgresql": [
            "CREATE FUNCTION accreditations_stay_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'accreditations is frozen'; END $$",
            "CREATE TRIGGER accreditations_stay_frozen BEFORE UPDATE OF organization_id, side, from_on, until_on, given_by_id, given_at ON accreditations FOR EACH ROW EXECUTE FUNCTION accreditations_stay_frozen()",
            "CREATE FUNCTION accreditations_never_go() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'accreditations is frozen'; END $$",
            "CREATE TRIGGER accreditations_never_go BEFORE DELETE ON accreditations FOR EACH ROW EXECUTE FUNCTION accreditations_never_go()",
        ],
        "sqlite": [
            "CREATE TRIGGER accreditations_stay_frozen BEFORE UPDATE OF organization_id, side, from_on, until_on, given_by_id, given_at ON accreditations BEGIN SELECT RAISE(ABORT, 'accreditations is frozen'); END",
            "CREATE TRIGGER accreditations_never_go BEFORE DELETE ON accreditations BEGIN SELECT RAISE(ABORT, 'accreditations is frozen'); END",
        ],
    },
    {
        "postgresql": [
            "CREATE FUNCTION logos_stay_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'logos is frozen'; END $$",
            "CREATE TRIGGER logos_stay_frozen BEFORE UPDATE OF organization_id, sha256, document_sha256, territory, from_on, until_on, given_by, uploaded_by_id ON logos FOR EACH ROW EXECUTE FUNCTION logos_stay_frozen()",
            "CREATE FUNCTION logos_never_go() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'logos is frozen'; END $$",
            "CREATE TRIGGER logos_never_go BEFORE DELETE ON logos FOR EACH ROW EXECUTE FUNCTION logos_never_go()",
        ],
        "sqlite": [
            "CREATE TRIGGER logos_stay_frozen BEFORE UPDATE OF organization_id, sha256, document_sha256, territory, from_on, until_on, given_by, uploaded_by_id ON logos BEGIN SELECT RAISE(ABORT, 'logos is frozen'); END",
            "CREATE TRIGGER logos_never_go BEFORE DELETE ON logos BEGIN SELECT RAISE(ABORT, 'logos is frozen'); END",
        ],
    },
    {
        "postgresql": [
            "CREATE FUNCTION terms_acceptances_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'terms_acceptances is append-only'; END $$",
            "CREATE TRIGGER terms_acceptances_no_update BEFORE UPDATE ON terms_acceptances FOR EACH ROW EXECUTE FUNCTION terms_acceptances_no_update()",
            "CREATE FUNCTION terms_acceptances_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'terms_acceptances is append-only'; END $$",
            "CREATE TRIGGER terms_acceptances_no_delete BEFORE DELETE ON terms_acceptances FOR EACH ROW EXECUTE FUNCTION terms_acceptances_no_delete()",
        ],
        "sqlite": [
            "CREATE TRIGGER terms_acceptances_no_update BEFORE UPDATE ON terms_acceptances BEGIN SELECT RAISE(ABORT, 'terms_acceptances is append-only'); END",
            "CREATE TRIGGER terms_acceptances_no_delete BEFORE DELETE ON terms_acceptances BEGIN SELECT RAISE(ABORT, 'terms_acceptances is append-only'); END",
        ],
    },
    {
        "postgresql": [
            "CREATE FUNCTION role_requests_stay_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'role_requests is frozen'; END $$",
            "CREATE TRIGGER role_requests_stay_frozen BEFORE UPDATE OF user_id, side, is_given, asked_by_id, asked_at ON role_requests FOR EACH ROW EXECUTE FUNCTION role_requests_stay_frozen()",
            "CREATE FUNCTION role_requests_never_go() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'role_requests is frozen'; END $$",
            "CREATE TRIGGER role_requests_never_go BEFORE DELETE ON role_requests FOR EACH ROW EXECUTE FUNCTION role_requests_never_go()",
        ],
        "sqlite": [
            "CREATE TRIGGER role_requests_stay_frozen BEFORE UPDATE OF user_id, side, is_given, asked_by_id, asked_at ON role_requests BEGIN SELECT RAISE(ABORT, 'role_requests is frozen'); END",
            "CREATE TRIGGER role_requests_never_go BEFORE DELETE ON role_requests BEGIN SELECT RAISE(ABORT, 'role_requests is frozen'); END",
        ],
    },
    {
        "postgresql": [
            "CREATE FUNCTION deciders_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'deciders is append-only'; END $$",
            "CREATE TRIGGER deciders_no_update BEFORE UPDATE ON deciders FOR EACH ROW EXECUTE FUNCTION deciders_no_update()",
            "CREATE FUNCTION deciders_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'deciders is append-only'; END $$",
            "CREATE TRIGGER deciders_no_delete BEFORE DELETE ON deciders FOR EACH ROW EXECUTE FUNCTION deciders_no_delete()",
        ],
        "sqlite": [
            "CREATE TRIGGER deciders_no_update BEFORE UPDATE ON deciders BEGIN SELECT RAISE(ABORT, 'deciders is append-only'); END",
            "CREATE TRIGGER deciders_no_delete BEFORE DELETE ON deciders BEGIN SELECT RAISE(ABORT, 'deciders is append-only'); END",
        ],
    },
]
FUNCTIONS = [
    "audit_subjects_no_update",
    "audit_subjects_no_delete",
    "accreditations_stay_frozen",
    "accreditations_never_go",
    "logos_stay_frozen",
    "logos_never_go",
    "terms_acceptances_no_update",
    "terms_acceptances_no_delete",
    "role_requests_stay_frozen",
    "role_requests_never_go",
    "deciders_no_update",
    "deciders_no_delete",
]

# With their constraints beside them: SQLite adds none later, and a table that others point to cannot be made anew.
OF_ORGANIZATIONS = {
    "sqlite": [
        "state VARCHAR(40) DEFAULT 'open' NOT NULL CONSTRAINT ck_organizations_state_organizationstate CHECK (state IN ('waiting', 'open', 'refused', 'closed'))",
        "parent_id INTEGER CONSTRAINT fk_organizations_parent_id_organizations REFERENCES organizations (id)",
    ],
    "postgresql": [
        "state VARCHAR(40) DEFAULT 'open' NOT NULL CONSTRAINT ck_organizations_state_organizationstate CHECK (state IN ('waiting', 'open', 'refused', 'closed'))",
        "parent_id BIGINT CONSTRAINT fk_organizations_parent_id_organizations REFERENCES organizations (id)",
    ],
}


def upgrade() -> None:
    op.create_table(
        "audit_subjects",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", "n", name=op.f("pk_audit_subjects")),
    )
    op.create_table(
        "registrations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("organization", sa.Text(), nullable=False),
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
            nullable=False,
        ),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("website", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("language IN ('en', 'es')", name=op.f("ck_registrations_language")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_registrations_token_hash")),
    )
    op.create_table(
        "contacts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("row_version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_contacts_organization_id_organizations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    op.create_index(op.f("ix_contacts_organization_id"), "contacts", ["organization_id"], unique=False)
    op.create_table(
        "places",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("region_key", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("postal_code", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("land_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.Column("consent_by", sa.Text(), nullable=False),
        sa.Column("consent_on", sa.Date(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("row_version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "land_id IS NULL OR (consent <> '' AND consent_by <> '' AND consent_on IS NOT NULL)",
            name=op.f("ck_places_consent"),
        ),
        sa.CheckConstraint("postal_code = '' OR length(postal_code) = 5", name=op.f("ck_places_postal_code")),
        sa.ForeignKeyConstraint(["land_id"], ["organizations.id"], name=op.f("fk_places_land_id_organizations")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_places_organization_id_organizations")
        ),
        sa.ForeignKeyConstraint(["region_key"], ["regions.key"], name=op.f("fk_places_region_key_regions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
    )
    op.create_index(op.f("ix_places_land_id"), "places", ["land_id"], unique=False)
    op.create_index(op.f("ix_places_organization_id"), "places", ["organization_id"], unique=False)
    op.create_index(op.f("ix_places_region_key"), "places", ["region_key"], unique=False)
    op.create_table(
        "accreditations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "side",
            sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("given_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("ended_by", sa.Text(), nullable=False),
        sa.CheckConstraint("(ended_on IS NULL) = (end_reason = '')", name=op.f("ck_accreditations_end_reason")),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_accreditations_days")),
        sa.ForeignKeyConstraint(["given_by_id", "side"], ["users.id", "users.side"], name="fk_accreditations_own_side"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_accreditations_organization_id_organizations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accreditations")),
    )
    op.create_index(op.f("ix_accreditations_organization_id"), "accreditations", ["organization_id"], unique=False)
    op.create_index(op.f("ix_accreditations_until_on"), "accreditations", ["until_on"], unique=False)
    op.create_table(
        "deciders",
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column(
            "side",
            sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["user_id", "side"], ["users.id", "users.side"], name="fk_deciders_own_side"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_deciders")),
    )
    op.create_table(
        "invitations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("is_coordinator", sa.Boolean(), nullable=False),
        sa.Column("invited_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("joined_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("language IN ('en', 'es')", name=op.f("ck_invitations_language")),
        sa.CheckConstraint("used_at IS NULL OR revoked_at IS NULL", name=op.f("ck_invitations_one_end")),
        sa.ForeignKeyConstraint(["invited_by_id"], ["users.id"], name=op.f("fk_invitations_invited_by_id_users")),
        sa.ForeignKeyConstraint(["joined_id"], ["users.id"], name=op.f("fk_invitations_joined_id_users")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_invitations_organization_id_organizations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.create_index(op.f("ix_invitations_organization_id"), "invitations", ["organization_id"], unique=False)
    op.create_table(
        "logos",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("width", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("height", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("document_sha256", sa.Text(), nullable=False),
        sa.Column("document_type", sa.Text(), nullable=False),
        sa.Column(
            "territory",
            sa.Enum("US", "MX", "BOTH", name="territory", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("uploaded_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("withdraw_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("given_by <> ''", name=op.f("ck_logos_given_by")),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name=op.f("ck_logos_withdrawn_by")),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_logos_dates")),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_logos_measures")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_logos_organization_id_organizations")
        ),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["users.id"], name=op.f("fk_logos_uploaded_by_id_users")),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["users.id"], name=op.f("fk_logos_withdrawn_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logos")),
    )
    op.create_index(op.f("ix_logos_organization_id"), "logos", ["organization_id"], unique=False)
    op.create_index(op.f("ix_logos_until_on"), "logos", ["until_on"], unique=False)
    op.create_table(
        "passkeys",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("credential", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("sign_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("challenged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_passkeys_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential", name=op.f("uq_passkeys_credential")),
    )
    op.create_index(op.f("ix_passkeys_user_id"), "passkeys", ["user_id"], unique=False)
    op.create_table(
        "password_resets",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("token_hash", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_password_resets_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_resets")),
    )
    op.create_index(op.f("ix_password_resets_token_hash"), "password_resets", ["token_hash"], unique=True)
    op.create_index(op.f("ix_password_resets_user_id"), "password_resets", ["user_id"], unique=False)
    op.create_table(
        "personal_letters",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("subject_en", sa.Text(), nullable=False),
        sa.Column("subject_es", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("text_es", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_personal_letters_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_letters")),
    )
    op.create_index(op.f("ix_personal_letters_user_id"), "personal_letters", ["user_id"], unique=False)
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_recovery_codes_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_codes_code_hash")),
    )
    op.create_index(op.f("ix_recovery_codes_user_id"), "recovery_codes", ["user_id"], unique=False)
    op.create_table(
        "role_requests",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "side",
            sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("is_given", sa.Boolean(), nullable=False),
        sa.Column("asked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "confirmed",
                "declined",
                "void",
                name="requeststate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state <> 'confirmed' OR (decided_by_id <> asked_by_id AND decided_by_id <> user_id)",
            name=op.f("ck_role_requests_second_person"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('confirmed', 'declined') OR decided_by_id IS NOT NULL",
            name=op.f("ck_role_requests_decided_by_somebody"),
        ),
        sa.CheckConstraint("asked_by_id <> user_id", name=op.f("ck_role_requests_asker_is_another")),
        sa.ForeignKeyConstraint(
            ["asked_by_id", "side"], ["users.id", "users.side"], name="fk_role_requests_asked_by_own_side"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id", "side"], ["users.id", "users.side"], name="fk_role_requests_decided_by_own_side"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_role_requests_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_requests")),
    )
    op.create_index(
        "uq_role_requests_open_user_id",
        "role_requests",
        ["user_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "terms_acceptances",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_terms_acceptances_organization_id_organizations")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_terms_acceptances_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms_acceptances")),
        sa.UniqueConstraint("organization_id", "version", name=op.f("uq_terms_acceptances_organization_id_version")),
    )
    op.create_index(
        op.f("ix_terms_acceptances_organization_id"), "terms_acceptances", ["organization_id"], unique=False
    )
    op.create_table(
        "transfers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "from_side",
            sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "to_side",
            sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("released_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("admitted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("admitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(admitted_at IS NULL) = (admitted_by_id IS NULL)", name=op.f("ck_transfers_admitted_by")),
        sa.CheckConstraint("admitted_at IS NULL OR taken_back_at IS NULL", name=op.f("ck_transfers_one_end")),
        sa.CheckConstraint("from_side <> to_side", name=op.f("ck_transfers_two_sides")),
        sa.ForeignKeyConstraint(
            ["admitted_by_id", "to_side"], ["users.id", "users.side"], name="fk_transfers_admitted_by_own_side"
        ),
        sa.ForeignKeyConstraint(
            ["released_by_id", "from_side"], ["users.id", "users.side"], name="fk_transfers_released_by_own_side"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_transfers_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfers")),
    )
    op.create_index(
        "uq_transfers_open_user_id",
        "transfers",
        ["user_id"],
        unique=True,
        sqlite_where=sa.text("admitted_at IS NULL AND taken_back_at IS NULL"),
        postgresql_where=sa.text("admitted_at IS NULL AND taken_back_at IS NULL"),
    )
    op.create_table(
        "exports",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "side",
            sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("asked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("job_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name=op.f("fk_exports_asked_by_id_users")),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_exports_job_id_jobs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
    )
    op.create_index(op.f("ix_exports_asked_at"), "exports", ["asked_at"], unique=False)
    op.create_index(op.f("ix_exports_side"), "exports", ["side"], unique=False)
    op.create_table(
        "imports",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "side",
            sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "organizations",
                "places",
                "people",
                name="importkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("row_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("is_mapped", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "ready", "started", "undone", name="importstate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("job_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("uploaded_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("row_version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("row_count > 0", name=op.f("ck_imports_row_count")),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_imports_job_id_jobs")),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["users.id"], name=op.f("fk_imports_uploaded_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_index(op.f("ix_imports_side"), "imports", ["side"], unique=False)
    op.create_table(
        "invitation_roles",
        sa.Column("invitation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
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
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitations.id"], name=op.f("fk_invitation_roles_invitation_id_invitations")
        ),
        sa.PrimaryKeyConstraint("invitation_id", "role", name=op.f("pk_invitation_roles")),
    )
    op.create_table(
        "imported_rows",
        sa.Column("import_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "made",
                "duplicate",
                "faulty",
                "undone",
                "kept",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("made_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("note_en", sa.Text(), nullable=False),
        sa.Column("note_es", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_imported_rows_import_id_imports")),
        sa.PrimaryKeyConstraint("import_id", "n", name=op.f("pk_imported_rows")),
    )
    op.add_column("audit_entries", sa.Column("reach", sa.Text(), server_default="", nullable=False))
    for column in OF_ORGANIZATIONS[op.get_bind().dialect.name]:
        op.execute(f"ALTER TABLE organizations ADD COLUMN {column}")
    op.add_column("organizations", sa.Column("folded", sa.Text(), server_default="", nullable=False))
    op.add_column("organizations", sa.Column("email", sa.Text(), server_default="", nullable=False))
    op.add_column("organizations", sa.Column("phone", sa.Text(), server_default="", nullable=False))
    op.add_column("organizations", sa.Column("website", sa.Text(), server_default="", nullable=False))
    op.add_column("organizations", sa.Column("language", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "organizations",
        sa.Column(
            "terms_version",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="0",
            nullable=False,
        ),
    )
    op.add_column(
        "organizations", sa.Column("is_accredited_us", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column(
        "organizations", sa.Column("is_accredited_mx", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("organizations", sa.Column("registered_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "organizations",
        sa.Column(
            "row_version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="1", nullable=False
        ),
    )
    op.add_column("organizations", sa.Column("order_key", sa.Text(), server_default="", nullable=False))
    op.add_column("organizations", sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("organizations", sa.Column("decided_by", sa.Text(), server_default="", nullable=False))
    op.add_column("organizations", sa.Column("reason", sa.Text(), server_default="", nullable=False))
    op.create_index(op.f("ix_organizations_folded"), "organizations", ["folded"], unique=False)
    op.create_index(op.f("ix_organizations_order_key"), "organizations", ["order_key"], unique=False)
    op.create_index(op.f("ix_organizations_parent_id"), "organizations", ["parent_id"], unique=False)
    op.add_column("sessions", sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("sessions", sa.Column("is_long", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("sessions", sa.Column("device", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "users",
        sa.Column(
            "row_version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="1", nullable=False
        ),
    )
    op.add_column("users", sa.Column("is_coordinator", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("users", sa.Column("totp_secret", sa.Text(), nullable=True))
    op.add_column("users", sa.Column("totp_step", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
    op.add_column("users", sa.Column("subject", sa.Text(), nullable=True))
    op.create_index(op.f("ix_users_subject"), "users", ["subject"], unique=True)
    for statements in GUARDS:
        for statement in statements[op.get_bind().dialect.name]:
            op.execute(statement)


def downgrade() -> None:
    op.drop_index(op.f("ix_users_subject"), table_name="users")
    op.drop_column("users", "subject")
    op.drop_column("users", "totp_step")
    op.drop_column("users", "totp_secret")
    op.drop_column("users", "is_coordinator")
    op.drop_column("users", "row_version")
    op.drop_column("sessions", "device")
    op.drop_column("sessions", "is_long")
    op.drop_column("sessions", "proved_at")
    op.drop_index(op.f("ix_organizations_parent_id"), table_name="organizations")
    op.drop_index(op.f("ix_organizations_order_key"), table_name="organizations")
    op.drop_index(op.f("ix_organizations_folded"), table_name="organizations")
    for column in (
        "reason",
        "decided_by",
        "decided_at",
        "order_key",
        "row_version",
        "registered_at",
        "is_accredited_mx",
        "is_accredited_us",
        "terms_version",
        "language",
        "website",
        "phone",
        "email",
        "folded",
        "parent_id",
        "state",
    ):
        op.drop_column("organizations", column)
    op.drop_column("audit_entries", "reach")
    op.drop_table("imported_rows")
    op.drop_table("invitation_roles")
    op.drop_index(op.f("ix_imports_side"), table_name="imports")
    op.drop_table("imports")
    op.drop_index(op.f("ix_exports_side"), table_name="exports")
    op.drop_index(op.f("ix_exports_asked_at"), table_name="exports")
    op.drop_table("exports")
    op.drop_index(
        "uq_transfers_open_user_id",
        table_name="transfers",
        sqlite_where=sa.text("admitted_at IS NULL AND taken_back_at IS NULL"),
        postgresql_where=sa.text("admitted_at IS NULL AND taken_back_at IS NULL"),
    )
    op.drop_table("transfers")
    op.drop_index(op.f("ix_terms_acceptances_organization_id"), table_name="terms_acceptances")
    op.drop_table("terms_acceptances")
    op.drop_index(
        "uq_role_requests_open_user_id",
        table_name="role_requests",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_table("role_requests")
    op.drop_index(op.f("ix_recovery_codes_user_id"), table_name="recovery_codes")
    op.drop_table("recovery_codes")
    op.drop_index(op.f("ix_personal_letters_user_id"), table_name="personal_letters")
    op.drop_table("personal_letters")
    op.drop_index(op.f("ix_password_resets_user_id"), table_name="password_resets")
    op.drop_index(op.f("ix_password_resets_token_hash"), table_name="password_resets")
    op.drop_table("password_resets")
    op.drop_index(op.f("ix_passkeys_user_id"), table_name="passkeys")
    op.drop_table("passkeys")
    op.drop_index(op.f("ix_logos_until_on"), table_name="logos")
    op.drop_index(op.f("ix_logos_organization_id"), table_name="logos")
    op.drop_table("logos")
    op.drop_index(op.f("ix_invitations_organization_id"), table_name="invitations")
    op.drop_table("invitations")
    op.drop_table("deciders")
    op.drop_index(op.f("ix_accreditations_until_on"), table_name="accreditations")
    op.drop_index(op.f("ix_accreditations_organization_id"), table_name="accreditations")
    op.drop_table("accreditations")
    op.drop_index(op.f("ix_places_region_key"), table_name="places")
    op.drop_index(op.f("ix_places_organization_id"), table_name="places")
    op.drop_index(op.f("ix_places_land_id"), table_name="places")
    op.drop_table("places")
    op.drop_index(op.f("ix_contacts_organization_id"), table_name="contacts")
    op.drop_table("contacts")
    op.drop_table("registrations")
    op.drop_table("audit_subjects")
    if op.get_bind().dialect.name == "postgresql":
        for function in FUNCTIONS:
            op.execute(f"DROP FUNCTION {function}()")
