"""Rights: licences, consents of people shown, seals of what was destroyed, and the days that they leave on materials."""

import sqlalchemy as sa
from alembic import op

revision = "0008_rights"
down_revision = "0007_files"
branch_labels = None
depends_on = None

# What of these tables never changes again, the database itself refuses to change.
GUARDS = [
    {
        "postgresql": [
            "CREATE FUNCTION licences_stay_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'licences is frozen'; END $$",
            "CREATE TRIGGER licences_stay_frozen BEFORE UPDATE OF material_id, direction, kind, holder, document, document_sha256, territory, from_on, until_on, entered_by_id, entered_at ON licences FOR EACH ROW EXECUTE FUNCTION licences_stay_frozen()",
            "CREATE FUNCTION licences_never_go() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'licences is frozen'; END $$",
            "CREATE TRIGGER licences_never_go BEFORE DELETE ON licences FOR EACH ROW EXECUTE FUNCTION licences_never_go()",
            "CREATE FUNCTION licences_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'licences is never emptied'; END $$",
            "CREATE TRIGGER licences_never_emptied BEFORE TRUNCATE ON licences FOR EACH STATEMENT EXECUTE FUNCTION licences_never_emptied()",
        ],
        "sqlite": [
            "CREATE TRIGGER licences_stay_frozen BEFORE UPDATE OF material_id, direction, kind, holder, document, document_sha256, territory, from_on, until_on, entered_by_id, entered_at ON licences BEGIN SELECT RAISE(ABORT, 'licences is frozen'); END",
            "CREATE TRIGGER licences_never_go BEFORE DELETE ON licences BEGIN SELECT RAISE(ABORT, 'licences is frozen'); END",
        ],
    },
    {
        "postgresql": [
            "CREATE FUNCTION consents_stay_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'consents is frozen'; END $$",
            "CREATE TRIGGER consents_stay_frozen BEFORE UPDATE OF material_id, age, guardian_agreed, minor_agreed, territory, from_on, until_on, document_sha256, notice_version, entered_by_id, entered_at ON consents FOR EACH ROW EXECUTE FUNCTION consents_stay_frozen()",
            "CREATE FUNCTION consents_never_go() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'consents is frozen'; END $$",
            "CREATE TRIGGER consents_never_go BEFORE DELETE ON consents FOR EACH ROW EXECUTE FUNCTION consents_never_go()",
            "CREATE FUNCTION consents_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'consents is never emptied'; END $$",
            "CREATE TRIGGER consents_never_emptied BEFORE TRUNCATE ON consents FOR EACH STATEMENT EXECUTE FUNCTION consents_never_emptied()",
        ],
        "sqlite": [
            "CREATE TRIGGER consents_stay_frozen BEFORE UPDATE OF material_id, age, guardian_agreed, minor_agreed, territory, from_on, until_on, document_sha256, notice_version, entered_by_id, entered_at ON consents BEGIN SELECT RAISE(ABORT, 'consents is frozen'); END",
            "CREATE TRIGGER consents_never_go BEFORE DELETE ON consents BEGIN SELECT RAISE(ABORT, 'consents is frozen'); END",
        ],
    },
    {
        "postgresql": [
            "CREATE FUNCTION seals_stay_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'seals is frozen'; END $$",
            "CREATE TRIGGER seals_stay_frozen BEFORE UPDATE OF material_id, what, consent_id, file_id, fingerprint, side, reason, asked_by_id, asked_at ON seals FOR EACH ROW EXECUTE FUNCTION seals_stay_frozen()",
            "CREATE FUNCTION seals_never_go() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'seals is frozen'; END $$",
            "CREATE TRIGGER seals_never_go BEFORE DELETE ON seals FOR EACH ROW EXECUTE FUNCTION seals_never_go()",
            "CREATE FUNCTION seals_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'seals is never emptied'; END $$",
            "CREATE TRIGGER seals_never_emptied BEFORE TRUNCATE ON seals FOR EACH STATEMENT EXECUTE FUNCTION seals_never_emptied()",
        ],
        "sqlite": [
            "CREATE TRIGGER seals_stay_frozen BEFORE UPDATE OF material_id, what, consent_id, file_id, fingerprint, side, reason, asked_by_id, asked_at ON seals BEGIN SELECT RAISE(ABORT, 'seals is frozen'); END",
            "CREATE TRIGGER seals_never_go BEFORE DELETE ON seals BEGIN SELECT RAISE(ABORT, 'seals is frozen'); END",
        ],
    },
    {
        "postgresql": [
            "CREATE FUNCTION seals_stay_decided() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a seal that was decided on is history'; END $$",
            "CREATE TRIGGER seals_stay_decided BEFORE UPDATE ON seals FOR EACH ROW WHEN (OLD.state <> 'asked') EXECUTE FUNCTION seals_stay_decided()",
        ],
        "sqlite": [
            "CREATE TRIGGER seals_stay_decided BEFORE UPDATE ON seals WHEN (OLD.state <> 'asked') BEGIN SELECT RAISE(ABORT, 'a seal that was decided on is history'); END"
        ],
    },
]
FUNCTIONS = [
    f"{table}_{rule}"
    for table in ("licences", "consents", "seals")
    for rule in ("stay_frozen", "never_go", "never_emptied")
] + ["seals_stay_decided"]
FROZEN = "material_id, n, content, fingerprint, author_ids, submitted_by_id, submitted_at"


