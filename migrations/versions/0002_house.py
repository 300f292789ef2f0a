"""The house finished: jobs, notices and letters, holds, throttling; what a hold, a pause and a departure leave."""

import sqlalchemy as sa
from alembic import op

revision = "0002_house"
down_revision = "0001_spine"
branch_labels = None
depends_on = None

# Statements that make the database refuse to change or delete a hold's words, and to change a lifted one.
GUARDS = [
    {
        "sqlite": [
            "CREATE TRIGGER holds_stay_frozen BEFORE UPDATE OF country, material_id, edition_id, fact_id, reason, by_id, by_side, placed_at ON holds BEGIN SELECT RAISE(ABORT, 'holds is frozen'); END",
            "CREATE TRIGGER holds_never_go BEFORE DELETE ON holds BEGIN SELECT RAISE(ABORT, 'holds is frozen'); END",
        ],
        "postgresql": [
            "CREATE FUNCTION holds_stay_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'holds is frozen'; END $$",
            "CREATE TRIGGER holds_stay_frozen BEFORE UPDATE OF country, material_id, edition_id, fact_id, reason, by_id, by_side, placed_at ON holds FOR EACH ROW EXECUTE FUNCTION holds_stay_frozen()",
            "CREATE FUNCTION holds_never_go() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'holds is frozen'; END $$",
            "CREATE TRIGGER holds_never_go BEFORE DELETE ON holds FOR EACH ROW EXECUTE FUNCTION holds_never_go()",
        ],
    },
    {
        "sqlite": [
            "CREATE TRIGGER holds_stay_lifted BEFORE UPDATE ON holds WHEN (OLD.lifted_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'a lifted hold is history'); END"
        ],
        "postgresql": [
            "CREATE FUNCTION holds_stay_lifted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a lifted hold is history'; END $$",
            "CREATE TRIGGER holds_stay_lifted BEFORE UPDATE ON holds FOR EACH ROW WHEN (OLD.lifted_at IS NOT NULL) EXECUTE FUNCTION holds_stay_lifted()",
        ],
    },
]
FUNCTIONS = ["holds_stay_frozen", "holds_never_go", "holds_stay_lifted"]


def upgrade() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "to_side",
            sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("subject_en", sa.Text(), nullable=False),
        sa.Column("subject_es", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("text_es", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_to_side"), "notices", ["to_side"], unique=False)
    op.create_table(
        "sign_in_failures",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("failures", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("failures >= 0", name=op.f("ck_sign_in_failures_failures")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sign_in_failures")),
    )
    op.create_index(op.f("ix_sign_in_failures_last_at"), "sign_in_failures", ["last_at"], unique=False)
    op.create_table(
        "jobs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "running",
                "done",
                "failed",
                "cancelled",
                name="jobstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("priority", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("total", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("error_en", sa.Text(), nullable=False),
        sa.Column("error_es", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "side",
            sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state <> 'failed' OR error_en <> ''", name=op.f("ck_jobs_reason")),
        sa.CheckConstraint(
            "state <> 'running' OR (token <> '' AND lease_until IS NOT NULL)", name=op.f("ck_jobs_lease")
        ),
        sa.CheckConstraint("done >= 0 AND done <= total", name=op.f("ck_jobs_progress")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name=op.f("fk_jobs_asked_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    op.create_index(op.f("ix_jobs_state"), "jobs", ["state"], unique=False)
    op.create_table(
        "letters",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("notice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_letters_notice_id_notices")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_letters_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
    )
    op.create_index(op.f("ix_letters_notice_id"), "letters", ["notice_id"], unique=False)
    op.create_table(
        "job_parts",
        sa.Column("job_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting", "done", "failed", name="partstate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("made_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("error_en", sa.Text(), nullable=False),
        sa.Column("error_es", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_job_parts_job_id_jobs")),
        sa.PrimaryKeyConstraint("job_id", "key", name=op.f("pk_job_parts")),
    )
    op.create_table(
        "edition_facts",
        sa.Column("edition_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fact_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_edition_facts_edition_id_editions")),
        sa.ForeignKeyConstraint(
            ["fact_version_id"], ["fact_versions.id"], name=op.f("fk_edition_facts_fact_version_id_fact_versions")
        ),
        sa.PrimaryKeyConstraint("edition_id", "fact_version_id", name=op.f("pk_edition_facts")),
    )
    op.create_index(op.f("ix_edition_facts_fact_version_id"), "edition_facts", ["fact_version_id"], unique=False)
    op.create_table(
        "holds",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "country",
            sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("material_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("edition_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("fact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "by_side",
            sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "lifted_by_side",
            sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("lift_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_holds_reason")),
        sa.CheckConstraint(
            "CASE WHEN material_id IS NULL THEN 0 ELSE 1 END + CASE WHEN edition_id IS NULL THEN 0 ELSE 1 END + CASE WHEN fact_id IS NULL THEN 0 ELSE 1 END = 1",
            name=op.f("ck_holds_one_subject"),
        ),
        sa.CheckConstraint("by_side = country OR fact_id IS NOT NULL", name=op.f("ck_holds_own_country")),
        sa.CheckConstraint(
            "lifted_at IS NULL OR (lifted_by_id IS NOT NULL AND lifted_by_side IN (country, by_side))",
            name=op.f("ck_holds_lifted_by"),
        ),
        sa.ForeignKeyConstraint(["by_id", "by_side"], ["users.id", "users.side"], name="fk_holds_by_own_side"),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_holds_edition_id_editions")),
        sa.ForeignKeyConstraint(["fact_id"], ["facts.id"], name=op.f("fk_holds_fact_id_facts")),
        sa.ForeignKeyConstraint(
            ["lifted_by_id", "lifted_by_side"], ["users.id", "users.side"], name="fk_holds_lifted_by_own_side"
        ),
        sa.ForeignKeyConstraint(["material_id"], ["materials.id"], name=op.f("fk_holds_material_id_materials")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
    )
    op.create_index(
        "uq_holds_standing_edition_id",
        "holds",
        ["edition_id", "country"],
        unique=True,
        sqlite_where=sa.text("lifted_at IS NULL"),
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.create_index(
        "uq_holds_standing_fact_id",
        "holds",
        ["fact_id", "country"],
        unique=True,
        sqlite_where=sa.text("lifted_at IS NULL"),
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.create_index(
        "uq_holds_standing_material_id",
        "holds",
        ["material_id", "country"],
        unique=True,
        sqlite_where=sa.text("lifted_at IS NULL"),
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.add_column("editions", sa.Column("is_stopped", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("facts", sa.Column("stopped_us", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("facts", sa.Column("stopped_mx", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("materials", sa.Column("stopped_us", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("materials", sa.Column("stopped_mx", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("materials", sa.Column("held_us", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("materials", sa.Column("held_mx", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("tracks") as tracks:
        tracks.add_column(sa.Column("reason", sa.Text(), server_default="", nullable=False))
        tracks.add_column(sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True))
        tracks.add_column(sa.Column("moved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        tracks.add_column(sa.Column("has_left", sa.Boolean(), server_default=sa.false(), nullable=False))
        tracks.create_foreign_key("fk_tracks_moved_by_id_users", "users", ["moved_by_id"], ["id"])
    for statements in GUARDS:
        for statement in statements[op.get_bind().dialect.name]:
            op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table("tracks") as tracks:
        tracks.drop_constraint("fk_tracks_moved_by_id_users", type_="foreignkey")
        for column in ("has_left", "moved_by_id", "moved_at", "reason"):
            tracks.drop_column(column)
    op.drop_column("materials", "held_mx")
    op.drop_column("materials", "held_us")
    op.drop_column("materials", "stopped_mx")
    op.drop_column("materials", "stopped_us")
    op.drop_column("facts", "stopped_mx")
    op.drop_column("facts", "stopped_us")
    op.drop_column("editions", "is_stopped")
    op.drop_index(
        "uq_holds_standing_material_id",
        table_name="holds",
        sqlite_where=sa.text("lifted_at IS NULL"),
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.drop_index(
        "uq_holds_standing_fact_id",
        table_name="holds",
        sqlite_where=sa.text("lifted_at IS NULL"),
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.drop_index(
        "uq_holds_standing_edition_id",
        table_name="holds",
        sqlite_where=sa.text("lifted_at IS NULL"),
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.drop_table("holds")
    op.drop_index(op.f("ix_edition_facts_fact_version_id"), table_name="edition_facts")
    op.drop_table("edition_facts")
    op.drop_table("job_parts")
    op.drop_index(op.f("ix_letters_notice_id"), table_name="letters")
    op.drop_table("letters")
    op.drop_index(op.f("ix_jobs_state"), table_name="jobs")
    op.drop_table("jobs")
    op.drop_index(op.f("ix_sign_in_failures_last_at"), table_name="sign_in_failures")
    op.drop_table("sign_in_failures")
    op.drop_index(op.f("ix_notices_to_side"), table_name="notices")
    op.drop_table("notices")
    if op.get_bind().dialect.name == "postgresql":
        for function in FUNCTIONS:
            op.execute(f"DROP FUNCTION {function}()")