def upgrade() -> None:
    op.create_table(
        "licences",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("material_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "direction",
            sa.Enum("in", "out", name="direction", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "own_work",
                "us_government",
                "public_domain",
                "cc_by",
                "cc_by_sa",
                "cc_by_nc",
                "cc_by_nd",
                "permission",
                "other",
                name="licencekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("document_sha256", sa.Text(), nullable=True),
        sa.Column("document_type", sa.Text(), nullable=False),
        sa.Column(
            "territory",
            sa.Enum("US", "MX", "BOTH", name="territory", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("entered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("(document_sha256 IS NULL) = (document_type = '')", name=op.f("ck_licences_document_type")),
        sa.CheckConstraint("holder <> ''", name=op.f("ck_licences_holder")),
        sa.CheckConstraint(
            "kind NOT IN ('permission', 'other') OR document <> '' OR document_sha256 IS NOT NULL",
            name=op.f("ck_licences_proof"),
        ),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_licences_ended_by")),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_licences_dates")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["users.id"], name=op.f("fk_licences_ended_by_id_users")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["users.id"], name=op.f("fk_licences_entered_by_id_users")),
        sa.ForeignKeyConstraint(["material_id"], ["materials.id"], name=op.f("fk_licences_material_id_materials")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licences")),
    )
    op.create_index("ix_licences_dates", "licences", ["from_on", "until_on"], unique=False)
    op.create_index(op.f("ix_licences_material_id"), "licences", ["material_id"], unique=False)
    op.create_table(
        "consents",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("material_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column(
            "age",
            sa.Enum("adult", "minor", name="age", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("guardian_agreed", sa.Boolean(), nullable=False),
        sa.Column("minor_agreed", sa.Boolean(), nullable=False),
        sa.Column("uses", sa.JSON(), nullable=False),
        sa.Column(
            "territory",
            sa.Enum("US", "MX", "BOTH", name="territory", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("document_sha256", sa.Text(), nullable=False),
        sa.Column("document_type", sa.Text(), nullable=False),
        sa.Column("notice_version", sa.Text(), nullable=False),
        sa.Column("entered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "end_kind",
            sa.Enum("withdrawn", "unneeded", name="consentend", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("age = 'adult' OR (guardian_agreed AND minor_agreed)", name=op.f("ck_consents_minor")),
        sa.CheckConstraint(
            "person <> '' AND replace(person, ' ', '') = person AND length(person) <= 30",
            name=op.f("ck_consents_person"),
        ),
        sa.CheckConstraint("(ended_at IS NULL) = (end_kind IS NULL)", name=op.f("ck_consents_end_kind")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_consents_ended_by")),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_consents_dates")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["users.id"], name=op.f("fk_consents_ended_by_id_users")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["users.id"], name=op.f("fk_consents_entered_by_id_users")),
        sa.ForeignKeyConstraint(["material_id"], ["materials.id"], name=op.f("fk_consents_material_id_materials")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index("ix_consents_dates", "consents", ["from_on", "until_on"], unique=False)
    op.create_index(op.f("ix_consents_document_sha256"), "consents", ["document_sha256"], unique=False)
    op.create_index(op.f("ix_consents_material_id"), "consents", ["material_id"], unique=False)
    op.create_table(
        "seals",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("material_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "what",
            sa.Enum("consent", "file", name="destroyed", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("consent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("removed", sa.JSON(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("asked", "done", "dropped", name="sealstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("asked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(decided_by_id IS NOT NULL) = (state <> 'asked' AND asked_by_id IS NOT NULL)",
            name=op.f("ck_seals_decided_by"),
        ),
        sa.CheckConstraint("(state = 'asked') = (decided_at IS NULL)", name=op.f("ck_seals_decided")),
        sa.CheckConstraint("(what = 'consent') = (consent_id IS NOT NULL)", name=op.f("ck_seals_consent")),
        sa.CheckConstraint("(what = 'file') = (file_id IS NOT NULL)", name=op.f("ck_seals_file")),
        sa.CheckConstraint("asked_by_id IS NOT NULL OR what = 'consent'", name=op.f("ck_seals_installation")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_seals_reason")),
        sa.CheckConstraint("asked_by_id <> decided_by_id", name=op.f("ck_seals_two_people")),
        sa.ForeignKeyConstraint(["asked_by_id", "side"], ["users.id", "users.side"], name="fk_seals_asked_by_own_side"),
        sa.ForeignKeyConstraint(["consent_id"], ["consents.id"], name=op.f("fk_seals_consent_id_consents")),
        sa.ForeignKeyConstraint(
            ["decided_by_id", "side"], ["users.id", "users.side"], name="fk_seals_decided_by_own_side"
        ),
        sa.ForeignKeyConstraint(["file_id"], ["material_files.id"], name=op.f("fk_seals_file_id_material_files")),
        sa.ForeignKeyConstraint(["material_id"], ["materials.id"], name=op.f("fk_seals_material_id_materials")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seals")),
    )
    op.create_index(op.f("ix_seals_material_id"), "seals", ["material_id"], unique=False)
    op.create_index(
        "uq_seals_consent_id",
        "seals",
        ["consent_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'dropped'"),
        postgresql_where=sa.text("state <> 'dropped'"),
    )
    op.create_index(
        "uq_seals_file_id",
        "seals",
        ["file_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'dropped'"),
        postgresql_where=sa.text("state <> 'dropped'"),
    )
    op.add_column("material_files", sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("materials", sa.Column("licensed_us_until", sa.Date(), nullable=True))
    op.add_column("materials", sa.Column("licensed_mx_until", sa.Date(), nullable=True))
    op.add_column("materials", sa.Column("released_us_until", sa.Date(), nullable=True))
    op.add_column("materials", sa.Column("released_mx_until", sa.Date(), nullable=True))
    op.add_column("materials", sa.Column("minors_released", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("materials", sa.Column("consent_withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("versions", sa.Column("shows_people", sa.Boolean(), server_default=sa.false(), nullable=False))
    _freeze_versions(f"{FROZEN}, shows_people")
    for statements in GUARDS:
        for statement in statements[op.get_bind().dialect.name]:
            op.execute(statement)


def _freeze_versions(columns: str) -> None:
    """Who is shown in it belongs to what never changes of a version."""
    event = f"CREATE TRIGGER versions_stay_frozen BEFORE UPDATE OF {columns} ON versions"
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER versions_stay_frozen")
        op.execute(f"{event} BEGIN SELECT RAISE(ABORT, 'versions is frozen'); END")
    else:
        op.execute("DROP TRIGGER versions_stay_frozen ON versions")
        op.execute(f"{event} FOR EACH ROW EXECUTE FUNCTION versions_stay_frozen()")


def downgrade() -> None:
    _freeze_versions(FROZEN)
    op.drop_column("versions", "shows_people")
    op.drop_column("material_files", "destroyed_at")
    for column in (
        "consent_withdrawn_at",
        "minors_released",
        "released_mx_until",
        "released_us_until",
        "licensed_mx_until",
        "licensed_us_until",
    ):
        op.drop_column("materials", column)
    for table in ("seals", "consents", "licences"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for function in FUNCTIONS:
            op.execute(f"DROP FUNCTION {function}()")
